"""The words of every report: Markdown for Prefect's artifacts and for files, HTML for the what-if year.

A report is a template of ``reports/templates/<language>/<name>.j2`` and its facts:

| name | facts |
|---|---|
| ``board`` | board: reports.board.Board |
| ``year`` | year: reports.year.Year |
| ``opened`` | programme, day, lines: reports.summing_up.Summary, opened: how many, carried: cases, drafted |
| ``summed_up`` | programme, day, lines: reports.summing_up.Summary |
| ``drawn`` | draw: reports.drawings.Draw, title, due_on |
| ``finding`` | case: reports.cases.Case |
| ``case`` | case: reports.cases.Case |
| ``supervision`` | found: reports.supervisions.SupervisionLine |
| ``visit`` | visit: reports.visits.VisitLine |
| ``swept`` | day, counts: word below ``reports.count.`` to number |
| ``sent`` | day, counts: message status to number, troubled: reports.outbox.MessageLine |
| ``audited`` | day, faults, notices: sentences |
| ``undelivered`` | letters: reports.undelivered.DeadLetters |
| ``loaded`` | day, foreseen: reports.differing.Foreseen, loaded: services.planning.Loaded, or None: only shown |
| ``simulated`` | played: reports.played.Simulation |
| ``simulated.html`` | the same, and those of ``load.html`` |
| ``load.html`` | load: reports.load.LoadView, timeline: reports.timeline.Timeline, problems: severity and message |

Every one also takes ``links``: shown text to a relative address (``/v2/...``), shown as a line at the end.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports.often import often_said, titled
from words import has, say

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 300
"""A table of an artifact has at most so many rows."""


_MARKUP: dict[int, str | int | None] = {
    ord("|"): r"\|",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("["): r"\[",
    ord("`"): r"\`",
    ord("*"): r"\*",
}


def render(language: str, name: str, **facts: object) -> str:
    """The report in that language.

    Args:
        language: ``zh`` or ``en``.
        name: a name of the table above; those in ``.html`` are pages, any other is Markdown.
        facts: see the table; ``links`` may be left out.
    """
    file = f"{name}.j2" if name.endswith(".html") else f"{name}.md.j2"
    text = _environment(language).get_template(file).render(**{"links": {}, **facts})
    return text.strip() + "\n"


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", f"templates/{language}"),
        autoescape=_is_page,  # noqa: S701  (Markdown is made safe cell by cell, the page is escaped)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= _filters(language)
    environment.globals |= {"rows": ROWS, "say": lambda word, **values: say(language, word, **values)}
    environment.globals |= {"titled": partial(titled, language), "often_said": partial(often_said, language)}
    return environment


def _is_page(name: str | None) -> bool:
    """Only the page is HTML; Markdown is made safe cell by cell."""
    return name is not None and ".html." in name


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    def word(value: object, prefix: str) -> str:
        """The word for a value of a closed list; the value itself where the catalogue has none."""
        key = f"{prefix}.{value}"
        return say(language, key) if has(language, key) else str(value)

    def day(value: date | datetime | None) -> str:
        """The date with its weekday."""
        return f"{value:%Y-%m-%d} {say(language, f'reports.weekday.{value.isoweekday()}')}" if value else ""

    return {"word": word, "day": day, "cell": cell, "period": period}


def period(text: str) -> str:
    """A period as a person reads it: of what was started by hand the day, without the digits that keep it apart."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)-[0-9a-f]{4}$", r"\1", text)


def cell(value: object) -> str:
    """Text that stays inside its cell of a Markdown table and is never read as markup."""
    return " ".join(str(value).split()).translate(_MARKUP)
