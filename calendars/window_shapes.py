"""The ways to write when an entry is done; which one is meant shows by its first key."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from calendars.cadence_shapes import EveryShape
from calendars.handwriting import Count, DayOfYear, Month, Number, Shape, Some, Words
from rules.plan import (
    BeforeWindow,
    DateWindow,
    Edge,
    FollowWindow,
    MonthWindow,
    RangeWindow,
    Season,
    TermWindow,
    Window,
)


class MonthShape(Shape):
    """``{month: 2}``: one month."""

    month: Month

    def window(self) -> Window:
        """The plain value."""
        return MonthWindow((self.month,))


class MonthsShape(Shape):
    """``{months: [7, 8]}``: neighbouring months that are one window."""

    months: Annotated[Some[Month], Field(min_length=1)]

    @model_validator(mode="after")
    def _are_neighbours(self) -> MonthsShape:
        first = self.months[0]
        if self.months != tuple(range(first, first + len(self.months))):
            raise PydanticCustomError("our_months_apart", "not neighbours", {"allowed": "[7, 8]"})
        return self

    def window(self) -> Window:
        """The plain value."""
        return MonthWindow(self.months)


class TermShape(Shape):
    """``{term: spring, edge: opens, from: 0, to: 9, fallback_month: 2}``: calendar days around a term's edge."""

    term: Season
    edge: Edge = Edge.OPENS
    from_: Number = Field(default=0, alias="from")
    to: Number
    fallback_month: Month

    @model_validator(mode="after")
    def _is_forward(self) -> TermShape:
        if self.to < self.from_:
            raise PydanticCustomError("our_window_backwards", "ends before it begins", {"allowed": "from ≤ to"})
        return self

    def window(self) -> Window:
        """The plain value."""
        return TermWindow(self.term, self.edge, self.from_, self.to, self.fallback_month)


class DateShape(Shape):
    """``{date: 12-04, opens_before: 3}``: one day of every year."""

    date: DayOfYear
    opens_before: Count = 0

    def window(self) -> Window:
        """The plain value."""
        return DateWindow(*self.date, self.opens_before)


class RangeShape(Shape):
    """``{from: 03-10, to: 04-05}``: from one day of the year to a later one, both included."""

    from_: DayOfYear = Field(alias="from")
    to: DayOfYear

    @model_validator(mode="after")
    def _is_forward(self) -> RangeShape:
        if self.to < self.from_:
            raise PydanticCustomError("our_window_backwards", "ends before it begins", {"allowed": "from ≤ to"})
        return self

    def window(self) -> Window:
        """The plain value."""
        return RangeWindow(*self.from_, *self.to)


class BeforeShape(Shape):
    """``{before: 02-28, opens_before: 20}``: by a day of every year, the day included."""

    before: DayOfYear
    opens_before: Annotated[Count, Field(le=366)]

    def window(self) -> Window:
        """The plain value."""
        return BeforeWindow(*self.before, self.opens_before)


class FollowShape(Shape):
    """``{follows: A-1, from: 1, to: 10}``: calendar days after another entry closes, or with ``edge: opens``, opens."""

    follows: Words
    edge: Edge = Edge.CLOSES
    from_: Number = Field(default=1, alias="from")
    to: Number

    @model_validator(mode="after")
    def _is_forward(self) -> FollowShape:
        if self.to < self.from_:
            raise PydanticCustomError("our_window_backwards", "ends before it begins", {"allowed": "from ≤ to"})
        return self

    def window(self) -> Window:
        """The plain value."""
        return FollowWindow(self.follows, self.from_, self.to, self.edge)


_FORM_OF_KEY = {
    "every": "<EveryShape>",
    "follows": "<FollowShape>",
    "before": "<BeforeShape>",
    "term": "<TermShape>",
    "months": "<MonthsShape>",
    "month": "<MonthShape>",
    "date": "<DateShape>",
    "from": "<RangeShape>",
}


def _form(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else ()
    return next((form for key, form in _FORM_OF_KEY.items() if key in keys), None)


def _recognised(value: Any) -> Any:
    """The value itself, if one of its keys says which window it is."""
    if _form(value) is None:
        allowed = "、".join(f"{key}: …" for key in _FORM_OF_KEY)
        raise PydanticCustomError("our_window", "no window", {"allowed": allowed})
    return value


WindowShape = Annotated[
    Annotated[MonthShape, Tag("<MonthShape>")]
    | Annotated[MonthsShape, Tag("<MonthsShape>")]
    | Annotated[TermShape, Tag("<TermShape>")]
    | Annotated[DateShape, Tag("<DateShape>")]
    | Annotated[RangeShape, Tag("<RangeShape>")]
    | Annotated[BeforeShape, Tag("<BeforeShape>")]
    | Annotated[FollowShape, Tag("<FollowShape>")]
    | Annotated[EveryShape, Tag("<EveryShape>")],
    Discriminator(_form),
    BeforeValidator(_recognised),
]
