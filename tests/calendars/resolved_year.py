"""The resolved year of a desk as a text that a person reviews like a calendar."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rules.plan import Class
from rules.recurring import occurrences, unscheduled
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.plan import Entry, Occurrence

FEW = 6
OFTEN = 3
"""What opens more often in a year is shown once, with all its days."""

WEEKDAYS = "一二三四五六日"


def resolved_year(desk: Desk, year: int) -> str:
    """Every item of the plan: dated by month, by hand, carried out through others, targets, policy, unscheduled."""
    found = occurrences(desk, year)
    lines = [f"{desk.plan.title} · {desk.office.name} · {year}年", ""]
    often = {item for item, count in Counter(one.item for one in found).items() if count > OFTEN}
    lines += _repeated(desk, [one for one in found if one.item in often])
    for month in range(1, 13):
        dated = [one for one in found if one.opens_on.month == month and one.item not in often]
        lines += [f"【{month}月】{len(dated)}项", *(line for one in dated for line in _dated(desk, one)), ""]
    lines += _undated(desk)
    return "\n".join(lines) + "\n"


def _repeated(desk: Desk, found: list[Occurrence]) -> Iterator[str]:
    """What comes again and again: once with all it is, then month by month with its days."""
    items = dict.fromkeys(sorted(one.item for one in found))
    if items:
        yield f"【反复进行】{len(items)}项，{len(found)}次"
    for item in items:
        mine = [one for one in found if one.item == item]
        head, _, *rest = _dated(desk, mine[0])
        yield f"{head} · {len(mine)}次{f' · 每次不少于{mine[0].times}' if mine[0].times > 1 else ''}"
        yield from rest
        yield from _by_month(mine)
    if items:
        yield ""


def _by_month(mine: list[Occurrence]) -> Iterator[str]:
    for month in range(1, 13):
        days = [_days(one) for one in mine if one.opens_on.month == month]
        if days:
            yield f"      {month:2}月 {len(days):2}次  {' '.join(days)}"


def _days(one: Occurrence) -> str:
    last = "" if one.due_on == one.opens_on else f"—{one.due_on:%d}"
    if one.due_on.month != one.opens_on.month:
        last = f"—{one.due_on:%m-%d}"
    return f"{one.opens_on:%d}{last}{'~' * one.due_provisional}"


def _dated(desk: Desk, occurrence: Occurrence) -> Iterator[str]:
    entry = desk.plan.entry(occurrence.item)
    assert entry is not None
    due = f"{occurrence.due_on} 周{WEEKDAYS[occurrence.due_on.weekday()]}"
    provisional = "（暂定）" if occurrence.due_provisional else ""
    yield f"  {occurrence.item}  {occurrence.title}"
    yield (
        f"      {occurrence.opens_on} 周{WEEKDAYS[occurrence.opens_on.weekday()]} — {due}{provisional}"
        f"  期 {occurrence.period}"
    )
    yield (
        f"      {occurrence.programme} · {say('zh', f'doer.{entry.doer}')} · {say('zh', f'asks.{entry.asks}')}"
        f"：{'、'.join(entry.evidence)}{' · 事先不通知' if entry.unannounced else ''}"
    )
    names = f"：{'、'.join(occurrence.units)}" if len(occurrence.units) <= FEW else ""
    yield f"      {occurrence.audience} · {len(occurrence.units)}个{names}"
    yield f"      提醒 {'、'.join(str(days) for days in entry.reminders)} · {_links(entry, occurrence)}"


def _links(entry: Entry, occurrence: Occurrence) -> str:
    after = f" · 接 {'、'.join(entry.after)}" if entry.after else ""
    return f"落实 {'、'.join(occurrence.covers)}{after}"


def _undated(desk: Desk) -> Iterator[str]:
    entries = desk.plan.entries
    yield from _section("由月历条目落实", [entry for entry in entries if entry.through])
    yield from _section("人工启动", [entry for entry in entries if entry.class_ is Class.EVENT])
    yield from _section("目标", [entry for entry in entries if entry.class_ is Class.TARGET])
    kept = [one for one in entries if one.sensitive and not one.window]
    yield from _section("只存文字，不自动办理", kept) if kept else ()
    yield from _section("政策文字", [entry for entry in entries if entry.class_ is Class.POLICY])
    yield from _section("还没有安排时间", list(unscheduled(desk.plan)))


def _section(title: str, entries: list[Entry]) -> Iterator[str]:
    yield f"【{title}】{len(entries)}项"
    for entry in entries:
        through = f" → {'、'.join(entry.through)}" if entry.through else ""
        target = f"：{entry.target}" if entry.target else ""
        yield f"  {entry.id}  {entry.class_}  {entry.title}{through}{target}"
    yield ""
