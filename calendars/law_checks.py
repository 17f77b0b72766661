"""What the law wants of the plan itself, entry by entry: how often, by how many, with what notice, reply and deadline.

Each check is one function; `calendars.conformance` lists them. Without a pack of limits (`Desk.pack`) nothing is asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from calendars.remarks import few, remark
from rules.audience import audience_pool, audience_units
from rules.errors import Severity
from rules.office import FindingSeverity
from rules.packs import Point
from rules.plan import Asks, Class, Kind
from rules.procedure import filled
from rules.units import SCHOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.errors import Problem
    from rules.plan import Entry
    from rules.procedure import Procedure

FORMAL = frozenset({Kind.SPECIAL, Kind.COMPREHENSIVE})
"""The kinds that need a team, a notice and a reply (条例 16 to 21); a routine or random visit does not."""


OF_ALL = "policies.procedure"
"""Where the office says what holds for every supervision."""


def dated(entry: Entry) -> bool:
    """Whether somebody has decided when: what is done some time in the year shows no minimum."""
    return entry.class_ is Class.SCHEDULED and entry.window is not None and not entry.unscheduled


def formal(entry: Entry) -> bool:
    """Whether it is a special or comprehensive supervision of others, dated or started by hand."""
    happens = entry.window is not None or entry.class_ is Class.EVENT
    return entry.kind in FORMAL and happens and not entry.audience.office


def procedure_of(desk: Desk, entry: Entry) -> Procedure:
    """What holds for an entry: its own words, else the office's, else the days that the law names."""
    return filled(entry.procedure, desk.office.policies.procedure, desk.pack.procedure)


def small_teams(desk: Desk) -> Iterator[Problem]:
    """A team that the plan sets below the legal number."""
    least = desk.pack.value(Point.TEAM)
    for entry, said in _said(desk):
        if 0 < said.team < least:
            yield _error(desk, "team_small", entry, Point.TEAM, str(said.team), str(least))


def short_replies(desk: Desk) -> Iterator[Problem]:
    """A reply window that is shorter than the law's."""
    least = desk.pack.days(Point.REPLY)
    for entry, said in _said(desk):
        if least and said.reply and said.reply.calendar_days < least.calendar_days:
            yield _error(desk, "reply_short", entry, Point.REPLY, str(said.reply), str(least))


def late_letters(desk: Desk) -> Iterator[Problem]:
    """An opinion letter that is issued later than the law allows."""
    most = desk.pack.days(Point.LETTER)
    for entry, said in _said(desk):
        if most and said.letter and said.letter.calendar_days > most.calendar_days:
            yield _error(desk, "letter_late", entry, Point.LETTER, str(said.letter), str(most))


def slow_rotations(desk: Desk) -> Iterator[Problem]:
    """A rotation so slow that units wait longer than the legal cycle, and no other entry reaches them."""
    most = desk.pack.value(Point.COMPREHENSIVE_YEARS)
    missed = set(_unreached(desk, most)) if most else set()
    for entry in _comprehensive(desk):
        rotation = entry.audience.rotation
        names = [unit.name for unit in audience_pool(desk, entry) if unit.name in missed]
        if rotation and names and rotation.years > most:
            point, said = Point.COMPREHENSIVE_YEARS, str(rotation.years)
            yield _error(desk, "rotation_slow", entry, point, said, str(most), units=few(names))


def missed_cycles(desk: Desk) -> Iterator[Problem]:
    """Schools that no comprehensive supervision reaches within the legal cycle."""
    years = desk.pack.value(Point.COMPREHENSIVE_YEARS)
    slow = {problem.place for problem in slow_rotations(desk)}
    told = {unit.name for entry in _comprehensive(desk) if entry.id in slow for unit in audience_pool(desk, entry)}
    missed = [name for name in _unreached(desk, years) if name not in told] if years else []
    if missed:
        items = _ids([one for one in desk.plan.entries if formal(one) and one.kind is Kind.COMPREHENSIVE])
        point = Point.COMPREHENSIVE_YEARS
        yield remark(desk, "comprehensive_cycle", None, point, value=few(missed), allowed=str(years), items=items)


