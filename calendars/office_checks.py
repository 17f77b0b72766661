"""What no single key of office.yaml can tell: terms, ladder, channels and hours that fit together, and no secrets."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from calendars.complaints import readable
from calendars.documents import Document, key_path
from calendars.office_shapes import ChannelShape, HoursShape, RungShape
from calendars.term_checks import check_terms
from rules.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.documents import Place

FILE = "office.yaml"


def check_office(document: Document) -> tuple[Problem, ...]:
    """Every way in which the readable parts do not fit together."""
    return (
        *check_terms(document),
        *_check_hours(document),
        *_check_ladder(document),
        *_check_channels(document),
        *_check_database(document),
    )


def _check_hours(document: Document) -> Iterator[Problem]:
    with suppress(ValidationError):
        hours = HoursShape.model_validate(document.data.get("hours", {}))
        if hours.closes <= hours.opens:
            yield _problem(document, ("hours",), "hours_backwards", f"{hours.opens:%H:%M}—{hours.closes:%H:%M}")


def _check_ladder(document: Document) -> Iterator[Problem]:
    named = document.data.get("ladders")
    for key in ("ladder", "check_ladder"):
        yield from _check_rungs(document, (key,), document.data.get(key))
    for name, rungs in named.items() if isinstance(named, dict) else ():
        yield from _check_rungs(document, ("ladders", name), rungs)


def _check_rungs(document: Document, place: Place, rungs: Any) -> Iterator[Problem]:
    """Rungs are numbered 1, 2, 3 ... and each waits longer than the one below; only a proposal proposes."""
    after = 0
    for index, rung in readable(RungShape, rungs):
        if rung.rung != index + 1:
            yield _problem(document, (*place, index, "rung"), "rung_number", str(rung.rung), str(index + 1))
        if rung.after <= after:
            yield _problem(document, (*place, index, "after"), "rung_order", str(rung.after), f"> {after}")
        after = max(after, rung.after)
        if (rung.measure == "propose") != bool(rung.proposals):
            yield _problem(document, (*place, index, "proposals"), "rung_proposals", rung.measure, "约谈、通报")


def _check_channels(document: Document) -> Iterator[Problem]:
    names: set[str] = set()
    for index, channel in readable(ChannelShape, document.data.get("channels")):
        if channel.name in names:
            yield _problem(document, ("channels", index, "name"), "channel_twice", channel.name)
        names.add(channel.name)
        if channel.kind not in {"files", "sms"} and not channel.url_env and not channel.url:
            place = ("channels", index, "url_env")
            yield _problem(document, place, "channel_without_url", channel.name, "DUDAO_MAIL_URL")
        if (channel.kind == "sms") != bool(channel.gateway):
            yield _problem(document, ("channels", index, "gateway"), "channel_gateway", channel.name, "sms.yaml")


def _check_database(document: Document) -> Iterator[Problem]:
    written = str(document.data.get("database") or "")
    if written and "://" not in written:
        yield _problem(document, ("database",), "database_url", written, "sqlite:///var/dudao.db")
    elif written and _has_password(written):
        yield _problem(document, ("database",), "password_in_file", "***", "PGPASSWORD")


def _has_password(url: str) -> bool:
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return ":" in url.partition("://")[2].partition("@")[0]


def _problem(document: Document, place: Place, code: str, value: str = "", allowed: str = "") -> Problem:
    more = {"line": str(document.line(place)), "key": str(place[-1])}
    return Problem(FILE, key_path(place), code, value, allowed, more=more)
