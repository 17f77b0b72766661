"""The keys ``procedure`` of an entry or an office, and ``promises`` of a plan."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from calendars.cadence_shapes import MONTHS, Every
from calendars.handwriting import Count, Positive, Shape, Text
from rules.plan import Days, DueBasis, Kind, Procedure, Promise


class DaysShape(Shape):
    """``{basis: working_days, value: 5}``: so many days, counted like that."""

    basis: Literal["working_days", "calendar_days"]
    value: Annotated[Positive, Field(le=366)]

    def days(self) -> Days:
        """The plain value."""
        return Days(self.value, DueBasis(self.basis))


class ProcedureShape(Shape):
    """``{team: 3, notice: {basis: working_days, value: 5}, reply: ..., letter: ..., rectification: ...}``."""

    team: Count = 0
    notice: DaysShape | None = None
    reply: DaysShape | None = None
    letter: DaysShape | None = None
    rectification: DaysShape | None = None

    def procedure(self) -> Procedure:
        """The plain value."""
        steps = {name: getattr(self, name) for name in ("notice", "reply", "letter", "rectification")}
        return Procedure(self.team, **{name: shape.days() for name, shape in steps.items() if shape})


class PromiseShape(Shape):
    """``{kind: special, every: quarter, line: 49, quote: ...}``: something of that kind in every such period."""

    kind: Kind
    every: Literal["month", "two_months", "quarter", "four_months", "half_year"]
    line: Count = 0
    quote: Text = ""

    def promise(self) -> Promise:
        """The plain value."""
        return Promise(self.kind, MONTHS[Every(self.every)], self.line, self.quote)
