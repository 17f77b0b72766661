"""The policies of office.yaml, typed: how days are counted, deadlines by severity, limits; each has a usual value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from calendars.handwriting import Count, Number, Positive, Shape, Some, Text, Words, YesNo
from calendars.procedure_shapes import ProcedureShape
from rules.office import Counting, Deadline, FindingSeverity, Policies, Roll
from rules.plan import DueBasis

USUAL_DEADLINES = {
    FindingSeverity.MINOR: Deadline(DueBasis.WORKING_DAYS.value, 3),
    FindingSeverity.ORDINARY: Deadline(DueBasis.WORKING_DAYS.value, 5),
    FindingSeverity.SERIOUS: Deadline(DueBasis.CALENDAR_DAYS.value, 30),
    FindingSeverity.URGENT: Deadline(DueBasis.WORKING_DAYS.value, 1),
}
"""Source: rules-of-the-field 2.9: the form's 3 days, a school's 5, 晋江's 30; urgent is our proposal."""

USUAL_CATEGORIES = (
    "校务管理", "招生收费", "课程教学", "学生发展", "教师队伍", "校园安全", "食品卫生", "校风学风", "其他",
)  # fmt: skip
"""Source: rules-of-the-field 2.3, the eight matters of a responsible inspector [memory]: an office may name others."""


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
    senders: Annotated[Positive, Field(le=64)] = 3
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
