"""What stands on the page of each deployment: what it does, its dates, and the way to the year and the board."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from reports.often import often_said
from rules.series import series
from words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from rules.desk import Desk
    from rules.plan import Occurrence, Programme
    from rules.series import Series

ARTIFACT_PAGE = "/v2/artifacts/artifact"
DEPLOYMENTS_PAGE = "/v2/deployments?limit=100"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the two papers of an office stand; addresses on the server that shows the page."""

    board: UUID
    year: UUID
    undelivered: UUID | None = None

    def shown(self, language: str) -> dict[str, str]:
        """Shown text to address."""
        return {
            say(language, "flows.link.board"): f"{ARTIFACT_PAGE}/{self.board}",
            say(language, "flows.link.year"): f"{ARTIFACT_PAGE}/{self.year}",
            **self._letters(language),
            say(language, "flows.link.forms"): forms_page(language),
            say(language, "flows.link.all"): DEPLOYMENTS_PAGE,
        }

    def _letters(self, language: str) -> dict[str, str]:
        if self.undelivered is None:
            return {}
        return {say(language, "flows.link.undelivered"): f"{ARTIFACT_PAGE}/{self.undelivered}"}


def run_page(run_id: UUID) -> str:
    """Where a run stands."""
    return f"/v2/runs/flow-run/{run_id}"


def forms_page(language: str) -> str:
    """Where only the forms are listed: the page's own filter by tag, which it reads as JSON."""
    return f"{DEPLOYMENTS_PAGE}&tags={quote(json.dumps([say(language, 'flows.tag.by_hand')], ensure_ascii=False))}"


def programme(desk: Desk, programme: Programme, dated: Sequence[Occurrence], links: Links) -> str:
    """A programme's page: what it is about and when it comes in this plan year and the next.

    What is done every day or every week is one line a year, so that the page stays short.
    """
    language = desk.office.language
    years = sorted({each.opens_on.year for each in dated})
    told = [one for year in years for one in series(desk.plan, [each for each in dated if each.opens_on.year == year])]
    rows = [_row(language, one) for one in told]
    table = "\n".join((say(language, "flows.dates.head"), "|---|---|---|---|---|", *rows))
    return _page(programme.about, say(language, "flows.programme.about"), table, _links_line(language, links))


def other(desk: Desk, key: str, links: Links) -> str:
    """The page of a sweep or a form."""
    language = desk.office.language
    return page(say(language, f"flows.{key}.about", office=desk.office.name), links, language)


def _row(language: str, one: Series) -> str:
    provisional = say(language, "flows.dates.provisional") if one.due_provisional else ""
    period, due = often_said(language, one), f"{one.due_on}{provisional}"
    cells = (one.first.title, period, f"{one.opens_on}", due, one.first.audience)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _links_line(language: str, links: Links) -> str:
    return " · ".join(f"[{text}]({address})" for text, address in links.shown(language).items())


def page(text: str, links: Links, language: str) -> str:
    """A text with the way to the papers below it."""
    return _page(text, _links_line(language, links))


def _page(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
