"""Waits between the attempts to deliver a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.delivering import next_try
from tests.rules.cast import POLICIES

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 5), (2, 15), (3, 60)])
def test_each_failure_waits_longer(attempts: int, minutes: int) -> None:
    assert next_try(POLICIES, attempts, NOW) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("attempts", [4, 5, 100])
def test_a_message_is_dead_when_the_tries_are_used_up(attempts: int) -> None:
    assert next_try(POLICIES, attempts, NOW) is None


def test_an_office_without_waits_tries_once() -> None:
    assert next_try(replace(POLICIES, retry_minutes=()), 1, NOW) is None
