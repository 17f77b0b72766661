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


@pytest.mark.parametrize(
    "url", ["wecombot://k-e-y-123456", "dingtalk://SEC1@token123", "feishu://t0ken", "schan://SCT1x"]
)
def test_a_robot_of_ours_is_taken_over_whose_answer_apprise_would_not_read(
    http: HttpSink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The way out is closed by a proxy that takes nothing: what tried to get there was our own code."""
    monkeypatch.setenv("HTTPS_PROXY", http.address(""))
    outcome = sent(url, tmp_path)
    assert (outcome.status, outcome.error) == (Ending.FAILED, "无法连接（ProxyError）")


@pytest.mark.parametrize("url", ["pushdeer://key", "QQ://token", "synologys://host/token"])
def test_a_service_that_hides_its_errors_from_apprise_is_refused(tmp_path: Path, url: str) -> None:
    outcome = sent(url, tmp_path)
    assert (outcome.status, outcome.channel_fault) == (Ending.FAILED, True)
    assert "Apprise 无法判断" in outcome.error
