"""A process that sweeps and delivers days, for the tests of downtime and of two machines: started as a program."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.day import sweep
from flows.outbox import deliver
from models.engine import make_engine
from rules.desk import Desk
from rules.office import Channel
from rules.plan import MonthWindow
from tests.builders import OFFICE_PEOPLE, a_desk, a_unit, an_entry, people_of

GATE = Channel("gate", "webhook", "DUDAO_TEST_GATE")
SHANGHAI = ZoneInfo("Asia/Shanghai")
SCHOOLS = 12


def an_office() -> Desk:
    """Twelve schools with March's and April's work, everybody reached by one webhook."""
    units = tuple(a_unit(f"K{number:02}", f"小学{number:02}") for number in range(SCHOOLS))
    entries = (
        an_entry("P-1", title="三月自查", reminders=(-20, -15, -10, -5, -3, 0)),
        an_entry("P-2", title="三月法制宣传", window=MonthWindow((3,)), reminders=(-20, -15, -10, -3, 0)),
    )
    desk = a_desk(*entries, units=units, people=(*OFFICE_PEOPLE, *people_of(units)))
    people = tuple(replace(person, channels=("gate",)) for person in desk.roster.people)
    office = replace(desk.office, channels=(GATE,))
    return replace(desk, office=office, roster=replace(desk.roster, people=people))


def at(day: date, hour: int = 10) -> datetime:
    """That hour of the day in the office's zone."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def main(url: str, folder: str, worker: str) -> None:
    """For every day that is read: sweep, deliver, and say what was counted."""
    engine, desk = make_engine(url), an_office()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        day = date.fromisoformat(line.strip())
        sweep(engine, desk, day)
        sys.stdout.write(json.dumps(deliver(engine, desk, Path(folder), at(day), worker)) + "\n")
        sys.stdout.flush()
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
