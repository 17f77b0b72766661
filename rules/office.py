"""The office as plain values: its terms, policies, ladder and channels; its units and people stand in `rules.units`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from rules.procedure import NOTHING_SAID, Procedure
from rules.units import InspectorType, Ownership, Person, Role, Roster, Stage, Unit, UnitKind
from rules.windows import Season

__all__ = [
    "Channel", "Counting", "Deadline", "FindingSeverity", "Hours", "InspectorType", "Office", "Ownership", "Person",
    "Policies", "Role", "Roll", "Roster", "Rung", "Stage", "Term", "Unit", "UnitKind",
]  # fmt: skip


class Roll(StrEnum):
    """Where a deadline goes that falls on a rest day (civil code art. 203: forward)."""

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


class FindingSeverity(StrEnum):
    """How serious a finding is; the office sets the days of each."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    SERIOUS = "serious"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of some stages; both days are school days. An empty `stages` means all."""

    year: int
    season: Season
    opens_on: date
    closes_on: date
    stages: tuple[Stage, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: reached when a rectification is `after` working days overdue.

    Args:
        rung: 1 is the lowest.
        after: working days after the due day; 1 is the first working day after it.
        tell: the roles that are told; of the unit (liaison, principal), of its zone (inspector), of the office.
        measure: what the message says is done: ``urge`` (督办), ``notify``, ``report``, ``propose``.
        proposals: for ``propose``: 约谈, 通报 ...; a named person decides, the service only proposes.
    """

    rung: int
    after: int
    tell: tuple[Role, ...]
    measure: str = "urge"
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """How days are counted (rules-of-the-field 4.4)."""

    start_counted: bool = False
    roll: Roll = Roll.FORWARD


@dataclass(frozen=True, slots=True)
class Deadline:
    """The usual rectification deadline of one severity."""

    basis: str
    value: int


@dataclass(frozen=True, slots=True)
class Policies:
    """What the office decides for itself.

    Args:
        counting: start day and rest days.
        deadlines: severity to its usual deadline.
        catch_up_days: how many calendar days back the sweep still opens what was missed.
        rectification_reminders: working days relative to the due day of a rectification.
        retry_minutes: waits between the attempts to deliver a message; when used up the message is dead.
        lateness_hours: a scheduled run later than this is skipped; the sweep catches up.
        month_plan_days_before: working days before the month's end on which next month's arrangement goes out.
        stale_message_days: a message that waited longer than so many calendar days is not sent any more.
        flood_per_person: a stage that would queue more than so many messages for one person is held until told.
        flood_in_all: the same for everybody together; 0: ten for each person of the roster, and at least 500.
        channel_failures: after so many failures in a row a channel is switched off for a while.
        channel_rest_minutes: how long it then rests before it is tried again.
        categories: what a finding can be about.
        repeat_days: a finding of the same category at the same unit within so many calendar days weighs one step
            heavier; 0: never.
        issuing: how long the office has for the notice of a serious finding.
        verification: how long the inspector has to verify and file what the unit reported.
        verification_reminders: working days relative to the last day of either.
        extensions_allowed: so many extensions one case can be given.
        return_restarts_at: the rung from which a returned case climbs again; 1 is the lowest.
        monitoring_checks: so many fixed-point checks a unit on key monitoring gets.
        monitoring_every: so many working days from one to the next.
        draw_seed: a word that only the office knows; the days of unannounced weekly checks are drawn from it, so that
            a draw can be repeated and checked, but not guessed by those who are checked.
        procedure: the team, notice, reply and deadlines of every special or comprehensive supervision whose entry does
            not say its own.
        person_week, unit_week: so many pieces of work a week are the most for one person, for one unit.
    """

    counting: Counting
    deadlines: dict[FindingSeverity, Deadline]
    catch_up_days: int = 31
    rectification_reminders: tuple[int, ...] = (-3, 0)
    retry_minutes: tuple[int, ...] = (5, 15, 60, 240)
    lateness_hours: int = 12
    month_plan_days_before: int = 3
    draw_seed: str = ""
    stale_message_days: int = 7
    flood_per_person: int = 50
    flood_in_all: int = 0
    channel_failures: int = 10
    channel_rest_minutes: int = 60
    categories: tuple[str, ...] = ()
    repeat_days: int = 180
    issuing: Deadline = Deadline("working_days", 2)
    verification: Deadline = Deadline("working_days", 3)
    verification_reminders: tuple[int, ...] = (-1, 0)
    extensions_allowed: int = 1
    return_restarts_at: int = 1
    monitoring_checks: int = 2
    monitoring_every: int = 10
    procedure: Procedure = NOTHING_SAID
    person_week: int = 10
    unit_week: int = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """Messages go out on working days from `opens` (inclusive) to `closes` (exclusive), office time."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out.

    Args:
        name: as the roster names it.
        kind: email, sms, webhook, wecom, dingtalk, feishu, lark, wxpusher, pushplus, serverchan, apprise or files.
        url_env: the environment variable that holds the secret address.
        url: the address itself, sealed (``enc:...``): no secret ever stands readable in the office folder.
        per_minute: so many posts a minute at most; 0: what the platform allows.
        resend: whether the other side knows a message that it had before, so that one of unknown outcome may go again.
        gateway: of kind sms: the file of the office's folder that says how the county's gateway is spoken to.
    """

    name: str
    kind: str
    url_env: str = ""
    url: str = ""
    per_minute: int = 0
    resend: bool = False
    gateway: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as its folder describes it.

    `plan` is a shipped plan's name or a file of the folder. `ladder` is the usual one; `ladders` are further ones by
    name, for the entries of the plan that ask for one. `check_ladder` is climbed where the inspector is late to verify.
    `pack` is a shipped pack of legal limits or a file of the folder. `links`: where a person acts on what a message
    asks for, by side (``office``, ``school``); a side without an address has no link.
    """

    name: str
    place: str
    level: str
    time_zone: str
    language: str
    plan: str
    year: int
    hours: Hours
    terms: tuple[Term, ...]
    policies: Policies
    ladder: tuple[Rung, ...]
    channels: tuple[Channel, ...]
    database: str
    ladders: dict[str, tuple[Rung, ...]] = field(default_factory=dict)
    check_ladder: tuple[Rung, ...] = ()
    pack: str = "national-2012"
    links: dict[str, str] = field(default_factory=dict)

    def link_for(self, role: str) -> str:
        """Where somebody of this role acts; empty where the office names no such place."""
        return self.links.get("school" if role in {Role.LIAISON, Role.PRINCIPAL} else "office", "")

    def ladder_named(self, name: str) -> tuple[Rung, ...]:
        """The ladder of that name; the usual one for an empty name."""
        return self.ladders[name] if name else self.ladder
