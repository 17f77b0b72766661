"""What the resolved year shows: how often a school is visited, and work on days on which there is none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from calendars.law_checks import dated
from calendars.remarks import few, remark
from rules.audience import audience_stages
from rules.errors import Severity
from rules.packs import Point
from rules.plan import Asks, Doer, Kind
from rules.spanning import SEASON_NAMES, month_end
from rules.terms import YOUNG, school_days, terms_of
from rules.units import SCHOOLS, Stage
from rules.windows import Season
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.errors import Problem
    from rules.plan import Entry, Occurrence
    from rules.units import Unit

Found = tuple[tuple["Entry", "Occurrence"], ...]
"""The dated occurrences of the working year, each with its entry."""

CHILDRENS_DAY = (6, 1)


def too_few_visits(desk: Desk, found: Found) -> Iterator[Problem]:
    """Schools that get fewer routine visits in a term than the law's least."""
    least = desk.pack.value(Point.VISITS_PER_TERM)
    visits = [(entry, one) for entry, one in found if entry.kind is Kind.ROUTINE_VISIT and dated(entry)]
    if not visits:
        yield remark(desk, "routine_visits", None, Point.VISITS_PER_TERM, allowed=str(least))
        return
    schools = [unit for unit in desk.roster.units if unit.kind in SCHOOLS]
    short = [said for unit in schools if (said := _short_terms(desk, unit, visits, least))]
    if short:
        items = few(list(dict.fromkeys(entry.id for entry, _ in visits)))
        first, law = visits[0][0], Point.VISITS_PER_TERM
        yield remark(desk, "visits_few", first, law, value=few(short), allowed=str(least), items=items)


def broken_promises(desk: Desk, found: Found) -> Iterator[Problem]:
    """A period without what the plan promises for every one: a quarter without a special supervision."""
    for promise in desk.plan.promises:
        opened = {one.opens_on.month for entry, one in found if entry.kind is promise.kind and dated(entry)}
        months = range(1, 13, promise.months)
        gaps = [first for first in months if opened.isdisjoint(range(first, first + promise.months))]
        if gaps:
            value = "、".join(_period(desk.office.year, first, promise.months) for first in gaps)
            source_line = str(promise.line)
            yield remark(desk, "promise_broken", value=value, quote=promise.quote, source_line=source_line)


def rest_day_work(desk: Desk, found: Found) -> Iterator[Problem]:
    """Work that opens or is due on a rest day: a visit is warned of, a fixed date of other work is noted."""
    for entry, ones in _by_entry(found):
        days = sorted({day for one in ones for day in (one.opens_on, one.due_on)})
        rest = [str(day) for day in days if not is_working_day(desk.calendar, day)]
        if rest:
            severity = Severity.WARNING if entry.asks is Asks.SITE_VISIT else Severity.NOTE
            yield remark(desk, "rest_day", entry, Point.REST_DAYS, severity=severity, value=few(rest))


def vacation_work(desk: Desk, found: Found) -> Iterator[Problem]:
    """A visit, or work of the schools themselves, of which no day is a school day; not what is meant for it."""
    for entry, ones in _by_entry(found):
        if entry.in_vacation or not _needs_school(entry):
            continue
        away = [f"{one.opens_on}—{one.due_on}" for one in ones if _no_school(desk, entry, one)]
        if away:
            yield remark(desk, "vacation", entry, Point.TERMS, value=few(away))


def childrens_day_visits(desk: Desk, found: Found) -> Iterator[Problem]:
    """A visit of kindergartens or primaries that opens or is due on 1 June, when their children are off."""
    for entry, ones in _by_entry(found):
        days = {day for one in ones for day in (one.opens_on, one.due_on) if (day.month, day.day) == CHILDRENS_DAY}
        young = YOUNG & _stages(desk, entry, ones[0])
        if days and young and entry.asks is Asks.SITE_VISIT and not entry.audience.office:
            yield remark(desk, "childrens_day", entry, Point.CHILDRENS_DAY, value=str(min(days)))


def _by_entry(found: Found) -> list[tuple[Entry, list[Occurrence]]]:
    groups: dict[str, tuple[Entry, list[Occurrence]]] = {}
    for entry, one in found:
        groups.setdefault(entry.id, (entry, []))[1].append(one)
    return list(groups.values())


def _short_terms(desk: Desk, unit: Unit, visits: list[tuple[Entry, Occurrence]], least: int) -> str:
    """``县小学（春1、秋1）``: the terms in which a school is visited too seldom; empty where it is not."""
    counts = {SEASON_NAMES[season]: _visits(desk, unit, season, visits) for season in Season}
    short = "、".join(f"{name}{count}" for name, count in counts.items() if count < least)
    return f"{unit.name}（{short}）" if short else ""


def _visits(desk: Desk, unit: Unit, season: Season, visits: list[tuple[Entry, Occurrence]]) -> int:
    """How often a school is visited in a term at least; of units that are drawn nobody is sure to be."""
    terms = terms_of(desk.office.terms, desk.office.year, season, unit.stages or tuple(Stage))
    first, last = min(term.opens_on for term in terms), max(term.closes_on for term in terms)
    mine = (one for entry, one in visits if entry.audience.draw is None and unit.name in one.units)
    return sum(one.times for one in mine if one.opens_on <= last and first <= one.due_on)


def _needs_school(entry: Entry) -> bool:
    asked = entry.asks is Asks.SITE_VISIT or entry.doer is Doer.LIAISON
    schools = not entry.audience.kinds or not SCHOOLS.isdisjoint(entry.audience.kinds)
    return asked and schools and not entry.audience.office


def _no_school(desk: Desk, entry: Entry, one: Occurrence) -> bool:
    stages = _stages(desk, entry, one)
    years = range(one.opens_on.year, one.due_on.year + 1)
    days = (day for year in years for day in school_days(desk.calendar, desk.office.terms, stages, year))
    return not any(one.opens_on <= day <= one.due_on for day in days)


def _stages(desk: Desk, entry: Entry, one: Occurrence) -> frozenset[Stage]:
    names = set(one.units)
    return audience_stages(entry, tuple(unit for unit in desk.roster.units if unit.name in names))


def _period(year: int, first: int, months: int) -> str:
    return f"{date(year, first, 1):%m-%d}—{month_end(year, first + months - 1):%m-%d}"
