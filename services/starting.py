"""What a person opens by a form: from its first day, due as the form or else the entry says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.counting import due_day
from rules.desk import Desk
from rules.errors import RefusedError
from rules.plan import DueBasis, Entry
from services import opening

DRAWN_WORKING_DAYS = 5
"""So many working days a random inspection drawn by hand has, where its entry says nothing else."""


def by_hand(  # noqa: PLR0913  (what a form says)
    day: date,
    desk: Desk,
    entry: Entry,
    *,
    period: str,
    due_on: date | None,
    unit_ids: Sequence[int],
    title: str = "",
    drawn: bool = False,
    silent: bool = False,
) -> opening.Opening:
    """What a form opens from today, due as the form or else the entry says.

    Raises:
        RefusedError: the due day has passed, or there is none to be had.
    """
    basis, value = _basis(entry, due_on, drawn=drawn)
    if due_on is not None and due_on < day:
        raise RefusedError("refuse.due_past", due=due_on, day=day)
    due = due_day(desk.calendar, desk.office.policies.counting, day, basis, value, fixed_on=due_on)
    return opening.Opening(
        entry=entry,
        title=title or entry.title,
        period=period,
        opens_on=day,
        due_on=due.on,
        due_basis=basis,
        due_value=value,
        due_provisional=due.provisional,
        unit_ids=unit_ids,
        unannounced=drawn or entry.unannounced,
        why="act.drawn" if drawn else "act.event",
        silent=silent,
    )


def _basis(entry: Entry, due_on: date | None, *, drawn: bool) -> tuple[DueBasis, int]:
    if due_on is not None:
        return DueBasis.FIXED_DATE, 0
    if entry.due.basis in (DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS):
        return entry.due.basis, entry.due.value
    if not drawn:
        raise RefusedError("refuse.due_needed")
    return DueBasis.WORKING_DAYS, DRAWN_WORKING_DAYS
