"""Waiting letters are cut into equal shares, and only where there are enough of them."""

from __future__ import annotations

import pytest

from rules.sharing import MOST_LETTERS, WORTH_A_RUN, most_worth_counting, shares


@pytest.mark.parametrize(
    ("waiting", "senders", "cut"),
    [
        (0, 4, ()),
        (1, 4, (1,)),
        (WORTH_A_RUN, 4, (500,)),
        (WORTH_A_RUN + 1, 4, (251, 250)),
        (2_000, 4, (500, 500, 500, 500)),
        (2_001, 4, (501, 500, 500, 500)),
        (20_000, 3, (6_667, 6_667, 6_666)),
        (20_000, 1, (10_000,)),
    ],
)
def test_shares_are_equal_and_no_more_than_there_are_senders(waiting: int, senders: int, cut: tuple[int, ...]) -> None:
    assert shares(waiting, senders) == cut


def test_no_run_takes_more_than_the_most_however_much_waits() -> None:
    assert shares(10**6, 3) == (MOST_LETTERS,) * 3
    assert shares(most_worth_counting(3), 3) == (MOST_LETTERS,) * 3
