"""A desk with one thing changed, and what a check then says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rules.recurring import occurrences

if TYPE_CHECKING:
    from calendars.day_checks import Found
    from rules.desk import Desk
    from rules.plan import Entry


def with_entry(desk: Desk, item: str, **changes: object) -> Desk:
    """The desk with one entry changed."""

    def changed(entry: Entry) -> Entry:
        return replace(entry, **changes) if entry.id == item else entry  # type: ignore[arg-type]  # any field of it

    return replace(desk, plan=replace(desk.plan, entries=tuple(changed(entry) for entry in desk.plan.entries)))


def with_policies(desk: Desk, **changes: object) -> Desk:
    """The desk with other policies."""
    policies = replace(desk.office.policies, **changes)  # type: ignore[arg-type]  # any field of it
    return replace(desk, office=replace(desk.office, policies=policies))


def year_of(desk: Desk) -> Found:
    """The dated occurrences of the working year, each with its entry."""
    entries = {entry.id: entry for entry in desk.plan.entries}
    return tuple((entries[one.item], one) for one in occurrences(desk, desk.office.year))
