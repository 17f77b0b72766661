"""A new office folder passes its own check and is explained in Chinese."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import openpyxl
import pytest

from calendars.folder import init_folder, problems, read_desk
from calendars.founding import drafted_terms
from calendars.holidays import national_calendar
from rules.errors import NotFoundError, RefusedError, Severity, UnavailableError
from rules.recurring import occurrences
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("year", [2014, 2026, 2027, 2031])
def test_a_new_folder_passes_the_check(tmp_path: Path, year: int) -> None:
    init_folder(tmp_path / "新 办公室", "caizhuang-2014", year)
    assert [one for one in problems(tmp_path / "新 办公室") if one.severity is Severity.ERROR] == []


def test_a_new_folder_has_its_files_and_can_plan_the_year(tmp_path: Path) -> None:
    written = init_folder(tmp_path / "a", "caizhuang-2014", 2026, name="乙镇教育督导室", place="乙镇")
    names = {".gitignore", "README.md", "holidays.yaml", "office.yaml", "roster.xlsx"}
    assert {path.name for path in written} == {path.name for path in (tmp_path / "a").iterdir()} == names
    desk = read_desk(tmp_path / "a")
    assert (desk.office.name, desk.office.place, desk.office.year) == ("乙镇教育督导室", "乙镇", 2026)
    assert len(occurrences(desk, 2026)) == 50
    assert "var/" in (tmp_path / "a" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_copy_of_the_plan_is_the_folders_own(tmp_path: Path) -> None:
    written = init_folder(tmp_path / "a", "caizhuang-2014", 2026, own_plan=True)
    assert tmp_path / "a" / "caizhuang-2014.yaml" in written
    with (tmp_path / "a" / "caizhuang-2014.yaml").open("a", encoding="utf-8") as plan:
        plan.write("  - {id: A-1, title: 读书月, class: S, kind: publicity, programme: 迎检, window: {month: 5}}\n")
    assert [one.item for one in occurrences(read_desk(tmp_path / "a"), 2026) if one.item == "A-1"] == ["A-1"]


@pytest.mark.parametrize("name", ["甲: 乙", "'甲'", "- 甲", "#1", "yes", "2026", "甲$year乙", "{甲}"])
def test_any_name_comes_back_as_it_was_given(tmp_path: Path, name: str) -> None:
    init_folder(tmp_path / "a", "caizhuang-2014", 2026, name=name)
    assert read_desk(tmp_path / "a").office.name == name


def test_the_roster_to_fill_in_explains_its_headers(tmp_path: Path) -> None:
    init_folder(tmp_path / "a", "caizhuang-2014", 2026)
    book = openpyxl.load_workbook(tmp_path / "a" / "roster.xlsx")
    assert book.sheetnames == ["单位", "人员"]
    assert all(cell.comment is not None for sheet in book.worksheets for cell in sheet[1])
    assert all(sheet.freeze_panes == "C2" for sheet in book.worksheets)


def test_drafted_terms_are_provisional_and_begin_on_working_days() -> None:
    for year in range(2008, 2030):
        terms = drafted_terms(national_calendar(), year)
        assert all(term.provisional for term in terms)
        assert all(is_working_day(national_calendar(), term.opens_on) for term in terms)
        assert [term.opens_on.year for term in terms] == [year - 1, year, year, year + 1]
        assert all(one.closes_on < other.opens_on for one, other in pairwise(terms))


def test_the_spring_term_waits_for_the_end_of_the_spring_festival() -> None:
    opens = {year: drafted_terms(national_calendar(), year)[1].opens_on for year in (2018, 2026)}
    assert opens == {2018: date(2018, 2, 26), 2026: date(2026, 2, 26)}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError):
        init_folder(tmp_path, "caizhuang-2014", 2026)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_plan_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        init_folder(tmp_path / "a", "nowhere", 2026)
    assert not (tmp_path / "a").exists()


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnavailableError):
        init_folder(tmp_path / "file" / "a", "caizhuang-2014", 2026)
