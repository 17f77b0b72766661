"""The plan as plain values: what an office has promised to do, when, by whom and to whom.

`calendars` reads YAML into these, `rules.recurring` turns an `Entry` into dated `Occurrence`s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Class(StrEnum):
    """What an entry is: scheduled work, work on a trigger, a measured target, or policy text."""

    SCHEDULED = "S"
    EVENT = "E"
    TARGET = "T"
    POLICY = "P"


class Kind(StrEnum):
    """The closed list of kinds of work (inventory 1.9)."""

    SPECIAL = "special"
    DRAFTING = "drafting"
    GUIDANCE = "guidance"
    APPRAISAL = "appraisal"
    PUBLICITY = "publicity"
    COMPREHENSIVE = "comprehensive"
    RANDOM = "random"
    RECEPTION = "reception"
    REPORTING = "reporting"
    MONITORING = "monitoring"
    ROUTINE_VISIT = "routine_visit"
    TRAINING = "training"
    RECTIFICATION_FOLLOWUP = "rectification_followup"
    TASK_TRACKING = "task_tracking"
    ENFORCEMENT = "enforcement"
    TARGET = "target"
    ORG_SETUP = "org_setup"
    LEDGER = "ledger"
    RECTIFICATION = "rectification"
    ACCREDITATION = "accreditation"
    GOVERNMENT_SUPERVISION = "government_supervision"
    CLASS_OBSERVATION = "class_observation"
    CONTEST = "contest"
    PLANNING = "planning"
    COMPLAINT = "complaint"
    SELF_EVALUATION = "self_evaluation"
    TERM_OPENING = "term_opening"
    MATERIAL_REVIEW = "material_review"
    RULE_CHECK = "rule_check"
    DAILY_CHECK = "daily_check"
    RESOURCING = "resourcing"
    FUND_MONITORING = "fund_monitoring"


class Doer(StrEnum):
    """Who does the work: the office itself, the responsible inspector, or the unit (through its liaison)."""

    OFFICE = "office"
    INSPECTOR = "inspector"
    LIAISON = "liaison"


class Asks(StrEnum):
    """What an assignment asks for before it counts as done."""

    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    CHECKLIST = "checklist"
    SELF_EVALUATION = "self_evaluation"
    DOCUMENT = "document"
    SITE_VISIT = "site_visit"


class DueBasis(StrEnum):
    """How a deadline was counted (rules-of-the-field 2.9, 4.4)."""

    WINDOW_END = "window_end"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    FIXED_DATE = "fixed_date"


class Season(StrEnum):
    """The two terms of a school year."""

    SPRING = "spring"
    AUTUMN = "autumn"


class Edge(StrEnum):
    """The end of a term that a window hangs on."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class MonthWindow:
    """From the first day of the first month to the last day of the last: (7, 8) is one window of two months."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermWindow:
    """Calendar days around the opening or closing day of a term, both ends inclusive; 0 is the day itself.

    Where the office's term table has no such term, the `fallback_month` is taken and the dates are provisional.
    """

    season: Season
    edge: Edge
    from_days: int
    to_days: int
    fallback_month: int


@dataclass(frozen=True, slots=True)
class DateWindow:
    """One fixed day of every year (12-04 stays 12-04); work opens `opens_before` calendar days before it."""

    month: int
    day: int
    opens_before: int = 0


@dataclass(frozen=True, slots=True)
class RangeWindow:
    """From one day of the year to another, both inclusive."""

    from_month: int
    from_day: int
    to_month: int
    to_day: int


Window = MonthWindow | TermWindow | DateWindow | RangeWindow


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
    """To whom the work is done. Empty tuples do not narrow; `office` means the office itself and nothing else."""

    office: bool = False
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
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
        unannounced: never told to the unit beforehand.
        reminders: working days relative to the due day: -3 before, 0 on, 2 after; `reminder_cap`: at most so many.
        evidence: names of the papers expected.
        unscheduled: the source names no month; listed for the coordinator to decide.
        sensitive: kept as text and never automated, with the reason.
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
    reminders: tuple[int, ...] = ()
    reminder_cap: int = 5
    through: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    unannounced: bool = False
    unscheduled: bool = False
    target: str = ""
    sensitive: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A line of work of the calendar: one Prefect flow; `about` stands in its description."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole yearly plan. `version` is a digest of its text: what a frozen case was opened under."""

    name: str
    title: str
    level: str
    programmes: tuple[Programme, ...]
    entries: tuple[Entry, ...]
    version: str

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entry in one period, with its days and its units.

    Args:
        covers: the entry's inventory ids and those of the commitments carried out through it.
        period: stable through moved dates, the key of its assignments: ``2026-02``, ``2026-07-08``, ``2026春``,
            ``2026-12-04``.
        opens_on, due_on: local days, both inclusive; `due_provisional` where a holiday year or a term is not known yet.
        units: names, in code order; the pool, where the units are drawn.
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
