"""One real service for the session: Prefect's server, a runner, the sample office."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from calendars.folder import read_desk
from rules.desk import Desk
from tests.flows.serving import SAMPLE, Api, Started, service


@pytest.fixture(scope="session")
def sample() -> Desk:
    """The sample office, read once."""
    return read_desk(SAMPLE)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """`dudao up` on a copy of the sample office."""
    with service(tmp_path_factory.mktemp("served")) as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test of the real service is shown with the last words of its server and its runner."""
    report = yield
    started = getattr(item, "funcargs", {}).get("served")
    if report.failed and isinstance(started, Started):
        report.sections += [(log.name, last_words(log)) for log in sorted(started.folder.glob("var/log/*.log"))]
    return report


def last_words(log: Path, count: int = 3000) -> str:
    """The end of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-count:]


@pytest.fixture(scope="session")
def api(served: Started) -> Iterator[Api]:
    """Its API as the page uses it."""
    asked = Api(served.port)
    yield asked
    asked.client.close()
