"""A draw as it is kept, and whether it is what its own facts give: pool, weights, seed, result and their digest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from rules.drawing import RULE, Candidate, HowMany, draw_units
from rules.pairing import Inspector, Visit, pair


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that decides a draw, and what came of it.

    Args:
        about: the entry, the form's key, and what else is proved without deciding anything (topic, who drew).
        per_unit: inspectors for each unit; `days` on which the visits can be.
    """

    rule: str
    seed: str
    about: tuple[str, ...]
    many: HowMany
    per_unit: int
    days: tuple[date, ...]
    units: tuple[Candidate, ...]
    inspectors: tuple[Inspector, ...]
    picked: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()


def carry_out(draw: Drawn) -> Drawn:
    """The draw with its result."""
    picked = draw_units(draw.units, draw.many, draw.seed)
    visits = pair(picked, draw.inspectors, draw.per_unit, draw.days, draw.seed) if draw.days else ()
    return _with(draw, picked, visits)


def digest_of(draw: Drawn) -> str:
    """SHA-256 over all of it in one canonical text: whoever wrote it down can tell that nothing was changed since."""
    plain = asdict(draw)
    plain["units"] = sorted(plain["units"], key=lambda unit: unit["code"])
    plain["inspectors"] = sorted(plain["inspectors"], key=lambda inspector: inspector["name"])
    return sha256(canonical(plain).encode()).hexdigest()


def canonical(document: object) -> str:
    """JSON with sorted keys, no spaces, ISO days."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)


def faults_of(draw: Drawn, *digests: str) -> tuple[str, ...]:
    """What does not fit: ``rule``, ``digest``, ``picked``, ``visits``; () for a draw that is as it was made.

    Args:
        draw: as it is kept.
        digests: the one kept with it, that of the history, that on somebody's paper.
    """
    if draw.rule != RULE:
        return ("rule",)
    again = carry_out(draw)
    wrong = {
        "digest": any(digest != digest_of(draw) for digest in digests),
        "picked": draw.picked != again.picked,
        "visits": draw.visits != again.visits,
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def _with(draw: Drawn, picked: tuple[str, ...], visits: tuple[Visit, ...]) -> Drawn:
    return Drawn(
        draw.rule, draw.seed, draw.about, draw.many, draw.per_unit, draw.days, draw.units, draw.inspectors,
        picked, visits,
    )  # fmt: skip


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
