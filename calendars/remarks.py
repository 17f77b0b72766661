"""What a check says of the plan or of one entry: its code, how much it matters, the articles, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.desk import Desk
    from rules.packs import Point
    from rules.plan import Entry

FEW = 6
"""So many names stand in one sentence; the others are counted."""


def remark(  # noqa: PLR0913  (a remark has that many sides)
    desk: Desk,
    code: str,
    entry: Entry | None = None,
    *points: Point,
    severity: Severity = Severity.WARNING,
    value: str = "",
    allowed: str = "",
    **more: str,
) -> Problem:
    """One remark.

    Args:
        desk: whose plan, and whose pack gives the articles.
        code: its sentence in the catalogue.
        entry: which entry; None for the plan as a whole.
        points: what the law says about it; the sentence names their articles as ``article``.
        severity: an error stops the office from going live.
        value: what stands there; of an entry its title, unless given.
        allowed: what may.
        more: what else the sentence names.
    """
    place, title = (entry.id, entry.title) if entry else ("", "")
    values = {"line": str(entry.line) if entry else "", "key": "", "title": title, **more}
    values["article"] = desk.pack.article(*points)
    return Problem(desk.plan.name, place, code, value or title, allowed, severity, values)


def few(names: Sequence[str]) -> str:
    """The names, or the first of them and how many more: ``甲、乙……（23）``."""
    shown = "、".join(names[:FEW])
    return shown if len(names) <= FEW else f"{shown}……（{len(names)}）"
