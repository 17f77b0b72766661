"""Whose days the steps of a supervision have: the office's, its pack's, or the usual ones; each says which."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from calendars import packs
from calendars.packs import shipped_packs
from rules.kinds import DueBasis
from rules.office import Counting
from rules.packs import Pack
from rules.procedure import NOTHING_SAID, Days, Procedure
from rules.step_days import NO_PACK, Count, Step, SupervisionKind, counts
from rules.supervising import earliest_on_site, timetable
from tests.rules.cast import CALENDAR, on

MONDAY = on("4-13")
CHONGQING, SHANGHAI = "chongqing-2015", "shanghai-2020"
SPECIAL, COMPREHENSIVE = SupervisionKind


def read_pack(name: str) -> Pack:
    """A pack that comes with the program."""
    return packs.read_pack(Path(packs.__file__).parent / "packs" / f"{name}.yaml")


def of(step: Step, kind: SupervisionKind = SPECIAL, procedure: Procedure = NOTHING_SAID, pack: Pack = NO_PACK) -> Count:
    (found,) = (count for count in counts(kind, procedure, pack) if count.step is step)
    return found


def days(procedure: Procedure, pack: Pack = NO_PACK) -> dict[Step, date]:
    found = timetable(CALENDAR, Counting(), SPECIAL, MONDAY, procedure=procedure, pack=pack)
    return {step.step: step.due_on for step in found}


def test_without_anything_said_the_days_are_the_usual_ones_and_say_where_they_come_from() -> None:
    assert (of(Step.REPLY).value, of(Step.REPLY).source) == (10, "条例第二十条；天数参照上海第21条（10个工作日）")
    assert (of(Step.NOTICE).value, of(Step.NOTICE).source) == (-10, "条例第十七条；天数为本室惯例")


@pytest.mark.parametrize(("kind", "value"), [(SPECIAL, 5), (COMPREHENSIVE, 10)])
def test_a_pack_gives_the_days_of_the_preliminary_opinion_by_kind_with_its_article(
    kind: SupervisionKind, value: int
) -> None:
    found = of(Step.PRELIMINARY, kind, pack=read_pack(CHONGQING))
    assert (found.value, found.basis) == (value, DueBasis.CALENDAR_DAYS)
    assert found.source == "条例第二十条；天数依重庆市教育督导条例第二十六条"


def test_the_office_goes_before_its_pack() -> None:
    own = Procedure(reply=Days(7, DueBasis.WORKING_DAYS), notice=Days(5, DueBasis.WORKING_DAYS))
    found = of(Step.REPLY, procedure=own, pack=read_pack(CHONGQING))
    assert (found.value, found.source) == (7, "条例第二十条；天数由本室规定（office.yaml）")
    assert of(Step.NOTICE, procedure=own).value == -5


def test_the_limit_for_announced_routine_visits_is_none_for_the_notice_of_a_supervision() -> None:
    assert of(Step.NOTICE, pack=read_pack(SHANGHAI)).value == -10


def test_a_special_supervision_in_chongqing_has_these_days() -> None:
    found = days(NOTHING_SAID, read_pack(CHONGQING))
    assert (found[Step.PRELIMINARY], found[Step.REPLY], found[Step.LETTER]) == (on("4-20"), on("4-27"), on("5-13"))


@pytest.mark.parametrize("pack", [NO_PACK, *map(read_pack, shipped_packs())])
@pytest.mark.parametrize(
    "procedure", [NOTHING_SAID, Procedure(notice=Days(2)), Procedure(notice=Days(1, DueBasis.WORKING_DAYS)),
                  Procedure(notice=Days(40))]
)  # fmt: skip
def test_whatever_the_office_and_its_pack_say_the_steps_keep_their_lawful_order(
    procedure: Procedure, pack: Pack
) -> None:
    found = list(days(procedure, pack).values())
    assert found == sorted(found)


def test_the_first_possible_on_site_day_follows_the_offices_own_notice() -> None:
    own = Procedure(notice=Days(3, DueBasis.WORKING_DAYS))
    assert earliest_on_site(CALENDAR, on("3-2"), procedure=own) == on("3-5")
    assert earliest_on_site(CALENDAR, on("3-2")) == on("3-16")
