"""A measured line: what, how much, and how near to the limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`ratio`: what was measured divided by the limit; up to 1.00 the goal is met. None: only for comparison."""

    name: str
    measured: str
    ratio: float | None = None

    def __str__(self) -> str:
        """One line."""
        end = "for comparison" if self.ratio is None else f"ratio to limit: {self.ratio:.2f}"
        return f"{self.name}: {self.measured} - {end}"
