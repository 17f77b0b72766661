"""What codes and statuses mean: temporary and permanent told apart, every platform with its source."""

from __future__ import annotations

import pytest

from notifications.letters import Ending
from notifications.verdicts import Verdict, of_code, of_smtp, of_status, table


def test_every_platform_names_its_source_and_every_code_its_meaning() -> None:
    for kind, platform in table().items():
        assert platform["sources"], kind
        for code, one in platform["codes"].items():
            assert isinstance(code, str)
            for known in (one, *one.get("saying", ())):
                assert known["means"], f"{kind} {code}"
                assert known["by"] in {"page", "table", "answer", "hearsay"}
                assert known["ending"] in {"failed", "refused", "rest"}
                assert (known["ending"] == "rest") == ("seconds" in known)


@pytest.mark.parametrize(
    ("kind", "code", "verdict"),
    [
        ("wecom", "0", Verdict(Ending.SENT)),
        ("wecom", "-1", Verdict(Ending.FAILED)),
        ("wecom", "45009", Verdict(Ending.FAILED, 60)),
        ("wecom", "93000", Verdict(Ending.REFUSED, channel_fault=True)),
        ("dingtalk", "130101", Verdict(Ending.FAILED, 600)),
        ("dingtalk", "310000", Verdict(Ending.REFUSED, channel_fault=True)),
        ("feishu", "11232", Verdict(Ending.FAILED, 60)),
        ("lark", "19021", Verdict(Ending.REFUSED, channel_fault=True)),
        ("pushplus", "903", Verdict(Ending.REFUSED)),
        ("wxpusher", "1000", Verdict(Ending.SENT)),
        ("wecom", "99999", Verdict(Ending.FAILED)),
        ("nobody's", "0", Verdict(Ending.FAILED)),
    ],
)
def test_a_code_means_what_the_table_says_and_an_unknown_one_is_temporary(
    kind: str, code: str, verdict: Verdict
) -> None:
    assert of_code(kind, code) == verdict


@pytest.mark.parametrize(
    ("kind", "code", "reason", "verdict"),
    [
        ("feishu", "9499", "Bad Request", Verdict(Ending.REFUSED)),
        ("feishu", "9499", "too many request", Verdict(Ending.FAILED, 60)),
        ("lark", "9499", "Frequency Limited psm", Verdict(Ending.FAILED, 60)),
        ("wecom", "93000", "invalid webhook url, hint: [1]", Verdict(Ending.REFUSED, channel_fault=True)),
        ("wecom", "93000", "Invalid input : content exceed max length.", Verdict(Ending.REFUSED)),
        ("dingtalk", "40035", "缺少参数 access_token", Verdict(Ending.REFUSED, channel_fault=True)),
        ("serverchan", "40001", "[AUTH]错误的Key", Verdict(Ending.REFUSED)),
        ("serverchan", "40001", "[AUTH]超过当天的发送次数限制[5]，请稍后再试", Verdict(Ending.FAILED)),
    ],
)
def test_where_a_code_means_several_things_the_platforms_words_decide(
    kind: str, code: str, reason: str, verdict: Verdict
) -> None:
    assert of_code(kind, code, reason) == verdict


@pytest.mark.parametrize(
    ("status", "retry_after", "verdict"),
    [
        (200, "", None),
        (204, "", None),
        (302, "", Verdict(Ending.REFUSED, channel_fault=True)),
        (400, "", Verdict(Ending.REFUSED)),
        (403, "", Verdict(Ending.REFUSED, channel_fault=True)),
        (408, "", Verdict(Ending.FAILED, channel_fault=True)),
        (413, "", Verdict(Ending.REFUSED)),
        (429, "", Verdict(Ending.FAILED, 60)),
        (429, "7", Verdict(Ending.FAILED, 7)),
        (429, "99999999", Verdict(Ending.FAILED, 86400)),
        (429, "Wed, 21 Oct 2026 07:28:00 GMT", Verdict(Ending.FAILED, 60)),
        (502, "", Verdict(Ending.FAILED, channel_fault=True)),
        (504, "", Verdict(Ending.UNKNOWN)),
    ],
)
def test_a_status_by_itself(status: int, retry_after: str, verdict: Verdict | None) -> None:
    assert of_status(status, retry_after) == verdict


@pytest.mark.parametrize(
    ("code", "ending"), [(421, Ending.FAILED), (450, Ending.FAILED), (550, Ending.REFUSED), (554, Ending.REFUSED)]
)
def test_a_bounce_that_is_told_at_once_is_permanent(code: int, ending: Ending) -> None:
    assert of_smtp(code) == Verdict(ending)
