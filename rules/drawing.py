"""Drawing units for a random inspection so that the draw can be repeated and checked (双随机)."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.office import Unit


def draw(pool: Sequence[Unit], per_zone: int, seed: int) -> tuple[Unit, ...]:
    """`per_zone` units of every zone, or all of a smaller zone, in code order.

    The lots are digests of seed and code, so that pool and seed give the same units again on any machine and Python
    version, in whatever order the pool comes; the other zones do not change when a unit joins one.
    """
    zones: dict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in pool:
        zones[unit.zone][unit.code] = unit
    drawn = [unit for members in zones.values() for unit in _lots(members.values(), seed)[: max(per_zone, 0)]]
    return tuple(sorted(drawn, key=lambda unit: unit.code))


def seed_for(text: str) -> int:
    """The seed that belongs to a text such as an entry and its period: 31 bits, so that every database holds it."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) >> 1


def _lots(members: Iterable[Unit], seed: int) -> list[Unit]:
    return sorted(members, key=lambda unit: sha256(f"{seed}:{unit.code}".encode()).digest())
