"""A small office in plain values: fixed defaults, and only what a test is about is said.

The cast, whose people are placeholders by role:

- the diligent school (code ``K01``) and the late school (``K02``), in the eastern zone;
- the far school (``K03``), in the western zone, which must hear nothing of the eastern one's affairs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from rules.desk import Desk
from rules.office import (
    Counting,
    Deadline,
    FindingSeverity,
    Hours,
    Office,
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
from rules.plan import (
    Asks,
    Audience,
    Class,
    Doer,
    Due,
    DueBasis,
    Entry,
    Kind,
    MonthWindow,
    Occurrence,
    Plan,
    Programme,
)
from rules.working_days import WorkCalendar

OFFICE = "样镇教育督导室"
DILIGENT, LATE, FAR = "勤勉小学", "拖延小学", "远处小学"
EAST, WEST = "东区", "西区"
EAST_INSPECTOR, WEST_INSPECTOR = "督学-东区", "督学-西区"
COORDINATOR, DIRECTOR = "干事", "主任"

LADDER = (
    Rung(1, 1, (Role.LIAISON, Role.INSPECTOR)),
    Rung(2, 3, (Role.PRINCIPAL,), "notify"),
    Rung(3, 5, (Role.DIRECTOR, Role.PRINCIPAL), "report"),
    Rung(4, 10, (Role.DIRECTOR,), "propose", ("约谈", "通报")),
)
POLICIES = Policies(
    counting=Counting(),
    deadlines={
        FindingSeverity.MINOR: Deadline("working_days", 3),
        FindingSeverity.ORDINARY: Deadline("working_days", 10),
        FindingSeverity.SERIOUS: Deadline("calendar_days", 15),
        FindingSeverity.URGENT: Deadline("working_days", 1),
    },
    categories=("食品卫生", "校园安全"),
)
CALENDAR = WorkCalendar(
    rest=frozenset({date(2026, 1, 1), date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)}),
    work=frozenset({date(2026, 5, 9)}),
    known_years=frozenset({2026}),
)


def liaison(unit: str) -> str:
    """The name of a school's liaison."""
    return f"联络员-{unit}"


def principal(unit: str) -> str:
    """The name of a school's principal."""
    return f"校长-{unit}"


def a_unit(code: str, name: str, zone: str = EAST, **more: object) -> Unit:
    """A public primary school."""
    return replace(Unit(code, name, UnitKind.PRIMARY, (Stage.PRIMARY,), zone), **more)  # type: ignore[arg-type]  # what a test says


CAST = (a_unit("K01", DILIGENT), a_unit("K02", LATE), a_unit("K03", FAR, WEST))


def people_of(units: tuple[Unit, ...]) -> tuple[Person, ...]:
    """A liaison and a principal for each unit."""
    return tuple(
        person
        for unit in units
        for person in (
            Person(liaison(unit.name), Role.LIAISON, unit=unit.code, email=f"{unit.code}@school.example"),
            Person(principal(unit.name), Role.PRINCIPAL, unit=unit.code),
        )
    )


OFFICE_PEOPLE = (
    Person(EAST_INSPECTOR, Role.INSPECTOR, zone=EAST),
    Person(WEST_INSPECTOR, Role.INSPECTOR, zone=WEST),
    Person(COORDINATOR, Role.COORDINATOR),
    Person(DIRECTOR, Role.DIRECTOR),
)


def an_entry(entry_id: str = "P-1", **more: object) -> Entry:
    """March's work of every school's liaison, due at its end, reminded three working days before and on the day."""
    plain = Entry(
        id=entry_id,
        covers=(entry_id,),
        title="三月自查",
        class_=Class.SCHEDULED,
        kind=Kind.SELF_EVALUATION,
        programme="自查",
        line=1,
        quote="三月份开展自查",
        doer=Doer.LIAISON,
        audience=Audience(),
        window=MonthWindow((3,)),
        reminders=(-3, 0),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # what a test says


def a_visit(entry_id: str = "P-2", **more: object) -> Entry:
    """March's inspection of every school by its inspectors."""
    said = {"title": "三月督查", "doer": Doer.INSPECTOR, "asks": Asks.SITE_VISIT, "kind": Kind.SPECIAL} | more
    return an_entry(entry_id, **said)


def an_event(entry_id: str = "P-3", **more: object) -> Entry:
    """What is done when a notice comes, within five working days."""
    said = {"title": "迎检", "class_": Class.EVENT, "window": None, "due": Due(DueBasis.WORKING_DAYS, 5)} | more
    return an_entry(entry_id, **said)


def a_desk(  # noqa: PLR0913  (what tests are about)
    *entries: Entry,
    units: tuple[Unit, ...] = CAST,
    people: tuple[Person, ...] | None = None,
    calendar: WorkCalendar = CALENDAR,
    policies: Policies = POLICIES,
    ladder: tuple[Rung, ...] = LADDER,
    ladders: dict[str, tuple[Rung, ...]] | None = None,
    check_ladder: tuple[Rung, ...] = (),
    terms: tuple[Term, ...] = (),
) -> Desk:
    """The small office with these entries, or with one."""
    office = Office(
        name=OFFICE,
        place="样镇",
        level="township",
        time_zone="Asia/Shanghai",
        language="zh",
        plan="样",
        year=2026,
        hours=Hours(time(8, 0), time(18, 0)),
        terms=terms,
        policies=policies,
        ladder=ladder,
        channels=(),
        database="sqlite:///office.db",
        ladders=ladders or {},
        check_ladder=check_ladder,
    )
    found = entries or (an_entry(),)
    programmes = tuple(Programme(name, "") for name in dict.fromkeys(entry.programme for entry in found))
    plan = Plan("sample", "样镇计划", "township", programmes, found, version=str(hash(found)))
    roster = Roster(units, OFFICE_PEOPLE + people_of(units) if people is None else people)
    return Desk(office, plan, roster, calendar)


def an_occurrence(desk: Desk, item: str = "P-1", **more: object) -> Occurrence:
    """March 2026 of an entry, for every unit of the desk: Monday 2 March to Tuesday 31 March."""
    entry = desk.plan.entry(item)
    assert entry is not None
    plain = Occurrence(
        plan=desk.plan.name,
        item=item,
        covers=entry.covers,
        class_=entry.class_,
        kind=entry.kind,
        programme=entry.programme,
        title=entry.title,
        period="2026-03",
        opens_on=date(2026, 3, 2),
        due_on=date(2026, 3, 31),
        due_basis=DueBasis.WINDOW_END,
        due_value=0,
        due_provisional=False,
        doer=entry.doer,
        audience="小学",
        units=tuple(unit.name for unit in desk.roster.units),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # what a test says
