"""A new office folder: everything that `dudao check` needs, written out and explained, ready to be made one's own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex
from shutil import copyfile
from string import Template
from typing import TYPE_CHECKING

from calendars.holidays import national_calendar
from calendars.plans import read_plan, shipped_plan_path
from calendars.roster_sheets import FILE as ROSTER_FILE
from calendars.roster_template import write_template
from calendars.starter_rosters import starter_of
from rules.errors import RefusedError, UnavailableError
from rules.office import Term
from rules.plan import Season
from rules.working_days import is_working_day, next_working_day, previous_working_day

if TYPE_CHECKING:
    from rules.working_days import WorkCalendar

STARTER = Path(__file__).parent / "starter"
FILES = {
    "office.yaml": "office.yaml",
    "holidays.yaml": "holidays.yaml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
}
SPRING_FESTIVAL = ((1, 20), (2, 25))
"""The days between which the eve of the spring festival and its holidays begin."""


def init_folder(  # noqa: PLR0913  (what a new office is asked)
    folder: Path,
    plan_name: str,
    year: int,
    *,
    name: str = "",
    place: str = "",
    own_plan: bool = False,
) -> tuple[Path, ...]:
    """A new office folder stands there and passes `dudao check`.

    Args:
        folder: made if it is not there; must be empty.
        plan_name: a shipped plan.
        year: the office's working year; its terms are drafted and marked provisional.
        name: of the office; empty: a placeholder that fits the plan's level.
        place: where it is; empty: the same.
        own_plan: whether the shipped plan is copied into the folder, to be changed there.

    Returns:
        The files written.

    Raises:
        NotFoundError: no shipped plan of that name.
        RefusedError: the folder has something in it, or is a file.
        UnavailableError: the folder cannot be written.
    """
    shipped = shipped_plan_path(plan_name)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise RefusedError("calendars.folder_not_empty", folder=str(folder))
    level = read_plan(shipped).level
    starter = starter_of(level)
    blanks = {
        "name": _quoted(name or starter.name),
        "place": _quoted(place or starter.place),
        "level": level,
        "plan": shipped.name if own_plan else plan_name,
        "year": str(year),
        "terms": _term_rows(year),
        "seed": token_hex(8),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [_write(folder / target, source, blanks) for source, target in FILES.items()]
        write_template(folder / ROSTER_FILE, starter)
        copied = [copyfile(shipped, folder / shipped.name)] if own_plan else []
    except OSError as error:
        raise UnavailableError("calendars.folder_unwritable", folder=str(folder), why=error.strerror or "") from error
    return (*written, folder / ROSTER_FILE, *copied)


def drafted_terms(calendar: WorkCalendar, year: int) -> tuple[Term, ...]:
    """The terms that a year's work touches, as they usually are: autumn before, spring, autumn, spring after."""
    return (
        _autumn(calendar, year - 1),
        _spring(calendar, year),
        _autumn(calendar, year),
        _spring(calendar, year + 1),
    )


def _autumn(calendar: WorkCalendar, year: int) -> Term:
    opens, closes = next_working_day(calendar, date(year, 9, 1)), previous_working_day(calendar, date(year + 1, 1, 22))
    return Term(year, Season.AUTUMN, opens, closes, provisional=True)


def _spring(calendar: WorkCalendar, year: int) -> Term:
    """School opens about ten days after the first day off of the spring festival, not before mid-February."""
    opens = next_working_day(calendar, max(_festival(calendar, year) + timedelta(days=10), date(year, 2, 16)))
    return Term(year, Season.SPRING, opens, previous_working_day(calendar, date(year, 6, 30)), provisional=True)


def _festival(calendar: WorkCalendar, year: int) -> date:
    """The first weekday off of the spring festival; the middle of its range where the year is not known."""
    first, last = (date(year, *day) for day in SPRING_FESTIVAL)
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days)]
    off = [day for day in days if day in calendar.rest and not is_working_day(calendar, day)]
    return off[0] if off else date(year, 2, 6)


def _term_rows(year: int) -> str:
    rows = [
        f"  - {{year: {term.year}, season: {term.season.value}, opens: {term.opens_on}, closes: {term.closes_on},"
        " provisional: true}"
        for term in drafted_terms(national_calendar(), year)
    ]
    return "\n".join(rows)


def _quoted(text: str) -> str:
    """The text as YAML reads it back: in quotes where it has marks of its own."""
    is_plain = (
        text.strip() == text and text.isprintable() and not any(mark in text for mark in ":#'\"\\{}[],&*!|>%@`-?")
    )
    escaped = text.replace("'", "''")
    return text if is_plain and text and not text.isascii() else f"'{escaped}'"


def _write(target: Path, source: str, blanks: dict[str, str]) -> Path:
    text = (STARTER / source).read_text(encoding="utf-8")
    target.write_text(Template(text).safe_substitute(blanks), encoding="utf-8")
    return target
