"""docs/delivery.md says what the code does: every status, channel, policy and code."""

from __future__ import annotations

from dataclasses import fields

from models import MessageStatus
from notifications.channels import WAYS
from notifications.verdicts import table
from rules.office import Policies
from tests.house.tree import ROOT

TEXT = (ROOT / "docs" / "delivery.md").read_text(encoding="utf-8")


def test_every_status_and_every_kind_of_channel_is_explained() -> None:
    assert [status for status in MessageStatus if f"| {status} |" not in TEXT] == []
    assert [kind for kind in WAYS if kind not in TEXT] == []


def test_every_limit_of_delivery_is_explained() -> None:
    names = {
        field.name for field in fields(Policies) if field.name.startswith(("flood_", "channel_", "stale_", "retry_"))
    }
    assert [name for name in sorted(names) if name not in TEXT] == []


def test_every_code_of_a_platform_stands_in_the_table() -> None:
    missing = [
        f"{kind} {code}"
        for kind, platform in table().items()
        for code in platform["codes"]
        if f"{'feishu, lark' if kind in {'feishu', 'lark'} else kind} | {code} |" not in TEXT
    ]
    assert missing == []
