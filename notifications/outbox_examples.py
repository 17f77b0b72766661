"""Examples of what the outbox says of itself, of a day's letter and a week's summary. See `notifications.examples`."""

from __future__ import annotations

from typing import Any

from notifications.line_examples import LATE, LINES

Facts = dict[str, Any]

_COMMON: Facts = {"office": "蔡庄镇教育督导室", "day": "2026-03-23"}
_LIAISON: Facts = _COMMON | {"person": "联络员-中心小学", "role": "liaison"}
_COORDINATOR: Facts = _COMMON | {"person": "督导室负责人", "role": "coordinator"}

_FLOOD: Facts = {
    "count": 1234,
    "held_on": "2026-03-23",
    "kinds": [{"kind": "issued", "count": 1200}, {"kind": "digest", "count": 34}],
    "people": [{"name": "督学-第一责任区", "count": 60}],
    "examples": [{"kind": "issued", "person": "联络员-中心小学", "about": "年中工作自评"}],
}
_OFF: Facts = {"channel": "企业微信", "failures": 10, "rest_minutes": 60, "error": "无法连接（ConnectTimeout）"}
_LETTER: Facts = {
    "sections": [
        {"title": "逾期提醒：1项工作已过截止日期", "text": "- 中心小学 春季自查：3月20日（周五）截止，已逾期1个工作日"},
        {"title": "年中工作自评：2026年6月30日（周二）截止", "text": "请贵单位按时完成“年中工作自评”。"},
    ],
    "more": ["下月工作安排"],
}

_SUMMARY: Facts = {
    "week": "2026-03-23",
    "opened": 26,
    "answered": 21,
    "overdue": 3,
    "cases_open": 4,
    "cases_overdue": 1,
    "dead": 1,
    "unknown": 1,
    "lines": [*LATE, LINES[0]],
}
_QUIET: Facts = _SUMMARY | dict.fromkeys(
    ("opened", "answered", "overdue", "cases_open", "cases_overdue", "dead", "unknown"), 0
)

OUTBOX_EXAMPLES: dict[str, dict[str, Facts]] = {
    "alarm": {
        "the coordinator": _COORDINATOR
        | {"about": "自检发现1处异常", "lines": ["每日巡查没有按时完成，上一次完成是 2026-03-20。"]}
    },
    "held": {"a flood": _COORDINATOR | _FLOOD},
    "channel_off": {"the coordinator": _COORDINATOR | _OFF},
    "letter": {"two and one more": _LIAISON | _LETTER},
    "week_summary": {"busy": _COORDINATOR | _SUMMARY, "quiet": _COORDINATOR | _QUIET | {"lines": []}},
}
