"""The two sinks as fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notifications.sinks import OPENED, HttpSink, SmtpSink, http_sink, smtp_sink


@pytest.fixture(autouse=True)
def _hung_up() -> Iterator[None]:
    """No test leaves a connection open, as no round of sending does."""
    yield
    while OPENED:
        OPENED.pop().hang_up()


@pytest.fixture
def http() -> Iterator[HttpSink]:
    with http_sink() as sink:
        yield sink


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink
