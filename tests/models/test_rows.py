"""New rows in sets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from models import Message, PersonRow, UnitRow
from models.rows import BATCH, batches, insert_new
from models.tables import messages, people, units
from tests.asking import ask, counting_statements, do


def a_row(number: int, **more: Any) -> dict[str, Any]:
    return {"code": f"K{number:05}", "name": f"学校{number}", "kind": "primary"} | more


def test_only_what_did_not_exist_comes_back(engine: Engine) -> None:
    do(engine, insert_new, UnitRow, [a_row(1), a_row(2)], unless=["code"])
    new = do(engine, insert_new, UnitRow, [a_row(2), a_row(3)], unless=["code"], returning=["code"])
    assert [row.code for row in new] == ["K00003"]
    assert len(ask(engine, select(units.c.id))) == 3


def test_a_key_twice_in_one_set_is_one_row(engine: Engine) -> None:
    new = do(engine, insert_new, UnitRow, [a_row(1), a_row(1, name="另一名")], unless=["code"])
    assert len(new) == 1
    assert ask(engine, select(units.c.name)) == [("学校1",)]


def test_what_is_left_out_has_the_models_default(engine: Engine) -> None:
    do(engine, insert_new, UnitRow, [a_row(1)], unless=["code"])
    row = ask(engine, select(units))[0]
    assert (row.active, row.pupils, row.ownership, row.tags, row.zone) == (True, 0, "public", [], "")


def test_days_moments_documents_and_difficult_text_come_back_as_they_were(engine: Engine) -> None:
    moment, text = datetime(2026, 3, 2, 2, 30, 15, 123456, tzinfo=UTC), "引号\"'\\ 换行\n 表情😀 %s :name {x}"
    do(engine, insert_new, PersonRow, [{"id": 1, "name": text, "role": "liaison"}], unless=["name"])
    row = {"key": "k", "kind": "issued", "person_id": 1, "facts": {"text": [text], "no": None, "yes": True}}
    do(engine, insert_new, Message, [row | {"queued_on": date(2026, 3, 2), "try_at": moment}])
    found = ask(engine, select(messages))[0]
    assert (found.queued_on, found.try_at, found.ended_at, found.unit_id) == (date(2026, 3, 2), moment, None, None)
    assert found.facts == row["facts"]
    assert ask(engine, select(people.c.name)) == [(text,)]


def test_nothing_asks_nothing(engine: Engine) -> None:
    with counting_statements(engine) as counted:
        assert do(engine, insert_new, UnitRow, [], unless=["code"]) == []
    assert counted["INSERT"] == 0


def test_a_thousand_rows_are_one_statement(engine: Engine) -> None:
    with counting_statements(engine) as counted:
        rows = (a_row(number) for number in range(2 * BATCH + 1))
        assert len(do(engine, insert_new, UnitRow, rows, unless=["code"])) == 2 * BATCH + 1
    assert counted["INSERT"] <= 6
    assert ask(engine, select(func.count()).select_from(units)) == [(2 * BATCH + 1,)]


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_batches_are_full_but_the_last(count: int, sizes: list[int]) -> None:
    assert [len(batch) for batch in batches(range(count), 3)] == sizes
