"""Sizes of the house: the tail is capped, because the medians of good and bad code hardly differ."""

from __future__ import annotations

import statistics

from tests.house.tree import ROOT, functions, sources


def test_half_of_the_functions_have_at_most_nine_lines() -> None:
    assert statistics.median(function.lines for function in functions()) <= 9


def test_nine_of_ten_functions_have_at_most_twenty_five_lines() -> None:
    lengths = sorted(function.lines for function in functions())
    assert lengths[int(len(lengths) * 0.9)] <= 25


def test_no_function_has_more_than_forty_lines() -> None:
    assert [f"{function.where}: {function.lines}" for function in functions() if function.lines > 40] == []


def test_flow_bodies_are_tables_of_contents_of_at_most_twenty_lines() -> None:
    flows = [function for function in functions() if function.where.startswith("flows/programmes.py")]
    assert flows
    assert [f"{function.where}: {function.lines}" for function in flows if function.lines > 20] == []


def test_modules_stay_about_two_hundred_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 240} == {}
