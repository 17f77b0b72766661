"""Which rules were in force: a digest that stands beside every step of a history."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.office import Office


def rule_version(office: Office) -> str:
    """Twelve hexadecimal digits that change when, and only when, the office's policies or ladders change."""
    parts = (office.policies, office.ladder, sorted(office.ladders.items()), office.check_ladder)
    return sha256(repr(parts).encode()).hexdigest()[:12]
