"""What the webhook and the robots are told."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from notifications.channels import post
from notifications.letters import Ending, Outcome, Recipient, Words
from notifications.robots import Pace
from notifications.shortening import size
from rules.office import Channel
from tests.notifications.sinks import HELLO, LIAISON, HttpSink, a_letter, a_room

OK = {"errcode": 0, "code": 0}
LONG = Words("【督导室】待办提醒", "\n".join(f"- 第{number}项工作：3月31日（周二）截止" for number in range(1, 200)))


def posted(kind: str, sink: HttpSink, path: str, words: Words = HELLO, to: Recipient = LIAISON) -> Outcome:
    sink.body = OK
    channel = Channel("way", kind, "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": sink.address(path)})
    return post(channel, a_letter(to, words), room)


def test_the_webhook_gets_everything_that_a_gateway_needs(http: HttpSink) -> None:
    assert posted("webhook", http, "/in").status is Ending.SENT
    assert http.documents == [
        {
            "id": 7,
            "key": "",
            "kind": "digest",
            "day": "2026-03-23",
            "office": "蔡庄镇教育督导室",
            "to": {"name": "联络员-中心小学", "phone": "13000000000", "email": "liaison@school.example"},
            "subject": HELLO.subject,
            "body": HELLO.body,
        }
    ]


def test_the_wecom_robot_says_the_text_and_names_the_person(http: HttpSink) -> None:
    assert posted("wecom", http, "/cgi-bin/webhook/send?key=abc").status is Ending.SENT
    assert http.paths == ["/cgi-bin/webhook/send?key=abc"]
    assert http.documents == [
        {
            "msgtype": "text",
            "text": {"content": f"{HELLO.subject}\n\n{HELLO.body}", "mentioned_mobile_list": ["13000000000"]},
        }
    ]


def test_a_person_without_a_phone_is_not_mentioned(http: HttpSink) -> None:
    posted("wecom", http, "/send?key=abc", to=replace(LIAISON, phone=""))
    assert http.documents[0]["text"]["mentioned_mobile_list"] == []


def test_a_long_text_goes_to_wecom_in_parts_of_at_most_2048_bytes(http: HttpSink) -> None:
    """Pitfall 8: the robot counts bytes, Apprise would split by characters."""
    assert posted("wecom", http, "/send?key=abc", words=LONG).status is Ending.SENT
    contents = [document["text"]["content"] for document in http.documents]
    assert [content.partition("\n")[0] for content in contents] == ["（1/3）", "（2/3）", "（3/3）"]
    assert all(1900 < size(content) <= 2048 for content in contents)
    said = sum(content.count("截止") for content in contents)
    notice = "（内容较长，以上为摘要，全文请向督导室索取）"
    assert contents[-1].endswith(f"截止\n- 另有{199 - said}项\n{notice}")


@pytest.mark.parametrize(("kind", "path"), [("dingtalk", "/robot/send?access_token=abc"), ("feishu", "/hook/abc")])
def test_the_other_robots_take_the_same_text_whole(http: HttpSink, kind: str, path: str) -> None:
    posted(kind, http, path, words=LONG)
    text = http.documents[0].get("text", http.documents[0].get("content"))
    assert text in ({"content": f"{LONG.subject}\n\n{LONG.body}"}, {"text": f"{LONG.subject}\n\n{LONG.body}"})


def test_dingtalk_signs_the_moment_in_milliseconds_with_its_secret(http: HttpSink) -> None:
    assert posted("dingtalk", http, "/robot/send?access_token=abc&secret=SECxyz").status is Ending.SENT
    said = parse_qs(urlsplit(http.paths[0]).query)
    digest = hmac.new(b"SECxyz", b"1774227600000\nSECxyz", hashlib.sha256).digest()
    expected = {"access_token": ["abc"], "timestamp": ["1774227600000"], "sign": [base64.b64encode(digest).decode()]}
    assert said == expected
    assert http.documents[0]["at"] == {"atMobiles": ["13000000000"]}


def test_feishu_signs_the_moment_in_seconds_in_the_document(http: HttpSink) -> None:
    assert posted("feishu", http, "/hook/abc?secret=xyz").status is Ending.SENT
    digest = hmac.new(b"1774227600\nxyz", b"", hashlib.sha256).digest()
    assert http.paths == ["/hook/abc"]
    assert http.documents[0]["timestamp"] == "1774227600"
    assert http.documents[0]["sign"] == base64.b64encode(digest).decode()


def test_wxpusher_tells_the_persons_own_uid_with_the_offices_token(http: HttpSink) -> None:
    http.body = {"code": 1000, "msg": "处理成功"}
    channel = Channel("微信", "wxpusher", "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": http.address("/api/send/message?appToken=AT_abcdef")})
    assert post(channel, a_letter(replace(LIAISON, addresses={"微信": "UID_123456"})), room).status is Ending.SENT
    document = http.documents[0]
    assert (document["appToken"], document["uids"], document["contentType"]) == ("AT_abcdef", ["UID_123456"], 1)
    assert http.paths == ["/api/send/message"]
    assert post(channel, a_letter(), room).status is Ending.NOBODY


def test_pushplus_posts_with_the_persons_own_token(http: HttpSink) -> None:
    http.body = {"code": 200, "msg": "请求成功"}
    channel = Channel("推送加", "pushplus")
    own = {"推送加": http.address("/send?token=t-o-k-e-n")}
    assert (
        post(channel, a_letter(replace(LIAISON, addresses=own)), a_room(Path("unused"), channel)).status is Ending.SENT
    )
    assert (http.documents[0]["token"], http.documents[0]["title"]) == ("t-o-k-e-n", HELLO.subject)
    assert http.paths == ["/send"]


def test_the_limit_of_one_persons_account_is_nobody_elses(http: HttpSink) -> None:
    http.body = {"code": 900, "msg": "用户账号使用受限"}
    channel = Channel("推送加", "pushplus")
    own = {"推送加": http.address("/send?token=t-o-k-e-n")}
    letter = a_letter(replace(LIAISON, addresses=own), Words("题" * 120, "文"))
    outcome = post(channel, letter, a_room(Path("unused"), channel))
    assert (outcome.status, outcome.rest_seconds) == (Ending.FAILED, 0)
    assert http.documents[0]["title"] == "题" * 100, "the service takes so much"


def test_feishu_hears_at_most_five_a_second(http: HttpSink) -> None:
    """Whoever posts faster is answered 11232 and has to be silent for a minute."""
    clock, pauses = [10.0], []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    http.body = OK
    channel = Channel("way", "feishu", "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": http.address("/hook/abc")})
    room.wires["pace:feishu"] = Pace(lambda: clock[0], pause)
    for _ in range(3):
        assert post(channel, a_letter(), room).status is Ending.SENT
    assert pauses == pytest.approx([0.2, 0.2])


def test_serverchan_posts_to_the_persons_own_key(http: HttpSink) -> None:
    http.body = {"code": 40001, "message": "[AUTH]用户不存在或者权限不足"}
    channel = Channel("酱", "serverchan")
    own = {"酱": http.address("/SCTabc123.send")}
    outcome = post(channel, a_letter(replace(LIAISON, addresses=own)), a_room(Path("unused"), channel))
    assert outcome.status is Ending.REFUSED
    assert http.paths == ["/SCTabc123.send"]


@pytest.mark.parametrize(
    ("kind", "url", "path"),
    [
        ("webhook", "json://127.0.0.1:{port}/in?rto=3", "/in"),
        ("wecom", "http://127.0.0.1:{port}/send?key=abc", "/send?key=abc"),
    ],
)
def test_an_apprise_url_is_understood(http: HttpSink, kind: str, url: str, path: str) -> None:
    http.body = OK
    channel = Channel("way", kind, "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": url.format(port=http.port)})
    assert post(channel, a_letter(), room).status is Ending.SENT
    assert http.paths == [path]


def test_a_part_that_fails_after_others_arrived_leaves_it_to_a_person(http: HttpSink) -> None:
    http.body, http.then = OK, {"errcode": 45009, "errmsg": "limit"}
    channel = Channel("way", "wecom", "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": http.address("/send?key=abc")})
    outcome = post(channel, a_letter(words=LONG), room)
    assert (outcome.status, outcome.rest_seconds, outcome.posts) == (Ending.UNKNOWN, 60, 2)
    assert (
        outcome.error
        == "共3段，前1段已送达，第2段没有送达，其余未发：对方拒收：错误码 45009（limit）。再次发送会重发全部各段"
    )


def test_a_part_of_which_nothing_is_known_is_told_as_that(http: HttpSink) -> None:
    http.body, http.then = OK, b"<html>"
    channel = Channel("way", "wecom", "WAY")
    room = a_room(Path("unused"), channel, environ={"WAY": http.address("/send?key=abc")})
    outcome = post(channel, a_letter(words=LONG), room)
    assert outcome.status is Ending.UNKNOWN
    assert "前1段已送达，第2段是否送达不明，其余未发" in outcome.error
