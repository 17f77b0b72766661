"""The command as a whole: its exit codes, its one JSON document, its two languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS, GROUPS
from tests.cli.conftest import Dudao

OF_THE_ISSUE = {
    "init", "check", "calendar", "apply", "up", "day", "simulate", "load", "board", "cases", "case",
    "record-finding", "submit", "return", "verify", "close", "answer",
}  # fmt: skip
WITH_JSON = OF_THE_ISSUE - {"init", "up"}


def installed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own."""
    command = [str(Path(sys.executable).parent / "dudao"), *arguments]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_every_command_of_the_table_is_there() -> None:
    assert set(COMMANDS) >= OF_THE_ISSUE


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_in_chinese(dudao: Dudao, command: str) -> None:
    said = dudao(command, "--help")
    assert said.code == 0
    assert "显示这份说明" in said.out
    assert ("--json" in said.out) or (command not in WITH_JSON)


@pytest.mark.parametrize("words", [(group, name) for group, below in GROUPS.items() for name in below])
def test_every_command_of_two_words_explains_itself_in_chinese(dudao: Dudao, words: tuple[str, str]) -> None:
    said = dudao(*words, "--help")
    assert (said.code, "显示这份说明" in said.out) == (0, True)


@pytest.mark.parametrize("command", sorted(OF_THE_ISSUE))
def test_every_command_explains_itself_in_english(dudao: Dudao, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUDAO_LANGUAGE", "en")
    said = dudao(command, "--help")
    assert "Show this help" in said.out
    assert not [sign for sign in said.out if "\u4e00" <= sign <= "\u9fff"]


def test_without_a_command_the_list_of_commands_is_shown(dudao: Dudao) -> None:
    said = dudao()
    assert (said.code, said.err) == (0, "")
    assert "登记问题" in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("board", "--nope"), "没有选项 --nope。"),
        (("nope",), "没有命令 'nope'。"),
        (("close", "1"), "缺少 '--by'。"),
        (("board", "a", "b"), "多写了内容：b"),
        (("day", "--on", "2026-02-30"), "“2026-02-30”不是日期"),
        (("simulate", "--replies", "maybe"), "“maybe”不是 0 到 1 之间的数"),
        (("simulate", "--findings", "1.5"), "“1.5”不是 0 到 1 之间的数"),
    ],
)
def test_wrong_usage_is_said_in_chinese_and_ends_with_two(
    dudao: Dudao, arguments: tuple[str, ...], sentence: str
) -> None:
    said = dudao(*arguments)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert "查看用法：dudao" in said.err


def test_wrong_usage_is_one_document_under_json(dudao: Dudao) -> None:
    said = dudao("board", "--nope", "--json")
    assert (said.code, said.err) == (2, "")
    assert said.document["ok"] is False
    assert [error["message"] for error in said.document["errors"]] == ["没有选项 --nope。"]


@pytest.mark.parametrize("command", ["check", "calendar", "day", "simulate", "board", "cases"])
def test_what_is_no_folder_ends_with_one_and_a_sentence(dudao: Dudao, command: str) -> None:
    said = dudao(command, "不在这里")
    assert (said.code, said.out) == (1, "")
    assert said.err == "“不在这里”不是文件夹。用 dudao init 新建一个，或检查路径。\n"


def test_no_folder_at_all_is_said_in_the_language_that_was_asked_for(
    dudao: Dudao, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_LANGUAGE", "en")
    assert dudao("board").err.startswith("No office folder")


def test_a_database_that_does_not_answer_is_a_sentence(dudao: Dudao, office: Path) -> None:
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("\ndatabase: postgresql://nobody@127.0.0.1:9/none\n")
    said = dudao("board", office)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("数据库没有应答：")


def test_a_wrong_setting_is_named(dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUDAO_TODAY", "昨天")
    said = dudao("board", office)
    assert (said.code, said.out, said.err) == (1, "", "环境变量 DUDAO_TODAY 的值不对。\n")


def test_an_office_that_speaks_english_is_answered_in_english(dudao: Dudao, office: Path) -> None:
    file = office / "office.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("language: zh", "language: en"), encoding="utf-8")
    assert dudao("cases", office).out.strip() == "0 in all."
    assert dudao("case", office, "9").err.startswith("There is no rectification")


def test_the_installed_command_writes_utf_8_whatever_the_machine_speaks(office: Path) -> None:
    done = installed("calendar", str(office), "--json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert {"春学期开学工作检查"} <= {line["title"] for line in json.loads(done.stdout)}


def test_the_installed_command_shows_no_traceback(tmp_path: Path) -> None:
    done = installed("board", str(tmp_path), "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["ok"] is False
