"""The two sinks as fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notifications.sinks import HttpSink, SmtpSink, http_sink, smtp_sink


@pytest.fixture
def http() -> Iterator[HttpSink]:
    with http_sink() as sink:
        yield sink


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        yield sink
