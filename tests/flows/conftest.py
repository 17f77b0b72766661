"""One real service for the session: Prefect's server, a runner, the sample office."""

from __future__ import annotations

from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def api(served: Started) -> Iterator[Api]:
    """Its API as the page uses it."""
    asked = Api(served.port)
    yield asked
    asked.client.close()
