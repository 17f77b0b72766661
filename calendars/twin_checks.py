"""Entries that promise the same thing twice: in words nearly alike, of one kind, to the same units."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from calendars.remarks import remark
from rules.errors import Severity
from rules.plan import Class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.errors import Problem
    from rules.plan import Entry

ALIKE = 0.8
"""Two texts are alike when they share so large a part of their pairs of letters (Dice)."""

_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
_MARKS = re.compile(r"[^\w]+")


def twins(desk: Desk) -> Iterator[Problem]:
    """The later of two entries that duplicate each other; not one that is carried out through, or after, the other."""
    texts = {entry.id: (_pairs(entry.title), _pairs(entry.quote)) for entry in desk.plan.entries}
    told = set[str]()
    for one, other in combinations(desk.plan.entries, 2):
        if other.id in told or not _same_work(one, other) or _linked(one, other):
            continue
        if all(_alike(mine, its) for mine, its in zip(texts[one.id], texts[other.id], strict=True)):
            told.add(other.id)
            severity = Severity.WARNING if other.class_ is Class.SCHEDULED else Severity.NOTE
            yield remark(desk, "twin", other, severity=severity, other=one.id, other_title=one.title)


def _same_work(one: Entry, other: Entry) -> bool:
    """Whether class, kind, units and time are the same; a lesson in April and one in September are two."""
    return (one.class_, one.kind, one.audience, one.window) == (other.class_, other.kind, other.audience, other.window)


def _linked(one: Entry, other: Entry) -> bool:
    """Whether one is carried out through the other or comes after it."""
    return not {one.id, other.id}.isdisjoint((*one.through, *one.after, *other.through, *other.after))


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, without marks and what stands in brackets."""
    plain = _MARKS.sub("", _BRACKETS.sub("", text))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset({plain})


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))
