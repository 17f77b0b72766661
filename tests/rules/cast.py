"""The written-out days of 2026 and a small cast of units, for the tests of the rules.

The days are those of the State Council's notice of 2025-11-04, written out so that no calendar package is believed.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from rules.desk import Desk
from rules.office import (
    Counting,
    Deadline,
    FindingSeverity,
    Hours,
    Office,
    Ownership,
    Person,
    Policies,
    Role,
    Roster,
    Rung,
    Stage,
    Term,
    Unit,
    UnitKind,
)
from rules.plan import Asks, Audience, Class, Entry, Kind, MonthWindow, Plan, Season
from rules.working_days import WorkCalendar

HOLIDAYS_2026 = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MAKE_UP_DAYS_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


def on(text: str) -> date:
    """``2026-03-06`` or, shorter, ``3-6`` of 2026."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if len(parts) == 3 else date(2026, *parts)


def days_between(first: date, last: date) -> list[date]:
    """All days, both inclusive."""
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


CALENDAR = WorkCalendar(
    rest=frozenset(day for first, last in HOLIDAYS_2026 for day in days_between(on(first), on(last))),
    work=frozenset(on(day) for day in MAKE_UP_DAYS_2026),
    known_years=frozenset({2026}),
)

TERMS = (
    Term(2025, Season.AUTUMN, on("2025-09-01"), on("1-23"), (Stage.JUNIOR,)),
    Term(2025, Season.AUTUMN, on("2025-09-01"), on("1-14"), (Stage.KINDERGARTEN, Stage.PRIMARY)),
    Term(2026, Season.SPRING, on("2-25"), on("7-3"), (Stage.JUNIOR,)),
    Term(2026, Season.SPRING, on("2-26"), on("6-30"), (Stage.KINDERGARTEN, Stage.PRIMARY)),
    Term(2026, Season.AUTUMN, on("9-1"), on("2027-01-22"), provisional=True),
)

LADDER = (
    Rung(1, 1, (Role.LIAISON, Role.INSPECTOR)),
    Rung(2, 3, (Role.PRINCIPAL,), "notify"),
    Rung(3, 5, (Role.DIRECTOR,), "report"),
    Rung(4, 10, (Role.DIRECTOR,), "propose", ("约谈", "通报")),
)

POLICIES = Policies(
    counting=Counting(),
    deadlines={
        FindingSeverity.ORDINARY: Deadline("working_days", 5),
        FindingSeverity.SERIOUS: Deadline("calendar_days", 3),
    },
    retry_minutes=(5, 15, 60),
)

HOURS = Hours(time(8, 30), time(17, 30))


def unit(code: str, kind: UnitKind, *stages: Stage, zone: str = "东片", **more: object) -> Unit:
    """A unit named after its code."""
    return Unit(code=code, name=f"{code}单位", kind=kind, stages=stages, zone=zone, **more)  # type: ignore[arg-type]


UNITS = (
    unit("K01", UnitKind.KINDERGARTEN, Stage.KINDERGARTEN),
    unit("K02", UnitKind.KINDERGARTEN, Stage.KINDERGARTEN, zone="西片", ownership=Ownership.PRIVATE),
    unit("K03", UnitKind.KINDERGARTEN, Stage.KINDERGARTEN, zone="西片"),
    unit("P01", UnitKind.PRIMARY, Stage.PRIMARY),
    unit("P02", UnitKind.TEACHING_POINT, Stage.PRIMARY, zone="西片"),
    unit("S01", UnitKind.NINE_YEAR, Stage.PRIMARY, Stage.JUNIOR, tags=("创建",)),
    unit("J01", UnitKind.JUNIOR, Stage.JUNIOR, zone="西片"),
)

COORDINATOR = Person("干事-甲", Role.COORDINATOR)
INSPECTOR = Person("督学-东片", Role.INSPECTOR, zone="东片")
PRINCIPAL = Person("校长-P01", Role.PRINCIPAL, unit="P01")
LIAISON = Person("联络员-P02", Role.LIAISON, unit="P02")


def entry(item: str = "A-1", **changes: object) -> Entry:
    """A paper that every unit hands in during March, unless told otherwise."""
    fields: dict[str, object] = {
        "id": item,
        "covers": (item,),
        "title": f"工作{item}",
        "class_": Class.SCHEDULED,
        "kind": Kind.SPECIAL,
        "programme": "专项督导",
        "line": 1,
        "quote": "原文",
        "audience": Audience(),
        "window": MonthWindow((3,)),
        "asks": Asks.DOCUMENT,
    }
    return Entry(**(fields | changes))  # type: ignore[arg-type]


def desk(
    *entries: Entry,
    calendar: WorkCalendar = CALENDAR,
    terms: tuple[Term, ...] = TERMS,
    units: tuple[Unit, ...] = UNITS,
    counting: Counting | None = None,
) -> Desk:
    """An office with this cast and these entries."""
    policies = POLICIES if counting is None else Policies(counting=counting, deadlines=POLICIES.deadlines)
    office = Office(
        name="示例镇督导室",
        place="示例镇",
        level="township",
        time_zone="Asia/Shanghai",
        language="zh",
        plan="test",
        year=2026,
        hours=HOURS,
        terms=terms,
        policies=policies,
        ladder=LADDER,
        channels=(),
        database="",
    )
    plan = Plan("test-plan", "计划", "township", (), entries, "v1")
    return Desk(office, plan, Roster(units, (COORDINATOR, INSPECTOR, PRINCIPAL, LIAISON)), calendar)
