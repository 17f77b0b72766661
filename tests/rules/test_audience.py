"""Who an entry is for, and how that is said."""

from __future__ import annotations

import pytest

import words
from rules.audience import (
    KIND_NAMES,
    OWNERSHIP_NAMES,
    STAGE_NAMES,
    audience_label,
    audience_stages,
    audience_units,
    office_unit,
)
from rules.office import Stage, Unit, UnitKind
from rules.plan import Audience, Draw, Rotation
from tests.rules.cast import UNITS, desk, entry, unit


def codes(audience: Audience, year: int = 2026, units: tuple[Unit, ...] = UNITS) -> str:
    """The codes of an audience's units, as one text."""
    work = entry(audience=audience)
    return " ".join(one.code for one in audience_units(desk(work, units=units), work, year))


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), "J01 K01 K02 K03 P01 P02 S01"),
        (Audience(kinds=("primary", "teaching_point")), "P01 P02"),
        (Audience(stages=("junior",)), "J01 S01"),
        (Audience(stages=("primary",)), "P01 P02 S01"),
        (Audience(ownership=("private",)), "K02"),
        (Audience(zones=("西片",)), "J01 K02 K03 P02"),
        (Audience(zones=("西片",), kinds=("kindergarten",), ownership=("public",)), "K03"),
        (Audience(tags=("创建",)), "S01"),
        (Audience(tags=("没有",)), ""),
        (Audience(draw=Draw(1)), "J01 K01 K02 K03 P01 P02 S01"),
    ],
    ids=str,
)
def test_every_side_that_is_given_narrows(audience: Audience, expected: str) -> None:
    assert codes(audience) == expected


def test_the_offices_own_work_is_for_the_office_alone() -> None:
    work = entry(audience=Audience(office=True))
    here = desk(work)
    assert audience_units(here, work, 2026) == (office_unit(here.office),)
    assert office_unit(here.office).name == "示例镇督导室"


def test_an_office_that_stands_in_the_roster_is_taken_from_there_and_is_never_a_school() -> None:
    own = unit("DDS", UnitKind.OFFICE)
    work, everybody = entry(audience=Audience(office=True)), entry()
    here = desk(work, units=(*UNITS, own))
    assert audience_units(here, work, 2026) == (own,)
    assert own not in audience_units(here, everybody, 2026)


def test_a_rotation_brings_every_unit_once_in_its_years() -> None:
    three = Audience(rotation=Rotation(3))
    rounds = [codes(three, year).split() for year in (2026, 2027, 2028)]
    assert sorted(code for one in rounds for code in one) == sorted(one.code for one in UNITS)
    assert codes(three, 2029) == codes(three, 2026)
    assert codes(Audience(rotation=Rotation(3, offset=1)), 2026) == codes(three, 2027)


def test_a_rotation_of_some_kinds_lets_the_others_come_every_year() -> None:
    audience = Audience(stages=("kindergarten", "primary"), rotation=Rotation(3, kinds=("kindergarten",)))
    assert [codes(audience, year) for year in (2026, 2027, 2028)] == [
        "K03 P01 P02 S01",
        "K02 P01 P02 S01",
        "K01 P01 P02 S01",
    ]


def test_units_come_in_code_order_whatever_the_roster() -> None:
    assert codes(Audience(), units=tuple(reversed(UNITS))) == "J01 K01 K02 K03 P01 P02 S01"


@pytest.mark.parametrize(
    ("audience", "label"),
    [
        (Audience(office=True), "示例镇督导室"),
        (Audience(), "各学校、幼儿园"),
        (Audience(kinds=("primary", "teaching_point", "nine_year"), rotation=Rotation(3)),
         "小学、教学点、九年一贯制学校（部分：每3年一轮）"),
        (Audience(kinds=("primary", "kindergarten"), rotation=Rotation(3, kinds=("kindergarten",))),
         "小学、幼儿园（部分幼儿园：每3年一轮）"),
        (Audience(stages=("primary", "junior")), "小学学段、初中学段"),
        (Audience(kinds=("kindergarten",), ownership=("private",)), "民办幼儿园"),
        (Audience(ownership=("private",)), "民办学校、幼儿园"),
        (Audience(zones=("东片",), tags=("创建",), draw=Draw(2)), "各学校、幼儿园（东片；创建；每责任区随机抽取2所）"),
    ],
    ids=str,
)  # fmt: skip
def test_the_description_reads_as_a_person_would_write_it(audience: Audience, label: str) -> None:
    assert audience_label(entry(audience=audience), "示例镇督导室") == label


def test_the_stages_are_those_of_the_units_narrowed_to_those_named() -> None:
    nine_year = tuple(one for one in UNITS if one.code == "S01")
    assert audience_stages(entry(), nine_year) == {Stage.PRIMARY, Stage.JUNIOR}
    assert audience_stages(entry(audience=Audience(stages=("junior",))), nine_year) == {Stage.JUNIOR}
    assert audience_stages(entry(audience=Audience(stages=("junior",))), ()) == {Stage.JUNIOR}
    assert audience_stages(entry(audience=Audience(office=True)), ()) == set(Stage)


def test_the_names_are_those_of_the_catalogue() -> None:
    assert all(words.say("zh", f"unit_kind.{kind}") == name for kind, name in KIND_NAMES.items())
    assert all(words.say("zh", f"stage.{stage}") == name for stage, name in STAGE_NAMES.items())
    assert all(words.say("zh", f"ownership.{owner}") == name for owner, name in OWNERSHIP_NAMES.items())
