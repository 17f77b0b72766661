"""Examples of the messages of field work: draws, visits, supervisions. See `notifications.examples`."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]

_COMMON: Facts = {"office": "蔡庄镇教育督导室", "day": "2026-03-23"}
_PRINCIPAL: Facts = _COMMON | {"person": "校长-中心小学", "role": "principal"}
_INSPECTOR: Facts = _COMMON | {"person": "督学-第一责任区", "role": "inspector"}
_COORDINATOR: Facts = _COMMON | {"person": "督导室负责人", "role": "coordinator"}

_UNVISITED: Facts = {
    "month": "2026-03",
    "lines": [
        {"unit": "中心小学", "zone": "第一责任区", "last": "2026-02-27", "owed": True, "in_term": -1},
        {"unit": "北街小学", "zone": "第一责任区", "last": "", "owed": True, "in_term": 0},
        {"unit": "东风小学", "zone": "第二责任区", "last": "2026-03-05", "owed": False, "in_term": 1},
    ],
}
_SUPERVISION: Facts = {
    "what": "team",
    "number": "督导〔2026〕1号",
    "kind": "special",
    "title": "食堂管理专项督导",
    "matters": "食品安全制度、留样、陪餐",
    "unit": "中心小学",
    "team": ["督学-第一责任区", "督学-第二责任区", "督学-第三责任区"],
    "days": {
        "notice": "2026-03-27",
        "self_evaluation": "2026-04-08",
        "on_site": "2026-04-13",
        "preliminary": "2026-04-20",
        "reply": "2026-05-07",
        "letter": "2026-05-13",
        "report": "2026-06-12",
        "publication": "2026-07-06",
    },
    "document": "",
    "deadline_on": "",
}

_DRAWN_LINES: list[Facts] = [
    {"on": "2026-03-25", "zone": "第一责任区", "unit": "中心小学", "with": ["督学-第二责任区"]},
    {"on": "2026-03-26", "zone": "第二责任区", "unit": "北街小学", "with": []},
]
_DRAWN: Facts = {
    "title": "食堂食品安全随机督查",
    "checklist": "留样、台账、陪餐记录",
    "opens_on": "2026-03-24",
    "due_on": "2026-03-31",
    "sealed": False,
    "lines": _DRAWN_LINES,
}

FIELD_EXAMPLES: dict[str, dict[str, Facts]] = {
    "drawn": {
        "two units": _INSPECTOR | _DRAWN,
        "sealed": _INSPECTOR
        | _DRAWN
        | {"sealed": True, "checklist": "", "lines": [line | {"unit": ""} for line in _DRAWN_LINES]},
        "twenty units": _INSPECTOR | _DRAWN | {"lines": _DRAWN_LINES * 10},
    },
    "visit_today": {
        "one": _INSPECTOR | _DRAWN | {"lines": _DRAWN_LINES[:1], "day": "2026-03-25"},
        "one of yesterday, one of today": _INSPECTOR | _DRAWN | {"day": "2026-03-26"},
    },
    "missing_visits": {
        "the inspector": _INSPECTOR | _UNVISITED,
        "the office": _COORDINATOR | _UNVISITED | {"lines": [*_UNVISITED["lines"], *_UNVISITED["lines"]]},
    },
    "supervision": {
        "the team": _INSPECTOR | _SUPERVISION,
        "the notice": _PRINCIPAL | _SUPERVISION | {"what": "notice", "document": "蔡督办〔2026〕7号"},
        "the preliminary opinion": _PRINCIPAL | _SUPERVISION | {"what": "preliminary", "document": "蔡督办〔2026〕9号"},
        "moved, the team": _INSPECTOR | _SUPERVISION | {"what": "moved"},
        "moved, the unit": _PRINCIPAL | _SUPERVISION | {"what": "moved"},
        "another team": _INSPECTOR | _SUPERVISION | {"what": "team_changed"},
        "who left": _INSPECTOR | _SUPERVISION | {"what": "team_left"},
        "the letter": _PRINCIPAL
        | _SUPERVISION
        | {"what": "letter", "document": "蔡督意〔2026〕2号", "deadline_on": "2026-06-30"},
    },
}
