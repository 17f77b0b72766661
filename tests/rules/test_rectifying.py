"""The usual deadline of a finding."""

from __future__ import annotations

import pytest

import words
from rules.errors import RefusedError
from rules.office import Deadline, FindingSeverity
from rules.rectifying import usual_deadline
from tests.rules.cast import POLICIES


def test_the_office_sets_the_days_of_each_severity() -> None:
    assert usual_deadline(POLICIES, FindingSeverity.ORDINARY) == Deadline("working_days", 5)
    assert usual_deadline(POLICIES, FindingSeverity.SERIOUS) == Deadline("calendar_days", 3)


def test_a_severity_without_days_is_refused_with_what_to_do() -> None:
    with pytest.raises(RefusedError) as refused:
        usual_deadline(POLICIES, FindingSeverity.URGENT)
    assert "office.yaml" in words.say("zh", refused.value.word, **refused.value.values)
