"""A pack of legal limits: what the state or a province wants, each figure with its article (rules-of-the-field 2.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rules.kinds import DueBasis
from rules.procedure import Days, Procedure


class Point(StrEnum):
    """What a pack may set a limit to. The value's unit stands behind the name."""

    VISITS_PER_TERM = "visits_per_term"
    COMPREHENSIVE_YEARS = "comprehensive_years"
    TEAM = "team"
    NOTICE = "notice"
    REPLY = "reply"
    LETTER = "letter"
    RECTIFICATION = "rectification"
    RECTIFICATION_REPORT = "rectification_report"
    FEEDBACK_SPECIAL = "feedback_special"
    FEEDBACK_COMPREHENSIVE = "feedback_comprehensive"
    ROUTINE_NOTICE = "routine_notice"
    TRAINING_HOURS = "training_hours"
    REST_DAYS = "rest_days"
    TERMS = "terms"
    CHILDRENS_DAY = "childrens_day"


@dataclass(frozen=True, slots=True)
class Limit:
    """One legal figure.

    Args:
        article: where it stands, in the words of the field: ``教育督导条例第十六条``.
        value: the figure; 0 where the law asks for the thing and names no figure.
        basis: how days are counted; None where the value counts something else.
        mark: how its text was read: ``law`` in full, ``public page`` in part, ``memory`` unverified.
    """

    article: str
    value: int = 0
    basis: DueBasis | None = None
    mark: str = "law"

    @property
    def days(self) -> Days | None:
        """The figure as days; None where it is no number of days."""
        return Days(self.value, self.basis) if self.basis and self.value else None


@dataclass(frozen=True, slots=True)
class Pack:
    """The limits that an office is held to. A point that a pack does not have is not checked."""

    name: str = ""
    title: str = ""
    limits: dict[Point, Limit] = field(default_factory=dict)

    def article(self, *points: Point) -> str:
        """The articles of those points, each once; a law is named once: ``教育督导条例第十六条、第十七条``."""
        found = dict.fromkeys(self.limits[point].article for point in points if point in self.limits)
        said: list[str] = []
        law = ""
        for article in found:
            named, mark, _ = article.partition("第")
            said.append(article.removeprefix(named) if mark and named == law else article)
            law = named
        return "、".join(said)

    def value(self, point: Point) -> int:
        """The figure of a point; 0 where there is none."""
        return self.limits[point].value if point in self.limits else 0

    def days(self, point: Point) -> Days | None:
        """The days of a point; None where the pack names none."""
        return self.limits[point].days if point in self.limits else None

    @property
    def procedure(self) -> Procedure:
        """The days that hold where neither plan nor office says any; a team must be named by the plan or the office."""
        return Procedure(reply=self.days(Point.REPLY), letter=self.days(Point.LETTER))
