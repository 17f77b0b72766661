"""What an act of the form for cases does: the service behind each of `flows.picking.CASE_ACTS`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from services import closing, drafting, extending

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from flows.door import Door


def take(door: Door, verb: str, case: int, by: str, why: str, due_on: date | None, session: Session) -> int:  # noqa: PLR0913, PLR0917  (the fields of the form)
    """The step that was picked is taken; the case's id."""
    acts: dict[str, Any] = {
        "issue": partial(drafting.issue_notice, due_on=due_on),
        "return": partial(closing.return_, due_on=due_on),
        "revisit": closing.revisit,
        "revisit_in_vain": partial(closing.revisit, is_mended=False),
        "extend": partial(extending.ask, wanted_on=due_on),
        "withdraw": drafting.withdraw,
    }
    act = acts.get(verb) or getattr(closing, verb)
    act(session, door.day, door.desk, case, by=by, why=why)
    return case
