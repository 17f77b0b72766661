"""Secret addresses are read from a variable, and never shown."""

from __future__ import annotations

import pytest

from notifications.addresses import Address, read_address

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}"


def test_the_platforms_own_address_is_taken_as_it_is() -> None:
    address = read_address(WECOM.format(key="abc-123456"), WECOM, "key")
    assert address is not None
    assert address.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-123456"
    assert (address.secret, address.connect_seconds, address.answer_seconds) == ("", 5.0, 10.0)


def test_a_bare_key_means_the_platforms_own_host() -> None:
    address = read_address(" abc-123456?secret=SEC99&rto=3\n", WECOM, "key")
    assert address is not None
    assert address.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-123456"
    assert (address.secret, address.answer_seconds) == ("SEC99", 3.0)


def test_our_own_parameters_are_taken_out_and_the_others_stay() -> None:
    address = read_address("https://gate.example/in?sig=a%2Fb&empty=&cto=1&rto=2", "", "")
    assert address is not None
    assert address.url == "https://gate.example/in?sig=a%2Fb&empty="
    assert (address.connect_seconds, address.answer_seconds) == (1.0, 2.0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "ftp://gate.example/in",
        "https://",
        "https://[half",
        "https://gate.example/in?rto=soon",
        "https://a/?rto=0",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text, "", "") is None


def test_a_robots_address_without_its_key_is_none() -> None:
    assert read_address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", WECOM, "key") is None


def test_neither_the_address_nor_the_secret_is_shown() -> None:
    address = read_address("https://open.example/hook/tok-123456?secret=SEC99", "", "")
    assert repr(address) == "Address(connect_seconds=5.0, answer_seconds=10.0)"


def test_what_the_other_side_repeats_of_the_address_is_hidden() -> None:
    address = read_address("https://open.example/hook/tok-123456?a=key%2F9999&secret=SEC999", "", "")
    assert address is not None
    assert address.scrubbed("bad tok-123456, key/9999 or SEC999") == "bad ***, *** or ***"


@pytest.mark.parametrize(
    "said", ["p%40ssw%2Frd1", "p@ssw/rd1", "p%40ssw/rd1", "hunter 2secret", "hunter%202secret", "hunter+2secret"]
)
def test_a_secret_is_hidden_however_the_other_side_writes_it(said: str) -> None:
    address = Address("https://sms.example/in?token=p%40ssw%2Frd1", hidden=("hunter 2secret",))
    assert address.scrubbed(f"bad: {said}!") == "bad: ***!"
