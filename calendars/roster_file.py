"""roster.xlsx: the units and people of an office, every problem at once with its cell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from calendars import roster_words
from calendars.inspector_cells import read_service
from calendars.roster_checks import check_roster, claims, settled
from calendars.roster_sheets import read_rows
from calendars.roster_words import NEEDED_HEADERS, OUTSIDE_ROLES, PEOPLE, UNITS, USUAL_STAGES
from rules.errors import InputError, Problem, Severity
from rules.office import Channel, Ownership, Person, Role, Roster, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calendars.roster_sheets import Row

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ADDRESS_MARKS = re.compile(r"[、，,；;\s]+")
PHONE = re.compile(r"\+?[0-9-]{5,20}")


def read_roster(folder: Path, channels: tuple[Channel, ...]) -> Roster:
    """Everybody and everything of roster.xlsx, units in code order, people in name order.

    Args:
        folder: the office folder.
        channels: the office's ways out; a person's channels must be among them.

    Raises:
        InputError: every error of the workbook.
    """
    roster, problems = roster_and_problems(folder, channels)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if errors:
        raise InputError(errors)
    return roster


def roster_and_problems(folder: Path, channels: tuple[Channel, ...] | None) -> tuple[Roster, tuple[Problem, ...]]:
    """What could be read, and every error and warning.

    Args:
        folder: the office folder.
        channels: the office's ways out; None where they are not known, so that no channel of a person is judged.

    Raises:
        InputError: the workbook, a sheet or a header is missing, so that nothing can be read.
    """
    rows, problems = read_rows(folder)
    codes = {row.text(header): row.text("编号") for row in rows[UNITS] for header in ("名称", "编号")}
    units = settled([(row, unit) for row in rows[UNITS] if (unit := _unit(row, codes, problems))], problems)
    ways = None if channels is None else {channel.name for channel in channels}
    people = [(row, person) for row in rows[PEOPLE] if (person := _person(row, codes, ways, problems))]
    problems += check_roster(units, people, claims(rows[PEOPLE], codes), channels)
    roster = Roster(
        units=tuple(sorted((unit for _, unit in units), key=lambda unit: unit.code)),
        people=tuple(sorted((person for _, person in people), key=lambda person: person.name)),
    )
    return roster, tuple(problems)


def _unit(row: Row, codes: dict[str, str], problems: list[Problem]) -> Unit | None:
    before = len(problems)
    problems += (row.problem(header, "cell_empty") for header in NEEDED_HEADERS[UNITS] if not row.text(header))
    kind = roster_words.kind_of(row.text("类型"))
    if row.text("类型") and kind is None:
        problems.append(row.problem("类型", "cell_choice", "、".join(roster_words.KINDS)))
    stages = tuple(filter(None, (roster_words.stage_of(item) for item in row.items("学段"))))
    if len(stages) != len(row.items("学段")):
        problems.append(row.problem("学段", "cell_choice", "、".join(roster_words.STAGES)))
    ownership = roster_words.ownership_of(row.text("办学性质"))
    if ownership is None:
        problems.append(row.problem("办学性质", "cell_choice", "、".join(roster_words.OWNERSHIPS)))
    if row.text("上级单位") and row.text("上级单位") not in codes:
        problems.append(row.problem("上级单位", "no_such_unit"))
    pupils = _pupils(row, problems)
    if len(problems) > before or kind is None:
        return None
    return Unit(
        code=row.text("编号"),
        name=row.text("名称"),
        kind=kind,
        stages=stages or USUAL_STAGES.get(kind, ()),
        zone=row.text("责任区"),
        ownership=ownership or Ownership.PUBLIC,
        pupils=pupils,
        inspector=row.text("责任督学"),
        tags=row.items("标签"),
        parent=codes.get(row.text("上级单位"), ""),
    )


def _pupils(row: Row, problems: list[Problem]) -> int:
    text = row.text("学生数").removesuffix("人").replace(",", "").strip()
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,6}", text):
        problems.append(row.problem("学生数", "cell_number", "0—999999"))
        return 0
    return int(text)


def _person(row: Row, codes: dict[str, str], ways: set[str] | None, problems: list[Problem]) -> Person | None:
    before = len(problems)
    problems += (row.problem(header, "cell_empty") for header in NEEDED_HEADERS[PEOPLE] if not row.text(header))
    role = roster_words.role_of(row.text("角色"))
    if row.text("角色") and role is None:
        problems.append(row.problem("角色", "cell_choice", "、".join(roster_words.ROLES)))
    problems += _reachable(row, ways)
    unit = codes.get(row.text("单位"), "")
    if role:
        problems += _place_of_work(row, role, unit)
    service = read_service(row, codes, problems)
    if len(problems) > before or role is None:
        return None
    return Person(
        name=row.text("姓名"),
        role=role,
        unit=unit if role in OUTSIDE_ROLES else "",
        zone=row.text("责任区") if role is Role.INSPECTOR else "",
        email=row.text("邮箱"),
        phone=row.text("手机"),
        channels=row.items("渠道"),
        language=roster_words.language_of(row.text("语言")) or "",
        **(service if role is Role.INSPECTOR else {}),
    )


def _reachable(row: Row, ways: set[str] | None) -> Iterable[Problem]:
    if row.text("邮箱") and not EMAIL.fullmatch(row.text("邮箱")):
        yield row.problem("邮箱", "cell_email", "name@example.com")
    if row.text("手机") and not PHONE.fullmatch(row.text("手机").replace(" ", "")):
        yield row.problem("手机", "cell_phone", "0-9 -")
    if roster_words.language_of(row.text("语言")) is None:
        yield row.problem("语言", "cell_choice", "、".join(roster_words.LANGUAGES))
    if _has_readable_address(row.text("渠道")):
        yield replace(row.problem("渠道", "cell_secret", "enc:..."), value="***")
    elif ways is not None and not {way.partition("=")[0] for way in row.items("渠道")} <= ways:
        yield row.problem("渠道", "cell_choice", "、".join(sorted(ways)))


def _has_readable_address(text: str) -> bool:
    """Whether an address of a person's own stands there unsealed; WxPusher's UID opens nothing by itself."""
    addresses = (way.partition("=")[2] for way in ADDRESS_MARKS.split(text))
    return any(address and not address.startswith(("enc:", "UID_")) for address in addresses)


def _place_of_work(row: Row, role: Role, unit: str) -> Iterable[Problem]:
    """People of a school need their school, inspectors their zone."""
    if role in OUTSIDE_ROLES and not row.text("单位"):
        yield row.problem("单位", "cell_empty")
    elif row.text("单位") and role in OUTSIDE_ROLES and not unit:
        yield row.problem("单位", "no_such_unit")
    if role is Role.INSPECTOR and not row.text("责任区"):
        yield row.problem("责任区", "cell_empty")
