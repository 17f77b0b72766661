"""What each kind of message carries, as believable facts: the contract between the services and the templates.

`dudao check` composes them with an office's own templates, the approved text of the tests shows them. People are
placeholders by role. A label says which case it is: the same kind reads differently for a school and an inspector.
"""

from __future__ import annotations

from typing import Any

from notifications.case_examples import RAISED, case_examples
from notifications.field_examples import FIELD_EXAMPLES
from notifications.line_examples import DECIDE, LATE, LINES, MANY
from notifications.outbox_examples import OUTBOX_EXAMPLES

Facts = dict[str, Any]

_COMMON: Facts = {"office": "蔡庄镇教育督导室", "day": "2026-03-23"}
_LIAISON: Facts = _COMMON | {"person": "联络员-中心小学", "role": "liaison"}
_PRINCIPAL: Facts = _COMMON | {"person": "校长-中心小学", "role": "principal"}
_INSPECTOR: Facts = _COMMON | {"person": "督学-第一责任区", "role": "inspector"}
_COORDINATOR: Facts = _COMMON | {"person": "督导室负责人", "role": "coordinator"}
_DIRECTOR: Facts = _COMMON | {"person": "分管领导", "role": "director"}

_SELF_EVALUATION: Facts = {
    "item": "P3-K06",
    "title": "年中工作自评",
    "programme": "年中自评",
    "period": "2026-06",
    "day": "2026-06-01",
    "opens_on": "2026-06-01",
    "due_on": "2026-06-30",
    "due_provisional": False,
    "asks": "self_evaluation",
    "doer": "liaison",
    "evidence": ["年中自评报告", "佐证材料目录"],
    "units": ["中心小学"],
}
_VISIT: Facts = _SELF_EVALUATION | {
    "item": "P3-K02",
    "title": "春季开学工作专项督查",
    "programme": "开学工作检查",
    "period": "2026春",
    "day": "2026-02-27",
    "opens_on": "2026-02-27",
    "due_on": "2026-03-06",
    "due_provisional": True,
    "asks": "site_visit",
    "doer": "inspector",
    "evidence": ["开学检查记录表"],
    "units": ["中心小学", "北街小学", "东风小学", "育才学校"],
}
_OFFICE_WORK: Facts = _SELF_EVALUATION | {
    "item": "P3-K01",
    "title": "制定督导工作计划",
    "programme": "总结与下年计划",
    "period": "2026-01",
    "day": "2026-01-04",
    "opens_on": "2026-01-04",
    "due_on": "2026-01-30",
    "asks": "document",
    "doer": "office",
    "evidence": ["年度督导工作计划"],
    "units": ["蔡庄镇教育督导室"],
}
_NOTICE: Facts = _SELF_EVALUATION | {"title": "法制宣传月", "programme": "法制宣传月", "asks": "notice", "evidence": []}

_CASE: Facts = {
    "number": "整改〔2026〕3号",
    "unit": "中心小学",
    "severity": "ordinary",
    "fact": "食堂留样不足48小时，留样记录缺3月16日至18日。",
    "due_on": "2026-04-03",
}
_OPENED: Facts = _CASE | {
    "day": "2026-03-20",
    "opened_on": "2026-03-20",
    "due_basis": "working_days",
    "due_value": 10,
    "due_provisional": False,
    "found_by": "督学-第一责任区",
}
_OVERDUE_CASE: Facts = _CASE | {"due_on": "2026-03-20", "round": 1}


def _rung(person: Facts, day: str, rung: int, measure: str, overdue: int, *proposals: str) -> Facts:
    step: Facts = {"rung": rung, "measure": measure, "working_days_overdue": overdue, "proposals": list(proposals)}
    step["day"] = day
    return person | _OVERDUE_CASE | step


_MONTH: Facts = {
    "month": "2026-04",
    "lines": [
        {
            "title": "中小学精致管理专项督查",
            "programme": "规范办学专项督查",
            "opens_on": "2026-04-01",
            "due_on": "2026-04-30",
            "audience": "小学、初中",
        },
        {
            "title": "幼儿园综合督导",
            "programme": "综合督导",
            "opens_on": "2026-04-07",
            "due_on": "2026-04-24",
            "audience": "幼儿园（部分：每3年一轮）",
        },
    ],
}
_ACT: Facts = {"number": "整改〔2026〕3号", "unit": "中心小学", "fact": _CASE["fact"], "by": "督学-第一责任区"}

