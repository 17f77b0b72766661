"""What an answer proves (pitfall 8), and what no answer leaves open (pitfall 7)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from notifications.channels import post
from notifications.letters import Ending, Outcome
from rules.office import Channel
from tests.notifications.sinks import HttpSink, a_letter, a_room, free_port

PATHS = {
    "webhook": "/in?cto=1&rto=1",
    "wecom": "/cgi-bin/webhook/send?key=k-e-y-123456&cto=1&rto=1",
    "dingtalk": "/robot/send?access_token=k-e-y-123456&cto=1&rto=1",
    "feishu": "/open-apis/bot/v2/hook/k-e-y-123456?cto=1&rto=1",
}


def posted(kind: str, address: str, folder: Path) -> Outcome:
    channel = Channel("way", kind, "WAY")
    return post(channel, a_letter(), a_room(folder, channel, environ={"WAY": address}))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("webhook", {}),
        ("webhook", {"code": 200, "msg": "ok"}),
        ("webhook", b"thank you"),
        ("wecom", {"errcode": 0, "errmsg": "ok"}),
        ("dingtalk", {"errcode": 0, "errmsg": "ok"}),
        ("feishu", {"code": 0, "msg": "success"}),
        ("feishu", {"StatusCode": 0, "StatusMessage": "success"}),
    ],
)
def test_the_platforms_own_word_of_success_is_sent(http: HttpSink, tmp_path: Path, kind: str, body: Any) -> None:
    http.body = body
    assert posted(kind, http.address(PATHS[kind]), tmp_path) == Outcome(Ending.SENT, "way")
    assert len(http.documents) == 1


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "错误码 45009（api freq out of limit）"),
        (
            "dingtalk",
            {"errcode": 310000, "errmsg": "no keywords"},
            "错误码 310000（no keywords）",
        ),
        ("feishu", {"code": 9499, "msg": "Bad Request"}, "错误码 9499（Bad Request）"),
        ("webhook", {"code": 500, "message": "no balance"}, "错误码 500（no balance）"),
    ],
)
def test_an_error_code_under_http_200_is_failed_with_its_code(
    http: HttpSink, tmp_path: Path, kind: str, body: Any, error: str
) -> None:
    """Pitfall 8: Apprise's own plugins call this a success."""
    http.body = body
    outcome = posted(kind, http.address(PATHS[kind]), tmp_path)
    ending = Ending.FAILED if "45009" in error or kind == "webhook" else Ending.REFUSED
    assert outcome == Outcome(ending, "way", f"对方拒收：{error}")


@pytest.mark.parametrize("kind", list(PATHS))
@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_http_status_is_failed(http: HttpSink, tmp_path: Path, kind: str, status: int) -> None:
    http.status = status
    outcome = posted(kind, http.address(PATHS[kind]), tmp_path)
    ending = Ending.FAILED if status >= 500 else Ending.REFUSED
    assert outcome == Outcome(ending, "way", f"对方拒收：HTTP {status}")
    assert outcome.channel_fault


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
@pytest.mark.parametrize("body", [b"<html>please log in</html>", b"", b"[1]", {}])
def test_a_robots_200_that_says_neither_is_unknown(http: HttpSink, tmp_path: Path, kind: str, body: Any) -> None:
    http.body = body
    outcome = posted(kind, http.address(PATHS[kind]), tmp_path)
    assert outcome == Outcome(Ending.UNKNOWN, "way", "已发出，但答复无法识别（HTTP 200），结果不明")


def test_a_gateway_that_gave_up_waiting_is_unknown(http: HttpSink, tmp_path: Path) -> None:
    http.status = 504
    assert posted("webhook", http.address("/in"), tmp_path).status is Ending.UNKNOWN


@pytest.mark.parametrize("kind", list(PATHS))
def test_nobody_listening_is_failed(tmp_path: Path, kind: str) -> None:
    outcome = posted(kind, f"http://127.0.0.1:{free_port()}{PATHS[kind]}", tmp_path)
    assert outcome == Outcome(Ending.FAILED, "way", "无法连接（ConnectionRefusedError）")


@pytest.mark.parametrize("kind", list(PATHS))
def test_silence_after_the_request_is_unknown(http: HttpSink, tmp_path: Path, kind: str) -> None:
    """Pitfall 7: it may have arrived, so it is never sent again by itself."""
    http.hangs = True
    outcome = posted(kind, http.address(PATHS[kind]), tmp_path)
    assert outcome == Outcome(Ending.UNKNOWN, "way", "已发出，但没有收到答复（ReadTimeoutError），结果不明")
    assert len(http.documents) == 1


def test_a_line_that_breaks_after_the_request_is_unknown(http: HttpSink, tmp_path: Path) -> None:
    http.drops = True
    outcome = posted("wecom", http.address(PATHS["wecom"]), tmp_path)
    assert outcome.status is Ending.UNKNOWN
    assert len(http.documents) == 1
