"""The lateness guard: what is too old is skipped by name, what is only late is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.running import skipped


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=11, minutes=59), timedelta(hours=12)])
def test_a_run_within_the_office_s_hours_is_done(late: timedelta) -> None:
    assert skipped("zh", late, 12) is None


def test_a_run_that_is_later_is_skipped_and_says_who_catches_up() -> None:
    state = skipped("zh", timedelta(hours=12, minutes=1), 12)
    assert state is not None
    assert (state.name, state.is_completed()) == ("Skipped", True)
    assert "每日巡查" in str(state.message)