_EXAMPLES: dict[str, dict[str, Facts]] = {
    "issued": {
        "the school works": _LIAISON | _SELF_EVALUATION,
        "the school is visited": _PRINCIPAL | _VISIT,
        "the inspector visits": _INSPECTOR | _VISIT,
        "the inspector follows the schools' work": _INSPECTOR | _SELF_EVALUATION,
        "the office works": _COORDINATOR | _OFFICE_WORK,
        "notice only": _LIAISON | _NOTICE,
    },
    "digest": {
        "three": _LIAISON | {"lines": LINES},
        "forty": _LIAISON | {"lines": MANY},
        "a decision": _DIRECTOR | {"lines": DECIDE},
    },
    "overdue": {"the school": _LIAISON | {"lines": LATE}, "the inspector": _INSPECTOR | {"lines": LATE}},
    "rectification": {
        "the school": _LIAISON | _OPENED,
        "the inspector, provisional": _INSPECTOR | _OPENED | {"due_provisional": True},
        "fixed date": _PRINCIPAL | _OPENED | {"due_basis": "fixed_date", "due_value": 0},
        "raised": _LIAISON | _OPENED | RAISED,
        "danger": _DIRECTOR | _OPENED | RAISED | {"severity": "urgent", "observed": "urgent", "due_value": 1},
    },
    "escalation": {
        "urge the school": _rung(_LIAISON, "2026-03-23", 1, "urge", 1),
        "urge, to the inspector": _rung(_INSPECTOR, "2026-03-23", 1, "urge", 1),
        "notify the principal": _rung(_PRINCIPAL, "2026-03-25", 2, "notify", 3),
        "report to the director": _rung(_DIRECTOR, "2026-03-27", 3, "report", 5),
        "propose": _rung(_DIRECTOR, "2026-04-03", 4, "propose", 10, "约谈", "通报"),
    },
    "returned": {
        "the school": _LIAISON
        | _ACT
        | {"why": "缺少整改后的留样照片，记录未补签。", "due_on": "2026-04-10", "first_due_on": "2026-04-03"},
        "the inspector": _INSPECTOR | _ACT | {"why": "缺少整改后的留样照片。", "due_on": "2026-04-10"},
    },
    "closed": {"the school": _LIAISON | _ACT | {"why": "现场核查，留样齐全，记录完整。"}},
    "submitted": {
        "the inspector": _INSPECTOR
        | _ACT
        | {"by": "联络员-中心小学", "why": "已补齐留样柜和记录。", "verify_by": "2026-04-08"}
    },
    "due_changed": {
        "the school": _LIAISON
        | {
            "title": "秋季学期工作自评",
            "unit": "中心小学",
            "old_on": "2027-01-29",
            "new_on": "2027-02-02",
            "why": "2027年放假安排公布",
        }
    },
    "withdrawn": {
        "the inspector": _INSPECTOR | {"title": "春季随机督查", "units": ["中心小学", "北街小学"], "why": "计划调整"}
    },
    "handed_over": {
        "the new liaison": _LIAISON | {"lines": LINES},
        "the new inspector": _INSPECTOR | {"lines": LATE},
    },
    "plan_changed": {
        "the school": _LIAISON
        | {
            "lines": [
                {
                    "title": "四月法制宣传月活动",
                    "old_opens_on": "2026-04-01",
                    "old_due_on": "2026-04-30",
                    "new_opens_on": "2026-04-07",
                    "new_due_on": "2026-05-08",
                },
                {
                    "title": "小学综合督导",
                    "old_opens_on": "2026-04-01",
                    "old_due_on": "2026-04-30",
                    "new_opens_on": "",
                    "new_due_on": "",
                },
            ]
        }
    },
    "nobody": {
        "the coordinator": _COORDINATOR
        | {
            "about": "整改〔2026〕3号 第1级督办",
            "unit": "中心小学",
            "role": "liaison",
            "missing": ["liaison", "inspector"],
        }
    },
    **OUTBOX_EXAMPLES,
    "month_plan": {"two": _LIAISON | _MONTH, "none": _LIAISON | _MONTH | {"lines": []}},
    **FIELD_EXAMPLES,
}
_EXAMPLES |= case_examples(
    _OPENED,
    _ACT,
    {"liaison": _LIAISON, "principal": _PRINCIPAL, "inspector": _INSPECTOR, "office": _COORDINATOR},
)


def examples(kind: str) -> dict[str, Facts]:
    """The example facts of a kind, by what they show.

    Raises:
        KeyError: no such kind: a defect of ours.
    """
    return _EXAMPLES[kind]
