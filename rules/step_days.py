"""How many days each step of a supervision has: as the office says, else its pack of legal limits, else as usual.

The regulation (条例) fixes the steps and their order, hardly any days; `source` says where each figure comes from.
Days that a unit has (self-evaluation, reply) run in working days where nothing else is said, so that no holiday
shortens them. A pack's limit for the announced routine visit (经常性督导) is no limit of these, and its days for the
report after a rectification are the unit's, no step of the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.kinds import DueBasis
from rules.packs import Pack, Point
from rules.procedure import NOTHING_SAID, Days, Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator


class SupervisionKind(StrEnum):
    """Special: one or several matters; comprehensive: all of them (条例 art. 13)."""

    SPECIAL = "special"
    COMPREHENSIVE = "comprehensive"


class Step(StrEnum):
    """What is done, in this order."""

    TEAM = "team"
    NOTICE = "notice"
    SELF_EVALUATION = "self_evaluation"
    ON_SITE = "on_site"
    PRELIMINARY = "preliminary"
    REPLY = "reply"
    LETTER = "letter"
    REPORT = "report"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Count:
    """How a step's last day is counted from another step; `value` is negative before it."""

    step: Step
    anchor: Step
    basis: DueBasis
    value: int
    article: str
    why: str

    @property
    def source(self) -> str:
        """The article, and where its days come from."""
        return f"{self.article}；{self.why}"


NO_PACK = Pack()
_USUAL = "天数为本室惯例"
_WORKING, _CALENDAR = DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS
_PRELIMINARY = {
    SupervisionKind.SPECIAL: Count(
        Step.PRELIMINARY, Step.ON_SITE, _WORKING, 5, "条例第二十条", "天数参照重庆第26条（专项5日）"
    ),
    SupervisionKind.COMPREHENSIVE: Count(
        Step.PRELIMINARY, Step.ON_SITE, _WORKING, 10, "条例第二十条", "天数参照重庆第26条（综合10日）"
    ),
}
_BEFORE = (
    Count(Step.TEAM, Step.ON_SITE, _WORKING, -15, "条例第十六条", _USUAL),
    Count(Step.NOTICE, Step.ON_SITE, _WORKING, -10, "条例第十七条", _USUAL),
    Count(Step.SELF_EVALUATION, Step.ON_SITE, _WORKING, -3, "条例第十八条", _USUAL),
)
_AFTER = (
    Count(Step.REPLY, Step.PRELIMINARY, _WORKING, 10, "条例第二十条", "天数参照上海第21条（10个工作日）"),
    Count(Step.LETTER, Step.ON_SITE, _CALENDAR, 30, "条例第二十一条", "天数参照上海第21条、浙江第11条"),
    Count(Step.REPORT, Step.LETTER, _CALENDAR, 30, "条例第二十三条", "天数参照浙江第23条"),
    Count(Step.PUBLICATION, Step.REPORT, _WORKING, 15, "条例第二十三条", _USUAL),
)
_POINTS = {Step.NOTICE: Point.NOTICE, Step.REPLY: Point.REPLY, Step.LETTER: Point.LETTER}
_FEEDBACK = {
    SupervisionKind.SPECIAL: Point.FEEDBACK_SPECIAL,
    SupervisionKind.COMPREHENSIVE: Point.FEEDBACK_COMPREHENSIVE,
}


def counts(kind: SupervisionKind, procedure: Procedure = NOTHING_SAID, pack: Pack = NO_PACK) -> tuple[Count, ...]:
    """How every step but the on-site day is counted, in their order.

    Args:
        kind: decides how soon the preliminary opinion is due.
        procedure: what the office says of notice, reply and letter; goes before the pack.
        pack: the legal limits that the office is held to.
    """
    return tuple(_counts(kind, procedure, pack))


def _counts(kind: SupervisionKind, procedure: Procedure, pack: Pack) -> Iterator[Count]:
    own = {Step.NOTICE: procedure.notice, Step.REPLY: procedure.reply, Step.LETTER: procedure.letter}
    points = _POINTS | {Step.PRELIMINARY: _FEEDBACK[kind]}
    for count in (*_BEFORE, _PRELIMINARY[kind], *_AFTER):
        point = points.get(count.step)
        if said := own.get(count.step):
            yield _with(count, said, "天数由本室规定（office.yaml）")
        elif point and (legal := pack.days(point)):
            yield _with(count, legal, f"天数依{pack.limits[point].article}")
        else:
            yield count


def _with(count: Count, days: Days, why: str) -> Count:
    value = -days.value if count.value < 0 else days.value
    return Count(count.step, count.anchor, days.basis, value, count.article, why)
