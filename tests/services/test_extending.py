"""More time: asked with a reason, counted, decided by the office, and nothing changes before the approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import extensions
from rules.errors import RefusedError
from services import closing, escalating, extending
from tests.asking import a_case, ask, do, facts_of, forget, loaded, post, the_case
from tests.builders import (
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST_INSPECTOR,
    LATE,
    POLICIES,
    a_desk,
    liaison,
    principal,
)

DUE, WANTED = date(2026, 3, 16), date(2026, 3, 24)
MARCH_12, MARCH_17, MARCH_18, MARCH_25 = (date(2026, 3, day) for day in (12, 17, 18, 25))
ASKING: dict[str, Any] = {"by": liaison(LATE), "why": "设备到货推迟", "wanted_on": WANTED}


@pytest.fixture
def case(engine: Engine) -> int:
    """A case of the late school, due on Monday 16 March."""
    return a_case(engine, loaded(engine, a_desk()))


def asked(engine: Engine, case: int, day: date = MARCH_12, **said: Any) -> int:
    return do(engine, extending.ask, day, a_desk(), case, **(ASKING | said))


def decide(engine: Engine, request: int, day: date = MARCH_12, **said: Any) -> int:
    return do(engine, extending.decide, day, a_desk(), request, **({"by": COORDINATOR, "approve": True} | said))


def test_asking_tells_the_office_and_changes_nothing_else(engine: Engine, case: int) -> None:
    before = the_case(engine, case)
    asked(engine, case)
    assert the_case(engine, case) == before
    assert post(engine) == sorted(("extension_asked", name) for name in (COORDINATOR, DIRECTOR))
    facts = facts_of(engine, DIRECTOR, "extension_asked")
    assert (facts["wanted_on"], facts["first_due_on"], facts["count"]) == ("2026-03-24", "2026-03-16", 0)


def test_approved_the_new_day_counts_and_the_first_one_stays(engine: Engine, case: int) -> None:
    decide(engine, asked(engine, case))
    row = the_case(engine, case)
    assert (row.due_on, row.first_due_on, row.due_basis, row.extensions) == (WANTED, DUE, "fixed_date", 1)
    assert facts_of(engine, liaison(LATE), "extension_decided")["approved"] is True


def test_refused_nothing_has_changed_and_the_school_hears_why(engine: Engine, case: int) -> None:
    request = asked(engine, case)
    with pytest.raises(RefusedError, match=r"refuse\.reason"):
        decide(engine, request, approve=False)
    forget(engine)
    decide(engine, request, approve=False, why="材料不足")
    assert (the_case(engine, case).due_on, the_case(engine, case).extensions) == (DUE, 0)
    assert post(engine) == sorted(
        ("extension_decided", name) for name in (EAST_INSPECTOR, liaison(LATE), principal(LATE))
    )


def test_the_ladder_pauses_from_the_approval_only_and_goes_on_from_where_it_was(engine: Engine, case: int) -> None:
    request = asked(engine, case, MARCH_12)
    assert len(do(engine, escalating.escalate, MARCH_17, a_desk())) == 1
    decide(engine, request, MARCH_18)
    for day in (MARCH_18, date(2026, 3, 19), WANTED, MARCH_25, date(2026, 3, 26)):
        assert do(engine, escalating.escalate, day, a_desk()) == []
    assert len(do(engine, escalating.escalate, date(2026, 3, 27), a_desk())) == 1
    assert the_case(engine, case).rung == 2


def test_no_more_than_the_policy_allows_and_refused_ones_do_not_count(engine: Engine, case: int) -> None:
    decide(engine, asked(engine, case), approve=False, why="材料不足")
    decide(engine, asked(engine, case))
    with pytest.raises(RefusedError, match="no_more_extensions"):
        asked(engine, case, wanted_on=date(2026, 4, 1))
    two = a_desk(policies=replace(POLICIES, extensions_allowed=2))
    said = ASKING | {"wanted_on": date(2026, 4, 1)}
    assert do(engine, extending.ask, MARCH_12, two, case, **said)
    assert [(row.number, row.status) for row in ask(engine, select(extensions).order_by(extensions.c.id))] == [
        (1, "refused"),
        (2, "approved"),
        (3, "asked"),
    ]


def test_the_same_request_again_is_one_and_another_one_has_to_wait(engine: Engine, case: int) -> None:
    assert asked(engine, case) == asked(engine, case)
    assert len(post(engine)) == 2
    with pytest.raises(RefusedError, match="extension_waits"):
        asked(engine, case, wanted_on=MARCH_25)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"why": ""}, r"refuse\.reason"),
        ({"wanted_on": DUE}, "due_later"),
        ({"wanted_on": None}, "due_later"),
        ({"by": liaison(DILIGENT)}, "other_unit"),
    ],
    ids=["no reason", "no later day", "no day", "another school"],
)
def test_a_request_that_cannot_be_is_refused(engine: Engine, case: int, said: dict[str, Any], word: str) -> None:
    with pytest.raises(RefusedError, match=word):
        asked(engine, case, **said)
    assert ask(engine, select(extensions.c.id)) == []


@pytest.mark.parametrize("by", [liaison(LATE), EAST_INSPECTOR])
def test_only_the_office_decides(engine: Engine, case: int, by: str) -> None:
    request = asked(engine, case)
    with pytest.raises(RefusedError):
        decide(engine, request, by=by)
    assert the_case(engine, case).due_on == DUE


def test_what_was_decided_is_not_decided_again_nor_what_the_school_has_answered_meanwhile(
    engine: Engine, case: int
) -> None:
    request = asked(engine, case)
    do(engine, closing.submit, MARCH_12, a_desk(), case, by=liaison(LATE), why="已补齐")
    with pytest.raises(RefusedError, match="decided_already"):
        decide(engine, request)
    with pytest.raises(RefusedError, match="nothing_owed"):
        asked(engine, case)
    assert ask(engine, select(extensions.c.status)) == [("lapsed",)]
