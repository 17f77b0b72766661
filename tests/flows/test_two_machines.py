"""Two processes sweep the same office at the same moment: nothing is doubled, nothing is lost, nobody fails."""

from __future__ import annotations

from collections import Counter
from multiprocessing import get_context

from sqlalchemy import Engine, func, select

from flows.day import sweep
from models.engine import make_engine, migrate, transaction
from models.tables import assignments, changes, messages
from services import planning
from tests.asking import ask
from tests.flows.sweeper import DAYS, DESK, UNITS, sweep_all


def alone() -> tuple[Counter[str], int]:
    """The messages by kind, and how much is moved, when one machine does it all."""
    engine = make_engine("sqlite://")
    migrate(engine)
    with transaction(engine) as session:
        planning.load(session, DAYS[0], DESK)
    moved = sum(len(sweep(engine, DESK, day)) for day in DAYS)
    kinds = Counter(row.kind for row in ask(engine, select(messages.c.kind)))
    engine.dispose()
    return kinds, moved


def test_two_processes_that_sweep_at_once_do_what_one_would_do(engine: Engine, database_url: str) -> None:
    with transaction(engine) as session:
        planning.load(session, DAYS[0], DESK)
    spawn = get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(2) as machines:
        gate = manager.Barrier(2)
        moved = machines.starmap(sweep_all, [(database_url, gate)] * 2)
    kinds, alone_moved = alone()
    assert sum(moved) == alone_moved
    assert Counter(row.kind for row in ask(engine, select(messages.c.kind))) == kinds
    assert ask(engine, select(func.count()).select_from(assignments)) == [(6 * len(UNITS),)]
    lapsed = select(func.count()).select_from(changes).where(changes.c.to_status == "overdue")
    assert ask(engine, lapsed) == [(6 * len(UNITS),)]
