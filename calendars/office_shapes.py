"""The keys of office.yaml, typed: everything that can have a usual value has one."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from calendars.handwriting import Clock, Count, Day, Number, Positive, Shape, Some, Text, Words, YesNo
from calendars.policy_shapes import PoliciesShape
from rules.office import (
    Channel,
    Hours,
    Role,
    Rung,
    Stage,
    Term,
)
from rules.plan import Season

SEALED = "enc:"
"""What a sealed address begins with."""

ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
USUAL_LADDER = (
    Rung(1, 1, (Role.LIAISON, Role.INSPECTOR)),
    Rung(2, 4, (Role.PRINCIPAL,), "notify"),
    Rung(3, 8, (Role.DIRECTOR,), "report"),
    Rung(4, 13, (Role.DIRECTOR,), "propose", ("约谈",)),
    Rung(5, 18, (Role.DIRECTOR,), "propose", ("通报",)),
    Rung(6, 23, (Role.DIRECTOR,), "propose", ("问责",)),
)
"""Source: rules-of-the-field 2.10; the waits are our proposal."""

USUAL_CHECK_LADDER = (
    Rung(1, 1, (Role.INSPECTOR,)),
    Rung(2, 3, (Role.COORDINATOR,), "notify"),
    Rung(3, 6, (Role.DIRECTOR,), "report"),
)
"""Our proposal: who verifies late is urged, then the office knows."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a malformed key, a folder of zones, an unknown key
        raise PydanticCustomError("our_time_zone", "no zone", {"allowed": "Asia/Shanghai"}) from None
    return name


def _environment_name(name: str) -> str:
    """The secret itself must not stand in a folder that is kept under version control."""
    if name and not ENVIRONMENT_NAME.fullmatch(name):
        raise PydanticCustomError("our_secret_in_file", "no name", {"allowed": "DUDAO_WECOM_URL"})
    return name


def _sealed(url: str) -> str:
    """An address may stand in the file once ``dudao channel seal`` has made it unreadable."""
    if url and not url.startswith(SEALED):
        raise PydanticCustomError("our_address_in_file", "readable", {"allowed": f"{SEALED}..."})
    return url


def _link(address: str) -> str:
    """A page that a person can open, without a password in it: it stands in every message."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    known = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", address)
    if address and (not known or parts.password):
        raise PydanticCustomError("our_link", "no address", {"allowed": "http://10.0.0.5:4200/v2/deployments"})
    return address


class LinksShape(Shape):
    """Where people act on what a message asks for, by side."""

    office: Annotated[Text, AfterValidator(_link)] = ""
    school: Annotated[Text, AfterValidator(_link)] = ""

    def plain(self) -> dict[str, str]:
        """The sides that have an address."""
        return {side: address for side, address in self.model_dump().items() if address}


class HoursShape(Shape):
    """When messages may go out."""

    opens: Clock = time(8, 30)
    closes: Clock = time(17, 30)

    def hours(self) -> Hours:
        """The plain value."""
        return Hours(self.opens, self.closes)


class TermShape(Shape):
    """One row of the term table."""

    year: Annotated[Number, Field(ge=2004, le=2100)]
    season: Season
    opens: Day
    closes: Day
    stages: Some[Stage] = ()
    provisional: YesNo = False

    def term(self) -> Term:
        """The plain value."""
        return Term(self.year, self.season, self.opens, self.closes, self.stages, self.provisional)


class RungShape(Shape):
    """One step of the ladder."""

    rung: Positive
    after: Positive
    tell: Annotated[Some[Role], Field(min_length=1)]
    measure: Literal["urge", "notify", "report", "propose"] = "urge"
    proposals: Some[Words] = ()

    def plain(self) -> Rung:
        """The plain value."""
        return Rung(self.rung, self.after, self.tell, self.measure, self.proposals)


class ChannelShape(Shape):
    """One way out for messages."""

    name: Words
    kind: Literal[
        "files", "email", "sms", "webhook", "wecom", "dingtalk", "feishu", "lark", "wxpusher", "pushplus", "serverchan",
        "apprise",
    ]  # fmt: skip
    url_env: Annotated[Text, AfterValidator(_environment_name)] = ""
    url: Annotated[Text, AfterValidator(_sealed)] = ""
    per_minute: Count = 0
    resend: YesNo = False
    gateway: Text = ""

    def channel(self) -> Channel:
        """The plain value."""
        return Channel(**self.model_dump())


class OfficeShape(Shape):
    """The whole of office.yaml."""

    name: Words
    place: Words
    level: Literal["township", "county", "city", "province", "school"] = "township"
    time_zone: Annotated[Words, AfterValidator(_zone)] = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    plan: Words
    year: Annotated[Number, Field(ge=2004, le=2100)]
    hours: HoursShape = HoursShape()
    terms: Some[TermShape] = ()
    policies: PoliciesShape = PoliciesShape()
    ladder: Some[RungShape] = ()
    check_ladder: Some[RungShape] = ()
    ladders: dict[Words, Annotated[Some[RungShape], Field(min_length=1)]] = Field(default_factory=dict)
    channels: Some[ChannelShape] = ()
    database: Text = ""
    pack: Words = "national-2012"
    links: LinksShape = LinksShape()
