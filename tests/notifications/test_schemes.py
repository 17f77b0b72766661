"""Which Apprise addresses the check refuses."""

from __future__ import annotations

import pytest

from notifications.schemes import apprise_problems, scheme_of
from notifications.sealing import Seal, new_key
from rules.office import Channel

SEAL = Seal([new_key()])
OTHER = Seal([new_key()])


@pytest.mark.parametrize(
    ("url", "scheme"), [(" PushDeer://x", "pushdeer"), ("ntfys://h/t", "ntfys"), ("none", ""), ("", "")]
)
def test_the_scheme_of_an_address(url: str, scheme: str) -> None:
    assert scheme_of(url) == scheme


def test_a_blind_address_is_refused_wherever_it_stands_and_named_without_its_key() -> None:
    channels = [
        Channel("甲", "apprise", "A_URL"),
        Channel("乙", "apprise", url=SEAL.seal("qq://s3cr3t")),
        Channel("丙", "apprise", url=SEAL.seal("ntfys://host/topic")),
        Channel("丁", "apprise", "MISSING"),
        Channel("戊", "apprise", url=OTHER.seal("qq://s3cr3t")),
        Channel("己", "wecom", "A_URL"),
    ]
    found = apprise_problems(channels, {"A_URL": "pushdeer://s3cr3t"}, SEAL.unseal)
    assert [(one.more["key"], one.code, one.value) for one in found] == [
        ("甲", "apprise_blind", "pushdeer"),
        ("乙", "apprise_blind", "qq"),
    ]
    assert apprise_problems(channels[1:], {}, None) == ()
    assert "s3cr3t" not in f"{found}"
