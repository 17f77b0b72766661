"""E-mail: Apprise reads the address and builds the mail, the outcome is told by the step at which SMTP stopped.

Apprise's own `send` answers True or False: a mail that the server may have taken before the line broke is the same to
it as one that never left. Here everything before DATA is proved not to have arrived, and a broken line during or after
DATA is unknown.
"""

from __future__ import annotations

import smtplib
import ssl
from typing import Any

from apprise import NotifyFormat
from apprise.plugins.email import NotifyEmail, SecureMailMode

import words
from notifications.letters import Ending, Letter, Outcome, PostRoom


class Mail(NotifyEmail):  # type: ignore[misc]  # Apprise is skipped by mypy
    """One plain-text mail to one person; nothing but the server's word for DATA is success."""

    request_rate_per_sec = 0
    notify_format = NotifyFormat.TEXT

    def __init__(self, letter: Letter, room: PostRoom, **settings: Any) -> None:
        """Take what `parse_url` read; the recipient and the sender's name are ours."""
        settings |= {"targets": [letter.recipient.email], "from_addr": settings.get("from_addr") or room.office}
        settings |= {"format": "text", "overflow": "upstream", "retry": 0, "optional": "no"}
        super().__init__(**settings)
        self.room = room
        self.outcome: Outcome | None = None

    def send(self, body: str, title: str = "", **_: object) -> bool:
        """Send once. Called by Apprise."""
        self.outcome = self._sent(title, body)
        return self.outcome.status is Ending.SENT

    def _sent(self, subject: str, body: str) -> Outcome:
        try:
            mail = self._built(subject, body)
            server = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            return self._ended(Ending.FAILED, "mail_login", error)
        except Exception as error:  # noqa: BLE001  (whatever it is, nothing was sent yet)
            return self._ended(Ending.FAILED, "not_reached", error)
        try:
            return self._handed_over(server, mail)
        finally:
            server.close()

    def _built(self, subject: str, body: str) -> Any:
        """The mail with its headers, signed or encrypted where the address asks for it."""
        mails = NotifyEmail.prepare_emails(
            subject=subject,
            body=body,
            from_addr=self.from_addr,
            to=self.targets[:1],
            cc=self.cc,
            bcc=self.bcc,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            notify_format=self.notify_format,
            headers=dict(self.headers),
            names=self.names,
            pgp=self.pgp,
            pgp_mode=self.pgp_mode,
            tzinfo=self.room.at.tzinfo,
        )
        return next(iter(mails))

    def _connected(self) -> smtplib.SMTP:
        """A session ready for a mail: connected, encrypted and logged in as the address says."""
        context = ssl.create_default_context()
        if not self.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        wait = self.socket_connect_timeout
        if self.secure_mode == SecureMailMode.SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.smtp_host, self.port, timeout=wait, context=context)
        else:
            server = smtplib.SMTP(self.smtp_host, self.port, timeout=wait)
        try:
            if self.secure_mode == SecureMailMode.STARTTLS:
                server.starttls(context=context)
            if self.user and self.password:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _handed_over(self, server: smtplib.SMTP, mail: Any) -> Outcome:
        try:
            replies = [server.mail(self.from_addr[1]), *(server.rcpt(address) for address in mail.to_addrs)]
        except Exception as error:  # noqa: BLE001  (before DATA nothing was sent)
            return self._ended(Ending.FAILED, "not_reached", error)
        refused = next((code for code, _ in replies if not _accepted(code)), None)
        if refused is not None:
            return self._ended(Ending.FAILED, "mail_refused", refused)
        try:
            code, _ = server.data(mail.body)
        except smtplib.SMTPDataError as error:
            return self._ended(Ending.FAILED, "mail_refused", error)
        except Exception as error:  # noqa: BLE001  (the line broke while the mail was on it)
            return self._ended(Ending.UNKNOWN, "no_answer", error)
        return Outcome(Ending.SENT) if _accepted(code) else self._ended(Ending.FAILED, "mail_refused", code)

    def _ended(self, ending: Ending, word: str, reason: Exception | int) -> Outcome:
        """Only codes and kinds of errors are told: the text of an SMTP error may repeat the account."""
        told = getattr(reason, "smtp_code", None) or (reason if isinstance(reason, int) else type(reason).__name__)
        return Outcome(ending, error=words.say(self.room.language, f"notifications.error.{word}", reason=told))


def _accepted(code: int) -> bool:
    return 200 <= code < 300  # noqa: PLR2004  (SMTP: 2yz is success)
