"""Text messages by the county's own gateway, as a file of the office says."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from notifications.channels import text_message
from notifications.gateways import gateway_problems
from notifications.letters import Ending, Outcome
from rules.office import Channel
from tests.notifications.sinks import HELLO, LIAISON, HttpSink, a_letter, a_room

SMS = Channel("短信", "sms", "SMS_URL", gateway="sms.yaml")
FILE = """
method: POST
env: [SMS_USER, SMS_PASSWORD]
headers: {X-User: "{{ env.SMS_USER }}"}
json: {mobile: "{{ phone }}", content: "{{ text }}", ts: "{{ moment }}",
       sign: "{{ (env.SMS_USER ~ env.SMS_PASSWORD ~ moment) | md5 }}", serial: "{{ key }}"}
text: "【{{ office }}】{{ subject }}"
text_bytes: 210
success: {path: result.code, equals: [0, OK]}
refused: {path: result.code, equals: [4001]}
rest: {path: result.code, equals: [4029], seconds: 90}
"""


def sent(folder: Path, sink: HttpSink, file: str = FILE, *, phone: str = "13000000000") -> Outcome:
    (folder / "gateways").mkdir()
    (folder / "gateways" / "sms.yaml").write_text(file, encoding="utf-8")
    environ = {"SMS_URL": sink.address("/sms"), "SMS_USER": "u", "SMS_PASSWORD": "s3cr3t"}
    letter = replace(a_letter(replace(LIAISON, phone=phone)), key="digest:2026-03-23:7")
    return text_message(SMS, letter, a_room(folder, SMS, environ=environ))


def test_the_gateway_is_asked_as_its_file_says(http: HttpSink, tmp_path: Path) -> None:
    http.body = {"result": {"code": "ok"}}
    assert sent(tmp_path, http) == Outcome(Ending.SENT, "短信")
    assert http.documents == [
        {
            "mobile": "13000000000",
            "content": f"【蔡庄镇教育督导室】{HELLO.subject}",
            "ts": "20260323090000",
            "sign": hashlib.md5(b"us3cr3t20260323090000", usedforsecurity=False).hexdigest(),
            "serial": "digest:2026-03-23:7",
        }
    ]


@pytest.mark.parametrize(
    ("code", "ending", "rest"),
    [(4001, Ending.REFUSED, 0), (4029, Ending.FAILED, 90), (5000, Ending.FAILED, 0)],
)
def test_refusal_silence_and_failure_are_told_apart(
    http: HttpSink, tmp_path: Path, code: int, ending: Ending, rest: int
) -> None:
    http.body = {"result": {"code": code}}
    outcome = sent(tmp_path, http)
    assert (outcome.status, outcome.rest_seconds) == (ending, rest)
    assert str(code) in outcome.error


def test_an_answer_that_is_no_document_is_failed(http: HttpSink, tmp_path: Path) -> None:
    http.body = b"<html>busy</html>"
    assert sent(tmp_path, http).status is Ending.FAILED


def test_a_gateway_that_answers_in_words_is_understood(http: HttpSink, tmp_path: Path) -> None:
    http.body = b"success:9087"
    file = 'json: {m: "{{ phone }}"}\nsuccess: {contains: "success:"}\n'
    assert sent(tmp_path, http, file).status is Ending.SENT


def test_who_has_no_phone_is_nobody(http: HttpSink, tmp_path: Path) -> None:
    assert sent(tmp_path, http, phone="").status is Ending.NOBODY
    assert http.documents == []


def test_silence_after_the_request_is_unknown(http: HttpSink, tmp_path: Path) -> None:
    http.hangs = True
    assert sent(tmp_path, http, FILE + "answer_seconds: 0.3\n").status is Ending.UNKNOWN


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("success: {path: a, equals: [1]}\nsucess: 1\n", "sucess: extra_forbidden"),
        ("method: SEND\nsuccess: {contains: ok}\n", "method: literal_error"),
        ("url: '{{ adress }}'\nsuccess: {contains: ok}\n", "'adress' is undefined"),
        ("form: {a: '{{ phone | md6 }}'}\nsuccess: {contains: ok}\n", "No filter named 'md6'."),
    ],
)
def test_a_wrong_gateway_file_is_found_by_the_check(tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / "gateways").mkdir()
    (tmp_path / "gateways" / "sms.yaml").write_text(file, encoding="utf-8")
    (problem,) = gateway_problems(tmp_path, ("sms.yaml",))
    assert (problem.file, problem.code, problem.value) == ("gateways/sms.yaml", "gateway_broken", said)


def test_a_gateway_file_that_is_missing_is_found_and_a_right_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "gateways").mkdir()
    (tmp_path / "gateways" / "sms.yaml").write_text(FILE, encoding="utf-8")
    found: tuple[Any, ...] = gateway_problems(tmp_path, ("sms.yaml", "other.yaml"))
    assert [problem.code for problem in found] == ["file_missing"]


def test_a_password_that_the_gateway_repeats_is_neither_told_nor_kept(http: HttpSink, tmp_path: Path) -> None:
    http.body = {"result": {"code": 9, "said": "wrong password s3cr3t"}}
    outcome = sent(tmp_path, http)
    assert outcome.status is Ending.FAILED
    assert "s3cr3t" not in f"{outcome}"
