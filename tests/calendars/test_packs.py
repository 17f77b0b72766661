"""The packs of legal limits: shipped ones, one of the office's own, and what can be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calendars.folder import problems, read_desk
from calendars.packs import SHELF, read_pack, shipped_packs
from rules.packs import Point
from rules.plan import DueBasis
from rules.procedure import Days
from tests.calendars.spoiling import codes, rewrite, wrong

if TYPE_CHECKING:
    from pathlib import Path

PROVINCES = ("chongqing-2015", "shandong-2018", "shanghai-2020", "zhejiang-2019", "zhengzhou-2001")


def test_the_state_and_five_provinces_are_shipped() -> None:
    assert set(shipped_packs()) == {"national-2012", *PROVINCES}


def test_the_state_names_no_number_of_days_for_a_reply_but_wants_one() -> None:
    pack = read_pack(SHELF / "national-2012.yaml")
    assert (pack.value(Point.TEAM), pack.value(Point.VISITS_PER_TERM), pack.value(Point.COMPREHENSIVE_YEARS)) == (
        3,
        2,
        5,
    )
    assert pack.days(Point.REPLY) is None
    assert pack.article(Point.TEAM, Point.NOTICE, Point.CHILDRENS_DAY) == (
        "教育督导条例第十六条、第十七条、全国年节及纪念日放假办法第三条"
    )


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("chongqing-2015", Days(5, DueBasis.CALENDAR_DAYS)),
        ("shandong-2018", Days(15, DueBasis.CALENDAR_DAYS)),
        ("shanghai-2020", Days(10, DueBasis.WORKING_DAYS)),
        ("zhejiang-2019", Days(10, DueBasis.CALENDAR_DAYS)),
        ("zhengzhou-2001", Days(15, DueBasis.CALENDAR_DAYS)),
    ],
)
def test_a_province_has_its_own_reply_window_and_what_the_state_says_of_the_rest(name: str, days: Days) -> None:
    pack = read_pack(SHELF / f"{name}.yaml")
    assert pack.procedure.reply == days
    assert pack.value(Point.TEAM) == 3
    assert pack.article(Point.TEAM) == "教育督导条例第十六条"
    assert pack.article(Point.REPLY) != "教育督导条例第二十条"


def test_every_limit_says_where_it_stands_and_every_province_names_its_own_law() -> None:
    for name in shipped_packs():
        pack = read_pack(SHELF / f"{name}.yaml")
        assert set(pack.limits) >= set(read_pack(SHELF / "national-2012.yaml").limits)
        assert all(limit.article for limit in pack.limits.values())
        assert "条例" in pack.title


def test_an_office_names_a_shipped_pack_or_a_file_of_its_folder(office: Path) -> None:
    assert read_desk(office).pack.name == "national-2012"
    rewrite(office / "office.yaml", "pack: national-2012", "pack: shanghai-2020")
    assert read_desk(office).pack.name == "shanghai-2020"
    own = "title: 本县\nextends: zhejiang-2019\nlimits:\n  team: {value: 5, article: 本县办法第一条}\n"
    (office / "own.yaml").write_text(own, encoding="utf-8")
    rewrite(office / "office.yaml", "pack: shanghai-2020", "pack: own.yaml")
    pack = read_desk(office).pack
    assert (pack.value(Point.TEAM), pack.article(Point.TEAM)) == (5, "本县办法第一条")
    assert pack.article(Point.REPLY) == "浙江省教育督导条例第十一条"


def test_a_pack_that_does_not_exist_is_told_with_those_that_do(office: Path) -> None:
    rewrite(office / "office.yaml", "pack: national-2012", "pack: 火星")
    (problem,) = problems(office)
    assert (problem.file, problem.place, problem.code, problem.value) == ("office.yaml", "pack", "no_such_pack", "火星")
    assert "shanghai-2020" in problem.allowed


def test_every_problem_of_a_pack_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    limits = "limits:\n  team: {value: 三, article: 甲}\n  reply: {value: 5, basis: days}\n"
    file.write_text(f"title: 本县\n{limits}", encoding="utf-8")
    assert codes(wrong(lambda: read_pack(file))) == [
        ("limits.team.value", "not_a_number"),
        ("limits.reply.article", "missing"),
        ("limits.reply.basis", "not_one_of"),
    ]
    file.write_text("title: 本县\nextends: 火星\n", encoding="utf-8")
    assert codes(wrong(lambda: read_pack(file))) == [("extends", "no_such_pack")]
