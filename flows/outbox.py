"""Taking the outbox out, for 发送消息, `dudao day` and the tests: claim, hand over, send, record, each kept at once.

What a crash leaves behind (pitfall 7): a message that was only claimed is claimed again later; one that was handed over
and of which nothing more is known becomes unknown, and a person decides.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.engine import transaction
from notifications import sending
from notifications.composing import ComposingError, compose
from notifications.letters import Ending, Letter, Outcome, PostRoom, Recipient, Words
from rules.desk import Desk
from services import delivering
from services.post import Post
from words import say

if TYPE_CHECKING:
    from sqlalchemy import Engine

BATCH = 50
"""So many messages are claimed at once: what a worker that dies leaves claimed."""

Send = Callable[[Letter], Outcome]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round of sending works with."""

    engine: Engine
    desk: Desk
    overrides: Path | None
    now: datetime
    worker: str
    send: Send


def deliver(  # noqa: PLR0913  (an office, a moment, a worker, and the two seams)
    engine: Engine,
    desk: Desk,
    folder: Path,
    now: datetime,
    worker: str,
    *,
    limit: int = 500,
    send: Send | None = None,
) -> dict[str, int]:
    """Everything that waits and may go out now has gone out once.

    Args:
        engine: the office's database.
        desk: the office; outside its hours and on rest days nothing is claimed.
        folder: the office folder: its ``templates`` go first, the files channel writes below its ``var``.
        now: this moment; failures are tried again some time after it.
        worker: who claims, for the log of a lost claim.
        limit: at most so many messages.
        send: takes a letter out; by default the office's channels, their secrets from the environment.

    Returns:
        How many messages ended in which status (``sent``, ``queued`` for another try, ``dead``, ``unknown``,
        ``nobody``); {} where nothing was waiting.
    """
    templates = folder / "templates"
    work = _Round(
        engine,
        desk,
        templates if templates.is_dir() else None,
        now,
        worker,
        send or partial(sending.send, room=post_room(desk, folder, now)),
    )
    with transaction(engine) as session:
        delivering.sweep_lost(session, now, desk)
    return dict(Counter(status for message_id in _claimed(work, limit) if (status := _deliver_one(work, message_id))))


def post_room(desk: Desk, folder: Path, now: datetime) -> PostRoom:
    """The office's channels with the environment in which their secret addresses stand."""
    office = desk.office
    channels = {channel.name: channel for channel in office.channels}
    return PostRoom(office.name, office.language, channels, folder, now, os.environ)


def _claimed(work: _Round, limit: int) -> Iterator[int]:
    """Messages that are this worker's, batch by batch, until nothing waits or the limit is reached."""
    while limit > 0:
        with transaction(work.engine) as session:
            batch = delivering.claim(session, work.now, work.desk, worker=work.worker, limit=min(BATCH, limit))
        if not batch:
            return
        limit -= len(batch)
        yield from batch


def _deliver_one(work: _Round, message_id: int) -> str | None:
    """The status in which the message ended; None if it was not this worker's any more."""
    with transaction(work.engine) as session:
        posts = delivering.hand_over(session, message_id, work.now)
    if not posts:
        return None
    words, outcome = _said_and_sent(work, posts[0])
    with transaction(work.engine) as session:
        return delivering.record(
            session, work.now, work.desk, message_id, outcome, subject=words.subject, body=words.body
        )


def _said_and_sent(work: _Round, post: Post) -> tuple[Words, Outcome]:
    language = work.desk.office.language
    try:
        words = compose(language, post.kind, post.facts, work.overrides)
    except ComposingError as error:
        _log.error("message %s cannot be composed: %s", post.id, error)
        return Words("", ""), Outcome(Ending.FAILED, error=say(language, "notifications.error.words", reason=error))
    recipient = Recipient(post.person, post.email, post.phone, post.channels)
    return words, work.send(Letter(post.id, post.kind, post.day, recipient, words))
