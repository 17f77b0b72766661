"""The whole year of a plan as it resolves: by month, by programme, as a chart; a database knows whose turn it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.recurring import occurrences, unscheduled
from rules.series import series
from services.rotated import as_stored

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from rules.desk import Desk
    from rules.plan import Occurrence
    from rules.series import Series

CHART_ROWS = 60
"""More bars than this nobody can read, and the chart's own limit is text."""

CHART_TITLE = 16
"""Characters of a title in the chart."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what opens in it, by opening day; daily and weekly work is one line."""

    number: int
    lines: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme: what it is about and when it opens something."""

    name: str
    about: str
    occurrences: int
    lines: tuple[Series, ...]


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


def read_year(desk: Desk, year: int, session: Session | None = None) -> Year:
    """The year as the plan, the terms and the holidays give it; with a database, turns as they will be issued."""
    planned = occurrences(desk, year)
    found = planned if session is None else tuple(as_stored(session, desk, planned))
    return Year(
        office=desk.office.name,
        plan=desk.plan.title,
        year=year,
        occurrences=len(found),
        provisional=sum(occurrence.due_provisional for occurrence in found),
        months=tuple(_month(desk, found, number) for number in range(1, 13)),
        programmes=_programmes(desk, found),
        unscheduled=tuple(Unscheduled(entry.id, entry.title, entry.line) for entry in unscheduled(desk.plan)),
        chart=gantt(series(desk.plan, found)),
    )


def gantt(told: tuple[Series, ...]) -> str:
    """A Mermaid gantt chart, one section a programme, at most `CHART_ROWS` bars; daily and weekly work is one bar."""
    lines = ["gantt", "  dateFormat YYYY-MM-DD", "  axisFormat %m-%d", "  inclusiveEndDates"]
    shown = told[:CHART_ROWS]
    for programme in dict.fromkeys(line.first.programme for line in shown):
        lines.append(f"  section {_plain(programme)}")
        lines += [_bar(line) for line in shown if line.first.programme == programme]
    return "\n".join(lines)


def _bar(line: Series) -> str:
    title = _plain(line.first.title)
    title = title if len(title) <= CHART_TITLE else f"{title[: CHART_TITLE - 1]}…"
    return f"  {title} :{line.opens_on}, {max(line.due_on, line.opens_on)}"


def _plain(text: str) -> str:
    """Without what means something to the chart."""
    return text.translate(str.maketrans("", "", ":;#,%<>\"'`\n"))


def _month(desk: Desk, found: tuple[Occurrence, ...], number: int) -> Month:
    return Month(number, series(desk.plan, (one for one in found if one.opens_on.month == number)))


def _programmes(desk: Desk, found: tuple[Occurrence, ...]) -> tuple[ProgrammeLine, ...]:
    counts = Counter(occurrence.programme for occurrence in found)
    return tuple(
        ProgrammeLine(
            name=programme.name,
            about=programme.about,
            occurrences=counts[programme.name],
            lines=series(desk.plan, (one for one in found if one.programme == programme.name)),
        )
        for programme in desk.plan.programmes
    )
