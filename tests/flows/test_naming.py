"""Names that Prefect accepts and keeps."""

from __future__ import annotations

import re

import pytest

from flows.naming import artifact_key, digest, leading, office_slug, parts, schedule_slug, shown


def test_an_office_has_the_same_ascii_slug_every_time() -> None:
    assert office_slug("蔡庄镇教育督导室") == office_slug("蔡庄镇教育督导室") == "5160be01"


def test_two_offices_have_two_slugs() -> None:
    assert office_slug("蔡庄镇教育督导室") != office_slug("河东镇教育督导室")


def test_an_artifact_key_holds_only_what_prefect_allows() -> None:
    assert re.fullmatch(r"[a-z0-9-]+", artifact_key("board", "蔡庄镇教育督导室"))


@pytest.mark.parametrize(("number", "slug"), [(1, "p3c-02-1-sum-up"), (2, "p3c-02-1-sum-up-2")])
def test_a_schedule_entry_is_named_in_ascii_by_item_act_and_number(number: int, slug: str) -> None:
    assert schedule_slug("P3C-02-1", "sum_up", number) == slug


def test_characters_that_prefect_refuses_in_a_name_become_full_width() -> None:
    assert shown("督导/检查 <50% & 更多>") == "督导／检查 ＜50％ ＆ 更多＞"


def test_the_key_of_a_label_stands_before_the_first_dot() -> None:
    assert leading("12 · 开学工作检查 · 中心小学") == "12"
    assert leading(" 12 ") == "12"


def test_what_a_label_says_to_a_person_stands_after_its_key() -> None:
    assert parts("12 · 开学工作检查 · 中心小学 · 应于2026-03-10") == ["开学工作检查", "中心小学"]


def test_the_same_form_has_the_same_digest_and_another_has_another() -> None:
    assert digest("C01", "一般", None) == digest("C01", "一般", None)
    assert digest("C01", "一般", None) != digest("C01", "严重", None)
    assert digest("a", "bc") != digest("ab", "c")
