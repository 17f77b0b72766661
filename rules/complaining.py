"""The clocks of a complaint, and who may be set on it.

Source: 信访工作条例 2022 art. 22, 23 (15 days), 34 (60 days, once 30 more), 30 (the accuser is not disclosed);
教育督导条例 art. 10 (recusal).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.errors import RefusedError

if TYPE_CHECKING:
    from rules.office import Person

ANSWER_DAYS, FINISH_DAYS, EXTENSION_DAYS = 15, 60, 30
"""Calendar days; the day of receipt is not counted, and they are not rolled: a rest day is no reason to be late."""

REMINDED_DAYS = (5, 1, 0)
"""So many calendar days before a last day its handler is reminded."""

HOWS = ("phone", "letter", "visit", "online", "transferred")
"""How a complaint came in."""

STEPS = {
    "accept": {"registered": "accepted"},
    "reject": {"registered": "rejected"},
    "finish": {"accepted": "finished"},
}


def answer_due(received_on: date) -> date:
    """The last day to say whether it is accepted."""
    return received_on + timedelta(days=ANSWER_DAYS)


def finish_due(received_on: date) -> date:
    """The last day to finish it."""
    return received_on + timedelta(days=FINISH_DAYS)


def extended(finish_due_on: date) -> date:
    """The last day after its one extension."""
    return finish_due_on + timedelta(days=EXTENSION_DAYS)


def check_unbiased(person: Person, unit_code: str) -> None:
    """Nothing happens where the person may look into a complaint about the unit.

    Raises:
        RefusedError: the person is of a school, or recused from the unit.
    """
    if person.unit or unit_code in person.recused:
        raise RefusedError("refused.biased", person=person.name)
