"""The placeholder units and people of a new office, by its level: named by role, never a real person."""

from __future__ import annotations

from dataclasses import dataclass

Cells = tuple[object, ...]
UnitRows = tuple[Cells, ...]

FIRST, SECOND, WHOLE_CITY = "第一责任区", "第二责任区", "全市"


@dataclass(frozen=True, slots=True)
class Starter:
    """What a new office of one level begins with.

    Args:
        name, place: what it is called until somebody says otherwise.
        units: the rows of the sheet 单位, in the order of its headers; the last cell is the unit above.
        zones: the zones that have an inspector each.
        liaisons: the units that have a liaison (the head of a section or grade, or an officer) but no principal.
    """

    name: str
    place: str
    units: UnitRows
    zones: tuple[str, ...]
    liaisons: tuple[str, ...] = ()

    def schools(self) -> tuple[str, ...]:
        """The names of the units that have a principal and a liaison: those with a kind of school."""
        return tuple(str(unit[1]) for unit in self.units if unit[2] in _SCHOOL_WORDS)

    def people(self) -> tuple[Cells, ...]:
        """The rows of the sheet 人员, in the order of its headers."""
        office: list[Cells] = [("督导室主任", "督导室主任"), ("督导室干事", "督导室干事")]
        inspectors = [(f"责任督学-{number}", "责任督学", "", zone) for number, zone in enumerate(self.zones, start=1)]
        heads = [(f"校长-{name}", "校长", name) for name in self.schools()]
        liaisons = [(f"联络员-{name}", "联络员", name) for name in (*self.schools(), *self.liaisons)]
        return (*office, *inspectors, *heads, *liaisons)


_SCHOOL_WORDS = frozenset({"幼儿园", "小学", "教学点", "九年一贯制学校", "初级中学", "高级中学", "职业学校"})


def _unit(  # noqa: PLR0913  (a row of the sheet)
    code: str, name: str, kind: str, zone: str = "", *, owner: str = "", tags: str = "", above: str = ""
) -> Cells:
    return (code, name, kind, "", zone, owner, 0, "", tags, above)


TOWNSHIP = Starter(
    name="某镇教育督导室",
    place="某镇",
    zones=(FIRST, SECOND),
    units=(
        _unit("Y01", "中心幼儿园", "幼儿园", FIRST, owner="公办"),
        _unit("X01", "中心小学", "小学", FIRST, owner="公办"),
        _unit("C01", "初级中学", "初级中学", SECOND, owner="公办", tags="依法治校示范校创建"),
    ),
)

COUNTY = Starter(
    name="某县教育督导室",
    place="某县",
    zones=(FIRST, SECOND),
    liaisons=("甲镇", "乙乡", "教育局科室-1", "教育局科室-2"),
    units=(
        _unit("Z01", "甲镇", "乡镇"),
        _unit("Z02", "乙乡", "乡镇"),
        _unit("K01", "教育局科室-1", "科室"),
        _unit("K02", "教育局科室-2", "科室"),
        _unit("Y01", "县幼儿园", "幼儿园", FIRST, owner="公办"),
        _unit("Y02", "民办幼儿园", "幼儿园", SECOND, owner="民办"),
        _unit("X01", "县小学", "小学", FIRST, owner="公办"),
        _unit("X02", "甲镇完小", "小学", SECOND, owner="公办", tags="农村完小", above="甲镇"),
        _unit("X03", "甲镇教学点", "教学点", SECOND, owner="公办", tags="教学点", above="甲镇"),
        _unit("J01", "民办学校", "九年一贯制学校", FIRST, owner="民办"),
        _unit("C01", "乙乡初级中学", "初级中学", SECOND, owner="公办", tags="薄弱学校", above="乙乡"),
        _unit("G01", "县高级中学", "高级中学", FIRST, owner="公办"),
        _unit("V01", "县职业学校", "职业学校", SECOND, owner="公办"),
    ),
)

_COUNTIES = ("上栗县", "开发区", "莲花县", "芦溪县")

CITY = Starter(
    name="某市教育督导室",
    place="某市",
    zones=(WHOLE_CITY,),
    liaisons=(*_COUNTIES, *(f"{county}督导室" for county in _COUNTIES)),
    units=(
        _unit("Q01", "上栗县", "县区", WHOLE_CITY, tags="上栗县、省检"),
        _unit("Q02", "开发区", "县区", WHOLE_CITY, tags="开发区、省检"),
        _unit("Q03", "莲花县", "县区", WHOLE_CITY, tags="莲花县"),
        _unit("Q04", "芦溪县", "县区", WHOLE_CITY, tags="芦溪县"),
        *(
            _unit(f"D0{number}", f"{county}督导室", "县区督导室", above=county)
            for number, county in enumerate(_COUNTIES, start=1)
        ),
        _unit("X01", "市小学", "小学", WHOLE_CITY, owner="公办", tags="素质教育示范学校"),
        _unit("C01", "市初级中学", "初级中学", WHOLE_CITY, owner="公办", tags="第二批申报"),
        _unit("G01", "市高级中学", "高级中学", WHOLE_CITY, owner="公办"),
    ),
)

_GRADES, _DEPARTMENTS, _GROUPS = ("七年级", "八年级", "九年级"), ("教导教科室", "德育处", "办公室"), ("语文", "数学")

SCHOOL = Starter(
    name="某校督导室",
    place="某校",
    zones=("校内",),
    liaisons=(*_GRADES, *_DEPARTMENTS, *(f"{subject}教研组" for subject in _GROUPS), "学生阅览室"),
    units=(
        _unit("S01", "本校", "初级中学", "校内", owner="公办"),
        *(_unit(f"N0{number}", grade, "年级", above="本校") for number, grade in enumerate(_GRADES, start=7)),
        *(_unit(f"B0{number}1", f"{grade}1班", "班级", above=grade) for number, grade in enumerate(_GRADES, start=7)),
        *(
            _unit(f"M0{number}", name, "部门", tags=name, above="本校")
            for number, name in enumerate(_DEPARTMENTS, start=1)
        ),
        *(
            _unit(f"T0{number}", f"{subject}教研组", "教研组", tags=subject, above="本校")
            for number, subject in enumerate(_GROUPS, start=1)
        ),
        _unit("R01", "学生阅览室", "阅览室", above="本校"),
        _unit("E01", "校本课题-1", "课题", above="语文教研组"),
    ),
)

STARTERS = {"township": TOWNSHIP, "county": COUNTY, "city": CITY, "school": SCHOOL}


def starter_of(level: str) -> Starter:
    """What an office of that level begins with; a level without a plan of its own begins like a county."""
    return STARTERS.get(level, COUNTY)
