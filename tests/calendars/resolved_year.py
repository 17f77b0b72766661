"""The resolved year of a desk as a text that a person reviews like a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.plan import Class
from rules.recurring import occurrences, unscheduled
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.plan import Entry, Occurrence

FEW = 6
WEEKDAYS = "一二三四五六日"


def resolved_year(desk: Desk, year: int) -> str:
    """Every item of the plan: dated by month, by hand, carried out through others, targets, policy, unscheduled."""
    found = occurrences(desk, year)
    lines = [f"{desk.plan.title} · {desk.office.name} · {year}年", ""]
    for month in range(1, 13):
        dated = [occurrence for occurrence in found if occurrence.opens_on.month == month]
        lines += [f"【{month}月】{len(dated)}项", *(line for one in dated for line in _dated(desk, one)), ""]
    lines += _undated(desk)
    return "\n".join(lines) + "\n"


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
    yield from _section("政策文字", [entry for entry in entries if entry.class_ is Class.POLICY])
    yield from _section("还没有安排时间", list(unscheduled(desk.plan)))


def _section(title: str, entries: list[Entry]) -> Iterator[str]:
    yield f"【{title}】{len(entries)}项"
    for entry in entries:
        through = f" → {'、'.join(entry.through)}" if entry.through else ""
        target = f"：{entry.target}" if entry.target else ""
        yield f"  {entry.id}  {entry.class_}  {entry.title}{through}{target}"
    yield ""
