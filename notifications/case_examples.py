"""What the messages about cases carry besides the notice itself, as believable facts (see `notifications.examples`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Facts = dict[str, Any]

RAISED: Facts = {
    "severity": "serious",
    "observed": "ordinary",
    "category": "食品卫生",
    "place": "学校食堂留样间",
    "basis": "学校食品安全与营养健康管理规定第四十条",
}
"""A finding that weighs more because it is not the first of its category."""


def case_examples(opened: Facts, act: Facts, who: Mapping[str, Facts]) -> dict[str, dict[str, Facts]]:
    """Kind to label to facts.

    Args:
        opened: the facts of a notice.
        act: the facts of an act on a case.
        who: person by role.
    """
    asked = act | {
        "by": "联络员-中心小学",
        "why": "留样柜到货推迟。",
        "first_due_on": "2026-04-03",
        "due_on": "2026-04-03",
        "wanted_on": "2026-04-10",
        "count": 0,
    }
    return {
        "draft": {"the office": who["office"] | opened | RAISED | {"issue_by": "2026-03-24"}},
        "check_late": _late(opened, who),
        "extension_asked": {"the office": who["office"] | asked},
        "extension_decided": _extensions(act, who["liaison"]),
        "decided": _decisions(act, who["office"]),
        "complaint": {
            what: who["office"] | _COMPLAINT | {"what": what}
            for what in ("registered", "assigned", "visit", "due", "late")
        },
        "monitored": {label: who[label] | _MONITORED for label in ("principal", "inspector")},
    }


_COMPLAINT: Facts = {"number": "举报〔2026〕2号", "due_on": "2026-04-07"}
_MONITORED: Facts = {"unit": "中心小学", "why": "同类问题半年内出现三次", "by": "分管领导"}


def _late(opened: Facts, who: Mapping[str, Facts]) -> dict[str, Facts]:
    plain = opened | {"day": "2026-04-08", "due_on": "2026-04-07", "round": 1, "proposals": []}
    first = plain | {"rung": 1, "measure": "urge", "working_days_overdue": 1}
    second = plain | {"day": "2026-04-10", "rung": 2, "measure": "notify", "working_days_overdue": 3}
    return {"the inspector": who["inspector"] | first, "the office": who["office"] | second}


def _extensions(act: Facts, person: Facts) -> dict[str, Facts]:
    plain = person | act | {"by": "督导室负责人", "first_due_on": "2026-04-03"}
    return {
        "approved": plain | {"approved": True, "due_on": "2026-04-10", "why": ""},
        "refused": plain | {"approved": False, "due_on": "2026-04-03", "why": "材料不足以说明困难。"},
    }


def _decisions(act: Facts, person: Facts) -> dict[str, Facts]:
    plain = person | act | {"by": "分管领导", "why": "两次督办仍未报送。", "proposals": ["约谈", "通报"]}
    return {
        "taken": plain | {"measure": "约谈", "basis": "教育督导条例第二十五条"},
        "not taken": plain | {"measure": "", "basis": ""},
    }
