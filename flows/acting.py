"""What an act of the forms for cases and complaints does: the service behind each of `flows.picking`'s acts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from rules.errors import RefusedError
from services import closing, complaining, drafting, extending
from words import say

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


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form for complaints says besides which, what and by whom; `text` is the reason or what was found."""

    inspector: str = ""
    visit_by: date | None = None
    case: int | None = None
    text: str = ""
    reply: str = ""


def act_on_complaint(door: Door, verb: str, complaint: int, by: str, filled: Filled, session: Session) -> int:  # noqa: PLR0913, PLR0917  (the same)
    """The step that was picked is taken; the complaint's id.

    Raises:
        RefusedError: a field that the step needs is empty, or what the service refuses.
    """
    acts: dict[str, Any] = {
        "accept": (complaining.answer, {"accept": True}),
        "reject": (complaining.answer, {"accept": False, "why": filled.text}),
        "assign": (complaining.assign, {"inspector": filled.inspector, "visit_by": filled.visit_by}),
        "extend": (complaining.extend, {"why": filled.text}),
        "link": (complaining.link, {"case": filled.case}),
        "finish": (complaining.finish, {"outcome": filled.text, "reply": filled.reply}),
    }
    act, said = acts[verb]
    for field in said:
        if field in _NEEDED and not said[field]:
            fields = {"act": f"forms.complaint_act.{verb}", "field": f"forms.complaint.{field}.title"}
            raise RefusedError("forms.refused.empty", **{at: say(door.language, word) for at, word in fields.items()})
    return int(act(session, door.day, door.desk, complaint, by=by, **said))


_NEEDED = ("inspector", "case")
"""Fields that only some steps need; an empty reason or reply is refused by the service itself."""
