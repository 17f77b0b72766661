"""E-mail over a real SMTP server: sent is what the server took, unknown what broke on the way."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from pathlib import Path

import pytest

from notifications.channels import mail
from notifications.letters import Ending, Outcome, Recipient, Words
from rules.office import Channel
from tests.notifications.sinks import HELLO, LIAISON, SmtpSink, a_letter, a_room, free_port

MAIL = Channel("mail", "email", "MAIL_URL")


def mailed(url: str, folder: Path, *, to: Recipient = LIAISON, words: Words = HELLO) -> Outcome:
    return mail(MAIL, a_letter(to, words), a_room(folder, MAIL, environ={"MAIL_URL": url}))


def test_a_mail_arrives_whole_at_the_one_person(smtp: SmtpSink, tmp_path: Path) -> None:
    words = Words(HELLO.subject, HELLO.body + "\n.\n<b>不是网页</b>")
    assert mailed(smtp.address(), tmp_path, words=words) == Outcome(Ending.SENT, "mail")
    (envelope,) = smtp.mails
    read = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
    assert envelope.rcpt_tos == ["liaison@school.example"]
    assert (read["To"], read["Subject"]) == ("liaison@school.example", HELLO.subject)
    assert read.get_content_type() == "text/plain"
    assert read.get_content().replace("\r\n", "\n").strip() == words.body


def test_the_sender_is_the_office_where_the_address_names_nobody(smtp: SmtpSink, tmp_path: Path) -> None:
    url = f"mailto://office:right@127.0.0.1:{smtp.port}/?cto=2&smtp=127.0.0.1"
    outcome = mailed(url.replace("@127.0.0.1", "@caizhuang.example"), tmp_path)
    assert outcome.status is Ending.SENT
    read = email.message_from_bytes(smtp.mails[0].content or b"", policy=email.policy.default)
    assert read["From"] == "蔡庄镇教育督导室 <office@caizhuang.example>"


def test_a_recipient_the_server_does_not_know_is_failed(smtp: SmtpSink, tmp_path: Path) -> None:
    smtp.rcpt = "550 no such user here: office:right"
    assert mailed(smtp.address(), tmp_path) == Outcome(Ending.REFUSED, "mail", "邮件服务器拒收（550）")
    assert smtp.mails == []


def test_a_mail_refused_after_data_is_failed(smtp: SmtpSink, tmp_path: Path) -> None:
    smtp.data = "554 looks like spam"
    assert mailed(smtp.address(), tmp_path) == Outcome(Ending.REFUSED, "mail", "邮件服务器拒收（554）")


def test_a_line_that_breaks_while_the_server_has_the_mail_is_unknown(smtp: SmtpSink, tmp_path: Path) -> None:
    """Pitfall 7: the server has it, only its answer is lost; Apprise's own plugin calls this failed."""
    smtp.drops = True
    outcome = mailed(smtp.address(), tmp_path)
    assert outcome == Outcome(Ending.UNKNOWN, "mail", "已发出，但没有收到答复（SMTPServerDisconnected），结果不明")
    assert len(smtp.mails) == 1


def test_a_server_that_does_not_listen_is_failed(tmp_path: Path) -> None:
    url = f"mailto://office:right@127.0.0.1:{free_port()}/?from=office@caizhuang.example"
    assert mailed(url, tmp_path) == Outcome(Ending.FAILED, "mail", "无法连接（ConnectionRefusedError）")


def test_a_wrong_password_is_failed_and_not_told(smtp: SmtpSink, tmp_path: Path) -> None:
    outcome = mailed(smtp.address(user="office:wr0ng-s3cret"), tmp_path)
    assert outcome == Outcome(Ending.FAILED, "mail", "邮件服务器不接受账号或密码（535）")


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example"])
def test_a_person_without_one_valid_address_is_nobody(smtp: SmtpSink, tmp_path: Path, address: str) -> None:
    outcome = mailed(smtp.address(), tmp_path, to=replace(LIAISON, email=address))
    assert outcome == Outcome(Ending.NOBODY, "mail", "此人没有有效的邮箱地址")
    assert smtp.mails == []


