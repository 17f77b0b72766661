"""Taking the outbox out, for 发送消息, `dudao day` and the tests: claim, hand over, send, record, each kept at once.

What a crash leaves behind (pitfall 7): a message that was only claimed is claimed again later; one that was handed over
and of which nothing more is known becomes unknown, and a person decides. So few letters are handed over at a time: as
many as leave in a quarter of a second, and one at first.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from models.engine import reading, transaction
from models.repeating import tries
from notifications import sending
from notifications.composing import ComposingError, compose_letter
from notifications.letters import Ending, Letter, Outcome, PostRoom, Recipient, Words
from notifications.robots import count_posts
from notifications.sealing import Seal
from rules.delivering import own_addresses
from rules.desk import Desk
from services import delivering
from services.delivering import Ended, Parcel
from services.packing import letters_of
from words import say

if TYPE_CHECKING:
    from sqlalchemy import Engine

BATCH = 256
"""So many letters are claimed at once: what a worker that dies leaves claimed."""
MOST_AT_ONCE = 32
"""So many messages are handed over at once at most: what a worker that dies can leave unknown."""
AT_ONCE_SECONDS = 0.25
"""So long sending what was handed over at once may last."""
LATE_SECONDS = 1.0
"""What has not left so long after it was handed over is handed over anew: throttle, lease and hours are right again."""

Send = Callable[[str, Letter], Outcome]
"""Takes a letter out by the channel of that name."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Round:
    """What one round of sending works with; `at_once` follows how fast the other side is."""

    engine: Engine
    desk: Desk
    overrides: Path | None
    now: datetime
    worker: str
    send: Send
    tick: Callable[[], float] = monotonic
    at_once: int = 1
    counts: Counter[str] = field(default_factory=Counter)
    said: dict[tuple[int, ...], Words] = field(default_factory=dict)
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.tick()

    def moment(self) -> datetime:
        """`now`, and as long as the round has lasted: a lease and a throttle count from when a letter really leaves."""
        return self.now + timedelta(seconds=self.tick() - self.began)

    def posts(self, parcel: Parcel, name: str) -> int:
        """How many posts the letter is by the channel of that name; what it says is kept until it leaves."""
        kind = next((channel.kind for channel in self.desk.office.channels if channel.name == name), "")
        try:
            words = self.said[parcel.ids] = self.said.get(parcel.ids) or _compose(self, parcel)
        except ComposingError:
            return 1  # which is said where it would have left
        return count_posts(kind, words, _language(self, parcel))


def deliver(  # noqa: PLR0913  (an office, a moment, a worker, and the seams)
    engine: Engine,
    desk: Desk,
    folder: Path,
    now: datetime,
    worker: str,
    *,
    limit: int = 500,
    send: Send | None = None,
    seal: Seal | None = None,
    tick: Callable[[], float] = monotonic,
) -> dict[str, int]:
    """Everything that waits and may go out now has gone out once.

    Args:
        engine: the office's database.
        desk: the office; outside its hours and on rest days only what is urgent is claimed.
        folder: the office folder: its ``templates`` go first, the files channel writes below its ``var``.
        now: this moment; failures are tried again some time after it.
        worker: who claims, for the log of a lost claim.
        limit: at most so many letters.
        send: takes a letter out by a channel; by default the office's channels, their secrets from the environment.
        seal: makes the office's sealed addresses readable.
        tick: seconds that go by; what it counts from does not matter.

    Returns:
        How many messages ended in which status (``sent``, ``queued`` for another try, ``dead``, ``unknown``,
        ``nobody``); {} where nothing was waiting.
    """
    room = post_room(desk, folder, now, seal)
    overrides = overrides_of(folder)
    work = _Round(engine, desk, overrides, now, worker, send or partial(sending.send_by, room=room), tick)
    for attempt in tries():
        with attempt, transaction(engine) as session:
            delivering.sweep_lost(session, now, desk)
    try:
        for batch in _claimed(work, limit):
            _take_out(work, batch)
    finally:
        room.hang_up()
    return dict(work.counts)


def overrides_of(folder: Path) -> Path | None:
    """The folder of the office's own templates, where it has any."""
    templates = folder / "templates"
    return templates if templates.is_dir() else None


