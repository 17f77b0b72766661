"""What came of the supervisions and of the draws by hand, in numbers: for the report of a what-if year."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import SupervisionStatus
from models.tables import assignments, draw_visits, supervision_steps, supervisions
from reports.waiting import WAITING

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class FieldWork:
    """Numbers of a year.

    Args:
        supervisions: that were started; `closed` of them came to their publication, and `without_team` were none
            because too few inspectors are free to go.
        steps_done: of all of them; `steps_late` of these after their last day.
        draws: by hand; `drawn_visits` came of them, and `visits_made` of these were made.
    """

    supervisions: int
    closed: int
    without_team: int
    steps_done: int
    steps_late: int
    draws: int
    drawn_visits: int
    visits_made: int

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers in their order, for pages."""
        return tuple(each.name for each in fields(self))


def read_field_work(session: Session, without_team: int = 0) -> FieldWork:
    """The numbers as they stand."""
    steps, visits = supervision_steps.c, draw_visits
    made = visits.join(assignments, assignments.c.id == visits.c.assignment_id)
    counted = {
        "supervisions": select(func.count()).select_from(supervisions),
        "closed": select(func.count()).where(supervisions.c.status == SupervisionStatus.CLOSED),
        "steps_done": select(func.count()).where(steps.done_on.is_not(None)),
        "steps_late": select(func.count()).where(steps.done_on > steps.due_on),
        "draws": select(func.count(visits.c.drawing_id.distinct())),
        "drawn_visits": select(func.count()).select_from(visits),
        "visits_made": select(func.count()).select_from(made).where(assignments.c.status.not_in(WAITING)),
    }
    return FieldWork(without_team=without_team, **{name: _count(session, it) for name, it in counted.items()})


def _count(session: Session, statement: Select[tuple[int]]) -> int:
    return int(session.execute(statement).scalar_one())
