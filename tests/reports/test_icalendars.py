"""Calendars: what stands in whose, and that strict readers take the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import Engine

from models.engine import reading
from reports.dates import Dates, read_dates
from reports.icalendars import to_ical
from rules.desk import Desk
from rules.office import Policies
from rules.plan import Audience, Draw, Due, DueBasis, WeekCadence
from tests.asking import MARCH_2, loaded
from tests.builders import (
    COORDINATOR,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE,
    POLICIES,
    WEST,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    liaison,
    principal,
)

MARCH_10 = date(2026, 3, 10)
SCHOOL_PEOPLE = tuple(role(name) for name in (LATE, FAR) for role in (liaison, principal))


def read(engine: Engine, desk: Desk) -> dict[str, Dates]:
    with reading(engine) as session:
        return {it.name: it for it in read_dates(session, desk)}


def text(engine: Engine, desk: Desk, name: str) -> bytes:
    return to_ical("zh", read(engine, desk)[name], office=OFFICE)


def events(raw: bytes) -> list[Any]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def titles(engine: Engine, desk: Desk) -> dict[str, set[str]]:
    return {name: {event.title for event in dates.events} for name, dates in read(engine, desk).items()}


def test_everybody_has_a_calendar_with_what_concerns_him(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(audience=Audience(zones=(EAST,))), a_visit()))
    found = titles(engine, desk)
    assert set(found) == {
        OFFICE, EAST, WEST, COORDINATOR, DIRECTOR, EAST_INSPECTOR, WEST_INSPECTOR,
        *(role(unit.name) for unit in desk.roster.units for role in (liaison, principal)),
    }  # fmt: skip
    assert found[OFFICE] == found[COORDINATOR] == found[liaison(LATE)] == found[EAST] == {"三月自查", "三月督查"}
    assert found[liaison(FAR)] == found[principal(FAR)] == found[WEST] == {"三月督查"}
    assert found[EAST_INSPECTOR] == found[WEST_INSPECTOR] == {"三月督查"}


def test_a_schools_calendar_names_no_other_school(engine: Engine) -> None:
    desk = loaded(engine, a_desk(a_visit()))
    said = Calendar.from_ical(text(engine, desk, liaison(LATE))).to_ical().decode()
    unfolded = said.replace("\r\n ", "")
    assert LATE in unfolded
    assert FAR not in unfolded


WITH_A_LOT = replace(POLICIES, draw_seed="只有督导室知道")


@pytest.mark.parametrize(
    "secret",
    [
        a_visit(title="暗访", unannounced=True),
        a_visit(title="暗访", audience=Audience(draw=Draw(1))),
        a_visit(title="暗访", window=WeekCadence(drawn=True)),
    ],
    ids=["unannounced", "drawn units", "a drawn day"],
)
def test_what_is_secret_stands_only_with_the_office_and_the_inspectors(engine: Engine, secret: Any) -> None:
    policies: Policies = WITH_A_LOT
    desk = loaded(engine, a_desk(an_entry(), secret, policies=policies))
    knowing = {name for name, found in titles(engine, desk).items() if "暗访" in found}
    assert knowing == {OFFICE, COORDINATOR, DIRECTOR, EAST_INSPECTOR, WEST_INSPECTOR}
    for name in (*SCHOOL_PEOPLE, EAST, WEST):
        assert "暗访" not in text(engine, desk, name).decode().replace("\r\n ", "")


def test_an_occurrence_is_all_days_from_the_first_to_the_last_and_takes_no_time(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    first = events(text(engine, desk, OFFICE))[0]
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2026, 3, 2), date(2026, 4, 1))
    assert (first["TRANSP"], first["STATUS"], first["SEQUENCE"]) == ("TRANSPARENT", "CONFIRMED", 0)
    assert b"DTSTART;VALUE=DATE:20260302" in text(engine, desk, OFFICE)


def test_the_same_again_is_the_same_bytes_and_a_change_is_a_higher_sequence_of_the_same_uid(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    before = text(engine, desk, liaison(LATE))
    loaded(engine, a_desk(), MARCH_10)
    assert text(engine, desk, liaison(LATE)) == before
    later = loaded(engine, a_desk(an_entry(due=Due(DueBasis.WORKING_DAYS, 20))), MARCH_10)
    old, new = events(before)[0], events(text(engine, later, liaison(LATE)))[0]
    assert (old["UID"], old["SEQUENCE"], new["SEQUENCE"]) == (new["UID"], 0, 1)
    assert new.decoded("LAST-MODIFIED").date() == MARCH_10


def test_what_leaves_the_plan_is_cancelled_and_stays_in_the_file(engine: Engine) -> None:
    loaded(engine, a_desk(an_entry(), a_visit()))
    desk = loaded(engine, a_desk(a_visit()), MARCH_10)
    gone = [it for it in events(text(engine, desk, liaison(LATE))) if it["SUMMARY"] == "三月自查"]
    assert [(it["STATUS"], it["SEQUENCE"]) for it in gone] == [("CANCELLED", 1), ("CANCELLED", 1)]


def test_for_a_unit_that_it_is_not_for_any_more_it_is_cancelled_and_for_the_others_not(engine: Engine) -> None:
    loaded(engine, a_desk())
    desk = loaded(engine, a_desk(an_entry(audience=Audience(zones=(EAST,)))), MARCH_10)
    assert {it["STATUS"] for it in events(text(engine, desk, liaison(FAR)))} == {"CANCELLED"}
    assert events(text(engine, desk, liaison(LATE)))[0]["STATUS"] == "CONFIRMED"


def test_what_may_still_move_is_tentative(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert [it["STATUS"] for it in events(text(engine, desk, OFFICE))] == ["CONFIRMED", "TENTATIVE"]


def test_no_uid_stands_twice_in_one_file_and_no_two_calendars_share_one(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(), a_visit()))
    for dates in read(engine, desk).values():
        assert len({event.uid for event in dates.events}) == len(dates.events)
    east, school = read(engine, desk)[EAST], read(engine, desk)[liaison(LATE)]
    assert {it.uid for it in east.events}.isdisjoint(it.uid for it in school.events)


def test_a_new_liaison_has_the_same_events_as_the_one_before(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    by_uid = {name: {it.uid for it in dates.events} for name, dates in read(engine, desk).items()}
    assert by_uid[liaison(LATE)] == by_uid[principal(LATE)]


def test_strict_readers_take_every_file(engine: Engine) -> None:
    long = an_entry(
        title="关于开展春季学期规范办学行为、控辍保学、校园安全、食堂卫生等工作自查自纠；报送材料，截止从严" * 3
    )
    loaded(engine, a_desk(long, a_visit()), MARCH_2)
    desk = loaded(engine, a_desk(long, a_visit(unannounced=True)), MARCH_10)
    for dates in read(engine, desk).values():
        raw = to_ical("zh", dates, office=OFFICE)
        assert raw.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        parsed = Calendar.from_ical(raw)
        assert (parsed["VERSION"], parsed["PRODID"].startswith("-//dudao//")) == ("2.0", True)
        assert parsed.errors == []
        assert all(event.errors == [] for event in parsed.walk("VEVENT"))
        other = vobject.readOne(raw.decode(), validate=True)
        read_again = sorted(event.summary.value for event in getattr(other, "vevent_list", []))
        assert read_again == sorted(event.title for event in dates.events)


def test_the_words_are_in_the_language_that_is_asked_for(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert "Due: 2026-03-31" in str(events(to_ical("en", read(engine, desk)[OFFICE], office=OFFICE))[0]["DESCRIPTION"])
