"""The sheet 说明 of a plan's workbook: every column, every way to write a time and an audience."""

from __future__ import annotations

from calendars.plan_words import COLUMNS

GUIDE_HEADERS = ("列", "写什么", "可以写的内容")
TIMES = (
    ("3月；三月份；7—8月；七、八月份；第一季度；上半年", "一个月，或相连的几个月（算一个时间段）"),
    ("12月4日；12月4日（提前3天开始）", "固定的一天"),
    ("3月10日至4月5日；3月10—20日；3月上旬", "从一天到另一天，两头都算"),
    ("2月28日前；2月底前；2月28日前（提前20天开始）", "某日以前，含当天；不写提前几天的，从当月1日开始；遇休息日提前"),
    ("每天；每周；每周五；每周抽签", "每个工作日；每周一次；每周固定一天；每周抽一天、事先不公布"),
    ("每月；每月1日至10日；每月25日前；每月倒数第3天至倒数第1天", "每月一次"),
    ("每两个月；每季度；每四个月；每半年；每季度首月1日至末月15日", "每期一次"),
    ("每学期；每学期头2周；每学期末3周；每学年", "按学期表"),
    ("春学期开学当天至后9天（无学期表按2月）；秋学期结束前7天至当天（无学期表按1月）", "从学期的第一天或最后一天算起"),
    ("P4B-07结束当天至后3天；P4B-07开始后1天至后10天", "接在另一项工作（编号）之后"),
    ("全年", "一年一次，全年内办"),
    ("（学期中）", "写在每天、每周、每月、每季度后面：只排有学生在校的日子"),
    ("{month: 2}", "也可以照计划文件的写法"),
)
AUDIENCES = (
    ("督导室", "督导室自己办"),
    ("各学校、幼儿园", "名册里所有的学校、幼儿园"),
    ("学段：小学、初中", "有这些学段的学校；学前、小学、初中、高中"),
    ("类型：乡镇、教研组", "名册里这些类型的单位"),
    ("办学性质：民办；责任区：第一责任区；标签：薄弱学校；所属：甲镇", "几个条件用分号分开，都要符合"),
    ("轮流：每3年一轮，错开1年，只轮幼儿园", "轮流进行"),
    ("抽签：每责任区2所", "随机抽取"),
)
BACK = (
    "改完存盘，运行 dudao plan import 本文件.xlsx。有一处看不懂就全部不导入，并逐格列出。列的先后可以换，不要改列名。"
)


def guide_rows() -> list[tuple[str, str, str]]:
    """The rows of the sheet."""
    columns = [(f"{one.header}{'（必填）' if one.needed else ''}", one.about, one.allowed) for one in COLUMNS]
    times = [("起止的写法", meaning, words) for words, meaning in TIMES]
    audiences = [("对象的写法", meaning, words) for words, meaning in AUDIENCES]
    return [("导回", BACK, ""), *columns, *times, *audiences]
