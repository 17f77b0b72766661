"""What an answer's code or HTTP status means: temporary or permanent, whose fault, how long to be silent."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from notifications.letters import Ending

_TABLE = Path(__file__).with_name("codes.yaml")
_GATEWAY_TIMEOUT = 504
_TOO_MANY = 429
_BUSY = 503
_TOO_EARLY_OR_SLOW = (408, 425)
_ADDRESS_IS_WRONG = (401, 403, 404, 405, 407, 410)
_SERVER_ERRORS = range(500, 600)
_USUAL_REST = 60
_NOT_ALLOWED = re.compile(rb"\b5\.7\.\d|\brelay", re.IGNORECASE)
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


def of_status(status: int, retry_after: str = "", at: datetime | None = None) -> Verdict | None:
    """What an HTTP status means by itself; None for success, of which only the body can tell.

    Args:
        status: of the answer.
        retry_after: its header of that name: seconds, or a date (RFC 9110, 10.2.3), on 429 and on 503.
        at: when the answer came; without it a date says nothing.
    """
    if 200 <= status < 300:  # noqa: PLR2004  (HTTP: 2xx is success)
        return None
    if status == _GATEWAY_TIMEOUT:
        return Verdict(Ending.UNKNOWN)
    wanted = _silence(retry_after, at)
    if status == _TOO_MANY:
        return Verdict(Ending.FAILED, wanted or _USUAL_REST)
    if status == _BUSY and wanted:
        return Verdict(Ending.FAILED, wanted)
    if status in _SERVER_ERRORS or status in _TOO_EARLY_OR_SLOW:
        return Verdict(Ending.FAILED, channel_fault=True)
    return Verdict(Ending.REFUSED, channel_fault=status in _ADDRESS_IS_WRONG or status < 400)  # noqa: PLR2004  (3xx)


def _silence(retry_after: str, at: datetime | None) -> int:
    """The seconds of silence that a header asks for, at least one; 0 where it asks for none."""
    if retry_after.isdecimal():
        return min(max(int(retry_after), 1), _LONGEST_REST)
    try:
        until = parsedate_to_datetime(retry_after)
        wanted = (until - at).total_seconds() if at is not None else 0
    except (ValueError, TypeError):
        return 0
    return min(math.ceil(wanted), _LONGEST_REST) if wanted > 0 else 0


def of_smtp(code: int, said: bytes = b"") -> Verdict:
    """What an SMTP reply means: 4yz is temporary, 5yz is permanent (a bounce that is told at once).

    Args:
        code: of the reply; one that is no refusal means that whoever answers is no SMTP server.
        said: the words: 5.7.x (RFC 3463: not allowed, not trusted) and "relay" are about us, not about the recipient.
    """
    if not 400 <= code < 600:  # noqa: PLR2004  (SMTP: 4yz and 5yz are refusals)
        return Verdict(Ending.FAILED, channel_fault=True)
    ours = code >= 500 and bool(_NOT_ALLOWED.search(said))  # noqa: PLR2004  (SMTP: 5yz)
    return Verdict(Ending.FAILED if code < 500 else Ending.REFUSED, channel_fault=ours)  # noqa: PLR2004  (SMTP: 4yz)
