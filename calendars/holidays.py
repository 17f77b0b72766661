"""Working days with 调休: the national table of `chinesecalendar`, amended and extended by holidays.yaml."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from chinese_calendar.constants import holidays as national_rest
from chinese_calendar.constants import workdays as national_work
from pydantic import BeforeValidator, Field, RootModel
from pydantic_core import PydanticCustomError

from calendars.complaints import read_shape
from calendars.documents import Document, read_document
from calendars.handwriting import Number, Shape, Some, Text, plain, read_day
from rules.errors import InputError, Problem, Severity
from rules.working_days import FIXED_REST, WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "holidays.yaml"
SATURDAY = 5
SPAN = re.compile(r"(.+?)\s*(?:\.\.|~|至|到)\s*(.+)")
LONGEST_SPAN = 31


@cache
def national_calendar() -> WorkCalendar:
    """The days of the national table: every year that the installed `chinesecalendar` knows."""
    return WorkCalendar(
        rest=frozenset(day for day in national_rest if day.weekday() < SATURDAY),
        work=frozenset(day for day in national_work if day.weekday() >= SATURDAY),
        known_years=frozenset(range(min(national_rest).year, max(national_rest).year + 1)),
    )


def work_calendar(folder: Path | None = None) -> WorkCalendar:
    """The working days of an office: the national table, and what the folder's holidays.yaml adds or changes.

    Args:
        folder: the office folder; None, or a folder without the file, gives the national table.

    Raises:
        InputError: every problem of the file.
    """
    if folder is None or not (folder / FILE).exists():
        return national_calendar()
    document = read_document(folder / FILE, FILE)
    years = read_shape(YearsShape, document).root
    errors = tuple(problem for problem in _checked(years, document) if problem.severity is Severity.ERROR)
    if errors:
        raise InputError(errors)
    return _amended(national_calendar(), years)


def holiday_warnings(folder: Path) -> tuple[Problem, ...]:
    """What is odd in a readable holidays.yaml without being wrong; () where there is no such file."""
    if not (folder / FILE).exists():
        return ()
    document = read_document(folder / FILE, FILE)
    found = _checked(read_shape(YearsShape, document).root, document)
    return tuple(problem for problem in found if problem.severity is not Severity.ERROR)


def _span(value: Any) -> tuple[date, ...]:
    """One day, or every day of ``2027-02-05 至 2027-02-11``."""
    found = SPAN.fullmatch(plain(value)) if isinstance(value, str) else None
    first = read_day(found[1] if found else value)
    last = read_day(found[2]) if found else first
    if not 0 <= (last - first).days < LONGEST_SPAN:
        raise PydanticCustomError("our_span", "no span", {"allowed": "2027-02-05 至 2027-02-11"})
    return tuple(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


Span = Annotated[tuple[date, ...], BeforeValidator(_span)]


class YearShape(Shape):
    """The arrangement of one year, as the State Council's notice gives it."""

    source: Text = ""
    rest: Some[Span] = ()
    work: Some[Span] = ()

    def rest_days(self) -> frozenset[date]:
        """Every day off that is written."""
        return frozenset(day for span in self.rest for day in span)

    def work_days(self) -> frozenset[date]:
        """Every make-up day that is written."""
        return frozenset(day for span in self.work for day in span)


class YearsShape(RootModel[dict[Annotated[Number, Field(ge=2004, le=2100)], YearShape]]):
    """holidays.yaml: year to its arrangement."""


def _amended(table: WorkCalendar, years: dict[int, YearShape]) -> WorkCalendar:
    rest, work = set(table.rest), set(table.work)
    for year in years.values():
        rest = (rest - year.work_days()) | {day for day in year.rest_days() if day.weekday() < SATURDAY}
        work = (work - year.rest_days()) | {day for day in year.work_days() if day.weekday() >= SATURDAY}
    return WorkCalendar(frozenset(rest), frozenset(work), table.known_years | frozenset(years))


def _checked(years: dict[int, YearShape], document: Document) -> tuple[Problem, ...]:
    return tuple(problem for year, shape in years.items() for problem in _check_year(year, shape, document))


def _check_year(year: int, shape: YearShape, document: Document) -> Iterator[Problem]:
    for key, days in (("rest", shape.rest_days()), ("work", shape.work_days())):
        more = {"line": str(document.line((year, key))), "key": key}
        place = f"{year}.{key}"
        for day in sorted(days):
            if day.year != year:
                yield Problem(FILE, place, "day_of_other_year", str(day), str(year), more=more)
            if key == "work" and day in shape.rest_days():
                yield Problem(FILE, place, "rest_and_work", str(day), more=more)
            if key == "work" and day.weekday() < SATURDAY and day not in national_calendar().rest:
                yield Problem(FILE, place, "works_anyway", str(day), severity=Severity.WARNING, more=more)
    yield from _check_completeness(year, shape, document)


def _check_completeness(year: int, shape: YearShape, document: Document) -> Iterator[Problem]:
    """A year that the national table lacks must be given whole."""
    if year in national_calendar().known_years:
        return
    weekdays = [date(year, month, day) for month, day in sorted(FIXED_REST)]
    lacking = [day for day in weekdays if day.weekday() < SATURDAY and day not in shape.rest_days()]
    if lacking:
        days = "、".join(str(day) for day in lacking)
        more = {"line": str(document.line((year,))), "key": str(year)}
        yield Problem(FILE, f"{year}.rest", "year_incomplete", days, more=more)
