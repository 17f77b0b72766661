"""init, check, calendar, apply: the folder and its year."""

from __future__ import annotations

import shutil
import socket
from datetime import date
from pathlib import Path

import pytest

from calendars.folder import read_desk
from rules.recurring import occurrences
from tests.cli.conftest import SAMPLE, Dudao, Said

KEYS = [
    "plan", "item", "covers", "class", "kind", "programme", "title", "period", "opens_on", "due_on",
    "due_provisional", "doer", "audience", "units",
]  # fmt: skip


def test_a_fresh_office_is_in_order_or_says_what_to_fill_in(dudao: Dudao, tmp_path: Path) -> None:
    said = dudao("init", tmp_path / "新 督导室", "--plan", "caizhuang-2014", "--year", 2026)
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "新 督导室" / "office.yaml").is_file()
    checked = dudao("check", tmp_path / "新 督导室", "--json")
    assert checked.code in (0, 1)
    assert checked.document["ok"] is (checked.code == 0)


def test_an_unknown_plan_is_refused(dudao: Dudao, tmp_path: Path) -> None:
    said = dudao("init", tmp_path / "新", "--plan", "没有这个计划", "--year", 2026)
    assert (said.code, said.out) == (1, "")
    assert "caizhuang-2014" in said.err


def test_the_sample_is_in_order(dudao: Dudao, office: Path) -> None:
    said = dudao("check", office)
    assert (said.code, said.err) == (0, "")
    assert "检查通过。" in said.out


def test_a_check_as_a_document_has_its_five_keys(dudao: Dudao, office: Path) -> None:
    document = dudao("check", office, "--json").document
    assert list(document) == ["ok", "errors", "warnings", "notes", "unscheduled"]
    assert (document["ok"], document["errors"]) == (True, [])
    assert "P3M-02" in document["unscheduled"]


def test_every_error_of_a_broken_folder_is_said_at_once_with_its_place(dudao: Dudao, office: Path) -> None:
    file = office / "office.yaml"
    text = file.read_text(encoding="utf-8").replace("level: township", "level: 乡").replace("value: 5}", "value: 五}")
    file.write_text(text, encoding="utf-8")
    said = dudao("check", office, "--json")
    errors = said.document["errors"]
    assert (said.code, said.err, said.document["ok"]) == (1, "", False)
    assert len(errors) == 2
    assert all(
        list(error) == ["file", "place", "code", "value", "allowed", "message", "severity", "article"]
        for error in errors
    )
    assert {error["file"] for error in errors} == {"office.yaml"}
    assert dudao("check", office).code == 1


def test_any_other_command_says_the_errors_of_the_folder_too(dudao: Dudao, office: Path) -> None:
    file = office / "office.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("level: township", "level: 乡"), encoding="utf-8")
    plain, document = dudao("board", office), dudao("board", office, "--json")
    assert (plain.code, plain.out) == (1, "")
    assert "office.yaml" in plain.err
    assert (document.code, [error["file"] for error in document.document["errors"]]) == (1, ["office.yaml"])


def test_the_calendar_as_a_document_has_exactly_the_keys_of_an_occurrence(dudao: Dudao, office: Path) -> None:
    said = dudao("calendar", office, "--year", 2026, "--json")
    assert said.code == 0
    assert {tuple(line) for line in said.document} == {tuple(KEYS)}
    check = next(line for line in said.document if line["item"] == "P3C-02-1")
    assert (check["class"], check["opens_on"], check["due_on"], len(check["units"])) == (
        "S", "2026-02-25", "2026-03-06", 26,
    )  # fmt: skip


def test_the_calendar_of_another_year_can_be_asked_for(dudao: Dudao, office: Path) -> None:
    found = dudao("calendar", office, "--year", 2027, "--json").document
    assert [line["opens_on"] for line in found] == [
        occurrence.opens_on.isoformat() for occurrence in occurrences(read_desk(office), 2027)
    ]
    assert all(date.fromisoformat(line["opens_on"]).year == 2027 for line in found)


ROTATES = "P3C-11-2"


def units_of(said: Said, item: str) -> list[set[str]]:
    return [set(line["units"]) for line in said.document if line["item"] == item]


def test_the_calendar_of_an_office_that_was_never_applied_is_the_plans_and_makes_nothing(
    dudao: Dudao, tmp_path: Path
) -> None:
    fresh = Path(shutil.copytree(SAMPLE, tmp_path / "新", ignore=shutil.ignore_patterns("var")))
    (by_plan,) = (one for one in occurrences(read_desk(fresh), 2026) if one.item == ROTATES)
    assert units_of(dudao("calendar", fresh, "--json"), ROTATES) == [set(by_plan.units)]
    assert not (fresh / "var").exists()


def test_the_calendar_shows_whose_turn_it_is_by_the_table(dudao: Dudao, office: Path) -> None:
    turns = [turn for turn in dudao("rotation", office, "--json").document["turns"] if turn["item"] == ROTATES]
    on_turn = {turn["unit"] for turn in turns if turn["year"] == 2026}
    others = {turn["unit"] for turn in turns} - on_turn
    (shown,) = units_of(dudao("calendar", office, "--json"), ROTATES)
    assert on_turn
    assert on_turn <= shown
    assert others.isdisjoint(shown)


def test_after_the_first_sweep_there_is_nothing_to_apply(dudao: Dudao, office: Path) -> None:
    difference = dudao("apply", office, "--dry-run", "--json").document["difference"]
    assert [difference[name] for name in ("added", "moved", "readdressed", "removed")] == [[], [], [], []]


def test_the_calendar_without_its_database_is_the_plans_and_says_so(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_DATABASE", "postgresql://nobody@127.0.0.1:1/none")
    said = dudao("calendar", office, "--json")
    assert said.code == 0
    assert len(said.document) == 50
    assert "没有应答" in said.err


def test_the_calendar_for_a_person_has_one_line_an_occurrence(dudao: Dudao, office: Path) -> None:
    said = dudao("calendar", office)
    assert "春学期开学工作检查" in said.out
    assert "共 50 项次。" in said.out


def test_apply_without_a_server_loads_the_database_and_says_so(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_PORT", str(_free_port()))
    first = dudao("apply", office)
    assert (first.code, "没有正在运行的 Prefect 服务" in first.out) == (0, True)
    assert dudao("apply", office).code == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
