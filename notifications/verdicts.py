"""What an answer's code or HTTP status means: temporary or permanent, whose fault, how long to be silent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from notifications.letters import Ending

_TABLE = Path(__file__).with_name("codes.yaml")
_GATEWAY_TIMEOUT = 504
_TOO_MANY = 429
_TOO_EARLY_OR_SLOW = (408, 425)
_ADDRESS_IS_WRONG = (401, 403, 404, 405, 407, 410)
_SERVER_ERRORS = range(500, 600)
_USUAL_REST = 60
_LONGEST_REST = 24 * 3600


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ending of one answer; `rest_seconds`: the channel is left alone so long."""

    ending: Ending
    rest_seconds: int = 0
    channel_fault: bool = False


@cache
def table() -> dict[str, Any]:
    """The codes of every platform, as ``codes.yaml`` has them."""
    read: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return read


def of_code(kind: str, code: str, reason: str = "") -> Verdict:
    """What a code in the body of an answer means; one that stands nowhere is temporary.

    Args:
        kind: of the channel.
        code: as text.
        reason: the platform's own words beside it, where it gives one code to several things.
    """
    platform = table().get(kind, {"ok": [], "codes": {}})
    if code in platform["ok"]:
        return Verdict(Ending.SENT)
    known = platform["codes"].get(code, {"ending": "failed"})
    said = reason.casefold()
    known = next((one for one in known.get("saying", ()) if one["text"].casefold() in said), known)
    fault = known.get("fault") == "channel"
    if known["ending"] == "rest":
        return Verdict(Ending.FAILED, int(known["seconds"]), fault)
    return Verdict(Ending(known["ending"]), 0, fault)


def of_status(status: int, retry_after: str = "") -> Verdict | None:
    """What an HTTP status means by itself; None for success, of which only the body can tell."""
    if 200 <= status < 300:  # noqa: PLR2004  (HTTP: 2xx is success)
        return None
    if status == _GATEWAY_TIMEOUT:
        return Verdict(Ending.UNKNOWN)
    if status == _TOO_MANY:
        wanted = int(retry_after) if retry_after.isdecimal() else _USUAL_REST
        return Verdict(Ending.FAILED, min(max(wanted, 1), _LONGEST_REST))
    if status in _SERVER_ERRORS or status in _TOO_EARLY_OR_SLOW:
        return Verdict(Ending.FAILED, channel_fault=True)
    return Verdict(Ending.REFUSED, channel_fault=status in _ADDRESS_IS_WRONG or status < 400)  # noqa: PLR2004  (3xx)


def of_smtp(code: int) -> Verdict:
    """What an SMTP reply means: 4yz is temporary, 5yz is permanent (a bounce that is told at once)."""
    return Verdict(Ending.FAILED if 400 <= code < 500 else Ending.REFUSED)  # noqa: PLR2004  (SMTP: 4yz)
