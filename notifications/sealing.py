"""Sealed addresses: a channel's secret as ``enc:...``, which only a process with the office's key can read.

The key stands in ``DUDAO_KEY`` or in the office's ``var/key``, made on first use, readable by its owner alone. Several
keys may stand there, one a line or parted by commas: the first one seals, every one of them unseals, so that a key can
be changed while old seals are still about.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from rules.errors import RefusedError, UnavailableError

PREFIX = "enc:"
TOKEN = re.compile(r"enc:[A-Za-z0-9_=-]+")
_OWNER_ONLY = 0o600
_OTHERS = 0o077


class Seal:
    """The office's keys; shown as nothing."""

    def __init__(self, keys: list[str]) -> None:
        """Read the keys, the one that seals first.

        Raises:
            UnavailableError: one of them is no key.
        """
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise UnavailableError("notifications.key.wrong") from error
        self.keys = tuple(keys)

    def __repr__(self) -> str:
        return "Seal(***)"

    def seal(self, address: str) -> str:
        """The address, readable with the first key alone."""
        return PREFIX + self._fernet.encrypt(address.strip().encode()).decode()

    def unseal(self, text: str) -> str:
        """The address; what is not sealed comes back as it is.

        Raises:
            RefusedError: it was sealed with a key that is not here.
        """
        if not text.startswith(PREFIX):
            return text
        try:
            return self._fernet.decrypt(text.removeprefix(PREFIX).encode()).decode()
        except (InvalidToken, ValueError):
            raise RefusedError("notifications.key.other") from None

    def sealed_anew(self, text: str) -> str:
        """A sealed address, sealed with the first key.

        Raises:
            RefusedError: it was sealed with a key that is not here.
        """
        return self.seal(self.unseal(text)) if text.startswith(PREFIX) else text


def new_key() -> str:
    """A key that nobody has yet."""
    return Fernet.generate_key().decode()


def key_file(folder: Path) -> Path:
    """Where the office's key stands if the environment has none."""
    return folder / "var" / "key"


def open_seal(folder: Path, environment_key: str = "") -> Seal:
    """The office's seal; its key file is made where there is neither a key in the environment nor a file.

    Raises:
        UnavailableError: the key is none, or others can read its file.
    """
    if environment_key.strip():
        return Seal(_keys(environment_key))
    path = key_file(folder)
    with suppress(FileExistsError):
        _make(path, [new_key()])
    if path.stat().st_mode & _OTHERS:
        raise UnavailableError("notifications.key.open", file=str(path))
    return Seal(_keys(path.read_text(encoding="utf-8")))


def rewrite_keys(folder: Path, keys: list[str]) -> Path:
    """The key file holds these keys, the one that seals first, whole or not at all."""
    path = key_file(folder)
    beside = path.with_name(".key.part")
    beside.unlink(missing_ok=True)
    _make(beside, keys)
    return beside.replace(path)


def _make(path: Path, keys: list[str]) -> None:
    """A file that did not exist, for its owner alone from its first moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _keys(text: str) -> list[str]:
    return [key for key in re.split(r"[\s,]+", text.strip()) if key]
