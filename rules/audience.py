"""To whom a piece of work is done: the units of an audience, and its Chinese description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.units import SCHOOLS, Stage, Unit, UnitKind, above, by_code

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.office import Office
    from rules.plan import Audience, Entry, Rotation

KIND_NAMES = {
    UnitKind.KINDERGARTEN: "幼儿园",
    UnitKind.PRIMARY: "小学",
    UnitKind.TEACHING_POINT: "教学点",
    UnitKind.NINE_YEAR: "九年一贯制学校",
    UnitKind.JUNIOR: "初级中学",
    UnitKind.SENIOR: "高级中学",
    UnitKind.VOCATIONAL: "职业学校",
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.COUNTY: "县（区）",
    UnitKind.COUNTY_OFFICE: "县（区）督导室",
    UnitKind.SECTION: "科室",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.GRADE: "年级",
    UnitKind.CLASS: "班级",
    UnitKind.RESEARCH_GROUP: "教研组",
    UnitKind.READING_ROOM: "阅览室",
    UnitKind.PROJECT: "课题",
    UnitKind.OFFICE: "督导室",
}
STAGE_NAMES = {
    Stage.KINDERGARTEN: "学前学段",
    Stage.PRIMARY: "小学学段",
    Stage.JUNIOR: "初中学段",
    Stage.SENIOR: "高中学段",
}
OWNERSHIP_NAMES = {"public": "公办", "private": "民办"}
EVERYBODY = "学校、幼儿园"


def office_unit(office: Office) -> Unit:
    """The office as a unit, so that its own work is assigned like any other."""
    return Unit(code="office", name=office.name, kind=UnitKind.OFFICE, stages=(), zone="")


def audience_units(desk: Desk, entry: Entry, year: int) -> tuple[Unit, ...]:
    """The units that an entry is for in a year, in code order; the pool, where units are drawn.

    Args:
        desk: the office and its roster.
        entry: whose audience.
        year: which turn of a rotation.
    """
    return on_turn(entry, audience_pool(desk, entry), year)


def audience_pool(desk: Desk, entry: Entry) -> tuple[Unit, ...]:
    """The units that an entry is for in one year or another, in code order."""
    if entry.audience.office:
        known = (unit for unit in desk.roster.units if unit.kind is UnitKind.OFFICE)
        return (next(known, office_unit(desk.office)),)
    fitting = [unit for unit in desk.roster.units if _fits(entry.audience, unit)]
    if entry.audience.under:
        wanted = set(entry.audience.under)
        by_codes = by_code(desk.roster.units)
        fitting = [unit for unit in fitting if _stands_under(wanted, above(by_codes, unit))]
    return tuple(sorted(fitting, key=lambda unit: unit.code))


def on_turn(entry: Entry, pool: tuple[Unit, ...], year: int) -> tuple[Unit, ...]:
    """Those of the pool whose turn it is in the year; all, where nothing rotates."""
    rotation = entry.audience.rotation
    return pool if rotation is None else tuple(_whose_turn(rotation, pool, year))


def audience_stages(entry: Entry, units: tuple[Unit, ...], usual: frozenset[Stage] = frozenset()) -> frozenset[Stage]:
    """The stages concerned: those of the units, narrowed to those the entry names.

    Where there is none, those of the office's schools (`usual`); without schools all.
    """
    found = frozenset(stage for unit in units for stage in unit.stages)
    named = frozenset(Stage(stage) for stage in entry.audience.stages)
    return (found & named if named and found else found or named) or usual or frozenset(Stage)


def audience_label(entry: Entry, office_name: str = KIND_NAMES[UnitKind.OFFICE]) -> str:
    """What a person reads: ``小学、教学点、九年一贯制学校（部分：每3年一轮）``; the office's own work: its name."""
    audience = entry.audience
    if audience.office:
        return office_name
    kinds = [KIND_NAMES[UnitKind(kind)] for kind in audience.kinds] or [STAGE_NAMES[Stage(s)] for s in audience.stages]
    owners = "、".join(OWNERSHIP_NAMES[owner] for owner in audience.ownership) or ("" if kinds else "各")
    limits = [*(f"{unit}所属" for unit in audience.under), *audience.zones, *audience.tags, *_part_of(audience)]
    return (
        owners
        + ("、".join(kinds) or ("单位" if audience.under else EVERYBODY))
        + (f"（{'；'.join(limits)}）" if limits else "")
    )


def _part_of(audience: Audience) -> list[str]:
    parts = []
    if audience.rotation:
        kinds = "、".join(KIND_NAMES[UnitKind(kind)] for kind in audience.rotation.kinds)
        parts.append(f"部分{kinds}：每{audience.rotation.years}年一轮")
    if audience.draw:
        parts.append(f"每责任区随机抽取{audience.draw.per_zone}所")
    return parts


def _fits(audience: Audience, unit: Unit) -> bool:
    """Who is meant by everybody: every school and kindergarten, or every unit below those that are named."""
    if unit.kind is UnitKind.OFFICE or not (audience.kinds or audience.under or unit.kind in SCHOOLS):
        return False
    sides = (
        (audience.kinds, (unit.kind,)),
        (audience.stages, unit.stages),
        (audience.ownership, (unit.ownership,)),
        (audience.zones, (unit.zone,)),
        (audience.tags, unit.tags),
    )
    return all(not wanted or not set(wanted).isdisjoint(has) for wanted, has in sides)


def _stands_under(wanted: set[str], parents: tuple[Unit, ...]) -> bool:
    return any(not wanted.isdisjoint({parent.code, parent.name}) for parent in parents)


def _whose_turn(rotation: Rotation, units: tuple[Unit, ...], year: int) -> list[Unit]:
    taking_turns = [unit for unit in units if not rotation.kinds or unit.kind in rotation.kinds]
    waiting = {
        unit.code for place, unit in enumerate(taking_turns) if (place + year + rotation.offset) % rotation.years
    }
    return [unit for unit in units if unit.code not in waiting]
