"""What people really write is read, and what cannot be is refused."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from calendars.handwriting import Number, Some, Words, YesNo, parts, plain, read_day, read_day_of_year


def test_full_width_forms_are_made_plain() -> None:
    assert plain("　２０２６年３月　") == "2026年3月"
    assert plain(None) == ""


def test_a_list_in_a_cell_is_parted_by_any_usual_mark() -> None:
    assert parts("甲、乙，丙,丁;戊；己 庚/辛") == ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
    assert parts("") == ()


@pytest.mark.parametrize("text", ["2026-02-25", "2026/2/25", "2026.2.25", "2026年2月25日", "２０２６－０２－２５"])
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    assert read_day(text) == date(2026, 2, 25)


@pytest.mark.parametrize("text", ["2026-02-30", "26-02-25", "20260225", "", 20260225, None, "明天"])
def test_what_is_no_day_is_refused(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "day"), [("12-04", (12, 4)), ("04-05", (4, 5)), ("12月4日", (12, 4)), ("2-29", (2, 29))]
)
def test_a_day_of_the_year_has_no_year(text: str, day: tuple[int, int]) -> None:
    assert read_day_of_year(text) == day


@pytest.mark.parametrize("text", ["13-01", "02-30", "2026-12-04", 124, None])
def test_what_is_no_day_of_a_year_is_refused(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        read_day_of_year(text)


@pytest.mark.parametrize(("written", "number"), [(7, 7), ("７", 7), ("07", 7), ("-3", -3)])
def test_a_number_may_have_full_width_digits(written: object, number: int) -> None:
    assert TypeAdapter(Number).validate_python(written) == number


@pytest.mark.parametrize("written", [True, "七", "1.5", "", None])
def test_what_is_no_whole_number_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Number).validate_python(written)


@pytest.mark.parametrize(("written", "said"), [("是", True), ("否", False), ("Yes", True), ("no", False), (True, True)])
def test_yes_and_no_may_be_said_in_chinese(written: object, *, said: bool) -> None:
    assert TypeAdapter(YesNo).validate_python(written) is said


def test_one_thing_is_a_list_of_one_and_nothing_is_none() -> None:
    adapter: TypeAdapter[tuple[str, ...]] = TypeAdapter(Some[Words])
    assert adapter.validate_python("甲") == ("甲",)
    assert adapter.validate_python(None) == ()
    assert adapter.validate_python(["甲", 7]) == ("甲", "7")


@pytest.mark.parametrize("written", ["", "  ", [], {}, None])
def test_words_are_not_empty(written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Words).validate_python(written)
