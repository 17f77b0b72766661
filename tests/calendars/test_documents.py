"""A YAML file is read as it was written, or there is one clear problem with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calendars.documents import Document, key_path, read_document
from tests.calendars.spoiling import wrong

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    return read_document(tmp_path / "a.yaml", "a.yaml")


def test_times_dates_and_words_stay_the_text_that_was_written(tmp_path: Path) -> None:
    text = "a: 9:00\nb: no\nc: 010\nd: 12-04\ne: 2026-02-25\nf: 1.5\ng: 7\nh: true\ni:\n"
    assert read(tmp_path, text).data == {
        "a": "9:00", "b": "no", "c": "010", "d": "12-04", "e": "2026-02-25", "f": "1.5", "g": 7, "h": True, "i": None,
    }  # fmt: skip


def test_every_place_has_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, "a:\n  - b: 1\n  - c: 2\n2027:\n  d: 3\n")
    assert document.line(("a", 1, "c")) == 3
    assert document.line((2027, "d")) == 5
    assert document.line(("a", 1, "nowhere", "deep")) == 3


def test_the_path_of_a_key_reads_like_code() -> None:
    assert key_path(("entries", 3, "window", "month")) == "entries[3].window.month"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: [2\nc: 3\n", "yaml_syntax", "3"),
        ("a: 1\n b: 2\n", "yaml_syntax", "2"),
        ("\ta: 1\n", "yaml_syntax", "1"),
        ("a: 1\na: 2\n", "key_twice", "2"),
        ("a:\n  b: 1\n  b: 2\n", "key_twice", "3"),
        ("- 1\n", "not_a_mapping", "1"),
        ("a: 1\nb: \x07\n", "yaml_character", "2"),
        ("a: !!python/object:os.system x\n", "yaml_tag", "1"),
        ("a: &x [*x]\n", "yaml_nesting", "1"),
        ("? [1, 2]\n: 3\n", "yaml_tag", "1"),
    ],
)
def test_what_is_no_plain_yaml_is_one_problem_with_its_line(tmp_path: Path, text: str, code: str, line: str) -> None:
    (problem,) = wrong(lambda: read(tmp_path, text))
    assert (problem.file, problem.code, problem.more["line"]) == ("a.yaml", code, line)


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    assert [one.code for one in wrong(lambda: read_document(tmp_path / "b.yaml", "b.yaml"))] == ["file_missing"]
    (tmp_path / "c.yaml").write_bytes("名称: 甲".encode("gb18030"))
    assert [one.code for one in wrong(lambda: read_document(tmp_path / "c.yaml", "c.yaml"))] == ["not_utf8"]


def test_an_empty_file_is_an_empty_mapping_and_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "").data == {}
    assert read(tmp_path, "\ufeffa: 1\n").data == {"a": 1}
