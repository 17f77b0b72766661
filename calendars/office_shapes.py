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
    Rung(2, 4, (Role.PRINCIPAL,)),
    Rung(3, 8, (Role.DIRECTOR,), "report"),
    Rung(4, 13, (Role.DIRECTOR,), "propose", ("约谈", "通报")),
)


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
    procedure: ProcedureShape = ProcedureShape()
    person_week: Positive = 10
    unit_week: Positive = 5

    def policies(self) -> Policies:
        """The plain value."""
        plain = self.model_dump(exclude={"counting", "deadlines", "procedure"})
        return Policies(
            counting=self.counting.counting(),
            deadlines=self.deadlines.deadlines(),
            procedure=self.procedure.procedure(),
            **plain,
        )


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
    kind: Literal["files", "email", "webhook", "wecom", "dingtalk", "feishu"]
    url_env: Annotated[Text, AfterValidator(_environment_name)] = ""

    def channel(self) -> Channel:
        """The plain value."""
        return Channel(self.name, self.kind, self.url_env)


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
    ladders: dict[Words, Annotated[Some[RungShape], Field(min_length=1)]] = Field(default_factory=dict)
    channels: Some[ChannelShape] = ()
    database: Text = ""
    pack: Words = "national-2012"
