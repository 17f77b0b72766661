"""A stage that is passed over in a played year would have moved nothing."""

from __future__ import annotations

from datetime import date, timedelta

from flows.day import begin, stages
from flows.quiet import Quiet
from models.engine import make_engine, migrate, transaction
from rules.plan import Audience, MonthWindow, Rotation
from rules.working_days import is_working_day
from services import planning
from tests.builders import a_desk, a_visit, an_entry


def test_what_is_passed_over_would_move_nothing() -> None:
    rotates = a_visit("P-C", title="综合督导", window=MonthWindow((4,)), audience=Audience(rotation=Rotation(2)))
    desk, new_year = a_desk(an_entry(), a_visit(), rotates), date(2026, 1, 1)
    engine = make_engine("sqlite://")
    migrate(engine)
    with transaction(engine) as session:
        planning.load(session, new_year, desk)
    begin(engine, new_year)
    quiet, moved = Quiet(desk, 2026), dict.fromkeys(("rotated", "issued", "month", "week"), 0)
    for day in (new_year + timedelta(days=ahead) for ahead in range(365)):
        if day != new_year and not is_working_day(desk.calendar, day):
            continue
        idle = quiet.idle(day)
        for name, ids in stages(engine, desk, day).items():
            assert not (name in idle and ids), (day, name)
            if name in moved:
                moved[name] += len(ids)
    engine.dispose()
    assert all(moved.values())
