"""The files channel: every message as a readable Markdown file, so that an office needs no account to begin."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import words
from notifications.letters import Ending, Letter, Outcome, PostRoom
from notifications.shortening import clipped, size
from rules.office import Channel

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')
_NAME_BYTES = 120


def write_file(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """The message stands in ``var/outbox/<day>/<id>-<kind>-<person>.md``, whole or not at all.

    The same message written again replaces its file.
    """
    path = file_of(room.folder, letter)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, _text(room.language, letter))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Outcome(
            Ending.FAILED, channel.name, words.say(room.language, "notifications.error.unwritable", reason=reason)
        )
    return Outcome(Ending.SENT, channel.name)


def file_of(folder: Path, letter: Letter) -> Path:
    """Where a message's file stands; what a file name cannot hold in the person's name becomes a low line."""
    person = _UNSAFE.sub("_", letter.recipient.name).strip("._") or "_"
    if size(person) > _NAME_BYTES:
        person = clipped(person, _NAME_BYTES)
    return folder / "var" / "outbox" / letter.day.isoformat() / f"{letter.message_id}-{letter.kind}-{person}.md"


def _text(language: str, letter: Letter) -> str:
    recipient = letter.recipient
    reached = "，".join(part for part in (recipient.email, recipient.phone) if part)
    to = f"{recipient.name} <{reached}>" if reached else recipient.name
    subject = letter.words.subject
    heads = (
        words.say(language, "notifications.file.to", to=to),
        words.say(language, "notifications.file.subject", subject=subject),
    )
    return f"- {heads[0]}\n- {heads[1]}\n\n# {subject}\n\n{letter.words.body}\n"


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then rename: a reader never sees half a message."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
