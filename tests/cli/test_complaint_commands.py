"""A complaint from the command line; its source only for those named on it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Dudao

FORM = ("--unit", "中心小学", "--how", "phone", "--by", "督导室干事", "--handler", "督导室主任")
VISIT = ("--visit-by", "2026-03-20")


def test_a_complaint_goes_from_its_registration_to_its_reply(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dudao("complaint", "register", office, *FORM, "--json").document == {"ok": True, "complaint": 1}
    monkeypatch.setattr("sys.stdin", io.StringIO("某家长\n139-0000\n食堂用过期食材\n"))
    assert dudao("complaint", "keep-source", office, "1", "--by", "督导室干事").code == 0
    assert dudao("complaint", "answer", office, "1", "--by", "督导室主任", "--accept").code == 0
    assert (
        dudao("complaint", "assign", office, "1", "--by", "督导室主任", "--inspector", "责任督学-1", *VISIT).code == 0
    )
    assert dudao("complaint", "show", office, "1", "--by", "责任督学-1", "--json").document == {
        "name": "某家长",
        "contact": "139-0000",
        "statement": "食堂用过期食材",
    }
    refused = dudao("complaint", "show", office, "1", "--by", "责任督学-2")
    assert (refused.code, "某家长" in refused.err) == (1, False)
    said = ("--outcome", "属实", "--reply", "已电话答复")
    assert dudao("complaint", "finish", office, "1", "--by", "督导室主任", *said).code == 0
    listed = dudao("complaint", "list", office).out
    assert ("举报〔2026〕1号" in listed, "某家长" in listed) == (True, False)
