"""The work of very many units said person by person, some thousand pieces at a time: never are all of them held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rows import is_given
from models.tables import assignments, units
from rules.plan import Doer
from services import people, posting, visitors

AT_ONCE = 5_000
"""So many assignments at once, and the rest of the last unit's."""

Owed = tuple[int, int]
"""The ids of a unit and of an assignment of it."""

_ROW = select(
    *(assignments.c[name] for name in ("id", "work_item_id", "unit_id", "due_on", "status", "unannounced"))
).order_by(assignments.c.id)


def gather(  # noqa: PLR0913, PLR0917  (what of whom is said how)
    session: Session,
    lines: posting.Lines,
    owed: Collection[Owed],
    doer: Callable[[Any], Doer],
    line: Callable[[people.Directory, Any], dict[str, Any]],
    at_once: int = AT_ONCE,
) -> Iterator[frozenset[int]]:
    """Every doer has a line for each of these; part by part come the units whose own people have all of theirs.

    Args:
        session: the transaction.
        lines: where the lines are added.
        owed: unit by unit they are gone through, whatever their order.
        doer: who does the work of a row, which has id, work_item_id, unit_id, due_on, status and unannounced.
        line: what is said of a row.
        at_once: so many at once.
    """
    if not owed:
        return
    shared = frozenset(session.scalars(select(units.c.id).where(units.c.code.in_(select(units.c.parent).distinct()))))
    for ids in _parts(owed, at_once):
        rows = session.execute(_ROW.where(is_given(session, assignments.c.id, ids))).all()
        found = people.directory(session, (row.unit_id for row in rows))
        sent = visitors.of_assignments(session, rows)
        for row in rows:
            lines.add(sent.doers(found, doer(row), row), line(found, row))
        yield frozenset(row.unit_id for row in rows) - shared


def _parts(owed: Iterable[Owed], at_once: int) -> Iterator[Sequence[int]]:
    """The ids of assignments in parts; those of one unit are never parted."""
    part: list[int] = []
    last = None
    for unit_id, assignment_id in sorted(owed, key=itemgetter(0)):
        if len(part) >= at_once and unit_id != last:
            yield part
            part = []
        part.append(assignment_id)
        last = unit_id
    if part:
        yield part
