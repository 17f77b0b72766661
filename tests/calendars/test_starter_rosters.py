"""A new office of every level has the units that its plans are for, and only placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calendars.roster_file import roster_and_problems
from calendars.roster_template import write_template
from calendars.roster_words import PEOPLE_HEADERS, UNIT_HEADERS
from calendars.starter_rosters import STARTERS, starter_of
from rules.office import Channel
from rules.units import SCHOOLS, UnitKind, above

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "township": {"kindergarten", "primary", "junior"},
    "county": {"township", "section"} | {str(kind) for kind in SCHOOLS},
    "city": {"county", "county_office", "primary", "junior", "senior"},
    "school": {"junior", "grade", "class", "department", "research_group", "reading_room", "project"},
}


@pytest.mark.parametrize("level", STARTERS)
def test_a_starter_reads_without_a_single_remark(level: str, tmp_path: Path) -> None:
    write_template(tmp_path / "roster.xlsx", starter_of(level))
    roster, problems = roster_and_problems(tmp_path, (Channel("files", "files"),))
    assert problems == ()
    assert {str(unit.kind) for unit in roster.units} == KINDS[level]


@pytest.mark.parametrize("level", STARTERS)
def test_rows_fit_their_headers_and_name_people_by_role(level: str) -> None:
    starter = starter_of(level)
    assert {len(unit) for unit in starter.units} == {len(UNIT_HEADERS)}
    assert all(len(person) <= len(PEOPLE_HEADERS) for person in starter.people())
    roles = ("督导室主任", "督导室干事", "责任督学-", "校长-", "联络员-")
    assert all(str(person[0]).startswith(roles) for person in starter.people())


def test_every_part_of_a_school_stands_below_it(tmp_path: Path) -> None:
    write_template(tmp_path / "roster.xlsx", starter_of("school"))
    units = roster_and_problems(tmp_path, None)[0].units
    (school,) = (unit for unit in units if unit.kind is UnitKind.JUNIOR)
    assert all(above(units, unit)[-1] == school for unit in units if unit != school)


def test_a_level_without_a_plan_of_its_own_begins_like_a_county() -> None:
    assert starter_of("province") is STARTERS["county"]
