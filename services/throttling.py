"""Channels as the office has lately seen them: throttled, blocked by the platform, or switched off for failing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_CHANNELS = select(channels)
"""All of them: an office has a handful."""


@dataclass(slots=True)
class Gates:
    """The gates of the office's channels during one transaction."""

    session: Session
    now: datetime
    _gates: dict[str, Gate] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def opens_at(self, name: str) -> datetime:
        """From when one more may go out by the channel."""
        return self._gates[name].opens_at(self.now)

    def take(self, name: str, posts: int = 1) -> None:
        """One more goes out by it."""
        for _ in range(posts if self._gates[name].most else 0):
            self._gates[name] = self._gates[name].taken(self.now)
            self._taken.add(name)

    def keep(self) -> None:
        """What was taken stands in the database."""
        for name in sorted(self._taken):
            recent = [moment.isoformat() for moment in self._gates[name].recent]
            self.session.execute(channels.update().where(channels.c.name == name).values(recent=recent))


def open_gates(session: Session, now: datetime, desk: Desk) -> Gates:
    """The gates as of now; those with a limit are this transaction's until it ends, in the order of their names."""
    ways = {channel.name: channel for channel in desk.office.channels}
    limited = sorted(name for name, channel in ways.items() if per_minute(channel))
    if limited:
        insert_new(session, ChannelRow, [{"name": name} for name in limited], unless=("name",), returning=("name",))
        locked = select(channels.c.name).where(channels.c.name.in_(limited)).order_by(channels.c.name)
        session.execute(locked.with_for_update()).all()
    rows = {row.name: row for row in session.execute(_CHANNELS)}
    seen = {name: (rows[name].recent, rows[name].blocked_until) if name in rows else () for name in ways}
    return Gates(session, now, {name: gate(channel, *seen[name]) for name, channel in ways.items()})


@dataclass(frozen=True, slots=True)
class Seen:
    """What one hand-over taught about its channel.

    `rest_seconds`: the platform wants so much silence. `posts`: a long letter went in so many parts.
    """

    name: str
    failed: bool
    rest_seconds: int = 0
    error: str = ""
    posts: int = 1


def note_channels(session: Session, now: datetime, day: date, desk: Desk, seen: Sequence[Seen]) -> None:
    """The channels' rows know of it: one that fails again and again rests, and the coordinators are told once."""
    names = sorted({each.name for each in seen if each.name})
    if not names:
        return
    _take_parts(session, now, desk, seen)
    rows = {row.name: row for row in session.execute(_CHANNELS) if row.name in names}
    for name in names:
        mine = [each for each in seen if each.name == name]
        if name in rows or any(each.failed or each.rest_seconds for each in mine):
            _note(session, now, day, desk, _State.of(rows.get(name), name), mine)


def _take_parts(session: Session, now: datetime, desk: Desk, seen: Sequence[Seen]) -> None:
    """A letter that went in parts has taken more of its channel's throttle than handing it over did."""
    long = [each for each in seen if each.posts > 1]
    if long:
        gates = open_gates(session, now, desk)
        for each in long:
            gates.take(each.name, each.posts - 1)
        gates.keep()


@dataclass(slots=True)
class _State:
    """What may change of a channel's row."""

    name: str
    is_new: bool
    failures: int = 0
    blocked_until: datetime | None = None
    off_since: datetime | None = None
    error: str = ""

    @classmethod
    def of(cls, row: Any, name: str) -> _State:
        """The row's state, or that of a channel of which nothing is known."""
        if row is None:
            return cls(name, is_new=True)
        return cls(name, False, row.failures, row.blocked_until, row.off_since, row.error)  # noqa: FBT003  (the column)

    def values(self) -> dict[str, Any]:
        """The columns."""
        kept = ("failures", "blocked_until", "off_since", "error")
        return {name: getattr(self, name) for name in kept}


def _note(session: Session, now: datetime, day: date, desk: Desk, state: _State, seen: Sequence[Seen]) -> None:  # noqa: PLR0913, PLR0917  (one channel's row)
    before, was_off = state.values(), state.off_since
    for each in seen:
        _learn(desk, now, state, each)
    if state.is_new:
        insert_new(session, ChannelRow, [{"name": state.name}], unless=("name",), returning=("name",))
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
    else:
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
