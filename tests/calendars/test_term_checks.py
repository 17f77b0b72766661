"""The term table: no term overlaps another of the same stage, and a missing one is a warning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from calendars.documents import read_document
from calendars.term_checks import check_terms, missing_terms
from rules.office import Stage
from tests.calendars.spoiling import codes

if TYPE_CHECKING:
    from pathlib import Path

    from rules.desk import Desk

SPRING = "{year: 2026, season: spring, opens: 2026-02-25, closes: 2026-06-30}"


def found(tmp_path: Path, *terms: str) -> list[tuple[str, str]]:
    (tmp_path / "office.yaml").write_text("terms:\n" + "".join(f"  - {term}\n" for term in terms), encoding="utf-8")
    return codes(check_terms(read_document(tmp_path / "office.yaml", "office.yaml")))


def test_terms_that_follow_each_other_are_right(tmp_path: Path) -> None:
    assert found(tmp_path, SPRING, "{year: 2026, season: autumn, opens: 2026-09-01, closes: 2027-01-22}") == []


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        (SPRING, [("terms[1].season", "term_twice")]),
        (
            "{year: 2026, season: autumn, opens: 2026-08-30, closes: 2026-08-30}",
            [("terms[1].closes", "term_backwards")],
        ),
        (
            "{year: 2025, season: autumn, opens: 2025-09-01, closes: 2026-02-25}",
            [("terms[1].opens", "terms_overlap")],
        ),
        ("{year: 2025, season: autumn, opens: 2025-09-01, closes: 2026-02-24}", []),
        (
            "{year: 2026, season: autumn, opens: 2025-09-01, closes: 2026-01-22}",
            [("terms[1].opens", "term_of_other_year")],
        ),
        (
            "{year: 2027, season: spring, opens: 2027-07-01, closes: 2027-08-22}",
            [("terms[1].opens", "term_of_other_season")],
        ),
    ],
)
def test_a_term_that_cannot_be_is_told(tmp_path: Path, term: str, wrong: list[tuple[str, str]]) -> None:
    assert found(tmp_path, SPRING, term) == wrong


def test_other_stages_may_have_other_days(tmp_path: Path) -> None:
    rows = [SPRING.replace("{", "{stages: [primary], "), SPRING.replace("{", "{stages: [kindergarten], ")]
    assert found(tmp_path, *rows) == []
    assert found(tmp_path, *rows, SPRING) == []
    assert [code for _, code in found(tmp_path, *rows, rows[0])] == ["term_twice"]


def test_a_term_that_the_year_needs_and_the_table_lacks_is_a_warning(sample_desk: Desk) -> None:
    stages = frozenset({Stage.KINDERGARTEN, Stage.PRIMARY})
    assert list(missing_terms(sample_desk.office, stages)) == []
    terms = tuple(term for term in sample_desk.office.terms if term.stages != (Stage.KINDERGARTEN,))
    lacking = list(missing_terms(replace(sample_desk.office, terms=terms), stages))
    assert [(problem.value, problem.more["stages"]) for problem in lacking] == [
        ("2025 autumn", "kindergarten"),
        ("2026 spring", "kindergarten"),
        ("2026 autumn", "kindergarten"),
    ]
