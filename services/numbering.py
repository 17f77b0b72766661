"""Running numbers of public papers: none is given twice and none left out."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Counter
from models.rows import insert_new
from models.tables import counters


def next_in(session: Session, series: str) -> int:
    """The next number of the series; its row is held until the transaction ends."""
    insert_new(session, Counter, [{"series": series}], unless=["series"], returning=["series"])
    moved = update(counters).where(counters.c.series == series).values(last=counters.c.last + 1)
    return int(session.execute(moved.returning(counters.c.last)).scalar_one())
