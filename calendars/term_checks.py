"""The term table: terms of a stage neither overlap nor stand twice, and look like terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.complaints import readable
from calendars.documents import Document, key_path
from calendars.office_shapes import TermShape
from rules.errors import Problem, Severity
from rules.office import Office, Stage
from rules.plan import Season

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.documents import Place

OPENING_MONTHS = {Season.SPRING: range(1, 5), Season.AUTUMN: range(8, 11)}
LONGEST_TERM_DAYS = 200


def check_terms(document: Document) -> tuple[Problem, ...]:
    """Every term that cannot be: backwards, too long, of another year or season, twice or overlapping."""
    found: list[Problem] = []
    terms = readable(TermShape, document.data.get("terms"))
    for row, (index, term) in enumerate(terms):
        wrong = [*_wrong_alone(term), *(odd for _, other in terms[:row] for odd in _wrong_together(other, term))]
        found += (_problem(document, ("terms", index), *one) for one in wrong)
    return tuple(found)


def missing_terms(office: Office, stages: frozenset[Stage]) -> Iterator[Problem]:
    """A warning for each term that the office's year needs and the table lacks, with the stages that lack it."""
    needed = ((office.year - 1, Season.AUTUMN), (office.year, Season.SPRING), (office.year, Season.AUTUMN))
    for year, season in needed:
        terms = [term for term in office.terms if (term.year, term.season) == (year, season)]
        has = {stage for term in terms for stage in (term.stages or tuple(Stage))}
        lacking = [stage.value for stage in Stage if stage in stages and stage not in has]
        if lacking:
            more = {"year": str(year), "season": season.value, "stages": "、".join(lacking), "line": "", "key": "terms"}
            value = f"{year} {season.value}"
            yield Problem("office.yaml", "terms", "term_missing", value, severity=Severity.WARNING, more=more)


def _wrong_alone(term: TermShape) -> Iterator[tuple[str, str, str, str]]:
    if term.closes <= term.opens:
        yield "closes", "term_backwards", str(term.closes), f"> {term.opens}"
    elif (term.closes - term.opens).days > LONGEST_TERM_DAYS:
        yield "closes", "term_too_long", str(term.closes), f"≤ {LONGEST_TERM_DAYS}"
    if term.opens.year != term.year:
        yield "opens", "term_of_other_year", str(term.opens), str(term.year)
    months = OPENING_MONTHS[term.season]
    if term.opens.month not in months:
        yield "opens", "term_of_other_season", str(term.opens), f"{months[0]}—{months[-1]}"


def _wrong_together(earlier: TermShape, term: TermShape) -> Iterator[tuple[str, str, str, str]]:
    if not _share_a_stage(earlier, term):
        return
    if (earlier.year, earlier.season) == (term.year, term.season):
        yield "season", "term_twice", f"{term.year} {term.season.value}", ""
    elif earlier.opens <= term.closes and term.opens <= earlier.closes:
        yield "opens", "terms_overlap", f"{term.opens}—{term.closes}", f"{earlier.opens}—{earlier.closes}"


def _share_a_stage(one: TermShape, other: TermShape) -> bool:
    """Rows for all stages and rows for one may stand side by side: the one that names the stage wins."""
    if bool(one.stages) != bool(other.stages):
        return False
    return not one.stages or not set(one.stages).isdisjoint(other.stages)


def _problem(document: Document, row: Place, key: str, *said: str) -> Problem:
    place = (*row, key)
    code, value, allowed = said
    more = {"line": str(document.line(place)), "key": key}
    return Problem(document.file, key_path(place), code, value, allowed, more=more)
