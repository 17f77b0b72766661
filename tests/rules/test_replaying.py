"""Replaying a history, step by step."""

from __future__ import annotations

from rules.replaying import Recorded, replay


def test_the_last_status_and_the_last_value_of_every_column_stand() -> None:
    steps = [
        Recorded("", "issued", {"due_on": "2026-03-16", "round": 1}),
        Recorded("issued", "issued", {"rung": 1}),
        Recorded("issued", "submitted"),
        Recorded("submitted", "returned", {"due_on": "2026-03-30", "round": 2}),
    ]
    replayed = replay(steps)
    assert (replayed.status, replayed.gaps) == ("returned", ())
    assert replayed.values == {"due_on": "2026-03-30", "round": 2, "rung": 1}


def test_a_step_that_does_not_begin_where_the_last_one_ended_is_a_gap() -> None:
    assert replay([Recorded("", "issued"), Recorded("submitted", "verified")]).gaps == (1,)


def test_no_history_is_no_state() -> None:
    assert replay([]).status == ""
