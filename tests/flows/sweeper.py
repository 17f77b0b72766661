"""A machine of its own that sweeps: what the test of two machines starts twice."""

from __future__ import annotations

from datetime import date
from multiprocessing.synchronize import Barrier

from flows.day import sweep
from models.engine import make_engine
from tests.builders import CAST, a_desk, a_unit, an_entry, people_of
from tests.builders import OFFICE_PEOPLE as OFFICE

UNITS = (*CAST, *(a_unit(f"M{number:03}", f"学校{number}") for number in range(60)))
DESK = a_desk(*(an_entry(f"P-{number}") for number in range(6)), units=UNITS, people=(*OFFICE, *people_of(UNITS)))
DAYS = (date(2026, 3, 2), date(2026, 3, 26), date(2026, 3, 31), date(2026, 4, 1))


def sweep_all(url: str, gate: Barrier) -> int:
    """How much this machine moved on the days, each begun at the same moment as the other machine's."""
    engine = make_engine(url)
    moved = 0
    for day in DAYS:
        gate.wait(60)
        moved += len(sweep(engine, DESK, day))
    engine.dispose()
    return moved
