"""What the whole check says of every shipped plan with the roster of a new office, as a text that a person reviews."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calendars.conformance import against_law, conformance
from calendars.folder import init_folder, problems, read_desk
from calendars.plans import shipped_plans
from rules.errors import InputError, Severity
from rules.plan import Procedure
from tests.calendars.changing import with_entry
from tests.calendars.spoiling import rewrite
from words import LANGUAGES, has, say

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.errors import Problem

HERE = Path(__file__).parent


def findings(found: tuple[Problem, ...]) -> str:
    """One line a finding: severity, entry, code, sentence."""
    lines = []
    for problem in found:
        values: dict[str, object] = {"value": problem.value, "allowed": problem.allowed, **problem.more}
        lines.append(f"{problem.severity:7} {problem.place or '—'} [{problem.code}]")
        lines.append(f"        {say('zh', f'problem.{problem.code}', **values)}")
    return "\n".join(lines) + "\n"


def new_office(folder: Path, plan: str) -> Path:
    """A new office of a plan; the seed of its draws is fixed, so that the approved text is."""
    init_folder(folder / "office", plan, 2026)
    settings = folder / "office" / "office.yaml"
    text = re.sub(r"draw_seed: \S+", "draw_seed: 核对用", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    return folder / "office"


@pytest.mark.parametrize("name", shipped_plans())
def test_a_new_office_has_no_error_and_the_findings_of_its_plan_are_the_approved_ones(
    name: str, tmp_path: Path
) -> None:
    found = problems(new_office(tmp_path, name))
    assert [problem for problem in found if problem.severity is Severity.ERROR] == []
    received = tmp_path / f"{name}.findings.received.txt"
    received.write_text(findings(found), encoding="utf-8")
    approved = HERE / f"{name}.findings.approved.txt"
    assert received.read_text(encoding="utf-8") == approved.read_text(encoding="utf-8"), (
        f"review {received}; if it is right, it is the approved one"
    )


def test_the_plan_of_2014_is_warned_of_as_the_rules_of_the_field_say(sample_desk: Desk) -> None:
    warned = {problem.code for problem in conformance(sample_desk)}
    assert warned == {"routine_visits", "procedure_unsaid", "training_hours", "rectification_deadline"}


def test_what_breaks_the_law_is_an_error_of_the_folder_and_stops_it(office: Path) -> None:
    assert against_law(read_desk(office)) == ()
    rewrite(office / "office.yaml", "policies:\n", "policies:\n  procedure: {team: 2}\n")
    (found,) = problems(office)
    assert (found.file, found.place, found.code) == ("office.yaml", "policies.procedure", "team_small")
    with pytest.raises(InputError):
        read_desk(office)


def test_a_school_owes_nothing_to_the_regulations_on_supervision(sample_desk: Desk) -> None:
    school = replace(sample_desk, office=replace(sample_desk.office, level="school"))
    small = with_entry(school, "P3C-02-2", procedure=Procedure(team=1))
    assert (against_law(small), list(conformance(small))) == ((), [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence(sample_desk: Desk, language: str) -> None:
    for problem in conformance(sample_desk):
        assert has(language, f"problem.{problem.code}")
        assert problem.more["article"]
