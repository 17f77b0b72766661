"""What every bench is given: its size, its databases, and a place to show how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from bench.databases import KINDS, Databases


@dataclass(frozen=True, slots=True)
class Course:
    """`quick`: small sizes that only show that everything runs; their ratios mean little."""

    quick: bool
    databases: Databases
    kinds: tuple[str, ...] = KINDS
