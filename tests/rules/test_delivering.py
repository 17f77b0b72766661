"""Waits between the attempts to deliver a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.delivering import flood_limit, gate, next_try, own_addresses, reachable
from rules.office import Channel
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


def test_what_failed_together_is_not_tried_again_together_but_always_at_the_same_moment() -> None:
    moments = {next_try(POLICIES, 1, NOW, f"digest:{number}") for number in range(50)}
    assert len(moments) == 50
    assert all(NOW + timedelta(minutes=4.25) < moment <= NOW + timedelta(minutes=5) for moment in moments if moment)
    assert next_try(POLICIES, 1, NOW, "digest:1") == next_try(POLICIES, 1, NOW, "digest:1")


MAIL, ROBOT, FILES = Channel("mail", "email"), Channel("robot", "wecom"), Channel("files", "files")


@pytest.mark.parametrize(
    ("wanted", "office", "ways"),
    [
        (("robot", "mail"), (MAIL, ROBOT), (ROBOT, MAIL)),
        (("robot=enc:abc", "robot"), (MAIL, ROBOT), (ROBOT,)),
        (("pigeon",), (MAIL, ROBOT), ()),
        ((), (FILES, MAIL, ROBOT), (MAIL, ROBOT)),
        ((), (FILES,), (FILES,)),
        (("mail",), (FILES,), (FILES,)),
        (("files",), (FILES, MAIL), (FILES,)),
    ],
)
def test_a_person_is_reached_by_the_own_channels_in_their_order_else_by_the_offices(
    wanted: tuple[str, ...], office: tuple[Channel, ...], ways: tuple[Channel, ...]
) -> None:
    assert reachable(wanted, office) == ways


def test_an_address_of_a_persons_own_stands_behind_the_channels_name() -> None:
    assert own_addresses(("mail", "微信=UID_1", "robot=enc:a=b==")) == {"微信": "UID_1", "robot": "enc:a=b=="}


def test_so_many_a_minute_and_then_one_waits_for_its_turn() -> None:
    robot = gate(replace(ROBOT, per_minute=2))
    for second in (0, 10):
        robot = robot.taken(NOW + timedelta(seconds=second))
    assert robot.opens_at(NOW + timedelta(seconds=20)) == NOW + timedelta(seconds=61)
    assert robot.opens_at(NOW + timedelta(seconds=61)) == NOW + timedelta(seconds=61)
    assert robot.taken(NOW + timedelta(seconds=61)).opens_at(NOW + timedelta(seconds=62)) == NOW + timedelta(seconds=71)


def test_a_part_that_is_counted_later_counts_from_the_last_post_that_is_known() -> None:
    robot = gate(replace(ROBOT, per_minute=2)).taken(NOW + timedelta(seconds=30)).taken(NOW)
    assert robot.opens_at(NOW + timedelta(seconds=40)) == NOW + timedelta(seconds=91)


def test_a_blocked_channel_opens_when_its_block_ends_and_one_without_a_limit_is_open() -> None:
    until = NOW + timedelta(minutes=10)
    assert gate(ROBOT, (), until).opens_at(NOW) == until
    assert gate(ROBOT, (), until).opens_at(until) == until
    assert gate(MAIL, [NOW.isoformat()] * 99).opens_at(NOW) == NOW


@pytest.mark.parametrize(("people", "limit"), [(0, 500), (50, 500), (51, 510), (20_000, 200_000)])
def test_the_limit_of_a_flood_grows_with_the_roster(people: int, limit: int) -> None:
    assert flood_limit(POLICIES, people) == limit
    assert flood_limit(replace(POLICIES, flood_in_all=7), people) == 7
