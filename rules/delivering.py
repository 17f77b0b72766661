"""How messages leave: which ones share the day's letter, by which channel, how many a minute, and when again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rules.office import Channel, Policies

DAILY = (
    "overdue", "escalation", "check_late", "digest", "handed_over", "issued", "due_changed", "plan_changed",
    "withdrawn", "closed", "missing_visits", "month_plan", "week_summary",
)  # fmt: skip
"""Kinds that share one letter a person and a day, the most urgent first.

Every other kind (an answer to an act of today) goes out alone at the next round, as does whatever is urgent.
"""

PER_MINUTE = {"wecom": 20, "dingtalk": 20, "feishu": 100, "lark": 100}
"""Source: the platforms' pages on custom robots: WeCom and DingTalk 20 a minute, Feishu 100 a minute."""

RESENDABLE = frozenset({"files"})
"""Kinds whose message replaces itself when it is sent again."""

MINUTE = timedelta(seconds=61)
"""A minute as the platforms count it, and a second for clocks that differ."""

_JITTER = 0.15


def next_try(policies: Policies, attempts: int, now: datetime, key: str = "") -> datetime | None:
    """Not before this moment; None when the tries are used up and the message is dead.

    Args:
        policies: the waits between attempts, in minutes.
        attempts: how often it was handed over so far, the one that just failed included.
        now: the moment of the failure.
        key: the message's; a wait is shorter by up to 15 % by a number drawn from it, so that what failed together is
            not tried again together. An empty key waits the full time.
    """
    waits = policies.retry_minutes
    if attempts > len(waits):
        return None
    wait = timedelta(minutes=waits[max(attempts, 1) - 1])
    return now + wait * (1 - _JITTER * _fraction(f"{key}:{attempts}") if key else 1)


def _fraction(text: str) -> float:
    """A number from 0 inclusive to 1 exclusive that is always the same for the same text."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) / 2**32


def reachable(wanted: Sequence[str], channels: Sequence[Channel]) -> tuple[Channel, ...]:
    """The office's channels by which a person is reached, in the order in which they are tried.

    Args:
        wanted: what the roster says: names, perhaps each with an address (``name=address``); empty: every channel of
            the office but files, which reach nobody where there is another way.
        channels: the office's. Where it has nothing but files, everybody is reached by them.
    """
    if all(channel.kind == "files" for channel in channels):
        return tuple(channels)
    by_name = {channel.name: channel for channel in channels}
    if not wanted:
        return tuple(channel for channel in channels if channel.kind != "files")
    names = dict.fromkeys(way.partition("=")[0] for way in wanted)
    return tuple(by_name[name] for name in names if name in by_name)


def own_addresses(wanted: Iterable[str]) -> dict[str, str]:
    """Channel name to the address that the roster gives for this person alone."""
    pairs = (way.partition("=") for way in wanted)
    return {name: address for name, _, address in pairs if address}


def per_minute(channel: Channel) -> int:
    """So many posts a minute at most; 0: as many as there are."""
    return channel.per_minute or PER_MINUTE.get(channel.kind, 0)


def may_resend(channel: Channel) -> bool:
    """Whether a message of unknown outcome may go out by it again without a person's decision."""
    return channel.resend or channel.kind in RESENDABLE


@dataclass(frozen=True, slots=True)
class Gate:
    """A channel's throttle as its row says: what went out in the last minute, and until when it is blocked.

    Args:
        most: so many a minute; 0: no limit.
        recent: moments of posts, the oldest first; older than a minute they do not count.
        blocked_until: nothing goes out before, or None.
    """

    most: int = 0
    recent: tuple[datetime, ...] = ()
    blocked_until: datetime | None = None

    def opens_at(self, now: datetime, posts: int = 1) -> datetime:
        """The moment from which so many more may go out together; `now` where they may at once.

        What is more than a whole minute's worth waits until nothing went out for a minute.
        """
        if self.blocked_until is not None and self.blocked_until > now:
            return self.blocked_until
        within = self.within(now)
        over = len(within) + min(posts, self.most) - self.most
        return within[over - 1] + MINUTE if self.most and over > 0 else now

    def within(self, now: datetime) -> tuple[datetime, ...]:
        """The posts of the last minute."""
        return tuple(moment for moment in self.recent if moment > now - MINUTE)

    def taken(self, now: datetime) -> Gate:
        """The gate after one more post, at this moment or with the last one of which is known."""
        within = self.within(now)
        return Gate(self.most, (*within, max((now, *within[-1:]))), self.blocked_until) if self.most else self

    def given_back(self, posts: int) -> Gate:
        """The gate as if the last so many posts had not gone out."""
        return Gate(self.most, self.recent[: max(len(self.recent) - posts, 0)], self.blocked_until)


def gate(channel: Channel, recent: Iterable[str] = (), blocked_until: datetime | None = None) -> Gate:
    """A channel's gate from what its row keeps: ISO moments in UTC."""
    moments = tuple(datetime.fromisoformat(moment).astimezone(UTC) for moment in recent)
    return Gate(per_minute(channel), moments, blocked_until)


def flood_limit(policies: Policies, people: int) -> int:
    """So many messages one stage may queue for everybody together."""
    return policies.flood_in_all or max(500, 10 * people)


def is_stale(policies: Policies, waited_days: int) -> bool:
    """Whether a message has waited too long to be worth sending."""
    return waited_days > policies.stale_message_days
