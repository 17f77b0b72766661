"""The outbox's front door: messages are queued by business key, in the transaction of the change that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from models import Message, MessageStatus
from models.rows import document, insert_each, insert_selected, is_given
from models.tables import messages, people, units
from rules.desk import Desk
from rules.escalating import working_days_overdue
from rules.office import Role
from rules.working_days import working_days_after
from services.holding import hold_back, hold_back_set
from services.people import Contact, Directory
from words import say

_TO_DO = {"draft": "act.to_issue", "submitted": "act.to_check", "verified": "act.to_check"}
"""What the office's side has to do with a case in these statuses."""

_NAMES_SHOWN = 20
_FACT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Note:
    """One message to one person before it is queued. `facts`: what its words need besides who, where and when."""

    key: str
    kind: str
    contact: Contact
    facts: Mapping[str, Any]
    unit_id: int | None = None
    urgent: bool = False


def queue(session: Session, day: date, desk: Desk, notes: Iterable[Note]) -> list[int]:
    """Every note is in the outbox once, by its key; back come the ids of those that are new.

    Where one transaction queues more than the office's limit, all that it queued is held until a person releases it.
    """
    rows = ({**_row(note, day, desk), "queued_on": day} for note in notes)
    new: list[int] = []

    def counted() -> Iterator[Any]:
        for row in insert_each(session, Message, rows, returning=("id", "person_id", "kind")):
            new.append(row.id)
            yield row

    hold_back(session, day, desk, counted())
    return sorted(new)


def queue_own(  # noqa: PLR0913  (a message, and whose)
    session: Session,
    day: date,
    desk: Desk,
    unit_ids: Sequence[int],
    *,
    role: Role,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
) -> int:
    """Everybody of that role in these units has the message once, naming the own unit; how many of them are new.

    What `queue` does of one note a person, for very many units: `key` is followed by the person's id, and `facts` by
    the name of the unit as `units`.
    """
    shared = {"office": desk.office.name, "day": day.isoformat(), "role": str(role), **facts}
    values = {
        "key": literal(f"{key}:").concat(cast(people.c.id, String)),
        "kind": kind,
        "person_id": people.c.id,
        "unit_id": units.c.id,
        "urgent": False,
        "facts": document(session, shared, {"person": people.c.name, "units[]": units.c.name}),
        "queued_on": day,
    }
    source = people.join(units, units.c.id == people.c.unit_id)
    whose = (people.c.role == str(role), people.c.active, is_given(session, people.c.unit_id, unit_ids))
    statement = insert_selected(session, Message, values, source, where=whose)
    new = session.connection().execute(statement, execution_options={"preserve_rowcount": True})
    if new.rowcount:
        hold_back_set(session, day, desk, new.rowcount, partial(_queued_under, session, key))
    return new.rowcount


def _queued_under(session: Session, key: str) -> Sequence[Any]:
    """The waiting messages whose key is this one followed by a person's id, whatever the database's collation."""
    mine = messages.c.key.startswith(f"{key}:", autoescape=True) & (messages.c.status == MessageStatus.QUEUED)
    return session.execute(select(messages.c.id, messages.c.person_id, messages.c.kind).where(mine)).all()


def _row(note: Note, day: date, desk: Desk) -> dict[str, Any]:
    who = {"person": note.contact.name, "role": str(note.contact.role)}
    return {
        "key": note.key,
        "kind": note.kind,
        "person_id": note.contact.id,
        "unit_id": note.unit_id,
        "urgent": note.urgent,
        "facts": {"office": desk.office.name, "day": day.isoformat(), **who, **note.facts},
    }


class Lines:
    """Lines gathered by person, so that one person gets one message however many things it is about."""

    def __init__(self) -> None:
        self._by_person: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self._people: dict[int, Contact] = {}

    def add(self, contacts: Iterable[Contact], line: dict[str, Any]) -> None:
        """Each of them hears of it."""
        for contact in contacts:
            self._people[contact.id] = contact
            self._by_person[contact.id].append(line)

    def notes(self, kind: str, key: Callable[[Contact], str], of: Collection[int] | None = None) -> Iterator[Note]:
        """One note a person, its lines by due day; whoever has one is forgotten.

        Args:
            kind: of the message.
            key: of a person's message.
            of: only the people of these units; None: everybody that is left.
        """
        wanted = [one.id for one in self._people.values() if of is None or one.unit_id in of]
        for person_id in wanted:
            contact, lines = self._people.pop(person_id), self._by_person.pop(person_id)
            yield Note(key(contact), kind, contact, {"lines": sorted(lines, key=_by_due_day)})


def assignment_line(desk: Desk, day: date, row: Any, title: str, unit: str) -> dict[str, Any]:
    """One owed assignment; `row` has due_on and status."""
    return {"what": "assignment", "title": title, **_line(desk, day, row, unit)}


def case_line(desk: Desk, day: date, row: Any, unit: str) -> dict[str, Any]:
    """One owed rectification; `row` has number, fact, due_on, first_due_on and status."""
    number = {"number": row.number, "first_due_on": row.first_due_on.isoformat()}
    word = _TO_DO.get(row.status)
    title = say(desk.office.language, word, fact=_short(row.fact)) if word else _short(row.fact)
    return {"what": "rectification", "title": title, **number, **_line(desk, day, row, unit)}


def _line(desk: Desk, day: date, row: Any, unit: str) -> dict[str, Any]:
    return {
        **({"id": row.id} if hasattr(row, "id") else {}),
        "unit": unit,
        "due_on": row.due_on.isoformat(),
        "working_days_left": working_days_left(desk, row.due_on, day),
        "status": str(row.status),
    }


def nobody(  # noqa: PLR0913  (who is missing for what)
    found: Directory, key: str, *, about: str, units: Iterable[str], role: Role, missing: Iterable[Role] = ()
) -> list[Note]:
    """Somebody should have been told and does not exist: the coordinators are told that.

    Args:
        found: the office's people.
        key: of what should have been said.
        about: what it is about.
        units: which units.
        role: whose role it is.
        missing: all the roles, where several are.
    """
    roles = [str(one) for one in missing] or [str(role)]
    facts = {"about": about, "unit": listed(units), "role": str(role), "missing": roles}
    return [Note(f"nobody:{key}:{contact.id}", "nobody", contact, facts) for contact in found.all_of(Role.COORDINATOR)]


def listed(names: Iterable[str]) -> str:
    """The names in one text; of very many only the first."""
    distinct = list(dict.fromkeys(names))
    more = f"……（{len(distinct)}）" if len(distinct) > _NAMES_SHOWN else ""
    return "、".join(distinct[:_NAMES_SHOWN]) + more


def _short(text: str) -> str:
    return text if len(text) <= _FACT_CHARACTERS else f"{text[:_FACT_CHARACTERS]}……"


def working_days_left(desk: Desk, due_on: date, day: date) -> int:
    """Working days from the day to the due day; below zero by how many it is overdue."""
    if due_on >= day:
        return working_days_after(desk.calendar, day, due_on)
    return -working_days_overdue(desk.calendar, due_on, day)


def _by_due_day(found: dict[str, Any]) -> tuple[str, str, str]:
    return found["due_on"], found["title"], found["unit"]
