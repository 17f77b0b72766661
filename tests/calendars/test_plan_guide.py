"""What the sheet 说明 and the documentation tell people to write is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.audience_words import read_audience
from calendars.month_tables import SYNONYMS
from calendars.plan_guide import AUDIENCES, TIMES
from calendars.plan_words import COLUMNS
from calendars.time_reading import When, read_time

DOCUMENT = (Path(__file__).parents[2] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
WRITTEN = [text for texts, _ in TIMES for text in texts.split("；") if not text.startswith(("（", "{"))]


@pytest.mark.parametrize("text", WRITTEN)
def test_every_time_that_the_guide_shows_is_read(text: str) -> None:
    assert isinstance(read_time(text), When)


@pytest.mark.parametrize("text", [text for text, _ in AUDIENCES])
def test_every_audience_that_the_guide_shows_is_read(text: str) -> None:
    assert read_audience(text) is not None


def test_the_document_names_every_column_every_way_to_write_and_every_heading_that_is_known() -> None:
    told = [column.header for column in COLUMNS] + [column.about for column in COLUMNS]
    told += [text for pair in (*TIMES, *AUDIENCES) for text in pair] + [
        name for names in SYNONYMS.values() for name in names
    ]
    assert [text for text in told if text not in DOCUMENT] == []
