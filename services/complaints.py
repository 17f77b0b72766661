"""What every act on a complaint has in common: its row, who is named on it, its history, its messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import ComplaintVisit, Counter, Subject
from models.rows import insert_new
from models.tables import assignment_is_owed, assignments, complaint_visits, complaints, counters, units
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from services import history, numbering, people, posting, standing
from words import say


def joined() -> Any:
    """Complaints with their units."""
    named = (units.c.code, units.c.name.label("unit"))
    return select(complaints, *named).join(units, units.c.id == complaints.c.unit_id)


def row_of(session: Session, complaint_id: int) -> Any:
    """The complaint.

    Raises:
        NotFoundError: no such complaint.
    """
    row = session.execute(joined().where(complaints.c.id == complaint_id)).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_complaint", id=complaint_id)
    return row


def named_on(session: Session, complaint_id: int, by: str) -> tuple[Any, Person]:
    """The complaint, and a person who is named on it.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: somebody who is not named on it.
    """
    row, person = row_of(session, complaint_id), people.office_person_named(session, by)
    if person.name not in (row.registered_by, row.handler, row.inspector):
        raise RefusedError("refuse.not_named", person=person.name, number=row.number)
    return row, person


def append(  # noqa: PLR0913, PLR0917  (what a step is)
    session: Session, day: date, desk: Desk, complaint_id: int, was: str, now: str, word: str, by: str,
    data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """The step stands in the history, in words that say nothing of the source."""
    step = history.Step(complaint_id, was, now, say(desk.office.language, word), data or {})
    history.append(session, day, Subject.COMPLAINT, [step], by=by)


def tell(  # noqa: PLR0913, PLR0917  (who is told of what)
    session: Session,
    day: date,
    desk: Desk,
    row: Any,
    what: str,
    names: list[str],
    roles: tuple[Role, ...] = (),
    due_on: date | None = None,
) -> list[int]:
    """By number only: neither the unit, nor what it is about, nor of course who said it."""
    found = people.directory(session)
    everybody = found.all_of(Role.COORDINATOR, Role.DIRECTOR, Role.INSPECTOR)
    told = dict.fromkeys([it for it in everybody if it.name in names] + found.all_of(*roles))
    last = due_on or row.answer_due_on
    facts = {"number": row.number, "what": what.rstrip("0123456789"), "due_on": last.isoformat()}
    key = f"complaint:{row.id}:{what}:{last}"
    notes = [posting.Note(f"{key}:{it.id}", "complaint", it, facts) for it in told]
    return posting.queue(session, day, desk, notes)


def next_number(session: Session, year: int) -> str:
    """举报〔2026〕3号, none given twice or left out."""
    series = f"complaint-{year}"
    insert_new(session, Counter, [{"series": series}], unless=["series"], returning=["series"])
    following = update(counters).where(counters.c.series == series).values(last=counters.c.last + 1)
    return f"举报〔{year}〕{session.execute(following.returning(counters.c.last)).scalar_one()}号"


def open_visit(  # noqa: PLR0913, PLR0917  (what a visit is)
    session: Session, day: date, desk: Desk, row: Any, inspector: str, due_on: date, by: str
) -> None:
    """The complaint's inspector, and nobody else, has an unannounced visit to make; an owed one is not doubled.

    The visit is a spot check like any other by its title, and numbered on its own: it does not say that somebody
    complained.

    Raises:
        RefusedError: the day has passed.
    """
    if due_on < day:
        raise RefusedError("refuse.due_past", due=due_on, day=day)
    mine = select(assignments.c.id).join(complaint_visits).where(complaint_visits.c.complaint_id == row.id)
    if session.scalar(mine.where(assignment_is_owed).limit(1)) is not None:
        return
    period = f"{day.year}-{numbering.next_in(session, f'spot-check-{day.year}')}"
    dues = {period: due_on}
    opened = standing.open_visits(session, day, desk, standing.SPOT_CHECK, row.unit_id, dues, by=by, silent=True)
    insert_new(session, ComplaintVisit, [{"complaint_id": row.id, "assignment_id": one} for one in opened], unless=())
    tell(session, day, desk, row, "visit", [inspector], (), due_on)
