"""Drawing units for a random inspection so that anybody can repeat it and nobody can steer it (双随机).

Every unit of the pool puts as many tickets into the urn as its risk gives it; a ticket's number is the SHA-256 digest
of seed, unit and ticket, and the unit's lot is its highest ticket. With whole tickets the highest of n uniform numbers
is exactly the weighted sampling without replacement of Efraimidis and Spirakis (u ** (1 / n)), without a logarithm
that two machines might round differently. A digest of its own for each ticket, instead of a stream of random numbers,
means that the result depends neither on Python's generator, whose internals may change, nor on the order of the pool,
and that a person with `sha256sum` can check any single lot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from rules.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULE = "2"
"""The version of all that decides a draw: lots, strata, pairing. Kept with every draw; 1 kept no zones."""


class Basis(StrEnum):
    """How the number of units to draw is given."""

    COUNT = "count"
    PERCENT = "percent"
    PER_ZONE = "per_zone"


@dataclass(frozen=True, slots=True)
class HowMany:
    """So many units, per cent of the pool (rounded up), or units of every zone."""

    basis: Basis
    value: int

    def of(self, pool: int) -> int:
        """How many that is of a pool, never more than it has."""
        wanted = -(-pool * self.value // 100) if self.basis is Basis.PERCENT else self.value
        return max(min(wanted, pool), 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit in the pool.

    Args:
        tickets: 1 or more; twice the tickets are twice the chance of every single pick.
        checked: it had its turn in this round already, and comes again only when all others had theirs.
    """

    code: str
    zone: str
    kind: str
    tickets: int = 1
    checked: bool = False


def how_many(text: str) -> HowMany:
    """What a person wrote: ``12``, ``5%``, and ``每区2`` or ``2/zone`` for so many of every zone.

    Raises:
        RefusedError: none of these.
    """
    found = re.fullmatch(r"(每区|每个?责任区)?\s*(\d{1,6})\s*(个|所|[%％]|/zone)?", text.strip())
    if found is None or (found[1] and found[3] in ("%", "％", "/zone")):
        raise RefusedError("refuse.how_many", value=text)
    per_zone, percent = found[1] or found[3] == "/zone", found[3] in ("%", "％")
    basis = Basis.PER_ZONE if per_zone else Basis.PERCENT if percent else Basis.COUNT
    return HowMany(basis, int(found[2]))


def draw_units(pool: Iterable[Candidate], many: HowMany, seed: str) -> tuple[str, ...]:
    """The codes of the drawn units, in code order; all of the pool where it has fewer than wanted.

    First come those that were not checked in this round, in shares by zone and kind; of those that were, some are
    drawn only when no other is left (full coverage, inventory P1-08).

    Args:
        pool: each unit once; the order does not matter.
        many: how many.
        seed: any text.
    """
    units = list({unit.code: unit for unit in pool}.values())
    if many.basis is not Basis.PER_ZONE:
        return tuple(sorted(_draw(units, many.of(len(units)), seed)))
    zones: dict[str, list[Candidate]] = defaultdict(list)
    for unit in units:
        zones[unit.zone].append(unit)
    return tuple(sorted(code for members in zones.values() for code in _draw(members, many.value, seed)))


def next_round(checked: frozenset[str], pool: Iterable[str], picked: Iterable[str]) -> frozenset[str]:
    """Who had a turn after a draw: once the whole pool had, a new round begins for it with those picked twice."""
    members, drawn = frozenset(pool), frozenset(picked)
    now = checked | drawn
    return now if not members <= now else (now - members) | (drawn & checked)


def lot(seed: str, code: str, tickets: int = 1) -> str:
    """The highest of the unit's tickets; the higher lot wins."""
    return max(sha256(f"{seed}|{code}|{ticket}".encode()).hexdigest() for ticket in range(1, max(tickets, 1) + 1))


def seed_for(text: str) -> int:
    """The seed that belongs to a text such as an entry and its period: 31 bits, so that every database holds it."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) >> 1


def _draw(units: Sequence[Candidate], take: int, seed: str) -> list[str]:
    fresh = [unit for unit in units if not unit.checked]
    seen = [unit for unit in units if unit.checked]
    if take <= len(fresh):
        return _shares(fresh, take, seed)
    return [unit.code for unit in fresh] + _shares(seen, min(take - len(fresh), len(seen)), seed)


def _shares(units: Sequence[Candidate], take: int, seed: str) -> list[str]:
    """Every zone and kind gives its whole share; the seats that are left go to the best lots, one a stratum at most."""
    if take <= 0 or not units:
        return []
    picked: list[str] = []
    next_ones: list[tuple[str, str]] = []
    for members in _strata(units, seed):
        share, rest = divmod(take * len(members), len(units))
        picked += [code for _, code in members[:share]]
        next_ones += members[share : share + 1] if rest else []
    next_ones.sort(reverse=True)
    return picked + [code for _, code in next_ones[: take - len(picked)]]


def _strata(units: Sequence[Candidate], seed: str) -> list[list[tuple[str, str]]]:
    """Lot and code of the units of each zone and kind, the best lots first."""
    strata: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for unit in units:
        strata[unit.zone, unit.kind].append((lot(seed, unit.code, unit.tickets), unit.code))
    return [sorted(members, reverse=True) for members in strata.values()]
