"""Changing the key that seals the channels' addresses: whatever breaks half way, every seal can still be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.resealing import reseal
from flows.applying import load
from flows.door import open_door
from notifications.sealing import Seal, new_key, rewrite_keys
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.door import Door


def rotate(door: Door, *, keep: bool = False) -> int:
    """Every sealed address of the office is sealed with the newest key; how many there were.

    With ``DUDAO_KEY`` the newest key is the first one there, set by whoever runs the process. Without it a new key is
    put in front of the office's key file, all is sealed anew, and then the old keys are dropped.

    Args:
        door: the open office.
        keep: whether the old keys stay in the file.

    Raises:
        RefusedError: an address was sealed with a key that is not here; nothing was changed.
    """
    old = door.seal()
    reseal(door.folder, _checked(old))
    in_environment = Settings().key is not None
    seal = old if in_environment else Seal([new_key(), *old.keys])
    if not in_environment:
        rewrite_keys(door.folder, list(seal.keys))
    count = reseal(door.folder, seal.sealed_anew)
    load(open_door(door.folder))
    if not in_environment and not keep:
        rewrite_keys(door.folder, [seal.keys[0]])
    return count


def _checked(seal: Seal) -> Callable[[str], str]:
    """Leaves every seal as it is, once it is known that it can be opened."""

    def same(token: str) -> str:
        seal.unseal(token)
        return token

    return same
