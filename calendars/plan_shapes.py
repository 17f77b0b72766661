"""The keys of a plan file, typed: each shape turns itself into the plain value of `rules.plan`."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from calendars.handwriting import Count, Number, Positive, Shape, Some, Text, Words, YesNo
from calendars.procedure_shapes import ProcedureShape, PromiseShape
from calendars.window_shapes import WindowShape
from rules.office import Ownership, Stage, UnitKind
from rules.plan import Asks, Audience, Class, Doer, Draw, Due, DueBasis, Entry, Kind, Programme, Rotation

ENTRY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
NAME_MARKS = re.compile(r"[/%&<>]")


def _entry_id(text: str) -> str:
    if not ENTRY_ID.fullmatch(text):
        raise PydanticCustomError("our_entry_id", "no id", {"allowed": "A-Z a-z 0-9 -"})
    return text


def _flow_name(text: str) -> str:
    """A programme becomes a Prefect flow, whose name may not have these marks."""
    if NAME_MARKS.search(text):
        raise PydanticCustomError("our_name_marks", "marks", {"allowed": "/ % & < >"})
    return text


EntryId = Annotated[Words, AfterValidator(_entry_id)]
FlowName = Annotated[Words, AfterValidator(_flow_name)]


class DueShape(Shape):
    """``{basis: working_days, value: 10}``: how the due day is counted; without it, the window's end."""

    basis: DueBasis = DueBasis.WINDOW_END
    value: Count = 0

    def due(self) -> Due:
        """The plain value."""
        return Due(self.basis, self.value)


class RotationShape(Shape):
    """``{years: 3, offset: 0, kinds: [kindergarten]}``: units that take turns over the years."""

    years: Annotated[Positive, Field(le=30)]
    offset: Count = 0
    kinds: Some[UnitKind] = ()

    def rotation(self) -> Rotation:
        """The plain value."""
        return Rotation(self.years, self.offset, tuple(kind.value for kind in self.kinds))


class DrawShape(Shape):
    """``{per_zone: 2}``: how many units a random inspection draws in each zone."""

    per_zone: Positive

    def draw(self) -> Draw:
        """The plain value."""
        return Draw(self.per_zone)


class AudienceShape(Shape):
    """To whom the work is done; what is not written does not narrow."""

    office: YesNo = False
    kinds: Some[UnitKind] = ()
    stages: Some[Stage] = ()
    ownership: Some[Ownership] = ()
    zones: Some[Words] = ()
    tags: Some[Words] = ()
    under: Some[Words] = ()
    rotation: RotationShape | None = None
    draw: DrawShape | None = None

    def audience(self) -> Audience:
        """The plain value."""
        return Audience(
            office=self.office,
            kinds=tuple(kind.value for kind in self.kinds),
            stages=tuple(stage.value for stage in self.stages),
            ownership=tuple(owner.value for owner in self.ownership),
            zones=self.zones,
            tags=self.tags,
            under=self.under,
            rotation=self.rotation.rotation() if self.rotation else None,
            draw=self.draw.draw() if self.draw else None,
        )


class EntryShape(Shape):
    """One entry of the plan, key by key; what the keys mean stands in `rules.plan.Entry`."""

    id: EntryId
    covers: Some[EntryId] = ()
    title: Words
    class_: Class = Field(alias="class")
    kind: Kind
    programme: Text = ""
    line: Count = 0
    quote: Text = ""
    doer: Doer = Doer.OFFICE
    audience: AudienceShape | None = None
    window: WindowShape | None = None
    due: DueShape = DueShape()
    asks: Asks = Asks.DOCUMENT
    evidence: Some[Words] = ()
    ladder: Text = ""
    reminders: Some[Annotated[Number, Field(ge=-60, le=60)]] = ()
    reminder_cap: Count = 5
    through: Some[EntryId] = ()
    after: Some[EntryId] = ()
    times: Positive = 1
    unannounced: YesNo = False
    unscheduled: YesNo = False
    target: Text = ""
    sensitive: Text = ""
    flag: Text = ""
    procedure: ProcedureShape = ProcedureShape()
    in_vacation: YesNo = False

    def entry(self) -> Entry:
        """The plain value; without an audience the work is the office's own, without `covers` it covers itself."""
        same = {name: getattr(self, name) for name in _SAME}
        return Entry(
            **same,
            covers=self.covers or (self.id,),
            audience=self.audience.audience() if self.audience else Audience(office=True),
            window=self.window.window() if self.window else None,
            due=self.due.due(),
            procedure=self.procedure.procedure(),
        )


_SHAPED = {"covers", "audience", "window", "due", "procedure"}
_SAME = tuple(name for name in EntryShape.model_fields if name not in _SHAPED)


class ProgrammeShape(Shape):
    """A line of work of the calendar."""

    name: FlowName
    about: Words

    def programme(self) -> Programme:
        """The plain value."""
        return Programme(self.name, self.about)


class PlanShape(Shape):
    """A whole plan file."""

    title: Words
    level: Words
    source: Text = ""
    promises: Some[PromiseShape] = ()
    programmes: Annotated[Some[ProgrammeShape], Field(min_length=1)]
    entries: Annotated[Some[EntryShape], Field(min_length=1)]
