"""The first proved success ends it, an unknown outcome ends it too, a failure tries the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from notifications.letters import Ending, Outcome, PostRoom
from notifications.sending import send
from rules.office import Channel
from tests.notifications.sinks import LIAISON, HttpSink, SmtpSink, a_letter, a_room

MAIL = Channel("mail", "email", "MAIL_URL")
ROBOT = Channel("robot", "wecom", "ROBOT_URL")
FILES = Channel("files", "files")


def room_with(folder: Path, smtp: SmtpSink | None = None, http: HttpSink | None = None) -> PostRoom:
    environ = {}
    if smtp:
        environ["MAIL_URL"] = smtp.address()
    if http:
        environ["ROBOT_URL"] = http.address("/send?key=abc&cto=1&rto=1")
    return a_room(folder, MAIL, ROBOT, FILES, environ=environ)


def test_the_first_proved_success_ends_it(smtp: SmtpSink, http: HttpSink, tmp_path: Path) -> None:
    letter = a_letter(replace(LIAISON, channels=("mail", "robot")))
    assert send(letter, room_with(tmp_path, smtp, http)) == Outcome(Ending.SENT, "mail")
    assert (len(smtp.mails), len(http.documents)) == (1, 0)


def test_the_persons_own_order_counts(smtp: SmtpSink, http: HttpSink, tmp_path: Path) -> None:
    http.body = {"errcode": 0}
    letter = a_letter(replace(LIAISON, channels=("robot", "mail")))
    assert send(letter, room_with(tmp_path, smtp, http)).via == "robot"
    assert smtp.mails == []


def test_a_proved_failure_tries_the_next_channel_and_is_told(smtp: SmtpSink, http: HttpSink, tmp_path: Path) -> None:
    http.body = {"errcode": 45009, "errmsg": "limit"}
    outcome = send(a_letter(replace(LIAISON, channels=("robot", "mail"))), room_with(tmp_path, smtp, http))
    assert outcome == Outcome(Ending.SENT, "mail", "robot: 对方拒收：错误码 45009（limit）")


def test_an_unknown_outcome_stops_at_once(smtp: SmtpSink, http: HttpSink, tmp_path: Path) -> None:
    """Pitfall 7: a second channel could say the same thing twice."""
    http.drops = True
    outcome = send(a_letter(replace(LIAISON, channels=("robot", "mail"))), room_with(tmp_path, smtp, http))
    assert (outcome.status, outcome.via) == (Ending.UNKNOWN, "robot")
    assert smtp.mails == []


def test_when_every_channel_fails_every_reason_is_told(http: HttpSink, tmp_path: Path) -> None:
    http.status = 500
    outcome = send(a_letter(replace(LIAISON, channels=("robot", "mail"))), room_with(tmp_path, http=http))
    assert (outcome.status, outcome.via) == (Ending.FAILED, "")
    assert outcome.error == "robot: 对方拒收：HTTP 500; mail: 没有设置环境变量 MAIL_URL，该渠道的地址应写在其中"


def test_a_person_whose_only_channel_cannot_address_them_is_nobody(smtp: SmtpSink, tmp_path: Path) -> None:
    outcome = send(a_letter(replace(LIAISON, email="")), room_with(tmp_path, smtp))
    assert outcome == Outcome(Ending.NOBODY, "", "mail: 此人没有有效的邮箱地址")


def test_a_person_without_a_channel_of_the_offices_is_nobody(tmp_path: Path) -> None:
    """Pitfall 9: that nobody was reached is an outcome, not silence."""
    outcome = send(a_letter(replace(LIAISON, channels=("pigeon",))), room_with(tmp_path))
    assert outcome == Outcome(Ending.NOBODY, "", "此人没有可用的发送渠道，请在名册中填写渠道")


def test_who_names_no_channel_is_reached_by_any_of_the_offices_but_files(smtp: SmtpSink, tmp_path: Path) -> None:
    letter = a_letter(replace(LIAISON, channels=()))
    assert send(letter, a_room(tmp_path, FILES, MAIL, environ={"MAIL_URL": smtp.address()})).via == "mail"
    assert not (tmp_path / "var").exists()


def test_where_the_office_has_only_files_everybody_is_reached(tmp_path: Path) -> None:
    for channels in ((), ("mail",)):
        outcome = send(a_letter(replace(LIAISON, channels=channels)), a_room(tmp_path, FILES))
        assert outcome == Outcome(Ending.SENT, "files")


def test_an_office_without_any_channel_reaches_nobody(tmp_path: Path) -> None:
    assert send(a_letter(), a_room(tmp_path)).status is Ending.NOBODY


def test_an_unexpected_error_is_unknown_and_never_raised(tmp_path: Path) -> None:
    broken = Channel("mail", "carrier-pigeon", "X")
    outcome = send(a_letter(), a_room(tmp_path, broken))
    assert outcome == Outcome(Ending.UNKNOWN, "mail", "mail: 发送时出现意外错误（KeyError），结果不明")
