"""Pick lists of real units, people, entries, assignments and cases; and what a picked label means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flows.case_lists import complaint_label, measures, proposal_label, request_label
from flows.naming import JOIN
from reports.case_parts import Proposed, Request, read_proposals, read_requests
from reports.cases import CaseLine, read_cases
from reports.complaints import ComplaintLine, read_complaints
from reports.outbox import MessageLine, read_troubled
from reports.supervisions import SupervisionLine, read_supervisions
from reports.waiting import Waiting, read_waiting
from rules.complaining import HOWS
from rules.office import FindingSeverity, Role, UnitKind
from rules.plan import Asks, Class, DueBasis, Kind
from rules.supervising import Step, SupervisionKind
from rules.units import SCHOOLS, zone_order
from services.holding import Held, read_held
from services.recording import HALVES
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from rules.desk import Desk
    from rules.office import Person, Unit
    from rules.plan import Entry

CASE_ACTS = (
    *("issue", "receive", "begin", "submit", "return", "verify", "revisit", "revisit_in_vain", "close", "extend"),
    "withdraw",
)
COMPLAINT_ACTS = ("accept", "reject", "assign", "extend", "link", "finish")
EXTENSION_ACTS = ("approve", "refuse")
MONITOR_ACTS = ("start", "end")
ANNOUNCEMENTS = ("unannounced", "announced")
ASSIGNMENT_ACTS = ("receive", "submit", "accept")
MESSAGE_ACTS = ("resend", "count_as_sent")
HELD_ACTS = ("release", "drop")
RELOAD_ACTS = ("apply", "look")
_DECIDING = (Role.COORDINATOR, Role.DIRECTOR)
_OFFICE_FIRST = (Role.COORDINATOR, Role.DIRECTOR, Role.INSPECTOR, Role.PRINCIPAL, Role.LIAISON)
_SEVERITIES = sorted(FindingSeverity, key=lambda severity: severity is not FindingSeverity.ORDINARY)


@dataclass(frozen=True, slots=True)
class Moving:
    """What changes while the office works: the rows that a form can name."""

    assignments: tuple[Waiting, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    messages: tuple[MessageLine, ...] = ()
    held: tuple[Held, ...] = ()
    requests: tuple[Request, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    supervisions: tuple[SupervisionLine, ...] = ()
    complaints: tuple[ComplaintLine, ...] = ()


def read_moving(session: Session, day: date, desk: Desk) -> Moving:
    """The rows that can be named today."""
    return Moving(
        read_waiting(session),
        read_cases(session, day, desk, closed=False),
        read_troubled(session),
        read_held(session),
        read_requests(session),
        read_proposals(session),
        read_supervisions(session, closed=False),
        read_complaints(session, ended=False),
    )


def pick_lists(desk: Desk, moving: Moving) -> dict[str, tuple[str, ...]]:
    """Every pick list of every form, as labels; what stands before the first dot is the key."""
    return _standing_lists(desk) | _moving_lists(desk.office.language, moving)


def _standing_lists(desk: Desk) -> dict[str, tuple[str, ...]]:
    language = desk.office.language
    units = [unit for unit in desk.roster.units if unit.kind is not UnitKind.OFFICE]
    events = [entry for entry in desk.plan.entries if entry.class_ is Class.EVENT]
    people = sorted(desk.roster.people, key=_office_first)
    return {
        "units": tuple(unit_label(unit) for unit in units),
        "schools": tuple(unit_label(unit) for unit in units if unit.kind in SCHOOLS),
        "inspectors": _inspectors(people),
        "complaint_inspectors": (say(language, "forms.nobody"), *_inspectors(people)),
        "supervision_kinds": labels(language, "supervision.kind", SupervisionKind),
        "supervision_steps": labels(language, "supervision.step", [step for step in Step if step is not Step.TEAM]),
        "halves": labels(language, "visits.half", HALVES),
        "zones": tuple(sorted({unit.zone for unit in units if unit.zone}, key=zone_order)),
        "kinds": labels(language, "unit_kind", sorted({unit.kind for unit in units})),
        "people": tuple(person.name for person in people),
        "office_people": tuple(person.name for person in people if not person.unit),
        "deciders": tuple(person.name for person in people if person.role in _DECIDING),
        "severities": labels(language, "severity", _SEVERITIES),
        "categories": (say(language, "forms.no_category"), *desk.office.policies.categories),
        "case_acts": labels(language, "forms.case_act", CASE_ACTS),
        "complaint_acts": labels(language, "forms.complaint_act", COMPLAINT_ACTS),
        "extension_acts": labels(language, "forms.extension_act", EXTENSION_ACTS),
        "monitor_acts": labels(language, "forms.monitor_act", MONITOR_ACTS),
        "hows": labels(language, "forms.how", HOWS),
        "announcements": labels(language, "forms.announcement", ANNOUNCEMENTS),
        "measures": (*measures(desk), say(language, "forms.no_measure")),
        "assignment_acts": labels(language, "forms.assignment_act", ASSIGNMENT_ACTS),
        "message_acts": labels(language, "forms.message_act", MESSAGE_ACTS),
        "held_acts": labels(language, "forms.held_act", HELD_ACTS),
        "events": tuple(_event_label(language, entry) for entry in events),
        "targets": tuple(
            f"{entry.id}{JOIN}{entry.title}" for entry in desk.plan.entries if entry.class_ is Class.TARGET
        ),
        "measured_units": (say(language, "forms.all_units"), *(unit_label(unit) for unit in units)),
        "reload_acts": labels(language, "forms.reload_act", RELOAD_ACTS),
        "inspections": tuple(f"{entry.id}{JOIN}{entry.title}" for entry in _inspections(desk)),
    }


def _event_label(language: str, entry: Entry) -> str:
    """Work that waits for an event: key, title, what it asks for, and by when."""
    asks = say(language, f"asks.{entry.asks}")
    counted = entry.due.basis in {DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS}
    until = say(language, f"reports.basis_note.{entry.due.basis}", value=entry.due.value) if counted else ""
    return JOIN.join((entry.id, entry.title, asks, until or say(language, "forms.due_typed")))


def _inspections(desk: Desk) -> list[Entry]:
    """The on-site work that units can be drawn for, random inspections first."""
    on_site = [entry for entry in desk.plan.entries if entry.asks is Asks.SITE_VISIT or entry.kind is Kind.RANDOM]
    dated = [entry for entry in on_site if entry.class_ in {Class.SCHEDULED, Class.EVENT}]
    return sorted(dated, key=lambda entry: (entry.kind is not Kind.RANDOM, entry.audience.draw is None))


def _moving_lists(language: str, moving: Moving) -> dict[str, tuple[str, ...]]:
    waiting = [(each, _waiting_label(language, each)) for each in moving.assignments]
    visits = tuple(label for each, label in waiting if each.asks == Asks.SITE_VISIT)
    cases = tuple(_case_label(language, case) for case in moving.cases)
    return {
        "assignments": tuple(label for _, label in waiting),
        "visits": (say(language, "forms.none"), *visits),
        "months_visits": (say(language, "forms.months_visit"), *visits),
        "cases": cases,
        "cases_or_none": (say(language, "forms.no_case"), *cases),
        "cases_to_link": (say(language, "forms.no_link"), *cases),
        "complaints": tuple(complaint_label(language, each) for each in moving.complaints),
        "requests": tuple(request_label(language, each) for each in moving.requests),
        "proposals": tuple(proposal_label(language, each) for each in moving.proposals),
        "messages": tuple(_message_label(language, message) for message in moving.messages),
        "held": tuple(
            f"{each.on}{JOIN}{say(language, 'flows.run.messages', count=each.count)}" for each in moving.held
        ),
        "supervisions": tuple(_supervision_label(language, each) for each in moving.supervisions),
    }


def _waiting_label(language: str, each: Waiting) -> str:
    due = say(language, "forms.due", day=each.due_on)
    return JOIN.join((str(each.id), each.title, each.unit, due, say(language, f"status.assignment.{each.status}")))


def _case_label(language: str, case: CaseLine) -> str:
    due = say(language, "forms.due", day=case.owed_on)
    status = say(language, f"status.rectification.{case.status}")
    return JOIN.join((str(case.id), case.number, case.unit, due, status))


def _message_label(language: str, message: MessageLine) -> str:
    kind = say(language, f"reports.message_kind.{message.kind}")
    status = say(language, f"status.message.{message.status}")
    return JOIN.join((str(message.id), kind, message.person, status))


def _supervision_label(language: str, each: SupervisionLine) -> str:
    step = each.next
    name = say(language, f"supervision.step.{step.step}") if step else ""
    following = say(language, "forms.next_step", step=name, due=step.due_on) if step else ""
    there = say(language, "forms.on_site", day=each.on_site_on)
    return JOIN.join(filter(None, (str(each.id), each.number, each.unit, each.topic, there, following)))


def labels(language: str, word: str, values: Iterable[str]) -> tuple[str, ...]:
    """The words of some values, in their order."""
    return tuple(say(language, f"{word}.{value}") for value in values)


def unit_label(unit: Unit) -> str:
    """A unit as a pick list shows it: code, name, zone."""
    return JOIN.join(filter(None, (unit.code, unit.name, unit.zone)))


def _inspectors(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people if person.role is Role.INSPECTOR)


def _office_first(person: Person) -> tuple[int, str]:
    return _OFFICE_FIRST.index(person.role), person.name
