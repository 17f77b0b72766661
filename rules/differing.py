"""What a changed plan changes: the occurrences promised before against those promised now, pure values both.

What is over stays as it was: an occurrence that was due before the day is history and is neither moved nor removed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from rules.promised import Key, Promise, is_secret, promised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from rules.plan import Entry

__all__ = ["Change", "Difference", "Key", "Promise", "difference", "is_secret", "promised", "renamed", "rule_of"]

_WORDING = ("title", "programme", "doer", "asks", "secret")


@dataclass(frozen=True, slots=True)
class Change:
    """One occurrence before and after."""

    old: Promise
    new: Promise

    @property
    def moves(self) -> bool:
        """Whether it has other days."""
        return self.old.days != self.new.days

    @property
    def joined(self) -> tuple[str, ...]:
        """The units that it is for now and was not before."""
        return _without(self.new.units, self.old.units)

    @property
    def left(self) -> tuple[str, ...]:
        """The units that it was for and is not any more."""
        return _without(self.old.units, self.new.units)

    @property
    def reworded(self) -> tuple[str, ...]:
        """Which of title, programme, doer, asks and secrecy are otherwise."""
        return tuple(name for name in _WORDING if getattr(self.old, name) != getattr(self.new, name))


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise, in the order of the opening days.

    Args:
        added: promised now and not before, in a year that was known before.
        changed: other days, other units or other words.
        removed: promised before and not now.
        late: added, but due before the day already: such work is never opened.
        begun: promises of years that were not known at all before: a first load, or a year that comes into view.
    """

    added: tuple[Promise, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Promise, ...] = ()
    late: tuple[Promise, ...] = ()
    begun: tuple[Promise, ...] = ()

    @property
    def moved(self) -> tuple[Change, ...]:
        """Those with other days."""
        return tuple(change for change in self.changed if change.moves)

    @property
    def shifted(self) -> tuple[Change, ...]:
        """What goes and comes in the same year as the one occurrence of its entry: to a person it moves."""
        gone, fresh = _single(self.removed), _single(self.added)
        return tuple(Change(it, fresh[place]) for place, it in gone.items() if place in fresh)

    @property
    def readdressed(self) -> tuple[Change, ...]:
        """Those for other units."""
        return tuple(change for change in self.changed if change.joined or change.left)

    @property
    def reworded(self) -> tuple[Change, ...]:
        """Those in other words."""
        return tuple(change for change in self.changed if change.reworded)

    def __len__(self) -> int:
        """How many occurrences are otherwise; years that come into view are no change."""
        return len(self.added) + len(self.changed) + len(self.removed) + len(self.late)


def difference(
    old: Iterable[Promise], new: Iterable[Promise], day: date, *, as_before: Collection[str] = ()
) -> Difference:
    """What is otherwise, on that day.

    Args:
        old: what was promised.
        new: what is promised now.
        day: today.
        as_before: the entries whose rule is the same; what is open of them and firm keeps the days that were told,
            whatever became of the days around it.
    """
    before, now = {it.key: it for it in old}, {it.key: it for it in new}
    fresh, years = [it for key, it in now.items() if key not in before], {it.opens_on.year for it in before.values()}
    known = [it for it in fresh if it.opens_on.year in years]
    both = (Change(before[key], _kept(before[key], it, day, as_before)) for key, it in now.items() if key in before)
    return Difference(
        added=_in_order(it for it in known if it.due_on >= day),
        changed=tuple(sorted((it for it in both if _matters(it, day)), key=lambda it: _place(it.new))),
        removed=_in_order(it for key, it in before.items() if key not in now and it.due_on >= day),
        late=_in_order(it for it in known if it.due_on < day),
        begun=_in_order(it for it in fresh if it.opens_on.year not in years),
    )


def rule_of(entry: Entry) -> str:
    """A digest of what decides when and for whom: as long as it stays, so do the days that people were told."""
    decides = (entry.class_, entry.window, entry.due, entry.audience, entry.asks, entry.unannounced)
    return sha256(repr(decides).encode()).hexdigest()[:16]


def renamed(known: Mapping[str, tuple[str, str]], entries: Iterable[Entry]) -> dict[str, str]:
    """Old to new id of the entries that only have another id now: the same title and the same rule, and no other such.

    Args:
        known: title and rule by id, of the entries that were in the plan.
        entries: those that are in it now.
    """
    now = {entry.id: (entry.title, rule_of(entry)) for entry in entries}
    gone = {item: facts for item, facts in known.items() if item not in now}
    fresh = {item: facts for item, facts in now.items() if item not in known}
    once = {facts for facts, count in Counter((*gone.values(), *fresh.values())).items() if count == 2}  # noqa: PLR2004  (one on either side)
    by_facts = {facts: item for item, facts in fresh.items() if facts in once}
    return {item: by_facts[facts] for item, facts in gone.items() if facts in by_facts}


def _without(units: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are not among the others, in their order."""
    if units == others:
        return ()
    left = set(others)
    return tuple(code for code in units if code not in left)


def _kept(old: Promise, new: Promise, day: date, as_before: Collection[str]) -> Promise:
    """As it is now; with the days that were told, where it is open with firm days and its rule is the same."""
    if new.item not in as_before or old.provisional or old.opens_on > day:
        return new
    return replace(new, opens_on=old.opens_on, due_on=old.due_on, provisional=False)


def _matters(change: Change, day: date) -> bool:
    """Whether anything is otherwise that is not over."""
    is_over = max(change.old.due_on, change.new.due_on) < day
    return not is_over and bool(change.moves or change.joined or change.left or change.reworded)


def _single(found: Iterable[Promise]) -> dict[tuple[str, int], Promise]:
    """By entry and year, where there is only one."""
    known = tuple(found)
    counts = Counter((it.item, it.opens_on.year) for it in known)
    return {place: it for it in known if counts[place := (it.item, it.opens_on.year)] == 1}


def _in_order(found: Iterable[Promise]) -> tuple[Promise, ...]:
    return tuple(sorted(found, key=_place))


def _place(promise: Promise) -> tuple[date, str, str]:
    return promise.opens_on, promise.item, promise.period
