"""Calendar files: one of the office, one a zone, one a person, kept exactly."""

from __future__ import annotations

from pathlib import Path

from calendars.folder import read_desk
from rules.office import Role
from tests.cli.conftest import Dudao


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.ics"))}


def test_the_office_every_zone_and_every_person_has_a_file(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    said = dudao("calendar", office, "--ics", tmp_path / "日历", "--json")
    assert (said.code, said.err) == (0, "")
    found = files(tmp_path / "日历")
    assert set(said.document) == set(found)
    assert {"office.ics", "zones/第一责任区.ics", "people/联络员-中心小学.ics", "people/责任督学-1.ics"} <= set(found)


def test_written_again_the_files_are_the_same_bytes(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    dudao("calendar", office, "--ics", tmp_path / "一")
    dudao("calendar", office, "--ics", tmp_path / "二")
    assert files(tmp_path / "一") == files(tmp_path / "二")


def test_files_of_ours_that_are_nobodys_go_and_others_stay(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    into = tmp_path / "日历"
    dudao("calendar", office, "--ics", into)
    (into / "people" / "走了的人.ics").write_bytes((into / "office.ics").read_bytes())
    (into / "people" / "别处来的.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    dudao("calendar", office, "--ics", into)
    assert "people/走了的人.ics" not in files(into)
    assert "people/别处来的.ics" in files(into)


def test_changes_that_are_not_applied_are_not_in_the_files_and_said(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    dudao("calendar", office, "--ics", tmp_path / "一")
    file = office / "office.yaml"
    text = file.read_text(encoding="utf-8").replace("opens: 2026-09-01", "opens: 2026-09-07")
    file.write_text(text, encoding="utf-8")
    said = dudao("calendar", office, "--ics", tmp_path / "二")
    assert files(tmp_path / "一") == files(tmp_path / "二")
    assert "dudao apply" in said.err


def test_a_kindergarten_has_its_supervision_in_the_year_of_its_turn(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    into = tmp_path / "日历"
    dudao("calendar", office, "--ics", into)
    turns = [turn for turn in dudao("rotation", office, "--json").document["turns"] if turn["item"] == "P3C-11-2"]
    people = {person.unit: person.name for person in read_desk(office).roster.people if person.role is Role.LIAISON}
    for turn in turns:
        told = (into / "people" / f"{people[turn['code']]}.ics").read_text(encoding="utf-8").replace("\r\n ", "")
        years = {start[:4] for start in starts_of(told, "P3C-11-2")}
        assert years == {str(turn["year"])} & {"2026", "2027"}, turn


def starts_of(calendar: str, item: str) -> list[str]:
    events = calendar.split("BEGIN:VEVENT")[1:]
    its = (event for event in events if item in event and "STATUS:CANCELLED" not in event)
    return [line.split(":")[1] for event in its for line in event.splitlines() if line.startswith("DTSTART")]
