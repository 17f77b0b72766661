"""The office folder: read whole into a `Desk`, or every problem of every file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from calendars.checking import notes
from calendars.conformance import against_law
from calendars.founding import init_folder
from calendars.holidays import holiday_warnings, work_calendar
from calendars.office_file import read_office
from calendars.overrides import check_overrides
from calendars.packs import office_pack
from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from calendars.roster_file import roster_and_problems
from rules.desk import Desk
from rules.errors import InputError, NotFoundError, Problem, Severity
from rules.office import Office, Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rules.plan import Plan

__all__ = ["init_folder", "plan_path", "problems", "read_desk"]

Thing = TypeVar("Thing")


def read_desk(folder: Path) -> Desk:
    """All that an office's folder says.

    Raises:
        NotFoundError: there is no such folder.
        InputError: every error of every file; warnings and notes do not stop.
    """
    desk, found = _read(folder)
    errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
    if desk is None or errors:
        raise InputError(errors)
    return desk


def problems(folder: Path) -> tuple[Problem, ...]:
    """Every error, warning and note of an office folder, file by file; warnings over the whole only without errors.

    Raises:
        NotFoundError: there is no such folder.
    """
    desk, found = _read(folder)
    if desk is None or any(problem.severity is Severity.ERROR for problem in found):
        return found
    return (*found, *holiday_warnings(folder), *notes(desk))


def plan_path(folder: Path, office: Office) -> Path:
    """Where the office's plan stands: a YAML file of its folder, or a shipped plan.

    Raises:
        InputError: neither is there.
    """
    own = folder / office.plan
    if own.suffix in {".yaml", ".yml"} and own.is_file():
        return own
    try:
        return shipped_plan_path(office.plan)
    except NotFoundError:
        more = {"line": "", "key": "plan"}
        known = "、".join(shipped_plans())
        raise InputError((Problem("office.yaml", "plan", "no_such_plan", office.plan, known, more=more),)) from None


def _read(folder: Path) -> tuple[Desk | None, tuple[Problem, ...]]:
    if not folder.is_dir():
        raise NotFoundError("calendars.no_such_folder", folder=str(folder))
    found: list[Problem] = []
    office = _try(lambda: read_office(folder), found)
    calendar = _try(lambda: work_calendar(folder), found)
    plan = _try(lambda: _plan(folder, office), found) if office else None
    roster = _try(lambda: _roster(folder, office, found), found)
    pack = _try(lambda: office_pack(folder, office), found) if office else None
    found += check_overrides(folder)
    found += _unknown_ladders(plan, office) if plan and office else ()
    if office is None or calendar is None or plan is None or roster is None or pack is None:
        return None, tuple(found)
    desk = Desk(office, plan, roster, calendar, pack)
    return desk, (*found, *against_law(desk))


def _plan(folder: Path, office: Office) -> Plan:
    return read_plan(plan_path(folder, office))


def _unknown_ladders(plan: Plan, office: Office) -> Iterator[Problem]:
    """The only thing that the plan asks of office.yaml: a ladder of that name."""
    for entry in plan.entries:
        if entry.ladder and entry.ladder not in office.ladders:
            known = "、".join(office.ladders) or "—"
            more = {"line": "", "key": "ladder"}
            yield Problem(plan.name, entry.id, "no_such_ladder", entry.ladder, known, more=more)


def _roster(folder: Path, office: Office | None, found: list[Problem]) -> Roster:
    """Without a readable office.yaml its channels are not known, and no channel of a person is judged."""
    roster, wrong = roster_and_problems(folder, office.channels if office else None)
    found += wrong
    return roster


def _try(read: Callable[[], Thing], found: list[Problem]) -> Thing | None:
    try:
        return read()
    except InputError as error:
        found += error.problems
        return None
