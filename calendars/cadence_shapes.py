"""``{every: ...}``: the way to write what comes again within a year."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from calendars.handwriting import Count, Number, Shape, YesNo, plain
from rules.plan import DayCadence, Edge, MonthCadence, TermCadence, WeekCadence, Window, YearCadence

RANDOM = 0
WEEKDAYS = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
    "周一": 1, "周二": 2, "周三": 3, "周四": 4, "周五": 5, "周六": 6, "周日": 7, "random": RANDOM, "抽签": RANDOM,
}  # fmt: skip


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    FOUR_MONTHS = "four_months"
    HALF_YEAR = "half_year"
    TERM = "term"
    SCHOOL_YEAR = "school_year"
    YEAR = "year"


MONTHS = {Every.MONTH: 1, Every.TWO_MONTHS: 2, Every.QUARTER: 3, Every.FOUR_MONTHS: 4, Every.HALF_YEAR: 6}
KEYS = {
    Every.DAY: ("in_term",),
    Every.WEEK: ("on", "in_term"),
    **dict.fromkeys(MONTHS, ("from_day", "to_day", "in_term")),
    Every.TERM: ("weeks", "edge"),
    Every.SCHOOL_YEAR: ("weeks", "edge"),
    Every.YEAR: (),
}


def _weekday(value: Any) -> int:
    number = WEEKDAYS.get(plain(value).lower())
    if number is None:
        raise PydanticCustomError("our_not_a_weekday", "no weekday", {"allowed": "friday、周五、random、抽签"})
    return number


DayOfMonth = Annotated[Number, Field(ge=-31, le=31)]


class EveryShape(Shape):
    """``{every: week, on: friday}``, ``{every: month, from_day: -3, to_day: -1}``, ``{every: term, weeks: 2}`` ..."""

    every: Every
    on: Annotated[int, BeforeValidator(_weekday)] | None = None
    in_term: YesNo = False
    from_day: DayOfMonth = 1
    to_day: DayOfMonth = 31
    weeks: Annotated[Count, Field(le=60)] = 0
    edge: Edge = Edge.OPENS

    @model_validator(mode="after")
    def _has_its_own_keys(self) -> EveryShape:
        """A key that this cadence does not know is a mistake, not a wish that is passed over."""
        known = ("every", *KEYS[self.every])
        strange = [key for key in self.model_fields_set if key not in known]
        if strange:
            context = {"allowed": "、".join(known), "every": self.every.value, "strange": "、".join(sorted(strange))}
            raise PydanticCustomError("our_every_key", "strange key", context)
        if self.every in MONTHS and not self._is_forward():
            raise PydanticCustomError("our_window_backwards", "backwards", {"allowed": "1 ≤ from_day ≤ to_day"})
        return self

    def _is_forward(self) -> bool:
        if 0 in (self.from_day, self.to_day):
            return False
        same_side = (self.from_day > 0) == (self.to_day > 0)
        return MONTHS[self.every] > 1 or not same_side or self.from_day <= self.to_day

    def window(self) -> Window:
        """The plain value."""
        match self.every:
            case Every.DAY:
                return DayCadence(self.in_term)
            case Every.WEEK:
                return WeekCadence(self.on or 0, self.on == RANDOM, self.in_term)
            case Every.TERM | Every.SCHOOL_YEAR:
                return TermCadence(self.weeks, self.edge, self.every is Every.SCHOOL_YEAR)
            case Every.YEAR:
                return YearCadence()
            case _:
                return MonthCadence(MONTHS[self.every], self.from_day, self.to_day, self.in_term)
