"""What may stand in the cells of roster.xlsx: headers and choices, in the words an office uses, with their meaning."""

from __future__ import annotations

from calendars.handwriting import plain
from rules.units import InspectorType, Ownership, Role, Stage, UnitKind

UNITS, PEOPLE = "单位", "人员"
UNIT_HEADERS = ("编号", "名称", "类型", "学段", "责任区", "办学性质", "学生数", "责任督学", "标签", "上级单位")
PEOPLE_HEADERS = (
    "姓名", "角色", "单位", "责任区", "邮箱", "手机", "渠道", "语言", "专职兼职", "聘期起", "聘任次数", "回避单位",
)  # fmt: skip
HEADERS = {UNITS: UNIT_HEADERS, PEOPLE: PEOPLE_HEADERS}
NEEDED_HEADERS = {UNITS: ("编号", "名称", "类型"), PEOPLE: ("姓名", "角色")}

KINDS = {
    "幼儿园": UnitKind.KINDERGARTEN,
    "小学": UnitKind.PRIMARY,
    "教学点": UnitKind.TEACHING_POINT,
    "九年一贯制学校": UnitKind.NINE_YEAR,
    "初级中学": UnitKind.JUNIOR,
    "高级中学": UnitKind.SENIOR,
    "职业学校": UnitKind.VOCATIONAL,
    "乡镇": UnitKind.TOWNSHIP,
    "县区": UnitKind.COUNTY,
    "县区督导室": UnitKind.COUNTY_OFFICE,
    "科室": UnitKind.SECTION,
    "部门": UnitKind.DEPARTMENT,
    "年级": UnitKind.GRADE,
    "班级": UnitKind.CLASS,
    "教研组": UnitKind.RESEARCH_GROUP,
    "阅览室": UnitKind.READING_ROOM,
    "课题": UnitKind.PROJECT,
}
STAGES = {
    "学前": Stage.KINDERGARTEN,
    "小学": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "高中": Stage.SENIOR,
}
OWNERSHIPS = {"公办": Ownership.PUBLIC, "民办": Ownership.PRIVATE}
INSPECTOR_TYPES = {"专职": InspectorType.FULL_TIME, "兼职": InspectorType.PART_TIME}
LANGUAGES = {"中文": "zh", "英文": "en"}
ROLES = {
    "督导室主任": Role.DIRECTOR,
    "督导室干事": Role.COORDINATOR,
    "责任督学": Role.INSPECTOR,
    "校长": Role.PRINCIPAL,
    "联络员": Role.LIAISON,
}
OTHER_NAMES = {
    "幼儿学校": "幼儿园",
    "中心小学": "小学",
    "完全小学": "小学",
    "完小": "小学",
    "农村完小": "小学",
    "九年一贯制": "九年一贯制学校",
    "九年制学校": "九年一贯制学校",
    "初中": "初级中学",
    "中学": "初级中学",
    "高中": "高级中学",
    "普通高中": "高级中学",
    "职高": "职业学校",
    "中职": "职业学校",
    "中等职业学校": "职业学校",
    "乡": "乡镇",
    "镇": "乡镇",
    "乡镇(街道)": "乡镇",
    "街道": "乡镇",
    "县": "县区",
    "区": "县区",
    "县(区)": "县区",
    "县(区)督导室": "县区督导室",
    "处室": "部门",
    "职能部门": "部门",
    "年级部": "年级",
    "年级组": "年级",
    "班": "班级",
    "课题组": "课题",
}
OTHER_STAGES = {
    "幼儿园": "学前",
    "幼儿": "学前",
    "学前教育": "学前",
    "学前学段": "学前",
    "小学学段": "小学",
    "初级中学": "初中",
    "初中学段": "初中",
    "高级中学": "高中",
    "高中学段": "高中",
}
OTHER_ROLES = {
    "主任": "督导室主任",
    "干事": "督导室干事",
    "专干": "督导室干事",
    "督导专干": "督导室干事",
    "统筹": "督导室干事",
    "督学": "责任督学",
    "园长": "校长",
    "负责人": "校长",
    "校长(园长)": "校长",
    "校长/园长": "校长",
    "兼职督学": "责任督学",
    "专职督学": "责任督学",
    "部门负责人": "联络员",
    "年级组长": "联络员",
    "教研组长": "联络员",
    "班主任": "联络员",
}
USUAL_STAGES = {
    UnitKind.KINDERGARTEN: (Stage.KINDERGARTEN,),
    UnitKind.PRIMARY: (Stage.PRIMARY,),
    UnitKind.TEACHING_POINT: (Stage.PRIMARY,),
    UnitKind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    UnitKind.JUNIOR: (Stage.JUNIOR,),
    UnitKind.SENIOR: (Stage.SENIOR,),
    UnitKind.VOCATIONAL: (Stage.SENIOR,),
}
OUTSIDE_ROLES = frozenset({Role.PRINCIPAL, Role.LIAISON})
"""The roles of people who belong to a unit."""


def kind_of(text: str) -> UnitKind | None:
    """The kind of unit that a cell names, or None."""
    word = _word(text)
    return KINDS.get(OTHER_NAMES.get(word, word))


def stage_of(text: str) -> Stage | None:
    """The stage that a cell names, or None."""
    word = _word(text)
    return STAGES.get(OTHER_STAGES.get(word, word))


def ownership_of(text: str) -> Ownership | None:
    """Public or private; an empty cell is public; None where it is neither."""
    word = _word(text)
    return OWNERSHIPS.get(word) if word else Ownership.PUBLIC


def role_of(text: str) -> Role | None:
    """The role that a cell names, or None."""
    word = _word(text)
    return ROLES.get(OTHER_ROLES.get(word, word))


def language_of(text: str) -> str | None:
    """The language in which somebody is written to; an empty cell is the office's; None where it is neither."""
    word = _word(text)
    return LANGUAGES.get(word, word.lower() if word.lower() in LANGUAGES.values() else None) if word else ""


def inspector_type_of(text: str) -> InspectorType | None:
    """Full-time or part-time, or None."""
    return INSPECTOR_TYPES.get(_word(text))


def _word(text: str) -> str:
    return "".join(plain(text).split())
