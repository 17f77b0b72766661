"""Sealed addresses: unreadable without the key, readable with an older one, the key for its owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from notifications.channels import post
from notifications.letters import Ending
from notifications.sealing import Seal, key_file, new_key, open_seal, rewrite_keys
from rules.errors import RefusedError, UnavailableError
from rules.office import Channel
from tests.notifications.sinks import HttpSink, a_letter, a_room

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=s3cr3t-k3y"


def test_a_sealed_address_shows_nothing_and_comes_back_whole() -> None:
    seal = Seal([new_key()])
    token = seal.seal(f" {ADDRESS}\n")
    assert token.startswith("enc:")
    assert "s3cr3t" not in f"{token}{seal!r}"
    assert seal.unseal(token) == ADDRESS
    assert seal.unseal("plain") == "plain"


def test_what_another_key_sealed_is_refused() -> None:
    token = Seal([new_key()]).seal(ADDRESS)
    with pytest.raises(RefusedError):
        Seal([new_key()]).unseal(token)
    with pytest.raises(RefusedError):
        Seal([new_key()]).unseal("enc:nonsense")


def test_the_first_key_seals_and_every_key_unseals() -> None:
    old, new = new_key(), new_key()
    token = Seal([old]).seal(ADDRESS)
    anew = Seal([new, old]).sealed_anew(token)
    assert Seal([new]).unseal(anew) == ADDRESS
    assert Seal([new]).sealed_anew("plain") == "plain"


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = open_seal(tmp_path)
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert open_seal(tmp_path).keys == first.keys
    rewrite_keys(tmp_path, [new_key(), *first.keys])
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert open_seal(tmp_path).unseal(first.seal(ADDRESS)) == ADDRESS


def test_a_key_file_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    open_seal(tmp_path)
    key_file(tmp_path).chmod(0o640)
    with pytest.raises(UnavailableError):
        open_seal(tmp_path)


def test_a_key_of_the_environment_goes_first_and_makes_no_file(tmp_path: Path) -> None:
    keys = new_key(), new_key()
    assert open_seal(tmp_path, ", ".join(keys)).keys == keys
    assert not key_file(tmp_path).exists()
    with pytest.raises(UnavailableError):
        open_seal(tmp_path, "no key")


def test_a_channel_reads_its_sealed_address(http: HttpSink, tmp_path: Path) -> None:
    http.body = {"errcode": 0}
    seal = Seal([new_key()])
    channel = Channel("way", "wecom", url=seal.seal(http.address("/send?key=abc")))
    room = a_room(tmp_path, channel, unseal=seal.unseal)
    assert post(channel, a_letter(), room).status is Ending.SENT
    assert http.paths == ["/send?key=abc"]


def test_an_address_of_another_key_is_a_failure_that_says_so(tmp_path: Path) -> None:
    channel = Channel("way", "wecom", url=Seal([new_key()]).seal("abc"))
    outcome = post(channel, a_letter(), a_room(tmp_path, channel, unseal=Seal([new_key()]).unseal))
    assert outcome.status is Ending.FAILED
    assert "另一把密钥" in outcome.error
