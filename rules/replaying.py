"""A history read from its beginning gives the state of today: what proves that nothing was changed beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Recorded:
    """One step as it stands in the history; `data`: what else it changed, by column."""

    from_status: str
    to_status: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """The state after all steps; `gaps`: the places at which a step did not begin where the one before it ended."""

    status: str
    values: Mapping[str, Any]
    gaps: tuple[int, ...]


def replay(steps: Iterable[Recorded]) -> Replayed:
    """The state to which the steps lead, in their order, from nothing."""
    status = ""
    values: dict[str, Any] = {}
    gaps = []
    for place, step in enumerate(steps):
        if step.from_status != status:
            gaps.append(place)
        status = step.to_status
        values.update(step.data)
    return Replayed(status, values, tuple(gaps))