def post_room(desk: Desk, folder: Path, now: datetime, seal: Seal | None = None) -> PostRoom:
    """The office's channels, the environment in which their secret addresses stand, and the key that unseals them."""
    office = desk.office
    channels = {channel.name: channel for channel in office.channels}
    unseal = seal.unseal if seal is not None else None
    return PostRoom(office.name, office.language, channels, folder, now, os.environ, unseal)


def _claimed(work: _Round, limit: int) -> Iterator[list[int]]:
    """Messages that are this worker's, batch by batch, until nothing waits or the limit is reached."""
    while limit > 0:
        most = min(BATCH, limit)
        for attempt in tries():
            with attempt, transaction(work.engine) as session:
                batch = delivering.claim(session, work.moment(), work.desk, worker=work.worker, limit=most)
        if not batch:
            return
        limit -= most
        yield batch


def _take_out(work: _Round, claimed: list[int]) -> None:
    """All of these are handed over, sent and recorded, a few at a time; recording and handing over share a step."""
    with reading(work.engine) as session:
        letters = letters_of(session, claimed)
    ended: list[Ended] = []
    late: list[Parcel] = []
    while True:
        letters = [*(list(parcel.ids) for parcel in late), *letters]
        counts, parcels, letters = _settled(work, ended, late, letters)
        work.counts += counts
        if not parcels:
            return
        ended, late = _sent(work, parcels)


def _settled(
    work: _Round, ended: list[Ended], late: list[Parcel], letters: list[list[int]]
) -> tuple[Counter[str], list[Parcel], list[list[int]]]:
    """What came of these in one transaction, which letters are handed over in it, and which still wait."""
    for attempt in tries():
        with attempt, transaction(work.engine) as session:
            now, rest = work.moment(), letters
            settled = delivering.settle(session, now, work.desk, ended, late, posts=work.posts)
            parcels = settled.again
            while rest and not parcels:
                ids, rest = _next(work, rest)
                parcels = delivering.take_out(session, now, work.desk, ids, posts=work.posts)
    return settled.counts, parcels, rest


def _next(work: _Round, letters: list[list[int]]) -> tuple[list[int], list[list[int]]]:
    """So many letters as may be handed over at once, and the rest."""
    now, rest = letters[: work.at_once], letters[work.at_once :]
    return [message_id for letter in now for message_id in letter], rest


def _sent(work: _Round, parcels: list[Parcel]) -> tuple[list[Ended], list[Parcel]]:
    """What came of each letter that left, and those for which it got late; how many leave at once next follows."""
    began = work.tick()
    ended: list[Ended] = []
    took = 0.0
    for parcel in parcels:
        if took > LATE_SECONDS:
            break
        ended.append(_said_and_sent(work, parcel))
        took = work.tick() - began
    if took < AT_ONCE_SECONDS / 2 and len(parcels) >= work.at_once:
        work.at_once = min(work.at_once * 2, MOST_AT_ONCE)
    elif took > AT_ONCE_SECONDS:
        work.at_once = max(work.at_once // 2, 1)
    return ended, parcels[len(ended) :]


def _said_and_sent(work: _Round, parcel: Parcel) -> Ended:
    try:
        words = work.said.pop(parcel.ids, None) or _compose(work, parcel)
    except ComposingError as error:
        _log.error("message %s cannot be composed: %s", parcel.posts[0].id, error)
        said = say(_language(work, parcel), "notifications.error.words", reason=error)
        return Ended(Parcel(parcel.posts), Outcome(Ending.FAILED, error=said))
    return Ended(parcel, work.send(parcel.via, _letter(parcel, words)), words.subject, words.body)


def _compose(work: _Round, parcel: Parcel) -> Words:
    facts = [(post.kind, post.facts) for post in parcel.posts]
    return compose_letter(_language(work, parcel), facts, work.overrides)


def _language(work: _Round, parcel: Parcel) -> str:
    return parcel.posts[0].language or work.desk.office.language


def _letter(parcel: Parcel, words: Words) -> Letter:
    first = parcel.posts[0]
    kind = first.kind if len(parcel.posts) == 1 else "letter"
    recipient = Recipient(first.person, first.email, first.phone, first.channels, own_addresses(first.channels))
    return Letter(first.id, kind, first.day, recipient, words, first.key)
