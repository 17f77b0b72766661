"""An office folder of the sample, its days up to 3 March 2026 passed, and the command as a function."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import call

SAMPLE = Path(__file__).parents[2] / "samples" / "caizhuang"
TODAY = "2026-03-03"


@dataclass(frozen=True)
class Said:
    """What one call answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it has to be."""
        return json.loads(self.out)


Dudao = Callable[..., Said]


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DUDAO_LANGUAGE", raising=False)
    monkeypatch.delenv("DUDAO_OFFICE", raising=False)
    monkeypatch.setenv("DUDAO_TODAY", TODAY)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def dudao(capsys: pytest.CaptureFixture[str]) -> Dudao:
    """The command, called in this process."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        code = call([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office on 3 March 2026: its opening checks are open."""
    folder = tmp_path_factory.mktemp("office") / "督导室 一"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var"))
    for day in ("2026-02-25", TODAY):
        assert call(["day", str(folder), "--on", day]) == 0
    return folder


@pytest.fixture
def office(swept: Path, tmp_path: Path) -> Path:
    """The same, of this test's own."""
    return Path(shutil.copytree(swept, tmp_path / "督导室 二"))
