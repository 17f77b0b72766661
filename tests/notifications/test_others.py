"""Whatever else Apprise offers by URL, without its own throttle."""

from __future__ import annotations

from pathlib import Path

import pytest

from notifications.channels import other
from notifications.letters import Ending, Outcome
from rules.office import Channel
from tests.notifications.sinks import HttpSink, a_letter, a_room, free_port

ANY = Channel("其他", "apprise", "ANY_URL")


def sent(url: str, folder: Path) -> Outcome:
    return other(ANY, a_letter(), a_room(folder, ANY, environ={"ANY_URL": url}))


def test_apprises_own_plugin_sends(http: HttpSink, tmp_path: Path) -> None:
    assert sent(f"json://127.0.0.1:{http.port}/k3y-s3cr3t", tmp_path) == Outcome(Ending.SENT, "其他")
    assert http.paths == ["/k3y-s3cr3t"]


def test_a_refusal_is_failed_and_tells_no_secret(http: HttpSink, tmp_path: Path) -> None:
    http.status = 403
    outcome = sent(f"json://127.0.0.1:{http.port}/k3y-s3cr3t", tmp_path)
    assert outcome.status is Ending.FAILED
    assert "k3y" not in f"{outcome}"


def test_nobody_listening_is_failed_and_silence_is_unknown(http: HttpSink, tmp_path: Path) -> None:
    assert sent(f"json://127.0.0.1:{free_port()}/", tmp_path).status is Ending.FAILED
    http.hangs = True
    assert sent(f"json://127.0.0.1:{http.port}/?rto=0.3", tmp_path).status is Ending.UNKNOWN


@pytest.mark.parametrize("url", ["nonsense://x", "not a url"])
def test_what_apprise_does_not_know_is_failed(tmp_path: Path, url: str) -> None:
    assert sent(url, tmp_path) == Outcome(Ending.FAILED, "其他", "该渠道的地址不是 Apprise 能识别的地址")
