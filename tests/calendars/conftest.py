"""What the tests of this room start from: the sample office, and a copy of it that may be spoilt."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calendars.folder import read_desk

if TYPE_CHECKING:
    from rules.desk import Desk

SAMPLE = Path(__file__).parents[2] / "samples" / "caizhuang"


@pytest.fixture(scope="session")
def sample_desk() -> Desk:
    """The sample office, read once."""
    return read_desk(SAMPLE)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the sample office, to be spoilt."""
    folder = tmp_path / "办公室 一"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var"))
    return folder
