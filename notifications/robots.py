"""The webhook and the group robots of WeCom, DingTalk and Feishu, as Apprise plugins of our own.

Sources: the platforms' pages on custom robots. WeCom: text of at most 2,048 bytes, about 20 messages a minute (code
45009 beyond that). DingTalk: HMAC-SHA256 over time and secret, in the address. Feishu: the same idea, in the body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import words
from notifications.letters import Words
from notifications.posting import Post
from notifications.shortening import shortened

WECOM_BYTES = 2048
_DINGTALK_BYTES = 18000
_FEISHU_BYTES = 18000


class Webhook(Post):
    """A gateway of the office's own: everything in one document, so that it can choose its way (SMS, ...).

    Success is an HTTP status of 2xx, unless the body has an `errcode` or `code` that is neither 0 nor 200.
    """

    service_name = "dudao webhook"
    secure_protocol = "dudaowebhook"
    success = frozenset({"0", "200"})
    code_needed = False

    def document(self, said: Words) -> dict[str, Any]:
        """The words with the recipient; `id` is the same at every try."""
        to = self.letter.recipient
        return {
            "id": self.letter.message_id,
            "kind": self.letter.kind,
            "day": self.letter.day.isoformat(),
            "office": self.room.office,
            "to": {"name": to.name, "phone": to.phone, "email": to.email},
            "subject": said.subject,
            "body": said.body,
        }


class Robot(Post):
    """What the three robots have in common: a text in a group, in so many bytes, naming the person by phone."""

    room_bytes = WECOM_BYTES

    def text(self, said: Words) -> str:
        """Subject and body in the robot's bytes, shortened on whole lines."""
        notice = words.say(self.room.language, "notifications.shortened")
        return shortened(f"{said.subject}\n\n{said.body}", self.room_bytes, notice)

    def phones(self) -> list[str]:
        """The phone number by which the platform finds the person in the group, if there is one."""
        return [self.letter.recipient.phone] if self.letter.recipient.phone else []


class WeCom(Robot):
    """企业微信群机器人."""

    service_name = "dudao WeCom robot"
    secure_protocol = "dudaowecom"

    def document(self, said: Words) -> dict[str, Any]:
        """A text message."""
        return {"msgtype": "text", "text": {"content": self.text(said), "mentioned_mobile_list": self.phones()}}


class DingTalk(Robot):
    """钉钉群机器人, with or without a signing secret."""

    service_name = "dudao DingTalk robot"
    secure_protocol = "dudaodingtalk"
    room_bytes = _DINGTALK_BYTES

    def document(self, said: Words) -> dict[str, Any]:
        """A text message."""
        return {"msgtype": "text", "text": {"content": self.text(said)}, "at": {"atMobiles": self.phones()}}

    def target(self) -> str:
        """The address, signed where a secret is given."""
        if not self.address.secret:
            return self.address.url
        stamp = str(int(self.room.at.timestamp() * 1000))
        sign = signed(self.address.secret.encode(), f"{stamp}\n{self.address.secret}".encode())
        return f"{self.address.url}&{urlencode({'timestamp': stamp, 'sign': sign})}"


class Feishu(Robot):
    """飞书群机器人, with or without a signing secret."""

    service_name = "dudao Feishu robot"
    secure_protocol = "dudaofeishu"
    room_bytes = _FEISHU_BYTES
    codes = ("code", "StatusCode")

    def document(self, said: Words) -> dict[str, Any]:
        """A text message, signed where a secret is given."""
        document: dict[str, Any] = {"msg_type": "text", "content": {"text": self.text(said)}}
        if self.address.secret:
            stamp = str(int(self.room.at.timestamp()))
            document |= {"timestamp": stamp, "sign": signed(f"{stamp}\n{self.address.secret}".encode(), b"")}
        return document


def signed(key: bytes, text: bytes) -> str:
    """HMAC-SHA256 in base64, as DingTalk and Feishu ask for it."""
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