def unsaid_procedures(desk: Desk) -> Iterator[Problem]:
    """A special or comprehensive supervision of which neither plan nor office says team, notice or reply."""
    for entry in filter(formal, desk.plan.entries):
        said = procedure_of(desk, entry)
        gaps = {
            Point.TEAM: not said.team,
            Point.NOTICE: not said.notice and not _comes_after_a_notice(desk, entry),
            Point.REPLY: not said.reply,
        }
        missing = [point for point, is_missing in gaps.items() if is_missing and point in desk.pack.limits]
        if missing:
            keys = "、".join(missing)
            yield remark(desk, "procedure_unsaid", entry, *missing, allowed=keys, missing=keys)


def unannounced_formal(desk: Desk) -> Iterator[Problem]:
    """A special or comprehensive supervision that is kept secret: the law wants a written notice before it."""
    for entry in filter(formal, desk.plan.entries):
        if entry.unannounced and Point.NOTICE in desk.pack.limits:
            yield remark(desk, "formal_unannounced", entry, Point.NOTICE)


def open_ended_mending(desk: Desk) -> Iterator[Problem]:
    """Rectification work without a number of days: a letter demands it within a time limit."""
    for entry in desk.plan.entries:
        happens = entry.window is not None or entry.class_ is Class.EVENT
        if (
            entry.kind is Kind.RECTIFICATION
            and happens
            and not entry.due.value
            and not procedure_of(desk, entry).rectification
        ):
            yield remark(desk, "mending_open", entry, Point.RECTIFICATION)


def usual_deadlines(desk: Desk) -> Iterator[Problem]:
    """Supervisions that say no deadline for what they find: the office's usual ones hold."""
    found = [one for one in desk.plan.entries if formal(one) and not procedure_of(desk, one).rectification]
    if found:
        usual = desk.office.policies.deadlines[FindingSeverity.ORDINARY]
        point, days = Point.RECTIFICATION, str(usual.value)
        yield remark(desk, "rectification_deadline", None, point, value=days, basis=usual.basis, items=_ids(found))


def undated_training(desk: Desk) -> Iterator[Problem]:
    """A plan that dates no training of inspectors."""
    if not any(entry.kind is Kind.TRAINING for entry in desk.plan.entries if dated(entry)):
        hours = str(desk.pack.value(Point.TRAINING_HOURS))
        yield remark(desk, "training_hours", None, Point.TRAINING_HOURS, allowed=hours)


def _error(  # noqa: PLR0913, PLR0917  (what stands there, what may, and where)
    desk: Desk, code: str, entry: Entry | None, point: Point, value: str, allowed: str, **more: str
) -> Problem:
    """An error of an entry; without one, of what the office says for all of them."""
    found = remark(desk, code, entry, point, severity=Severity.ERROR, value=value, allowed=allowed, **more)
    if entry is not None:
        return found
    return replace(found, file="office.yaml", place=OF_ALL, more=found.more | {"title": OF_ALL})


def _said(desk: Desk) -> Iterator[tuple[Entry | None, Procedure]]:
    """What the office says of all supervisions, and what each says of itself."""
    yield None, desk.office.policies.procedure
    yield from ((entry, entry.procedure) for entry in filter(formal, desk.plan.entries))


def _comprehensive(desk: Desk) -> list[Entry]:
    return [entry for entry in desk.plan.entries if entry.kind is Kind.COMPREHENSIVE and dated(entry)]


def _unreached(desk: Desk, cycle: int) -> list[str]:
    """The schools that are in no comprehensive supervision of the next `cycle` years."""
    years = range(desk.office.year, desk.office.year + cycle)
    entries = [entry for entry in _comprehensive(desk) if not entry.audience.office]
    reached = {unit.code for entry in entries for year in years for unit in audience_units(desk, entry, year)}
    return [unit.name for unit in desk.roster.units if unit.kind in SCHOOLS and unit.code not in reached]


def _comes_after_a_notice(desk: Desk, entry: Entry) -> bool:
    """Whether the plan has the notice as an entry of its own, before this one in the chain."""
    before = (desk.plan.entry(other) for other in entry.after)
    return any(other is not None and other.asks is Asks.NOTICE for other in before)


def _ids(entries: list[Entry]) -> str:
    return few([entry.id for entry in entries]) or "—"
