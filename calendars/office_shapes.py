"""The keys of office.yaml, typed: everything that can have a usual value has one."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from calendars.handwriting import Clock, Count, Day, Number, Positive, Shape, Some, Text, Words, YesNo
from calendars.procedure_shapes import ProcedureShape
from rules.office import (
    Channel,
    Counting,
    Deadline,
    FindingSeverity,
    Hours,
    Policies,
    Role,
    Roll,
    Rung,
    Stage,
    Term,
)
from rules.plan import DueBasis, Season

SEALED = "enc:"
"""What a sealed address begins with."""

ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
USUAL_DEADLINES = {
    FindingSeverity.MINOR: Deadline(DueBasis.WORKING_DAYS.value, 3),
    FindingSeverity.ORDINARY: Deadline(DueBasis.WORKING_DAYS.value, 5),
    FindingSeverity.SERIOUS: Deadline(DueBasis.CALENDAR_DAYS.value, 30),
    FindingSeverity.URGENT: Deadline(DueBasis.WORKING_DAYS.value, 1),
}
"""Source: rules-of-the-field 2.9: the form's 3 days, a school's 5, 晋江's 30; urgent is our proposal."""

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

USUAL_CATEGORIES = (
    "校务管理", "招生收费", "课程教学", "学生发展", "教师队伍", "校园安全", "食品卫生", "校风学风", "其他",
)  # fmt: skip
"""Source: rules-of-the-field 2.3, the eight matters of a responsible inspector [memory]: an office may name others."""


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


class CountingShape(Shape):
    """How days are counted."""

    start_counted: YesNo = False
    roll: Roll = Roll.FORWARD

    def counting(self) -> Counting:
        """The plain value."""
        return Counting(self.start_counted, self.roll)


class DeadlineShape(Shape):
    """``{basis: working_days, value: 5}``: the usual deadline of one severity."""

    basis: Literal["working_days", "calendar_days"]
    value: Annotated[Positive, Field(le=366)]

    def deadline(self) -> Deadline:
        """The plain value."""
        return Deadline(self.basis, self.value)


class DeadlinesShape(Shape):
    """Severity to its usual deadline; what is not written stays as usual."""

    minor: DeadlineShape | None = None
    ordinary: DeadlineShape | None = None
    serious: DeadlineShape | None = None
    urgent: DeadlineShape | None = None

    def deadlines(self) -> dict[FindingSeverity, Deadline]:
        """The plain value."""
        written = {severity: getattr(self, severity.value) for severity in FindingSeverity}
        return USUAL_DEADLINES | {severity: shape.deadline() for severity, shape in written.items() if shape}


class PoliciesShape(Shape):
    """What the office decides for itself; `rules.office.Policies` says what each means."""

    counting: CountingShape = CountingShape()
    deadlines: DeadlinesShape = DeadlinesShape()
    catch_up_days: Annotated[Count, Field(le=366)] = 31
    rectification_reminders: Some[Annotated[Number, Field(ge=-60, le=60)]] = (-3, 0)
    retry_minutes: Some[Positive] = (5, 15, 60, 240)
    lateness_hours: Positive = 12
    month_plan_days_before: Annotated[Count, Field(le=20)] = 3
    draw_seed: Text = ""
    stale_message_days: Positive = 7
    flood_per_person: Positive = 50
    flood_in_all: Count = 0
    channel_failures: Positive = 10
    channel_rest_minutes: Positive = 60
    categories: Some[Words] = USUAL_CATEGORIES
    repeat_days: Annotated[Count, Field(le=1100)] = 180
    issuing: DeadlineShape = DeadlineShape(basis="working_days", value=2)
    verification: DeadlineShape = DeadlineShape(basis="working_days", value=3)
    verification_reminders: Some[Annotated[Number, Field(ge=-60, le=60)]] = (-1, 0)
    extensions_allowed: Annotated[Count, Field(le=9)] = 1
    return_restarts_at: Positive = 1
    monitoring_checks: Annotated[Count, Field(le=24)] = 2
    monitoring_every: Annotated[Positive, Field(le=250)] = 10
    procedure: ProcedureShape = ProcedureShape()
    person_week: Positive = 10
    unit_week: Positive = 5

    def policies(self) -> Policies:
        """The plain value."""
        shapes = {
            "counting": self.counting.counting(),
            "deadlines": self.deadlines.deadlines(),
            "issuing": self.issuing.deadline(),
            "verification": self.verification.deadline(),
            "procedure": self.procedure.procedure(),
        }
        return Policies(**shapes, **self.model_dump(exclude=set(shapes)))  # type: ignore[arg-type]  # by name


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
