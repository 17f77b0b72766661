"""Tickets by risk."""

from __future__ import annotations

import pytest

from rules.weighing import Risk, tickets


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        (Risk(months=0), 1),
        (Risk(months=2), 1),
        (Risk(months=3), 2),
        (Risk(months=None), 5),
        (Risk(months=60), 5),
        (Risk(serious=1, months=0), 3),
        (Risk(late=2, months=0), 3),
        (Risk(serious=9, late=9, months=None), 14),
    ],
)
def test_each_side_adds_tickets_up_to_its_cap(risk: Risk, expected: int) -> None:
    assert tickets(risk) == expected
