"""The plan as plain values: what an office has promised to do, when, by whom and to whom.

`calendars` reads YAML into these, `rules.recurring` turns an `Entry` into dated `Occurrence`s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.kinds import Asks, Class, Doer, DueBasis, Kind
from rules.procedure import NOTHING_SAID, Days, Procedure
from rules.windows import (
    BeforeWindow,
    DateWindow,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    Season,
    TermCadence,
    TermWindow,
    WeekCadence,
    Window,
    YearCadence,
)

__all__ = [
    "Asks", "Audience", "BeforeWindow", "Class", "DateWindow", "DayCadence", "Days", "Doer", "Draw", "Due", "DueBasis",
    "Edge", "Entry", "FollowWindow", "Kind", "MonthCadence", "MonthWindow", "Occurrence", "Plan", "Procedure",
    "Programme", "Promise", "RangeWindow", "Rotation", "Season", "TermCadence", "TermWindow", "WeekCadence", "Window",
    "YearCadence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """When an occurrence is due: at the window's end, or `value` days after it opens (start day not counted)."""

    basis: DueBasis = DueBasis.WINDOW_END
    value: int = 0


@dataclass(frozen=True, slots=True)
class Rotation:
    """Every unit once in `years` years: a unit's turn is (its place in the code order + year + offset) % years == 0.

    `kinds` are the unit kinds that take turns, counted among themselves; the others of the audience come every year.
    Empty: all take turns.
    """

    years: int
    offset: int = 0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """How many units a random inspection draws from each zone; the draw's seed is stored."""

    per_zone: int


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom the work is done. Empty tuples do not narrow; `office` means the office itself and nothing else.

    Without `kinds` it is for schools and kindergartens; `under` names units (code or name) below which it is.
    """

    office: bool = False
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    rotation: Rotation | None = None
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the plan promises.

    Args:
        id: unique in the plan; `covers`: the inventory ids it stands for.
        title, quote: its own name, and the words of the source; `line`: the line of the source file.
        window: None for what is not dated: events, targets, policy, unscheduled commitments, and what is carried out
            `through` other entries.
        through: ids of the entries in which this commitment is carried out.
        after: ids of the entries that come before it in a chain (inventory 1.8).
        times: how often it is done in each period at least: 3 lessons a week are one weekly piece of work.
        unannounced: never told to the unit beforehand.
        reminders: working days relative to the due day: -3 before, 0 on, 2 after; `reminder_cap`: at most so many.
        evidence: names of the papers expected.
        ladder: the office's ladder by that name for what is found in this work; empty: its usual one.
        unscheduled: the source names no month; listed for the coordinator to decide. With a window of the whole
            calendar year it is done some time in the year until somebody decides when.
        sensitive: kept as text and never automated, with the reason.
        procedure: what the source says of team, notice, reply and deadlines; what it leaves open, the office may say.
        in_vacation: the source wants it done while there is no school.
        flag: what the source contradicts or leaves open, shown to the coordinator, never repaired in silence.
    """

    id: str
    covers: tuple[str, ...]
    title: str
    class_: Class
    kind: Kind
    programme: str
    line: int
    quote: str
    doer: Doer = Doer.OFFICE
    audience: Audience = Audience(office=True)
    window: Window | None = None
    due: Due = Due()
    asks: Asks = Asks.DOCUMENT
    evidence: tuple[str, ...] = ()
    ladder: str = ""
    reminders: tuple[int, ...] = ()
    reminder_cap: int = 5
    through: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    times: int = 1
    unannounced: bool = False
    unscheduled: bool = False
    target: str = ""
    sensitive: str = ""
    flag: str = ""
    procedure: Procedure = NOTHING_SAID
    in_vacation: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A line of work of the calendar: one Prefect flow; `about` stands in its description."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What the plan promises of a kind of work: something of it in every period of `months` months (a quarter: 3)."""

    kind: Kind
    months: int
    line: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole yearly plan. `version` is a digest of its text: what a frozen case was opened under."""

    name: str
    title: str
    level: str
    programmes: tuple[Programme, ...]
    entries: tuple[Entry, ...]
    version: str
    promises: tuple[Promise, ...] = ()

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entry in one period, with its days and its units.

    Args:
        covers: the entry's inventory ids and those of the commitments carried out through it.
        period: stable through moved dates, the key of its assignments: ``2026-02``, ``2026-07-08``, ``2026春``,
            ``2026-12-04``, ``2026-03-02`` (a day), ``2026-W09``, ``2026Q1``, ``2026学年``, ``2026``.
        opens_on, due_on: local days, both inclusive; `due_provisional` where a holiday year or a term is not known yet.
        units: names, in code order; the pool, where the units are drawn.
        times: how often it is done in the period at least.
    """

    plan: str
    item: str
    covers: tuple[str, ...]
    class_: Class
    kind: Kind
    programme: str
    title: str
    period: str
    opens_on: date
    due_on: date
    due_basis: DueBasis
    due_value: int
    due_provisional: bool
    doer: Doer
    audience: str
    units: tuple[str, ...]
    times: int = 1
