"""The what-if year summed up: what went out, by month, by person, on which days too much of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reports.field_work import FieldWork, read_field_work
from reports.load import LoadView, read_load
from reports.outbox import read_after
from reports.playing import Climbed, Opened, count_cases, count_open, read_climbed, read_opened
from rules.recurring import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from reports.outbox import MessageLine
    from rules.desk import Desk
    from rules.plan import Occurrence

_SHARES = {"all": 1.0, "none": 0.0}

PERSON_FLOOD = 3
"""More messages than this to one person on one day are listed as a flood."""

OFFICE_FLOOD = 3
"""More messages than this times the number of people on one day are a flood of the whole office."""

BUSIEST = 10
"""So many of the busiest days are listed."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a year was played with: see `flows.simulating.simulate`."""

    seed: int
    replies: str | float
    findings: float
    supervisions: float = 0.0
    draws: int = 0

    @property
    def share(self) -> float:
        """The probability with which something is answered in time."""
        return _SHARES[self.replies] if isinstance(self.replies, str) else self.replies


@dataclass(frozen=True, slots=True)
class Sent:
    """One message on the day on which it went out."""

    on: date
    kind: str
    role: str
    person: str
    unit: str
    subject: str


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """One month: occurrences that open in it, assignments opened, messages sent."""

    opened: int
    assignments: int
    messages: int


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One person's messages of the year."""

    person: str
    role: str
    messages: int


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One day's messages and how many persons got them."""

    on: date
    messages: int
    persons: int


@dataclass(frozen=True, slots=True)
class Flood:
    """A day with too many messages, for one person, or for the whole office where `person` is empty."""

    on: date
    person: str
    messages: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """One played year; what ``dudao simulate --json`` writes, key by key.

    Args:
        occurrences: entries in a period that open in the year; `never_opened` lists those for which nobody was asked.
        messages: in the order of the days on which they went out.
        open_at_end: assignments and cases that have not come to their end.
        by_person: by name; a load, not a ranking.
        busiest_days: the days with most messages first.
        load: the work of every week, by role, person and unit, as the plan alone gives it.
        field_work: what came of supervisions and of draws by hand.
    """

    office: str
    year: int
    seed: int
    replies: str | float
    findings: float
    supervisions: float
    draws: int
    field_work: FieldWork
    occurrences: int
    assignments: int
    messages: tuple[Sent, ...]
    rectifications: int
    escalations: tuple[Climbed, ...]
    by_month: dict[str, MonthLoad]
    open_at_end: int
    by_person: tuple[PersonLoad, ...]
    busiest_days: tuple[DayLoad, ...]
    floods: tuple[Flood, ...]
    never_opened: tuple[str, ...]
    assignment_list: tuple[Opened, ...]
    load: LoadView

    @property
    def numbers(self) -> dict[str, int]:
        """The year in six numbers."""
        return {
            "occurrences": self.occurrences,
            "assignments": self.assignments,
            "messages": len(self.messages),
            "rectifications": self.rectifications,
            "escalations": len(self.escalations),
            "open_at_end": self.open_at_end,
        }


def read_played(session: Session, desk: Desk, year: int, given: Given, *, without_team: int = 0) -> Simulation:
    """The year as it stands in the scratch database on its last evening.

    Args:
        session: of the scratch database.
        desk: the office.
        year: that was played.
        given: how.
        without_team: supervisions that were not led because too few inspectors are free to go.
    """
    opened = read_opened(session)
    messages = sorted((_sent(desk, message) for message in read_after(session, 0)), key=lambda message: message.on)
    planned = occurrences(desk, year)
    return Simulation(
        office=desk.office.name,
        year=year,
        seed=given.seed,
        replies=given.replies,
        findings=given.findings,
        supervisions=given.supervisions,
        draws=given.draws,
        field_work=read_field_work(session, without_team),
        occurrences=len(planned),
        assignments=len(opened),
        messages=tuple(messages),
        rectifications=count_cases(session),
        escalations=read_climbed(session),
        by_month=_by_month(planned, opened, messages),
        open_at_end=sum(count_open(session)),
        by_person=_by_person(messages),
        busiest_days=_busiest_days(messages),
        floods=_floods(messages, len(desk.roster.people)),
        never_opened=_never_opened(planned, opened),
        assignment_list=opened,
        load=read_load(desk, year),
    )


def _sent(desk: Desk, message: MessageLine) -> Sent:
    ended = message.ended_at
    on = ended.astimezone(ZoneInfo(desk.office.time_zone)).date() if ended else message.queued_on
    return Sent(on, message.kind, message.role, message.person, message.unit, message.subject)


def _by_month(planned: Iterable[Occurrence], opened: Iterable[Opened], sent: Iterable[Sent]) -> dict[str, MonthLoad]:
    occurring = Counter(occurrence.opens_on.month for occurrence in planned)
    assigned = Counter(assignment.opened_on.month for assignment in opened)
    said = Counter(message.on.month for message in sent)
    return {f"{month:02d}": MonthLoad(occurring[month], assigned[month], said[month]) for month in range(1, 13)}


def _by_person(sent: Iterable[Sent]) -> tuple[PersonLoad, ...]:
    counts = Counter((message.person, message.role) for message in sent)
    return tuple(PersonLoad(person, role, count) for (person, role), count in sorted(counts.items()))


def _busiest_days(sent: Iterable[Sent]) -> tuple[DayLoad, ...]:
    people: dict[date, list[str]] = defaultdict(list)
    for message in sent:
        people[message.on].append(message.person)
    days = sorted(people.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(DayLoad(on, len(names), len(set(names))) for on, names in days[:BUSIEST])


def _floods(sent: Iterable[Sent], people: int) -> tuple[Flood, ...]:
    by_person = Counter((message.on, message.person) for message in sent)
    by_day: Counter[date] = Counter()
    for (on, _), count in by_person.items():
        by_day[on] += count
    found = [Flood(on, person, count) for (on, person), count in by_person.items() if count > PERSON_FLOOD]
    found += [Flood(on, "", count) for on, count in by_day.items() if count > OFFICE_FLOOD * people]
    return tuple(sorted(found, key=lambda flood: (flood.on, flood.person)))


def _never_opened(planned: Iterable[Occurrence], opened: Iterable[Opened]) -> tuple[str, ...]:
    asked = {(assignment.item, assignment.period) for assignment in opened}
    return tuple(f"{it.item} {it.period}" for it in planned if (it.item, it.period) not in asked)
