"""The version of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.versions import rule_version
from tests.builders import LADDER, POLICIES, a_desk

OFFICE = a_desk().office


def test_the_same_rules_have_the_same_version_whatever_else_changes() -> None:
    assert rule_version(OFFICE) == rule_version(replace(OFFICE, name="别的督导室", year=2027))


@pytest.mark.parametrize(
    "changed",
    [
        {"policies": replace(POLICIES, repeat_days=90)},
        {"ladder": LADDER[:2]},
        {"ladders": {"缓": LADDER}},
        {"check_ladder": LADDER[:1]},
    ],
    ids=["policies", "ladder", "further ladders", "check ladder"],
)
def test_any_change_of_a_rule_is_another_version(changed: dict[str, object]) -> None:
    assert rule_version(replace(OFFICE, **changed)) != rule_version(OFFICE)  # type: ignore[arg-type]  # by name
