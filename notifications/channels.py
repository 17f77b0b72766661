"""The ways out: one function a kind of channel. Apprise is met only here, in `mails` and in `others`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from apprise import AppriseAsset, PersistentStoreMode
from apprise.utils.parse import is_email

import words
from notifications import schemes
from notifications.addresses import Address, read_address, with_own
from notifications.files import write_file
from notifications.gateway_files import read_gateway
from notifications.gateways import send_text
from notifications.letters import Ending, Letter, Outcome, PostRoom, Way
from notifications.mails import MailWire, read_account, send_mail
from notifications.others import notify
from notifications.posting import Post
from notifications.robots import DingTalk, Feishu, PushPlus, ServerChan, Webhook, WeCom, WxPusher
from rules.errors import DudaoError
from rules.office import Channel


@dataclass(frozen=True, slots=True)
class _Platform:
    """How a platform is posted to.

    Args:
        post: what its documents look like.
        usual: its own address with ``{key}``.
        required: the parameter that such an address must have.
        schemes: Apprise's names of it.
        personal: whether every person has an address of their own.
    """

    post: type[Post]
    usual: str = ""
    required: str = ""
    schemes: tuple[str, ...] = ()
    personal: bool = False


_PLATFORMS: dict[str, _Platform] = {
    "webhook": _Platform(Webhook, schemes=("json", "jsons")),
    "wecom": _Platform(WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}", "key", ("wecombot",)),
    "dingtalk": _Platform(
        DingTalk, "https://oapi.dingtalk.com/robot/send?access_token={key}", "access_token", ("dingtalk",)
    ),
    "feishu": _Platform(Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/{key}", schemes=("feishu",)),
    "lark": _Platform(Feishu, "https://open.larksuite.com/open-apis/bot/v2/hook/{key}", schemes=("lark",)),
    "wxpusher": _Platform(
        WxPusher,
        "https://wxpusher.zjiecode.com/api/send/message?appToken={key}",
        "appToken",
        ("wxpusher",),
        personal=True,
    ),
    "pushplus": _Platform(PushPlus, "https://www.pushplus.plus/send?token={key}", "token", ("pushplus",)),
    "serverchan": _Platform(ServerChan, "https://sctapi.ftqq.com/{key}.send", schemes=("schan",)),
}


def post(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Post to the webhook, robot or push service of the channel."""
    platform = _PLATFORMS[channel.kind]
    own = _own(channel, letter, room)
    if platform.personal and not own:
        return _nobody(channel, room, "no_own_address")
    address = _address(platform, channel, room, "" if platform.personal else own)
    if isinstance(address, Outcome):
        return address
    outcome = platform.post(channel.kind, with_own(address, own), letter, room).send()
    if own and not platform.personal:  # one person's account is at its limit: nobody else has to wait for it
        outcome = replace(outcome, rest_seconds=0)
    return replace(outcome, via=channel.name)


def mail(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Send an e-mail by the ``mailto(s)://`` address of the channel."""
    wire = room.wires.get(f"mail:{channel.name}")
    if not isinstance(wire, MailWire):
        url = secret_of(channel, room)
        if not url:
            return _failed(channel, room, "no_variable")
        account = read_account(url, room, asset())
        if account is None:
            return _failed(channel, room, "bad_address")
        wire = room.wires[f"mail:{channel.name}"] = MailWire(account)
    found = is_email(letter.recipient.email)
    if not found or found["full_email"] != letter.recipient.email:
        return _nobody(channel, room, "no_address")
    return replace(send_mail(wire, letter, room), via=channel.name)


def text_message(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Send a text message (短信) by the office's gateway file."""
    if not letter.recipient.phone:
        return _nobody(channel, room, "no_phone")
    gateway = read_gateway(room.folder / "gateways" / channel.gateway)
    return replace(send_text(gateway, secret_of(channel, room), letter, room), via=channel.name)


def other(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Send by whatever else Apprise offers by URL: the person's own, or the channel's; see `notifications.schemes`."""
    url = _own(channel, letter, room) or secret_of(channel, room)
    if not url:
        return _failed(channel, room, "no_variable")
    ours = schemes.OURS.get(schemes.scheme_of(url))
    if ours:
        return post(replace(channel, kind=ours), letter, room)
    if no := schemes.refused(url, room.language):
        return replace(no, via=channel.name)
    return replace(notify(url, letter, room, asset()), via=channel.name)


def secret_of(channel: Channel, room: PostRoom) -> str:
    """The channel's address: from its environment variable, else unsealed from office.yaml.

    Raises:
        RefusedError: sealed with a key that is not here.
    """
    if channel.url_env and room.environ.get(channel.url_env):
        return room.environ[channel.url_env]
    return room.unseal(channel.url) if channel.url and room.unseal else ""


def asset() -> AppriseAsset:
    """Apprise without threads and without a store on disk."""
    return AppriseAsset(
        app_id="dudao", app_desc="dudao", app_url="", async_mode=False, storage_mode=PersistentStoreMode.MEMORY
    )


def _own(channel: Channel, letter: Letter, room: PostRoom) -> str:
    """What the roster says of this person alone, unsealed."""
    written = letter.recipient.addresses.get(channel.name, "")
    return room.unseal(written) if written and room.unseal else written


def _address(platform: _Platform, channel: Channel, room: PostRoom, own: str) -> Address | Outcome:
    try:
        text = own or secret_of(channel, room)
    except DudaoError as error:
        return Outcome(
            Ending.FAILED, channel.name, words.say(room.language, error.word, **error.values), channel_fault=True
        )
    if not text:
        return _failed(channel, room, "no_variable")
    address = read_address(text, _usual(platform, text), platform.required, platform.schemes)
    return address or _failed(channel, room, "bad_address")


def _usual(platform: _Platform, text: str) -> str:
    """ServerChan's newer keys (``sctp123t...``) name their own host."""
    number = text[4:].partition("t")[0] if text.startswith("sctp") else ""
    return f"https://{number}.push.ft07.com/send/{{key}}.send" if number.isdecimal() else platform.usual


def _failed(channel: Channel, room: PostRoom, word: str) -> Outcome:
    error = words.say(room.language, f"notifications.error.{word}", variable=channel.url_env or channel.name)
    return Outcome(Ending.FAILED, channel.name, error, channel_fault=True)


def _nobody(channel: Channel, room: PostRoom, word: str) -> Outcome:
    return Outcome(Ending.NOBODY, channel.name, words.say(room.language, f"notifications.error.{word}"))


WAYS: Mapping[str, Way] = {
    "email": mail,
    "files": write_file,
    "sms": text_message,
    "apprise": other,
    **dict.fromkeys(_PLATFORMS, post),
}
"""Kind of channel to the function that takes a letter out by it."""
