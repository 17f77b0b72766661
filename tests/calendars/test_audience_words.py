"""For whom, in the words of a table: the certain is read, anything else is not."""

from __future__ import annotations

from typing import Any

import pytest

from calendars.audience_words import read_audience

MIDDLE = ["primary", "junior", "senior"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("督导室", {"office": True}),
        ("各学校、幼儿园", {}),
        ("全镇中小学和幼儿园", {}),
        ("各中小学", {"stages": MIDDLE}),
        ("民办幼儿园", {"stages": ["kindergarten"], "ownership": ["private"]}),
        ("小学、初中", {"stages": ["primary", "junior"]}),
        ("各乡镇", {"kinds": ["township"]}),
        ("类型：教研组；标签：语文、数学", {"kinds": ["research_group"], "tags": ["语文", "数学"]}),
        ("轮流：每3年一轮，错开1年，只轮幼儿园", {"rotation": {"years": 3, "offset": 1, "kinds": ["kindergarten"]}}),
        ("学段：小学；抽签：每责任区2所", {"stages": ["primary"], "draw": {"per_zone": 2}}),
    ],
)
def test_a_certain_audience_is_read(text: str, keys: dict[str, Any]) -> None:
    assert read_audience(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "部分学校",
        "学校",
        "民办幼儿园、小学",
        "有关单位",
        "学段：大学",
        "轮流：三年",
        "学段：小学；学段：初中",
        "小学、乡镇",
    ],
)
def test_what_is_not_certain_is_not_read(text: str) -> None:
    assert read_audience(text) is None
