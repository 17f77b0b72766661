"""Values of targets: kept, never changed, never doubled."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from models.engine import reading, transaction
from models.tables import assignments, measurements
from reports.targets import read_targets
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.plan import Class, Kind
from services import measuring
from tests.asking import MARCH_2, ask, do, loaded, post
from tests.builders import COORDINATOR, DILIGENT, a_desk, an_entry, liaison

TARGET = "达标学校比例：60% 以上（越高越好，至少 60%）"


def an_office(engine: Engine) -> Desk:
    target = an_entry("T-1", title="达标", class_=Class.TARGET, kind=Kind.TARGET, window=None, target=TARGET)
    return loaded(engine, a_desk(an_entry(), target))


def measure(engine: Engine, desk: Desk, value: float = 62.5, **said: str) -> int:
    form = {"item": "T-1", "period": "2026", "by": COORDINATOR, "source": "年报"} | said
    return do(engine, measuring.measure, MARCH_2, desk, value=value, **form)


def test_a_value_is_shown_with_whether_it_reaches_the_target(engine: Engine) -> None:
    desk = an_office(engine)
    measure(engine, desk)
    measure(engine, desk, 40, unit=DILIGENT)
    with reading(engine) as session:
        (target,) = read_targets(session, desk)
    assert (target.item, target.up, target.number) == ("T-1", True, 60)
    assert {(one.unit, one.value, one.reached, one.by) for one in target.measured} == {
        ("", 62.5, True, COORDINATOR),
        (DILIGENT, 40, False, COORDINATOR),
    }


def test_a_correction_is_a_further_row_and_the_last_one_counts(engine: Engine) -> None:
    desk = an_office(engine)
    measure(engine, desk, 90)
    measure(engine, desk, 55)
    with reading(engine) as session:
        ((last,),) = (target.measured for target in read_targets(session, desk))
    assert (last.value, last.reached) == (55, False)
    assert len(ask(engine, measurements.select())) == 2


def test_the_same_form_sent_twice_is_one_row(engine: Engine) -> None:
    desk = an_office(engine)
    assert measure(engine, desk) == measure(engine, desk)
    assert len(ask(engine, measurements.select())) == 1


def test_nothing_is_assigned_and_nobody_is_told(engine: Engine) -> None:
    measure(engine, an_office(engine))
    assert ask(engine, assignments.select()) == []
    assert post(engine) == []


@pytest.mark.parametrize("statement", [update(measurements).values(value=1), delete(measurements)])
def test_the_database_itself_refuses_to_change_a_value(engine: Engine, statement: object) -> None:
    measure(engine, an_office(engine))
    with pytest.raises(DBAPIError, match="the history only grows"), transaction(engine) as session:
        session.execute(statement)  # type: ignore[call-overload]  # either of the two


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"item": "P-1"}, RefusedError),
        ({"item": "X-9"}, NotFoundError),
        ({"source": " "}, RefusedError),
        ({"period": ""}, RefusedError),
        ({"by": liaison(DILIGENT)}, RefusedError),
        ({"unit": "没有的学校"}, NotFoundError),
    ],
)
def test_what_is_no_target_or_has_no_source_is_refused(
    engine: Engine, said: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        measure(engine, an_office(engine), **said)
