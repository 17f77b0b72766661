"""E-mail: Apprise reads the address, one SMTP session carries a whole round, and SMTP's own steps tell the outcome.

Apprise's own `send` answers True or False: a mail that the server may have taken before the line broke is the same to
it as one that never left, and it waits 5.5 seconds before each. Here everything before DATA is proved not to have
arrived, a broken line during or after DATA is unknown, 4yz is tried again and 5yz is refused for good. The Message-ID
is the message's own at every try, so that a server or a reader knows a mail that it had before.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import replace
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Any

from apprise import NotifyFormat
from apprise.plugins.email import NotifyEmail, SecureMailMode

import words
from notifications import verdicts
from notifications.deadlines import Deadline, cut
from notifications.letters import Ending, Letter, Outcome, PostRoom
from notifications.sessions import DATA_SECONDS, Session, session
from notifications.verdicts import Verdict

_SYSTEM = smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError
_REFUSALS = 400
_STEPS = 4
_SERVICE_CLOSES = 421
_TOO_MANY_MAILS = frozenset({421, 451, 452})


class Account(NotifyEmail):  # type: ignore[misc]  # Apprise is skipped by mypy
    """What an address says of the server and the sender, as Apprise reads it; it sends nothing by itself."""

    notify_format = NotifyFormat.TEXT
    data_seconds = DATA_SECONDS


class MailWire:
    """One SMTP session, opened with the first mail and used for all that follow."""

    def __init__(self, account: Account) -> None:
        """Keep the account; nothing is opened yet."""
        self.account = account
        self.server: Session | None = None
        self.deadline = Deadline(lambda: cut(self.server.sock if self.server else None))

    @property
    def seconds(self) -> float:
        """So long all that goes before a mail may take, and all that goes after it."""
        return _STEPS * float(self.account.socket_connect_timeout)

    def opened(self) -> tuple[Session, bool]:
        """A session ready for a mail, and whether it was used before."""
        if self.server is not None:
            return self.server, True
        self.server = _session(self.account)
        try:
            with self.deadline.within(self.seconds):
                _connect(self.server, self.account)
        except BaseException:
            self.drop()
            raise
        return self.server, False

    def reset(self) -> None:
        """The mail that was begun is forgotten."""
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError), self.deadline.within(self.seconds):
                self.server.rset()

    def close(self) -> None:
        """The session is over."""
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError), self.deadline.within(self.seconds):
                self.server.quit()
            self.drop()
        self.deadline.close()

    def drop(self) -> None:
        """The line is broken: not another word by it."""
        if self.server is not None:
            self.server.close()
            self.server = None


def read_account(url: str, room: PostRoom, asset: Any) -> Account | None:
    """The account of a ``mailto(s)://`` address, or None if it is none."""
    if not url.startswith(("mailto://", "mailtos://")):
        return None
    settings = Account.parse_url(url)
    if not settings:
        return None
    sender = settings.get("from_addr") or room.office
    settings |= {"targets": [], "from_addr": sender, "format": "text", "overflow": "upstream", "retry": 0}
    settings["optional"] = "no"
    try:
        account = Account(**settings, asset=asset)
    except TypeError:
        return None
    if "rto" in settings:
        account.data_seconds = account.socket_read_timeout
    return account


def send_mail(wire: MailWire, letter: Letter, room: PostRoom) -> Outcome:
    """Send one plain-text mail to one person; nothing but the server's word for DATA is success."""
    desk = _Counter(room, wire)
    try:
        server, was_open = wire.opened()
    except smtplib.SMTPAuthenticationError as error:
        return desk.ended(Verdict(Ending.FAILED, channel_fault=True), "mail_login", error)
    except Exception as error:  # noqa: BLE001  (whatever it is, nothing was sent yet)
        return desk.ended(Verdict(Ending.FAILED, channel_fault=True), "not_reached", error)
    mail = _built(wire.account, letter, room)
    begun = desk.envelope(server, letter.recipient.email)
    if was_open and begun is not None and desk.closed:
        wire.drop()
        return send_mail(wire, letter, room)
    return begun or desk.data(server, mail)


