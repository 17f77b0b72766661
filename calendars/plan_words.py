"""The table of a work plan as offices keep it: its sheets and columns, and what may stand in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.plan import Asks, Class, Doer, Kind
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

TABLE, PROGRAMMES, HEADINGS, GUIDE = "工作月历", "工作项目", "计划信息", "说明"
LANGUAGE = "zh"
"""The workbook is written and read in Chinese whatever the command speaks: it is the office's own paper."""


def _names(prefix: str, values: Iterable[StrEnum]) -> dict[str, str]:
    return {say(LANGUAGE, f"{prefix}.{value}"): value.value for value in values}


YES_NO = {"是": "true", "否": "false"}
CLASSES = {f"{value.value} {say(LANGUAGE, f'class.{value.value}')}": value.value for value in Class}
CHOICES: dict[str, dict[str, str]] = {
    "class": CLASSES,
    "kind": _names("kind", Kind),
    "doer": _names("doer", Doer),
    "asks": _names("asks", Asks),
    "unannounced": YES_NO,
    "unscheduled": YES_NO,
}
LEVELS = {"镇": "township", "县": "county", "市": "city", "省": "province", "学校": "school"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Args:
        key: the key of the plan file; ``month`` and ``comment`` are no keys of it.
        header: what stands above it.
        width: in characters.
        form: how its cells are read: text, number, choice, ids, list, numbers, time, due, audience, month.
        needed: whether no row may lack it.
        about: what the sheet 说明 says of it.
    """

    key: str
    header: str
    width: int
    form: str
    about: str
    needed: bool = False

    @property
    def allowed(self) -> str:
        """What may stand in it, where that is a closed list."""
        return "、".join(CHOICES[self.key]) if self.key in CHOICES else ""


COLUMNS = (
    Column("month", "月份", 9, "month", "由“起止”算出，便于筛选；改“起止”时把它空着；也可以只写月份、不写“起止”"),
    Column("id", "编号", 11, "text", "每行一个，字母、数字和短横线；一经使用不要改，任务记录都用它", needed=True),
    Column("title", "重点工作", 34, "text", "这项工作的名称，不能重名", needed=True),
    Column("programme", "工作项目", 16, "text", "属于“工作项目”表里的哪一项；要排进日程的必须写"),
    Column("doer", "牵头人", 10, "choice", "由谁去做"),
    Column("audience", "对象", 24, "audience", "对谁做，写法见下面的“对象的写法”"),
    Column("window", "起止", 22, "time", "什么时候做，写法见下面的“起止的写法”"),
    Column("due", "完成时限", 13, "due", "时间段末（可不填）、10个工作日、30个日历日、当天（固定的一天）；从次日算起"),
    Column("evidence", "产出", 24, "list", "要交的材料，一行一个（单元格内换行），或用顿号分开"),
    Column("asks", "办理要求", 11, "choice", "怎样才算办完"),
    Column("reminders", "提醒", 11, "numbers", "截止日前后第几个工作日提醒：-3、0、2"),
    Column("class", "类别", 13, "choice", "S 排进日程；E 有事才办；T 目标；P 政策要求，不生成任务", needed=True),
    Column("kind", "工作类型", 12, "choice", "这是哪一类工作", needed=True),
    Column("times", "每期次数", 9, "number", "每期至少几次，不填为 1"),
    Column("through", "由哪些工作落实", 14, "ids", "不另排时间，由这些编号的工作落实"),
    Column("after", "前一步", 12, "ids", "在哪些编号的工作之后"),
    Column("unannounced", "不事先通知", 10, "choice", "是：随机督查，不事先告诉单位"),
    Column("unscheduled", "时间待定", 9, "choice", "是：原文没写时间，等督导室决定；可暂按 全年"),
    Column("target", "目标值", 24, "text", "T 类必须写：指标、数值、越高越好还是越低越好"),
    Column("flag", "存疑", 28, "text", "原文矛盾、没说清的地方，只提示，不擅自改"),
    Column("sensitive", "不自动办理的原因", 20, "text", "写了原因的，只作为文字保留，不生成任务"),
    Column("ladder", "督办阶梯", 11, "text", "office.yaml 的 ladders 里的名称，不填用通常的"),
    Column("reminder_cap", "最多提醒次数", 9, "number", "不填为 5"),
    Column("covers", "清单编号", 14, "ids", "对应来源清单的编号；不填就是本行编号"),
    Column("line", "原文行号", 9, "number", "来源文件的第几行"),
    Column("quote", "原文", 40, "text", "来源的原话"),
    Column("comment", "批注", 24, "text", "写在计划文件里这一条前面的说明，不影响办理"),
)  # fmt: skip
BY_HEADER = {column.header: column for column in COLUMNS}
BY_KEY = {column.key: column for column in COLUMNS}
PROGRAMME_HEADERS = {"名称": "name", "内容": "about"}
HEADING_LABELS = {"计划名称": "name", "标题": "title", "级别": "level", "来源": "source", "文件说明": "top"}
