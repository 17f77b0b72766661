"""How a supervision is carried out as the law wants it: the team, the notice, the reply, the letter (条例 16 to 22)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from rules.kinds import DueBasis

_WEEK = 7
_WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days and how they are counted (rules-of-the-field 4.4: plain N天 are calendar days)."""

    value: int
    basis: DueBasis = DueBasis.CALENDAR_DAYS

    def __str__(self) -> str:
        """``10 working_days``, as it is written in the files."""
        return f"{self.value} {self.basis}"

    @property
    def calendar_days(self) -> float:
        """About how long they last; five working days are a week."""
        return self.value * _WEEK / _WORKING_WEEK if self.basis is DueBasis.WORKING_DAYS else float(self.value)


@dataclass(frozen=True, slots=True)
class Procedure:
    """What the plan says of the steps of a special or comprehensive supervision; None and 0: it does not say.

    Args:
        team: inspectors in the team.
        notice: so many days before the visit the written notice is sent.
        reply: so long the unit may answer the preliminary opinion.
        letter: so many days after the end the opinion letter is issued.
        rectification: so long a unit has to mend what is found.
    """

    team: int = 0
    notice: Days | None = None
    reply: Days | None = None
    letter: Days | None = None
    rectification: Days | None = None


NOTHING_SAID = Procedure()
"""What most plans say: nothing."""


def filled(own: Procedure, *others: Procedure) -> Procedure:
    """The procedure with what it does not say taken from the others, the first that says it."""
    for other in others:
        open_ = {one.name: getattr(other, one.name) for one in fields(own) if not getattr(own, one.name)}
        own = replace(own, **open_)
    return own