class _Counter:
    """The steps of one mail, and what each reply proves."""

    def __init__(self, room: PostRoom, wire: MailWire) -> None:
        """Keep whose mail it is."""
        self.room, self.wire, self.closed = room, wire, False

    def envelope(self, server: Session, to: str) -> Outcome | None:
        """Sender and recipient are named; None where both were taken."""
        try:
            with self.wire.deadline.within(self.wire.seconds):
                for step, address in ((server.mail, self.wire.account.from_addr[1]), (server.rcpt, to)):
                    code, said = step(address)
                    if not _accepted(code):
                        return self._not_begun(code, said, is_recipient=address == to)
        except Exception as error:  # noqa: BLE001  (before DATA nothing was sent)
            self.closed = isinstance(error, _SYSTEM)
            self.wire.drop()
            return self.ended(Verdict(Ending.FAILED, channel_fault=True), "not_reached", error)
        return None

    def _not_begun(self, code: int, said: bytes, *, is_recipient: bool) -> Outcome:
        self.closed = code == _SERVICE_CLOSES or (not is_recipient and code in _TOO_MANY_MAILS)
        self.wire.reset()
        verdict = verdicts.of_smtp(code, said)
        return self.ended(replace(verdict, channel_fault=verdict.channel_fault or not is_recipient), *_told(code))

    def data(self, server: Session, mail: str) -> Outcome:
        """The mail itself; over one that it has the server may take its time."""
        data_seconds = self.wire.account.data_seconds
        try:
            with self.wire.deadline.within(data_seconds + self.wire.seconds):
                self._wait(server, data_seconds)
                code, answer = server.data(mail)
                self._wait(server, server.timeout)
        except smtplib.SMTPDataError as error:
            self._wait(server, server.timeout)
            self.wire.reset()
            return self.ended(verdicts.of_smtp(error.smtp_code), *_told(error.smtp_code))
        except Exception as error:  # noqa: BLE001  (the line broke while the mail was on it)
            self.wire.drop()
            return self.ended(Verdict(Ending.UNKNOWN), "no_answer", error)
        if _accepted(code):
            return Outcome(Ending.SENT, answer=f"{code} {answer.decode(errors='replace')[:200]}")
        if code < _REFUSALS:
            self.wire.drop()
            return self.ended(Verdict(Ending.UNKNOWN), "no_answer", code)
        return self.ended(verdicts.of_smtp(code), "mail_refused", code)

    @staticmethod
    def _wait(server: Session, seconds: float) -> None:
        if server.sock is not None:
            server.sock.settimeout(seconds)

    def ended(self, verdict: Verdict, word: str, reason: Exception | int) -> Outcome:
        """Only codes and kinds of errors are told: the text of an SMTP error may repeat the account."""
        told = getattr(reason, "smtp_code", None) or (reason if isinstance(reason, int) else type(reason).__name__)
        error = words.say(self.room.language, f"notifications.error.{word}", reason=told)
        return Outcome(verdict.ending, error=error, channel_fault=verdict.channel_fault, answer=str(told))


def _session(account: Account) -> Session:
    """A session that is encrypted as the address says."""
    context = ssl.create_default_context()
    if not account.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return session(context, account.socket_connect_timeout, sealed=account.secure_mode == SecureMailMode.SSL)


def _connect(server: Session, account: Account) -> None:
    """Connected, encrypted and logged in as the address says."""
    server.reach(account.smtp_host, account.port)
    if account.secure_mode == SecureMailMode.STARTTLS:
        server.starttls(context=server.context)
    if account.user and account.password:
        server.login(account.user, account.password)
    server.ehlo_or_helo_if_needed()


def _built(account: Account, letter: Letter, room: PostRoom) -> str:
    """The mail with its headers."""
    mail = MIMEText(letter.words.body, "plain", "utf-8")
    mail["Subject"] = Header(letter.words.subject, "utf-8").encode()
    mail["From"] = formataddr(account.from_addr, charset="utf-8")
    mail["To"] = letter.recipient.email
    if account.reply_to:
        mail["Reply-To"] = ", ".join(sorted(account.reply_to))
    mail["Date"] = format_datetime(room.moment())
    mail["Message-ID"] = message_id(account.from_addr[1], room.office, letter)
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in account.headers.items():
        if name not in mail:
            mail[name] = value
    return mail.as_string()


def message_id(sender: str, office: str, letter: Letter) -> str:
    """The mail's own name, the same at every try of the same message."""
    digest = sha256(f"{office}\n{letter.key or letter.message_id}".encode()).hexdigest()[:32]
    return f"<dudao-{digest}@{sender.rpartition('@')[2] or 'localhost'}>"


def _told(code: int) -> tuple[str, int]:
    """The word for a reply that took nothing: a refusal, or no SMTP at all."""
    return ("mail_refused" if code >= _REFUSALS else "not_reached"), code


def _accepted(code: int) -> bool:
    return 200 <= code < 300  # noqa: PLR2004  (SMTP: 2yz is success)