def test_neither_retry_nor_optional_of_the_address_can_make_a_failure_a_success(smtp: SmtpSink, tmp_path: Path) -> None:
    """Apprise's ``optional=yes`` answers True for a failure, its ``retry`` sends again what may have arrived."""
    smtp.drops = True
    assert mailed(smtp.address("&optional=yes&retry=3"), tmp_path).status is Ending.UNKNOWN
    assert len(smtp.mails) == 1


def test_other_recipients_in_the_address_do_not_get_everybodys_mail(smtp: SmtpSink, tmp_path: Path) -> None:
    url = smtp.address("&to=chief@caizhuang.example").replace("/?", "/second@caizhuang.example?")
    assert mailed(url, tmp_path).status is Ending.SENT
    assert [envelope.rcpt_tos for envelope in smtp.mails] == [["liaison@school.example"]]


@pytest.mark.parametrize("url", ["smtp.example", "https://smtp.example", "mailto://", "mailto://host.example"])
def test_what_is_no_mail_address_is_failed_and_names_the_variable(tmp_path: Path, url: str) -> None:
    outcome = mailed(url, tmp_path)
    assert outcome == Outcome(Ending.FAILED, "mail", "环境变量 MAIL_URL 中的地址不是该渠道的有效地址")


def test_one_connection_carries_a_whole_round_and_is_said_goodbye(smtp: SmtpSink, tmp_path: Path) -> None:
    room = a_room(tmp_path, MAIL, environ={"MAIL_URL": smtp.address()})
    for _ in range(5):
        assert mail(MAIL, a_letter(), room).status is Ending.SENT
    assert (len(smtp.mails), smtp.connections) == (5, 1)
    room.hang_up()
    assert room.wires == {}


def test_a_server_that_takes_so_many_mails_a_connection_gets_a_new_one(smtp: SmtpSink, tmp_path: Path) -> None:
    smtp.most = 2
    room = a_room(tmp_path, MAIL, environ={"MAIL_URL": smtp.address()})
    assert [mail(MAIL, a_letter(), room).status for _ in range(5)] == [Ending.SENT] * 5
    assert (len(smtp.mails), smtp.connections) == (5, 3)


def test_a_refused_recipient_does_not_spoil_the_connection(smtp: SmtpSink, tmp_path: Path) -> None:
    room = a_room(tmp_path, MAIL, environ={"MAIL_URL": smtp.address()})
    smtp.rcpt = "550 no such user"
    assert mail(MAIL, a_letter(), room).status is Ending.REFUSED
    smtp.rcpt = "250 OK"
    assert mail(MAIL, a_letter(), room).status is Ending.SENT
    assert smtp.connections == 1


@pytest.mark.parametrize(("reply", "ending"), [("450 try later", Ending.FAILED), ("552 full", Ending.REFUSED)])
def test_temporary_and_permanent_replies_are_told_apart(
    smtp: SmtpSink, tmp_path: Path, reply: str, ending: Ending
) -> None:
    smtp.rcpt = reply
    outcome = mailed(smtp.address(), tmp_path)
    assert (outcome.status, outcome.channel_fault) == (ending, False)


def test_a_message_has_the_same_message_id_at_every_try_and_another_message_another(
    smtp: SmtpSink, tmp_path: Path
) -> None:
    room = a_room(tmp_path, MAIL, environ={"MAIL_URL": smtp.address()})
    for key in ("digest:1", "digest:1", "digest:2"):
        mail(MAIL, replace(a_letter(), key=key), room)
    first, again, other = (email.message_from_bytes(each.content or b"")["Message-ID"] for each in smtp.mails)
    assert first == again != other
    assert first.startswith("<dudao-")
    assert first.endswith("@caizhuang.example>")
