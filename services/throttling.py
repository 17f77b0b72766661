"""Channels as the office has lately seen them: throttled, blocked by the platform, or switched off for failing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ChannelRow
from models.rows import insert_new
from models.tables import channels
from rules.delivering import Gate, gate, per_minute
from rules.desk import Desk
from rules.office import Role
from services import people, posting
from services.post import Parcel

_CHANNELS = select(channels)
"""All of them: an office has a handful."""

Posts = Callable[[Parcel, str], int]
"""How many posts a letter is by the channel of that name: a robot takes a long one in parts."""


def one_post(_parcel: Parcel, _name: str) -> int:
    """Every letter is one post."""
    return 1


@dataclass(slots=True)
class Gates:
    """The gates of the office's channels during one transaction."""

    session: Session
    now: datetime
    posts: Posts
    _gates: dict[str, Gate] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def opens_at(self, name: str, parcel: Parcel) -> datetime:
        """From when the letter may go out by the channel, all its parts together."""
        return self._gates[name].opens_at(self.now, self._count(parcel, name))

    def take(self, name: str, parcel: Parcel) -> None:
        """The letter goes out by it."""
        for _ in range(self._count(parcel, name)):
            self._gates[name] = self._gates[name].taken(self.now)
            self._taken.add(name)

    def give_back(self, name: str, parcel: Parcel, posted: int = 0) -> None:
        """Of the letter, for which it was taken, only so many posts went out."""
        unused = self._count(parcel, name) - posted if name in self._gates else 0
        if unused > 0:
            self._gates[name] = self._gates[name].given_back(unused)
            self._taken.add(name)

    def _count(self, parcel: Parcel, name: str) -> int:
        return self.posts(parcel, name) if self._gates[name].most else 0

    def keep(self) -> None:
        """What was taken stands in the database."""
        for name in sorted(self._taken):
            recent = [moment.isoformat() for moment in self._gates[name].recent]
            self.session.execute(channels.update().where(channels.c.name == name).values(recent=recent))


def lock_channels(session: Session, desk: Desk, seen: Sequence[Seen] = ()) -> None:
    """The rows of every channel with a limit and of those that were seen are this transaction's until it ends.

    The first statement of a transaction that hands over or writes down: all of them in the order of their names, so
    that two workers never wait for each other.
    """
    needed = {channel.name for channel in desk.office.channels if per_minute(channel)}
    needed |= {each.name for each in seen if each.is_news}
    names = sorted(needed | {each.name for each in seen if each.name})
    if not names:
        return
    locked = select(channels.c.name).where(channels.c.name.in_(names)).order_by(channels.c.name).with_for_update()
    new = sorted(needed.difference(session.scalars(locked)))
    if new:
        insert_new(session, ChannelRow, [{"name": name} for name in new], unless=("name",), returning=("name",))
        session.execute(locked).all()


def open_gates(session: Session, now: datetime, desk: Desk, posts: Posts = one_post) -> Gates:
    """The gates as of now; call `lock_channels` before."""
    rows = {row.name: row for row in session.execute(_CHANNELS)}
    ways = {channel.name: channel for channel in desk.office.channels}
    seen = {name: (rows[name].recent, rows[name].blocked_until) if name in rows else () for name in ways}
    return Gates(session, now, posts, {name: gate(channel, *seen[name]) for name, channel in ways.items()})


@dataclass(frozen=True, slots=True)
class Seen:
    """What one hand-over taught about its channel.

    Args:
        name: the channel's.
        failed: it did not work, or gave no answer that would tell.
        works: it took the letter, or answered that it never will.
        rest_seconds: the platform wants so much silence.
        error: why it did not work.
    """

    name: str
    failed: bool
    works: bool = False
    rest_seconds: int = 0
    error: str = ""

    @property
    def is_news(self) -> bool:
        """Whether a channel of which nothing was known so far has a row from now on."""
        return self.failed or self.rest_seconds > 0


def note_channels(session: Session, now: datetime, day: date, desk: Desk, seen: Sequence[Seen]) -> None:
    """The channels' rows know of it: one that fails again and again rests, and the coordinators are told once.

    Call `lock_channels` before: what is learned is counted on from what the rows say.
    """
    names = {each.name for each in seen}
    rows = [row for row in session.execute(_CHANNELS) if row.name in names] if names else []
    for row in sorted(rows, key=lambda row: str(row.name)):
        _note(session, now, day, desk, _State.of(row), [each for each in seen if each.name == row.name])


@dataclass(slots=True)
class _State:
    """What may change of a channel's row."""

    name: str
    failures: int
    blocked_until: datetime | None
    off_since: datetime | None
    error: str

    @classmethod
    def of(cls, row: Any) -> _State:
        """The row's state."""
        return cls(row.name, row.failures, row.blocked_until, row.off_since, row.error)

    def values(self) -> dict[str, Any]:
        """The columns."""
        kept = ("failures", "blocked_until", "off_since", "error")
        return {name: getattr(self, name) for name in kept}


def _note(session: Session, now: datetime, day: date, desk: Desk, state: _State, seen: Sequence[Seen]) -> None:  # noqa: PLR0913, PLR0917  (one channel's row)
    before, was_off = state.values(), state.off_since
    for each in seen:
        _learn(desk, now, state, each)
    if state.values() != before:
        session.execute(channels.update().where(channels.c.name == state.name).values(state.values()))
    if state.off_since and not was_off:
        _tell_coordinators(session, day, desk, state)


def _learn(desk: Desk, now: datetime, state: _State, seen: Seen) -> None:
    policies = desk.office.policies
    if seen.rest_seconds:
        until = now + timedelta(seconds=seen.rest_seconds)
        state.blocked_until = max(until, state.blocked_until or until)
    elif seen.failed:
        state.failures, state.error = state.failures + 1, seen.error
        if state.failures >= policies.channel_failures:
            state.off_since = state.off_since or now
            state.blocked_until = now + timedelta(minutes=policies.channel_rest_minutes)
    elif seen.works:
        state.failures, state.off_since, state.error = 0, None, ""


def _tell_coordinators(session: Session, day: date, desk: Desk, state: _State) -> None:
    facts = {"channel": state.name, "failures": state.failures, "error": state.error}
    facts["rest_minutes"] = desk.office.policies.channel_rest_minutes
    key = f"channel_off:{state.name}:{state.off_since:%Y-%m-%dT%H:%M:%S}"
    told = people.directory(session).all_of(Role.COORDINATOR)
    notes = [posting.Note(f"{key}:{it.id}", "channel_off", it, facts, urgent=True) for it in told]
    posting.queue(session, day, desk, notes)


def switch_on(session: Session, name: str) -> bool:
    """The channel is tried again at once; whether it had been resting."""
    rested = (channels.c.off_since.is_not(None)) | (channels.c.blocked_until.is_not(None))
    fresh: Mapping[str, Any] = {"failures": 0, "off_since": None, "blocked_until": None, "error": ""}
    moved = channels.update().where(channels.c.name == name, rested).values(fresh).returning(channels.c.name)
    return session.scalar(moved) is not None
