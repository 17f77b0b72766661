"""The ways out: one function a kind of channel. Apprise is met only here, in `posting` and in `mails`."""

from __future__ import annotations

from collections.abc import Mapping

from apprise import Apprise, AppriseAsset, PersistentStoreMode
from apprise.utils.parse import is_email

import words
from notifications.addresses import read_address
from notifications.files import write_file
from notifications.letters import Ending, Letter, Outcome, PostRoom, Way
from notifications.mails import Mail
from notifications.posting import Post
from notifications.robots import DingTalk, Feishu, Webhook, WeCom
from rules.office import Channel

_POSTS: dict[str, tuple[type[Post], str, str]] = {
    "webhook": (Webhook, "", ""),
    "wecom": (WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}", "key"),
    "dingtalk": (DingTalk, "https://oapi.dingtalk.com/robot/send?access_token={key}", "access_token"),
    "feishu": (Feishu, "https://open.feishu.cn/open-apis/bot/v2/hook/{key}", ""),
}
"""Kind: its plugin, the platform's own address, and the parameter that such an address must have."""


def post(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Post to the webhook or robot whose address stands in the channel's environment variable."""
    plugin, usual, required = _POSTS[channel.kind]
    text = room.environ.get(channel.url_env, "")
    if not text:
        return _failed(channel, room, "no_variable")
    address = read_address(text, usual, required)
    if address is None:
        return _failed(channel, room, "bad_address")
    return _notified(channel, plugin(address, letter, room), letter)


def mail(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    """Send an e-mail by the ``mailto(s)://`` address in the channel's environment variable."""
    url = room.environ.get(channel.url_env, "")
    if not url:
        return _failed(channel, room, "no_variable")
    found = is_email(letter.recipient.email)
    if not found or found["full_email"] != letter.recipient.email:
        error = words.say(room.language, "notifications.error.no_address")
        return Outcome(Ending.NOBODY, channel.name, error)
    plugin = _mail_of(url, letter, room)
    return _failed(channel, room, "bad_address") if plugin is None else _notified(channel, plugin, letter)


def _mail_of(url: str, letter: Letter, room: PostRoom) -> Mail | None:
    """The plugin for an address, or None if it is no mail address; Apprise never logs it, for it never sees it."""
    if not url.startswith(("mailto://", "mailtos://")):
        return None
    settings = Mail.parse_url(url)
    if not settings:
        return None
    try:
        return Mail(letter, room, **settings, asset=_asset())
    except TypeError:
        return None


def _notified(channel: Channel, plugin: Post | Mail, letter: Letter) -> Outcome:
    """What Apprise and the plugin agree on: True without a proved outcome, or None, is no success."""
    apprise = Apprise(asset=_asset())
    apprise.add(plugin)
    answer = apprise.notify(title=letter.words.subject, body=letter.words.body)
    told = plugin.outcome
    if told is None:
        return Outcome(Ending.NOBODY if answer is None else Ending.UNKNOWN, channel.name)
    proved = told.status if (answer is True) == (told.status is Ending.SENT) else Ending.UNKNOWN
    return Outcome(proved, channel.name, told.error)


def _asset() -> AppriseAsset:
    """Apprise without threads and without a store on disk."""
    return AppriseAsset(
        app_id="dudao", app_desc="dudao", app_url="", async_mode=False, storage_mode=PersistentStoreMode.MEMORY
    )


def _failed(channel: Channel, room: PostRoom, word: str) -> Outcome:
    error = words.say(room.language, f"notifications.error.{word}", variable=channel.url_env)
    return Outcome(Ending.FAILED, channel.name, error)


WAYS: Mapping[str, Way] = {
    "email": mail,
    "files": write_file,
    "webhook": post,
    "wecom": post,
    "dingtalk": post,
    "feishu": post,
}
"""Kind of channel to the function that takes a letter out by it."""
