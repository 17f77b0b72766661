"""office.yaml: usual values where nothing is written, and every mistake with its place."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from calendars.office_file import read_office
from rules.office import Channel, FindingSeverity, Roll
from tests.calendars.spoiling import codes, rewrite, wrong

if TYPE_CHECKING:
    from pathlib import Path

LEAST = "name: 甲\nplace: 乙\nplan: caizhuang-2014\nyear: 2026\n"


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "office.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_four_keys_are_enough(tmp_path: Path) -> None:
    office = read_office(written(tmp_path, LEAST))
    assert (office.language, office.time_zone, office.level) == ("zh", "Asia/Shanghai", "township")
    assert (office.hours.opens, office.hours.closes) == (time(8, 30), time(17, 30))
    assert [rung.after for rung in office.ladder] == [1, 4, 8, 13, 18, 23]
    assert [rung.proposals for rung in office.ladder[-3:]] == [("约谈",), ("通报",), ("问责",)]
    assert office.channels == (Channel("files", "files"),)
    assert office.policies.counting.roll is Roll.FORWARD
    assert set(office.policies.deadlines) == set(FindingSeverity)


def test_the_usual_database_stands_in_the_folder(tmp_path: Path) -> None:
    assert read_office(written(tmp_path, LEAST)).database == f"sqlite:///{tmp_path.resolve()}/var/dudao.db"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("sqlite:///var/other.db", "sqlite:///{folder}/var/other.db"),
        ("sqlite:////srv/dudao.db", "sqlite:////srv/dudao.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://dudao@localhost/dudao", "postgresql+psycopg://dudao@localhost/dudao"),
    ],
)
def test_a_relative_sqlite_path_counts_from_the_folder(tmp_path: Path, url: str, read: str) -> None:
    office = read_office(written(tmp_path, f"{LEAST}database: '{url}'\n"))
    assert office.database == read.format(folder=tmp_path.resolve())


def test_what_is_written_of_the_deadlines_leaves_the_others_as_usual(tmp_path: Path) -> None:
    text = f"{LEAST}policies: {{deadlines: {{minor: {{basis: calendar_days, value: ９}}}}}}\n"
    deadlines = read_office(written(tmp_path, text)).policies.deadlines
    assert (deadlines[FindingSeverity.MINOR].basis, deadlines[FindingSeverity.MINOR].value) == ("calendar_days", 9)
    assert deadlines[FindingSeverity.ORDINARY].value == 5


def test_days_and_times_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    text = (
        f"{LEAST}hours: {{opens: 9:00, closes: '17：30'}}\n"
        "terms: [{year: 2026, season: spring, opens: 2026年2月25日, closes: 2026/6/30, provisional: 是}]\n"
    )
    office = read_office(written(tmp_path, text))
    assert (office.hours.opens, office.hours.closes) == (time(9), time(17, 30))
    assert (office.terms[0].opens_on, office.terms[0].closes_on) == (date(2026, 2, 25), date(2026, 6, 30))
    assert office.terms[0].provisional


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("time_zone: Asia/Beijing\n", "time_zone", "time_zone"),
        ("time_zone: ../etc\n", "time_zone", "time_zone"),
        ("hours: {opens: 18:00, closes: 8:00}\n", "hours", "hours_backwards"),
        ("hours: {opens: 25:00}\n", "hours.opens", "not_a_time"),
        ("database: dudao.db\n", "database", "database_url"),
        ("database: postgresql://u:secret@host/db\n", "database", "password_in_file"),
        ("links: {office: 督导平台}\n", "links.office", "link"),
        ("links: {school: 'https://a:b@c.example/'}\n", "links.school", "link"),
        ("channels: [{name: a, kind: email}]\n", "channels[0].url_env", "channel_without_url"),
        ("channels: [{name: a, kind: wecom, url_env: 'https://key'}]\n", "channels[0].url_env", "secret_in_file"),
        ("channels: [{name: a, kind: files}, {name: a, kind: files}]\n", "channels[1].name", "channel_twice"),
        ("channels: [{name: a, kind: fax}]\n", "channels[0].kind", "not_one_of"),
        ("ladder: [{rung: 2, after: 1, tell: [liaison]}]\n", "ladder[0].rung", "rung_number"),
        ("ladder: [{rung: 1, after: 1, tell: []}]\n", "ladder[0].tell", "empty_list"),
        (
            "ladder: [{rung: 1, after: 3, tell: [liaison]}, {rung: 2, after: 3, tell: [director]}]\n",
            "ladder[1].after",
            "rung_order",
        ),
        (
            "ladder: [{rung: 1, after: 1, tell: [director], measure: propose}]\n",
            "ladder[0].proposals",
            "rung_proposals",
        ),
        (
            "ladders: {缓: [{rung: 1, after: 1, tell: [director]}, {rung: 3, after: 2, tell: [director]}]}\n",
            "ladders.缓[1].rung",
            "rung_number",
        ),
        ("ladders: {缓: []}\n", "ladders.缓", "empty_list"),
        (
            "policies: {deadlines: {minor: {basis: fixed_date, value: 1}}}\n",
            "policies.deadlines.minor.basis",
            "not_one_of",
        ),
        ("policies: {catch_up_days: true}\n", "policies.catch_up_days", "not_a_number"),
        ("year: 2027\n", "year", "key_twice"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path: Path, text: str, place: str, code: str) -> None:
    assert codes(wrong(lambda: read_office(written(tmp_path, LEAST + text)))) == [(place, code)]


def test_mistakes_of_single_keys_and_of_keys_together_are_told_at_once(office: Path) -> None:
    rewrite(office / "office.yaml", "language: zh", "language: cn")
    rewrite(office / "office.yaml", "rung: 2", "rung: 5")
    rewrite(office / "office.yaml", "opens: 2026-09-01", "opens: 2026-06-15")
    assert codes(wrong(lambda: read_office(office))) == [
        ("language", "not_one_of"),
        ("terms[4].closes", "term_too_long"),
        ("terms[4].opens", "term_of_other_season"),
        ("terms[4].opens", "terms_overlap"),
        ("ladder[1].rung", "rung_number"),
    ]


def test_the_secret_of_a_database_is_not_shown_again(tmp_path: Path) -> None:
    (problem,) = wrong(lambda: read_office(written(tmp_path, f"{LEAST}database: postgresql://u:secret@host/db\n")))
    assert "secret" not in f"{problem}"
