"""The whole year of a plan as it resolves: by month, by programme, as a chart; no database is needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.recurring import occurrences, unscheduled

if TYPE_CHECKING:
    from datetime import date

    from rules.desk import Desk
    from rules.plan import Occurrence

CHART_ROWS = 60
"""More bars than this nobody can read, and the chart's own limit is text."""

CHART_TITLE = 16
"""Characters of a title in the chart."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what opens in it, by opening day."""

    number: int
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme: what it is about and on which days it opens something."""

    name: str
    about: str
    occurrences: int
    opens_on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A commitment without a date: the coordinator decides."""

    item: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Year:
    """The resolved year. `provisional` counts occurrences whose days may still change."""

    office: str
    plan: str
    year: int
    occurrences: int
    provisional: int
    months: tuple[Month, ...]
    programmes: tuple[ProgrammeLine, ...]
    unscheduled: tuple[Unscheduled, ...]
    chart: str


def read_year(desk: Desk, year: int) -> Year:
    """The year as the plan, the terms and the holidays give it."""
    found = occurrences(desk, year)
    return Year(
        office=desk.office.name,
        plan=desk.plan.title,
        year=year,
        occurrences=len(found),
        provisional=sum(occurrence.due_provisional for occurrence in found),
        months=tuple(_month(found, number) for number in range(1, 13)),
        programmes=_programmes(desk, found),
        unscheduled=tuple(Unscheduled(entry.id, entry.title, entry.line) for entry in unscheduled(desk.plan)),
        chart=gantt(found),
    )


def gantt(found: tuple[Occurrence, ...]) -> str:
    """A Mermaid gantt chart, one section a programme, at most `CHART_ROWS` bars."""
    lines = ["gantt", "  dateFormat YYYY-MM-DD", "  axisFormat %m-%d", "  inclusiveEndDates"]
    shown = found[:CHART_ROWS]
    for programme in dict.fromkeys(occurrence.programme for occurrence in shown):
        lines.append(f"  section {_plain(programme)}")
        lines += [_bar(occurrence) for occurrence in shown if occurrence.programme == programme]
    return "\n".join(lines)


def _bar(occurrence: Occurrence) -> str:
    title = _plain(occurrence.title)[:CHART_TITLE]
    return f"  {title} :{occurrence.opens_on}, {max(occurrence.due_on, occurrence.opens_on)}"


def _plain(text: str) -> str:
    """Without what means something to the chart."""
    return text.translate(str.maketrans("", "", ":;#,%<>\"'`\n"))


def _month(found: tuple[Occurrence, ...], number: int) -> Month:
    return Month(number, tuple(occurrence for occurrence in found if occurrence.opens_on.month == number))


def _programmes(desk: Desk, found: tuple[Occurrence, ...]) -> tuple[ProgrammeLine, ...]:
    counts = Counter(occurrence.programme for occurrence in found)
    return tuple(
        ProgrammeLine(
            name=programme.name,
            about=programme.about,
            occurrences=counts[programme.name],
            opens_on=tuple(sorted({found_.opens_on for found_ in found if found_.programme == programme.name})),
        )
        for programme in desk.plan.programmes
    )
