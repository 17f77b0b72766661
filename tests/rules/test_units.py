"""The hierarchy of units, and what those below have from those above."""

from __future__ import annotations

from rules.audience import audience_label, audience_units
from rules.plan import Audience
from rules.units import SCHOOLS, Stage, Unit, UnitKind, above, inherited, is_below_itself, zone_order
from tests.rules.cast import UNITS, desk, entry, unit

SCHOOL = unit("S", UnitKind.JUNIOR, Stage.JUNIOR, inspector="督学")
GRADE = unit("G", UnitKind.GRADE, zone="", parent="S")
ROOM = unit("R", UnitKind.CLASS, zone="", parent="G")
COUNTY = unit("C", UnitKind.COUNTY, zone="")
COUNTY_OFFICE = unit("D", UnitKind.COUNTY_OFFICE, zone="", parent="C", tags=("试点",))
HOUSE = (SCHOOL, GRADE, ROOM, COUNTY, COUNTY_OFFICE)


def codes(audience: Audience, units: tuple[Unit, ...] = HOUSE) -> str:
    work = entry(audience=audience)
    return " ".join(one.code for one in audience_units(desk(work, units=units), work, 2026))


def test_above_are_the_parents_nearest_first() -> None:
    assert [one.code for one in above(HOUSE, ROOM)] == ["G", "S"]
    assert above(HOUSE, COUNTY) == ()


def test_a_circle_ends_and_is_known() -> None:
    one, other = unit("1", UnitKind.GRADE, parent="2"), unit("2", UnitKind.GRADE, parent="1")
    assert above((one, other), one) == (other,)
    assert is_below_itself((one, other), one)
    alone = unit("3", UnitKind.GRADE, parent="3")
    assert is_below_itself((alone,), alone)
    assert not any(is_below_itself(HOUSE, each) for each in HOUSE)


def test_a_part_of_a_school_has_the_zone_stages_and_inspector_of_the_school() -> None:
    found = {one.code: one for one in inherited(HOUSE)}
    assert (found["R"].zone, found["R"].stages, found["R"].inspector) == ("东片", (Stage.JUNIOR,), "督学")
    assert (found["D"].zone, found["D"].stages) == ("", ())


def test_everybody_means_schools_and_no_part_of_them() -> None:
    assert codes(Audience()) == "S"
    assert codes(Audience(stages=("junior",)), inherited(HOUSE)) == "S"
    assert {one.kind for one in UNITS} <= SCHOOLS


def test_kinds_of_any_level_may_be_named() -> None:
    assert codes(Audience(kinds=("county_office",))) == "D"
    assert codes(Audience(kinds=("grade", "class"))) == "G R"
    assert codes(Audience(kinds=("county_office",), tags=("试点",))) == "D"


def test_under_is_everything_below_by_code_or_name() -> None:
    assert codes(Audience(under=("S",))) == "G R"
    assert codes(Audience(under=("S单位",), kinds=("grade",))) == "G"
    assert codes(Audience(under=("C",))) == "D"
    assert audience_label(entry(audience=Audience(under=("甲校",), kinds=("grade",)))) == "年级（甲校所属）"
    assert audience_label(entry(audience=Audience(under=("甲校",)))) == "各单位（甲校所属）"


def test_zones_stand_in_the_order_of_their_numbers() -> None:
    chinese = [f"第{number}责任区" for number in ("一", "二", "三", "九", "十", "十一", "二十", "二十三")]
    assert sorted(sorted(chinese), key=zone_order) == chinese
    assert sorted(["第10片", "第2片", "东片"], key=zone_order) == ["东片", "第2片", "第10片"]
