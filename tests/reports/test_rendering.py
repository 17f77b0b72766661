"""Every report in both languages: safe in its cells, with relative links, without a style."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from reports.board import Board, Coming, Numbers
from reports.case_parts import Details, Proposed, Request, Visited
from reports.caseload import Monitored, Said, ZoneLoad
from reports.cases import Case, CaseLine, Climb, Step
from reports.coverage import Coverage
from reports.differing import Foreseen, Line, Told
from reports.drawings import Draw, Drawn
from reports.outbox import MessageLine
from reports.rendering import cell, period, render
from reports.summing_up import Summary
from reports.supervisions import ChangeLine, StepLine, SupervisionLine
from reports.visits import VisitLine
from reports.work import WorkLine
from reports.year import read_year
from rules.escalating import freeze
from services.planning import Loaded
from tests.builders import LADDER, a_desk
from words import LANGUAGES

DAY = date(2026, 3, 2)
LINKS = {"看板": "/v2/artifacts/artifact/1"}
NASTY = "通道|堵<script>塞\n[点](http://x)"

PROVISIONAL = True
WORK = WorkLine("P-1", "自查", "自查", "2026-03", DAY, DAY, PROVISIONAL, 30, 1, 29, tuple("甲乙丙丁戊己庚辛"))
CASE_LINE = CaseLine(
    id=1,
    number="整改〔2026〕1号",
    unit="勤勉小学",
    severity="ordinary",
    fact=NASTY,
    found_by="督学-东区",
    status="issued",
    opened_on=DAY,
    first_due_on=DAY,
    due_on=DAY,
    due_provisional=False,
    round=1,
    rung=2,
    submitted_on=None,
    closed_on=None,
    working_days_overdue=3,
)
CASE = Case(
    CASE_LINE,
    "working_days",
    10,
    (Step(DAY, "督学-东区", "", "issued", "登记"),),
    (Climb(DAY, 1, 2, 3, 0),),
    tuple(freeze(LADDER)),
    Details("minor", "食品卫生", NASTY, "食堂", ("一|二.jpg",), NASTY),
    (Request(1, "整改〔2026〕1号", "勤勉小学", 1, "approved", DAY, "联络员", NASTY, DAY, DAY, DAY, "主任", NASTY),),
    (
        Proposed(1, "整改〔2026〕1号", "勤勉小学", 4, DAY, ("约谈", "通报"), None, "", "", "", ""),
        Proposed(2, "整改〔2026〕1号", "勤勉小学", 5, DAY, ("通报",), DAY, "主任", "通报", NASTY, NASTY),
    ),
    (Visited(DAY, "督学", 1, NASTY, "", is_mended=True),),
)
DRAFT = replace(CASE, line=replace(CASE_LINE, status="draft", check_due_on=DAY))
SETTLED = replace(CASE, line=replace(CASE_LINE, status="closed"))
TROUBLED = (MessageLine(7, "issued", "联络员", "liaison", "勤勉小学", DAY, None, "dead", "", "对方拒收"),)
BOARD = Board(
    office="样镇教育督导室",
    plan="样镇计划",
    day=DAY,
    numbers=Numbers(1, 2, 3, 4, 5, 6, 7, 8),
    today=(WORK,),
    this_week=(),
    overdue=(WORK,),
    cases=(CASE_LINE,),
    coverage=(Coverage("K01", "勤勉小学", "东区", 3, 2, 1, 0, 1),),
    units=90,
    troubled=TROUBLED,
    upcoming=(Coming("P-2", "督查", "督查", "2026-04", DAY, DAY, PROVISIONAL, "小学", 3),),
    by_zone=(ZoneLoad("东区", "ordinary", 3, 1, DAY), ZoneLoad("西区", "serious", 1, 1, None)),
    said={"整改〔2026〕1号": Said(DAY, "escalation")},
    monitored=(Monitored("勤勉小学", "东区", DAY, "主任", NASTY, 1, 2, DAY),),
)
SUMMARY = Summary("P-1", "自查", "自查", "2026-03", "document", DAY, DAY, not PROVISIONAL, ("勤勉小学",), ("拖延小学",))
STEP = StepLine("notice", DAY, True, "条例第十七条", None, "", "", "", None)  # noqa: FBT003  (a row)
SUPERVISION = SupervisionLine(
    1,
    "督导〔2026〕1号",
    "special",
    "食堂",
    "留样",
    "勤勉小学",
    ("督学-东区",),
    DAY,
    "open",
    DAY,
    "主任",
    None,
    (STEP,),
    (ChangeLine(DAY, "主任", "调整督导", "", NASTY),),
)
VISIT = VisitLine(
    1, DAY, "am", "2026春", "勤勉小学", "东区", "督学-东区", ("督学-西区",), "食堂", "", "", "留样不足", "现场反馈",
    {"papers": 3, "meetings": 0, "talks": 1, "questionnaires": 0, "rounds": 2}, ("整改〔2026〕3号",), 7, DAY, "干事",
)  # fmt: skip
DRAWN = Drawn("K01", "勤勉小学", "东区", 3, DAY, ("督学-东区",), DAY)
DRAW = Draw(
    1, "P-2:2026-03", "P-2", "抽查", "留样", DAY, "干事", "2", "7",
    secret=False, basis="count", value=1, per_unit=1, pool=30, tickets=90, digest="0" * 64, units=(DRAWN,),
)  # fmt: skip
LINE = Line("P-1", "自查", "2026-03", DAY, DAY, DAY, None, PROVISIONAL, 3, (), ("远处小学",), told=Told(("干事",)))
FORESEEN = Foreseen(first=False, removed=(LINE,), begun=3)
REPORTS: dict[str, Callable[[], dict[str, object]]] = {
    "board": lambda: {"board": BOARD},
    "year": lambda: {"year": read_year(a_desk(), 2026)},
    "opened": lambda: {
        "programme": "自查",
        "day": DAY,
        "lines": (SUMMARY,),
        "opened": 2,
        "carried": (CASE_LINE,),
        "drafted": "plan-2027.yaml",
    },
    "summed_up": lambda: {"programme": "自查", "day": DAY, "lines": (SUMMARY,)},
    "drawn": lambda: {"draw": DRAW, "title": "抽查", "due_on": DAY},
    "visit": lambda: {"visit": VISIT},
    "supervision": lambda: {"found": SUPERVISION},
    "finding": lambda: {"case": CASE},
    "case": lambda: {"case": CASE},
    "finding, a draft": lambda: {"case": DRAFT},
    "finding, settled": lambda: {"case": SETTLED},
    "swept": lambda: {"day": DAY, "counts": {"issued": 2, "lapsed": 0}},
    "sent": lambda: {"day": DAY, "counts": {"sent": 2}, "troubled": TROUBLED},
    "loaded": lambda: {"day": DAY, "foreseen": FORESEEN, "loaded": Loaded(("unit:K01",), (), ())},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_says_its_facts_with_its_links_and_no_style(language: str, name: str) -> None:
    text = render(language, name.split(",", maxsplit=1)[0], links=LINKS, **REPORTS[name]())
    assert text.startswith("# ")
    assert "[看板](/v2/artifacts/artifact/1)" in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_table_of_a_report_is_whole(language: str, name: str) -> None:
    for block in re.split(r"\n(?!\|)", render(language, name.split(",", maxsplit=1)[0], **REPORTS[name]())):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        columns = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
        assert len(columns) <= 1, block
        assert not rows or set(rows[1]) <= set("|-"), block


@pytest.mark.parametrize("name", REPORTS)
def test_an_english_report_has_no_chinese_words_of_ours(name: str) -> None:
    template = Path(__file__).parents[2] / "reports" / "templates" / "en" / f"{name.split(',', maxsplit=1)[0]}.md.j2"
    found = re.findall(r"[\u4e00-\u9fff]+", template.read_text(encoding="utf-8"))
    assert set(found) <= {"补发消息"}


def test_a_missing_fact_is_never_an_empty_space() -> None:
    with pytest.raises(UndefinedError):
        render("zh", "case")


def test_text_of_a_person_stays_in_its_cell() -> None:
    assert cell(NASTY) == "通道\\|堵&lt;script&gt;塞 \\[点](http://x)"


def test_the_board_says_how_many_more_owe_than_are_named() -> None:
    assert "辛 等29个单位" in render("zh", "board", board=BOARD)


def test_nobody_reached_is_said_in_words() -> None:
    assert "| 2 | 3 | 无人可通知 |" in render("zh", "case", case=CASE)


def test_a_long_board_stays_below_three_hundred_rows() -> None:
    long = replace(BOARD, today=(WORK,) * 900, overdue=(), this_week=())
    assert render("zh", "board", board=long).count("\n| 自查 |") == 300


def test_a_report_without_links_needs_none() -> None:
    assert "/v2/" not in render("en", "board", board=BOARD)


def test_what_was_started_by_hand_is_named_by_its_day_and_other_periods_stay() -> None:
    assert period("2026-11-24-38b9") == "2026-11-24"
    assert [period(text) for text in ("2026-03", "2026-11-01~11-25", "2026春")] == [
        "2026-03",
        "2026-11-01~11-25",
        "2026春",
    ]
