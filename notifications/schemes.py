"""Which Apprise URLs are not left to Apprise: its plugin calls HTTP 200 a success, whatever stands in the body.

Most of Apprise's plugins judge by the status alone, which is right where the service answers errors by status. These
services answer them in the body of a 200. Those that we speak to ourselves are taken over; the others are refused, for
a message that is called sent and never arrived is worse than a channel that says at once that it will not do.
Source: the plugins of Apprise 1.13.1, read one by one; what the services answer stands in `codes.yaml` or is on record
in their users' issues (Synology Chat: 410 ``msg too long`` under a 200).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from notifications.letters import Ending, Outcome
from notifications.sealing import PREFIX
from rules.errors import DudaoError, Problem
from rules.office import Channel
from words import say

OURS: Mapping[str, str] = {
    "wecombot": "wecom",
    "dingtalk": "dingtalk",
    "feishu": "feishu",
    "lark": "lark",
    "schan": "serverchan",
}
"""Scheme to the kind of channel that takes such a URL over and reads the answer."""

BLIND = frozenset({"pushdeer", "pushdeers", "pushme", "qq", "spugpush", "synology", "synologys"})
"""Schemes whose success Apprise cannot tell: a gateway file can, which says how the answer's body looks."""


def scheme_of(url: str) -> str:
    """The part before ``://``, small; empty where there is none."""
    scheme, mark, _ = url.strip().partition("://")
    return scheme.lower() if mark else ""


def refused(url: str, language: str) -> Outcome | None:
    """Why a URL is not sent to; None where it may be."""
    scheme = scheme_of(url)
    if scheme not in BLIND:
        return None
    return Outcome(Ending.FAILED, error=say(language, "notifications.error.blind", scheme=scheme), channel_fault=True)


def apprise_problems(
    channels: Sequence[Channel], environ: Mapping[str, str], unseal: Callable[[str], str] | None
) -> tuple[Problem, ...]:
    """Every channel of kind apprise whose address names a service of which Apprise cannot tell success.

    An address that is not here (no variable, no key) cannot be looked at; sending to it would be refused all the same.

    Args:
        channels: the office's.
        environ: the environment variables.
        unseal: makes a sealed address readable, or None.
    """
    named = ((channel, scheme_of(_read(channel, environ, unseal))) for channel in channels if channel.kind == "apprise")
    return tuple(
        Problem("office.yaml", "channels", "apprise_blind", scheme, more={"line": "", "key": channel.name})
        for channel, scheme in named
        if scheme in BLIND
    )


def _read(channel: Channel, environ: Mapping[str, str], unseal: Callable[[str], str] | None) -> str:
    written = environ.get(channel.url_env, "") if channel.url_env else ""
    if written or not channel.url.startswith(PREFIX) or unseal is None:
        return written
    try:
        return unseal(channel.url)
    except DudaoError:
        return ""
