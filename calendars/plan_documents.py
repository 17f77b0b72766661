"""A plan turned back into the keys of its file: what `plan_shapes` and `window_shapes` read, written the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calendars.cadence_shapes import MONTHS, RANDOM, WEEKDAYS
from rules.plan import (
    Audience,
    BeforeWindow,
    Class,
    DateWindow,
    DayCadence,
    Due,
    DueBasis,
    Edge,
    Entry,
    FollowWindow,
    Kind,
    MonthCadence,
    MonthWindow,
    Procedure,
    Promise,
    RangeWindow,
    TermCadence,
    TermWindow,
    WeekCadence,
    Window,
    YearCadence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Keys = dict[str, Any]

_EVERY = {number: every.value for every, number in MONTHS.items()}
_DAY_NAMES = {number: name for name, number in WEEKDAYS.items() if name.isascii() and number}
_LISTS = ("evidence", "reminders", "through", "after")
_USUAL = Entry("", (), "", Class.POLICY, Kind.PLANNING, "", 0, "")
_PLAIN = ("ladder", "reminder_cap", "times", "unannounced", "target", "unscheduled", "in_vacation", "sensitive", "flag")
_STEPS = ("notice", "reply", "letter", "rectification")


def entry_document(entry: Entry) -> Keys:
    """The keys of one entry, in the order in which the shipped plans write them; what is as usual is left out."""
    keys: Keys = {"id": entry.id, "covers": list(entry.covers), "title": entry.title}
    keys |= {"class": entry.class_.value, "kind": entry.kind.value}
    keys |= {name: getattr(entry, name) for name in ("programme", "line", "quote") if getattr(entry, name)}
    keys |= {name: getattr(entry, name).value for name in ("doer",) if entry.doer is not _USUAL.doer}
    dated = entry.window is not None
    if dated or entry.audience != _USUAL.audience:
        keys["audience"] = audience_document(entry.audience)
    if entry.window is not None:
        keys["window"] = window_document(entry.window)
    if entry.due != _USUAL.due:
        keys["due"] = due_document(entry.due)
    if dated or entry.asks is not _USUAL.asks:
        keys["asks"] = entry.asks.value
    keys |= {name: list(getattr(entry, name)) for name in _LISTS if getattr(entry, name)}
    if entry.procedure != _USUAL.procedure:
        keys["procedure"] = procedure_document(entry.procedure)
    return keys | {name: getattr(entry, name) for name in _PLAIN if getattr(entry, name) != getattr(_USUAL, name)}


def promise_document(promise: Promise) -> Keys:
    """``{kind: special, every: quarter, line: 49, quote: ...}``."""
    keys: Keys = {"kind": promise.kind.value, "every": _EVERY[promise.months]}
    return keys | {name: getattr(promise, name) for name in ("line", "quote") if getattr(promise, name)}


def procedure_document(procedure: Procedure) -> Keys:
    """``{team: 3, notice: {basis: working_days, value: 5}}``; what it does not say is left out."""
    said = {name: days for name in _STEPS if (days := getattr(procedure, name))}
    steps: Keys = {name: {"basis": days.basis.value, "value": days.value} for name, days in said.items()}
    return ({"team": procedure.team} if procedure.team else {}) | steps


def audience_document(audience: Audience) -> Keys:
    """``{office: true}``, ``{stages: [primary, junior], draw: {per_zone: 2}}``; empty: every school."""
    if audience.office:
        return {"office": True}
    names = ("kinds", "stages", "ownership", "zones", "tags", "under")
    keys: Keys = {name: list(getattr(audience, name)) for name in names if getattr(audience, name)}
    if audience.rotation:
        turn = audience.rotation
        keys["rotation"] = {"years": turn.years, **({"offset": turn.offset} if turn.offset else {})}
        keys["rotation"] |= {"kinds": list(turn.kinds)} if turn.kinds else {}
    return keys | ({"draw": {"per_zone": audience.draw.per_zone}} if audience.draw else {})


def due_document(due: Due) -> Keys:
    """``{basis: working_days, value: 10}``."""
    counted = due.basis in {DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS} or due.value
    return {"basis": due.basis.value, **({"value": due.value} if counted else {})}


def window_document(window: Window) -> Keys:
    """The one way to write a window, by its kind."""
    return _WRITERS[type(window)](window)


def _month(window: MonthWindow) -> Keys:
    return {"month": window.months[0]} if len(window.months) == 1 else {"months": list(window.months)}


def _term(window: TermWindow) -> Keys:
    days = {"from": window.from_days, "to": window.to_days, "fallback_month": window.fallback_month}
    return {"term": window.season.value, "edge": window.edge.value, **days}


def _date(window: DateWindow) -> Keys:
    before = {"opens_before": window.opens_before} if window.opens_before else {}
    return {"date": _day(window.month, window.day), **before}


def _range(window: RangeWindow) -> Keys:
    return {"from": _day(window.from_month, window.from_day), "to": _day(window.to_month, window.to_day)}


def _before(window: BeforeWindow) -> Keys:
    return {"before": _day(window.month, window.day), "opens_before": window.opens_before}


def _follow(window: FollowWindow) -> Keys:
    edge = {} if window.edge is Edge.CLOSES else {"edge": window.edge.value}
    return {"follows": window.entry, **edge, "from": window.from_days, "to": window.to_days}


def _in_term(window: DayCadence | WeekCadence | MonthCadence) -> Keys:
    return {"in_term": True} if window.in_term else {}


def _week(window: WeekCadence) -> Keys:
    drawn = "random" if window.drawn else _DAY_NAMES.get(window.on, RANDOM)
    return {"every": "week", **({"on": drawn} if drawn else {}), **_in_term(window)}


def _months(window: MonthCadence) -> Keys:
    days: Keys = {"from_day": window.from_day, "to_day": window.to_day}
    whole = (window.from_day, window.to_day) == (1, 31)
    return {"every": _EVERY[window.months], **({} if whole else days), **_in_term(window)}


def _terms(window: TermCadence) -> Keys:
    weeks = {"weeks": window.weeks} if window.weeks else {}
    edge = {} if window.edge is Edge.OPENS else {"edge": window.edge.value}
    return {"every": "school_year" if window.by_year else "term", **weeks, **edge}


def _day(month: int, day: int) -> str:
    return f"{month:02}-{day:02}"


_WRITERS: dict[type[Any], Callable[[Any], Keys]] = {
    MonthWindow: _month,
    TermWindow: _term,
    DateWindow: _date,
    RangeWindow: _range,
    BeforeWindow: _before,
    FollowWindow: _follow,
    DayCadence: lambda window: {"every": "day", **_in_term(window)},
    WeekCadence: _week,
    MonthCadence: _months,
    TermCadence: _terms,
    YearCadence: lambda _window: {"every": "year"},
}
