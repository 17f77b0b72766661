"""The files channel: readable, whole, and safe whatever a person is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from notifications.files import file_of, write_file
from notifications.letters import Ending, Outcome
from notifications.shortening import size
from rules.office import Channel
from tests.notifications.sinks import HELLO, LIAISON, a_letter, a_room

FILES = Channel("files", "files")


def test_a_message_is_a_readable_file_of_its_day(tmp_path: Path) -> None:
    assert write_file(FILES, a_letter(), a_room(tmp_path, FILES)) == Outcome(Ending.SENT, "files")
    path = tmp_path / "var" / "outbox" / "2026-03-23" / "7-digest-联络员-中心小学.md"
    assert path.read_text(encoding="utf-8") == (
        "- 收件人：联络员-中心小学 <liaison@school.example，13000000000>\n"
        "- 主题：【督导室】待办提醒：1项\n\n"
        "# 【督导室】待办提醒：1项\n\n"
        "联络员-中心小学，您好！\n\n- 自查：3月31日（周二）截止\n"
    )
    assert list(path.parent.iterdir()) == [path]


def test_writing_the_same_message_again_leaves_one_file(tmp_path: Path) -> None:
    for body in ("第一次", "第二次"):
        write_file(FILES, a_letter(words=replace(HELLO, body=body)), a_room(tmp_path, FILES))
    (path,) = (tmp_path / "var" / "outbox" / "2026-03-23").iterdir()
    assert "第二次" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("李/王\\赵", "李_王_赵"),
        ("a\nb\x00c:d", "a_b_c_d"),
        ("..", "_"),
        ("", "_"),
    ],
)
def test_a_name_never_leaves_the_folder(tmp_path: Path, name: str, part: str) -> None:
    path = file_of(tmp_path, a_letter(replace(LIAISON, name=name)))
    assert path.parent == tmp_path / "var" / "outbox" / "2026-03-23"
    assert path.name == f"7-digest-{part.strip('._') or '_'}.md"


def test_a_very_long_name_still_makes_a_file(tmp_path: Path) -> None:
    letter = a_letter(replace(LIAISON, name="很" * 300))
    assert size(file_of(tmp_path, letter).name) < 200
    assert write_file(FILES, letter, a_room(tmp_path, FILES)).status is Ending.SENT


def test_a_folder_that_cannot_be_written_is_failed_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    outcome = write_file(FILES, a_letter(), a_room(tmp_path, FILES))
    assert outcome.status is Ending.FAILED
    assert outcome.error.startswith("消息文件无法写入：")
