"""Lines of owed work, as the lists of several messages hold them. See `notifications.examples`."""

from __future__ import annotations

from typing import Any


def line(title: str, due_on: str, left: int, **more: str) -> dict[str, Any]:
    """One line; `left`: working days, negative when overdue."""
    plain = {"what": "assignment", "unit": "中心小学", "status": "open" if left >= 0 else "overdue"}
    return plain | {"title": title, "due_on": due_on, "working_days_left": left} | more


LINES = [
    line("食堂留样整改", "2026-03-19", -2, what="rectification", number="整改〔2026〕3号"),
    line("规范办学行为自查", "2026-03-23", 0),
    line("年度教育工作考核材料", "2026-03-31", 6),
]
MANY = [line(f"第{number}项工作的年度自评材料", "2026-03-31", 6) for number in range(1, 41)]
LATE = [line("规范办学行为自查", "2026-03-20", -1), line("控辍保学情况报告", "2026-03-20", -1)]
DECIDE = [line("整改〔2026〕3号：2026-03-18建议约谈、通报，请在“升级决定”中作出决定", "2026-03-23", 0, what="proposal")]
