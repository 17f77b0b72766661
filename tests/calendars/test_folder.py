"""The office folder: read whole, or every problem of every file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.folder import problems, read_desk
from rules.errors import InputError, NotFoundError, Severity
from tests.calendars.spoiling import codes, entry, plan_text, rewrite, set_cells, wrong


def test_the_sample_is_read_without_errors(office: Path) -> None:
    desk = read_desk(office)
    assert (desk.office.name, desk.plan.name, len(desk.plan.entries)) == ("蔡庄镇教育督导室", "caizhuang-2014", 83)
    assert [one for one in problems(office) if one.severity is Severity.ERROR] == []


def test_a_folder_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_desk(tmp_path / "nowhere")
    with pytest.raises(NotFoundError):
        problems(tmp_path / "nowhere")


def test_an_empty_folder_lacks_its_files(tmp_path: Path) -> None:
    assert [(one.file, one.code) for one in problems(tmp_path)] == [
        ("office.yaml", "file_missing"),
        ("roster.xlsx", "file_missing"),
    ]


def test_the_errors_of_every_file_are_told_at_once(office: Path) -> None:
    rewrite(office / "office.yaml", "plan: caizhuang-2014", "plan: plan.yaml")
    (office / "plan.yaml").write_text(plan_text(entry("A-1", "asks: money")), encoding="utf-8")
    (office / "holidays.yaml").write_text("2027: {rest: [2027-01-01]}\n", encoding="utf-8")
    set_cells(office, "单位", C2="大学")
    (office / "templates" / "zh").mkdir(parents=True)
    (office / "templates" / "zh" / "isued.md.j2").write_text("{{ title", encoding="utf-8")
    found = wrong(lambda: read_desk(office))
    assert [one.file for one in found] == [
        "holidays.yaml", "plan.yaml", "roster.xlsx", "templates/zh/isued.md.j2", "templates/zh/isued.md.j2",
    ]  # fmt: skip
    assert found == problems(office)


def test_a_plan_of_the_folder_is_read(office: Path) -> None:
    rewrite(office / "office.yaml", "plan: caizhuang-2014", "plan: 我们的计划.yaml")
    (office / "我们的计划.yaml").write_text(plan_text(entry("A-1")), encoding="utf-8")
    assert read_desk(office).plan.name == "我们的计划"


def test_an_entry_may_ask_for_a_ladder_of_the_office(office: Path) -> None:
    rewrite(office / "office.yaml", "plan: caizhuang-2014", "plan: plan.yaml")
    (office / "plan.yaml").write_text(plan_text(entry("A-1", "ladder: 缓")), encoding="utf-8")
    (problem,) = wrong(lambda: read_desk(office))
    assert (problem.file, problem.place, problem.code, problem.value) == ("plan", "A-1", "no_such_ladder", "缓")
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("ladders: {缓: [{rung: 1, after: 9, tell: [director]}]}\n")
    assert [rung.after for rung in read_desk(office).office.ladder_named("缓")] == [9]


def test_an_unknown_plan_is_told_with_the_shipped_ones(office: Path) -> None:
    rewrite(office / "office.yaml", "plan: caizhuang-2014", "plan: caizhuang-2041")
    (problem,) = wrong(lambda: read_desk(office))
    assert (problem.place, problem.code, problem.value) == ("plan", "no_such_plan", "caizhuang-2041")
    assert "caizhuang-2014" in problem.allowed


def test_warnings_do_not_stop(office: Path) -> None:
    set_cells(office, "人员", B10="联络员", A10="第二联络员-中心幼儿园")
    assert ("单位!B2", "no_principal") in codes(problems(office))
    assert read_desk(office).office.year == 2026


def test_an_unreadable_office_file_leaves_the_channels_of_people_unjudged(office: Path) -> None:
    rewrite(office / "office.yaml", "year: 2026", "year: 二〇二六")
    set_cells(office, "人员", G4="邮件")
    with pytest.raises(InputError) as caught:
        read_desk(office)
    assert codes(caught.value.problems) == [("year", "not_a_number")]
