"""Channels find their secret addresses in the environment and keep them to themselves."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.channels import WAYS
from notifications.letters import Ending, Outcome
from notifications.sealing import Seal, new_key
from notifications.sending import send_by
from rules.office import Channel
from tests.notifications.sinks import LIAISON, HttpSink, SmtpSink, a_letter, a_room, free_port

KEY = "s3cr3t-k3y-0123456789"
PATHS = {
    "webhook": f"/in/{KEY}?token={KEY}&secret={KEY}",
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={KEY}&secret={KEY}",
    "feishu": f"/open-apis/bot/v2/hook/{KEY}?secret={KEY}",
}


@pytest.mark.parametrize("kind", ["email", "webhook", "wecom", "dingtalk", "feishu"])
def test_a_variable_that_is_not_set_is_named(tmp_path: Path, kind: str) -> None:
    channel = Channel("way", kind, "DUDAO_WAY_URL")
    outcome = WAYS[kind](channel, a_letter(), a_room(tmp_path, channel))
    assert outcome == Outcome(Ending.FAILED, "way", "没有设置环境变量 DUDAO_WAY_URL，该渠道的地址应写在其中")


@pytest.mark.parametrize("kind", list(PATHS))
@pytest.mark.parametrize("ending", ["sent", "refused", "broken", "bad"])
def test_no_secret_of_a_robot_is_ever_logged_or_told(
    http: HttpSink, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str, ending: str
) -> None:
    http.body = {"errcode": 0, "code": 0} if ending == "sent" else {"errcode": 93000, "errmsg": f"invalid {KEY}"}
    http.drops = ending == "broken"
    address = http.address(PATHS[kind]) if ending != "bad" else f"gopher://{KEY}"
    channel = Channel("way", kind, "WAY")
    room = a_room(tmp_path, channel, environ={"WAY": address})
    with caplog.at_level(1):
        outcome = WAYS[kind](channel, a_letter(), room)
    assert (ending == "sent") == (outcome.status is Ending.SENT)
    assert KEY not in f"{caplog.text}{outcome}{room!r}{[record.__dict__ for record in caplog.records]}"


@pytest.mark.parametrize("ending", ["sent", "login", "unreachable", "bad"])
def test_no_password_of_a_mail_account_is_ever_logged_or_told(
    smtp: SmtpSink, tmp_path: Path, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    host = f"office:{'right' if ending == 'sent' else KEY}@127.0.0.1"
    port = free_port() if ending == "unreachable" else smtp.port
    address = f"mailto://{host}:{port}/?from={'nobody' if ending == 'bad' else 'office@caizhuang.example'}"
    channel = Channel("way", "email", "WAY")
    room = a_room(tmp_path, channel, environ={"WAY": address})
    with caplog.at_level(1):
        outcome = WAYS["email"](channel, a_letter(), room)
    assert (ending == "sent") == (outcome.status is Ending.SENT)
    told = f"{caplog.text}{outcome}{room!r}{[record.__dict__ for record in caplog.records]}"
    assert KEY not in told
    assert "office:right" not in told


def test_it_is_still_logged_that_something_was_posted(
    http: HttpSink, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    channel = Channel("way", "wecom", "WAY")
    with caplog.at_level(logging.DEBUG):
        WAYS["wecom"](channel, a_letter(), a_room(tmp_path, channel, environ={"WAY": http.address(PATHS["wecom"])}))
    lines = [record.getMessage() for record in caplog.records if record.name == "notifications.wires"]
    assert lines == ["POST: HTTP 200"]


def test_nothing_of_apprise_is_kept_on_disk(http: HttpSink, smtp: SmtpSink, tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    http.body = {"errcode": 0}
    environ = {"W": http.address(PATHS["wecom"]), "M": smtp.address()}
    for channel in (Channel("w", "wecom", "W"), Channel("m", "email", "M")):
        assert WAYS[channel.kind](channel, a_letter(), a_room(office, channel, environ=environ)).status is Ending.SENT
    assert list(tmp_path.rglob("*")) == [office]


@pytest.mark.parametrize("kind", ["email", "wecom", "webhook", "pushplus", "sms", "apprise"])
@pytest.mark.parametrize("own", [False, True])
def test_an_address_sealed_with_another_key_is_a_fault_of_the_channel_and_nothing_has_left(
    tmp_path: Path, kind: str, *, own: bool
) -> None:
    sealed = Seal([new_key()]).seal("mailto://office:right@127.0.0.1:1/?from=office@caizhuang.example")
    channel = Channel("way", kind, url="" if own else sealed, gateway="sms.yaml")
    (tmp_path / "gateways").mkdir()
    (tmp_path / "gateways" / "sms.yaml").write_text("success: {contains: ok}\n", encoding="utf-8")
    room = a_room(tmp_path, channel, unseal=Seal([new_key()]).unseal)
    to = replace(LIAISON, channels=("way",), addresses={"way": sealed} if own else {})
    outcome = send_by("way", a_letter(to), room)
    assert (outcome.status, outcome.channel_fault, outcome.via) == (Ending.FAILED, True, "way")
    assert own or "另一把密钥" in outcome.error


def test_a_gateway_file_that_is_missing_or_no_gateway_is_a_fault_of_the_channel(tmp_path: Path) -> None:
    (tmp_path / "gateways").mkdir()
    (tmp_path / "gateways" / "odd.yaml").write_text("method: [\n", encoding="utf-8")
    (tmp_path / "gateways" / "sum.yaml").write_text(
        "body: '{{ 1 + phone }}'\nsuccess: {contains: ok}\n", encoding="utf-8"
    )
    for name in ("missing.yaml", "odd.yaml", "sum.yaml"):
        channel = Channel("way", "sms", "SMS", gateway=name)
        outcome = send_by("way", a_letter(), a_room(tmp_path, channel, environ={"SMS": "http://127.0.0.1:1/"}))
        assert (outcome.status, outcome.channel_fault) == (Ending.FAILED, True), name


@pytest.mark.parametrize(
    ("channel", "own", "error"),
    [
        (
            Channel("微信", "wecom", url="no address://"),
            "",
            "渠道“微信”在 office.yaml 中的加密地址解开后不是该渠道的有效地址",
        ),
        (Channel("微信", "wecom"), "", "渠道“微信”没有地址"),
        (Channel("微信", "pushplus"), "no address://", "名册中此人在“微信”上的地址不是该渠道的有效地址"),
    ],
)
def test_a_channel_without_a_variable_is_not_spoken_of_as_one(
    tmp_path: Path, channel: Channel, own: str, error: str
) -> None:
    to = replace(LIAISON, addresses={"微信": own} if own else {})
    assert error in send_by("微信", a_letter(to), a_room(tmp_path, channel, unseal=str)).error
