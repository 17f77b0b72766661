"""docs/delivery.md says what the code does: every status, channel, policy and code."""

from __future__ import annotations

from dataclasses import fields

from models import MessageStatus
from notifications.channels import WAYS
from notifications.schemes import BLIND, OURS
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


def test_every_code_of_a_platform_stands_in_the_table_with_its_ending_and_how_it_was_checked() -> None:
    rows = [
        f"| {'feishu, lark' if kind in {'feishu', 'lark'} else kind} | {code} | {ending(known)} | {known['means']} |"
        f" {known['by']} |"
        for kind, platform in table().items()
        for number, one in platform["codes"].items()
        for code, known in [(number, one), *((f"{number} with `{way['text']}`", way) for way in one.get("saying", ()))]
    ]
    assert [row for row in rows if row not in TEXT] == []


def test_every_source_of_a_code_is_named() -> None:
    sources = [source for platform in table().values() if platform["codes"] for source in platform["sources"]]
    assert [source for source in sources if source not in TEXT] == []


def test_every_scheme_that_apprise_cannot_judge_is_named() -> None:
    named = TEXT.replace("(s)://", "s://") + TEXT.replace("(s)://", "://")
    assert [scheme for scheme in (*OURS, *BLIND) if f"{scheme}://" not in named] == []


def ending(known: dict[str, str]) -> str:
    said = f"silence, {known['seconds']} s" if known["ending"] == "rest" else known["ending"]
    return f"{said}, channel" if known.get("fault") else said
