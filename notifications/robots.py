"""The webhook and the group robots of WeCom, DingTalk, Feishu and Lark, and the personal pushes by WeChat.

Sources: the platforms' pages on custom robots. WeCom: text of at most 2,048 bytes. DingTalk: HMAC-SHA256 over time and
secret, in the address. Feishu: the same idea, in the body. WxPusher, PushPlus, ServerChan: one person each.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import words
from notifications.letters import Words
from notifications.posting import Post
from notifications.shortening import split

if TYPE_CHECKING:
    from collections.abc import Callable

    from notifications.wires import Asked

WECOM_BYTES = 2048
MOST_PARTS = 3
_ROBOT_BYTES = 18000
_PUSH_BYTES = 30000
_FEISHU_PAUSE_SECONDS = 0.2
"""Source: the platform's page: 5 a second, beside the 100 a minute that the database keeps."""
_PUSHPLUS_TITLE = 100
_WXPUSHER_SUMMARY = 99


class Webhook(Post):
    """A gateway of the office's own: everything in one document, so that it can choose its way (SMS, ...).

    Success is an HTTP status of 2xx, unless the body has an `errcode` or `code` that is neither 0 nor 200.
    """

    code_needed = False

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """The words with the recipient; `id` and `key` are the same at every try."""
        to = self.letter.recipient
        document = {
            "id": self.letter.message_id,
            "key": self.letter.key,
            "kind": self.letter.kind,
            "day": self.letter.day.isoformat(),
            "office": self.room.office,
            "to": {"name": to.name, "phone": to.phone, "email": to.email},
            "subject": said.subject,
            "body": said.body,
        }
        return [document]


class Robot(Post):
    """What the robots have in common: a text in a group, in parts of so many bytes, naming the person by phone."""

    room_bytes: ClassVar[int] = _ROBOT_BYTES

    def texts(self, said: Words) -> list[str]:
        """Subject and body in parts that the robot takes, split at lines."""
        return _parts(said, self.room_bytes, self.room.language)

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """One text message for each part."""
        return [self.text_message(text) for text in self.texts(said)]

    def text_message(self, text: str) -> dict[str, Any]:
        """The document of one part."""
        raise NotImplementedError

    def phones(self) -> list[str]:
        """The phone number by which the platform finds the person in the group, if there is one."""
        return [self.letter.recipient.phone] if self.letter.recipient.phone else []


class WeCom(Robot):
    """企业微信群机器人."""

    room_bytes = WECOM_BYTES

    def text_message(self, text: str) -> dict[str, Any]:
        """A text message."""
        return {"msgtype": "text", "text": {"content": text, "mentioned_mobile_list": self.phones()}}


class DingTalk(Robot):
    """钉钉群机器人, with or without a signing secret."""

    def text_message(self, text: str) -> dict[str, Any]:
        """A text message."""
        return {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": self.phones()}}

    def target(self) -> str:
        """The address, signed where a secret is given."""
        if not self.address.secret:
            return self.address.url
        stamp = str(int(self.room.moment().timestamp() * 1000))
        sign = signed(self.address.secret.encode(), f"{stamp}\n{self.address.secret}".encode())
        return f"{self.address.url}&{urlencode({'timestamp': stamp, 'sign': sign})}"


class Pace:
    """The moment of the last post of this process, kept among the open connections: posts are so far apart."""

    def __init__(self, clock: Callable[[], float] = monotonic, pause: Callable[[float], None] = sleep) -> None:
        """Nothing was posted yet; `clock` tells seconds, `pause` lets them pass."""
        self.last, self.clock, self.pause = float("-inf"), clock, pause

    def wait(self, seconds: float) -> None:
        """So long has passed since the last post; this is the next one."""
        left = self.last + seconds - self.clock()
        if left > 0:
            self.pause(left)
        self.last = self.clock()

    def close(self) -> None:
        """There is nothing to close."""


class Feishu(Robot):
    """飞书 or Lark 群机器人, with or without a signing secret."""

    codes = ("code", "StatusCode")

    def request(self, document: dict[str, Any]) -> Asked:
        """The request, at most five a second."""
        pace = self.room.wires.setdefault(f"pace:{self.kind}", Pace())
        if isinstance(pace, Pace):
            pace.wait(_FEISHU_PAUSE_SECONDS)
        return super().request(document)

    def text_message(self, text: str) -> dict[str, Any]:
        """A text message, signed where a secret is given."""
        document: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if self.address.secret:
            stamp = str(int(self.room.moment().timestamp()))
            document |= {"timestamp": stamp, "sign": signed(f"{stamp}\n{self.address.secret}".encode(), b"")}
        return document


class Push(Post):
    """A push to one person, whose service takes its token in the document and not in the address."""

    token: ClassVar[str] = "token"  # noqa: S105  (the name of a parameter)
    codes = ("code",)

    def target(self) -> str:
        """The address without the token."""
        return urlsplit(self.address.url)._replace(query="").geturl()

    def given(self) -> str:
        """The token that stands in the address."""
        return dict(parse_qsl(urlsplit(self.address.url).query)).get(self.token, "")

    def body(self, said: Words) -> str:
        """The body in the bytes that the service takes."""
        notice = words.say(self.room.language, "notifications.shortened")
        return split(said.body, _PUSH_BYTES, 1, notice)[0]


class WxPusher(Push):
    """WxPusher: the office's application, and the person's own UID."""

    token = "appToken"  # noqa: S105  (the name of a parameter)

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """A text for the person's UID."""
        uid = self.address.own
        common = {
            "appToken": self.given(),
            "summary": said.subject[:_WXPUSHER_SUMMARY],
            "contentType": 1,
            "uids": [uid],
        }
        return [common | {"content": f"{said.subject}\n\n{self.body(said)}"}]


class PushPlus(Push):
    """PushPlus: the person's own token."""

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """A text for whoever's token it is."""
        return [
            {
                "token": self.given(),
                "title": said.subject[:_PUSHPLUS_TITLE],
                "content": self.body(said),
                "template": "txt",
            }
        ]


class ServerChan(Push):
    """Server酱: the person's own send key, in the address."""

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """A text; the service shows Markdown, in which a line break needs two."""
        body = self.body(said).replace("\n", "\n\n")
        return [{"title": said.subject[:32], "desp": f"{said.subject}\n\n{body}"}]

    def target(self) -> str:
        """The address with the key."""
        return self.address.url


_ROOM_BYTES = {"wecom": WECOM_BYTES, **dict.fromkeys(("dingtalk", "feishu", "lark"), _ROBOT_BYTES)}


def count_posts(kind: str, said: Words, language: str) -> int:
    """How many posts these words are by a channel of that kind: the robots take long ones in parts."""
    return len(_parts(said, _ROOM_BYTES[kind], language)) if kind in _ROOM_BYTES else 1


def _parts(said: Words, room_bytes: int, language: str) -> list[str]:
    notice = words.say(language, "notifications.shortened")
    more = partial(_more, language)
    return split(f"{said.subject}\n\n{said.body}", room_bytes, MOST_PARTS, notice, more)


def _more(language: str, count: int) -> str:
    """So many items were left out."""
    return words.say(language, "notifications.more_lines", count=count)


def signed(key: bytes, text: bytes) -> str:
    """HMAC-SHA256 in base64, as DingTalk and Feishu ask for it."""
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
