"""The steps of a supervision: what one says, another fills in."""

from __future__ import annotations

from rules.kinds import DueBasis
from rules.packs import Limit, Pack, Point
from rules.procedure import NOTHING_SAID, Days, Procedure, filled


def test_what_is_not_said_is_taken_from_the_first_that_says_it() -> None:
    own, office = Procedure(team=4), Procedure(team=3, notice=Days(5))
    law = Procedure(notice=Days(2), reply=Days(10))
    assert filled(own, office, law) == Procedure(team=4, notice=Days(5), reply=Days(10))
    assert filled(NOTHING_SAID) == NOTHING_SAID


def test_five_working_days_last_a_week() -> None:
    assert Days(5, DueBasis.WORKING_DAYS).calendar_days == 7
    assert Days(5).calendar_days == 5
    assert str(Days(5, DueBasis.WORKING_DAYS)) == "5 working_days"


def test_a_pack_gives_the_days_that_the_law_names_and_no_others() -> None:
    reply, notice = Limit("条例第二十条", 5, DueBasis.CALENDAR_DAYS), Limit("条例第十七条")
    pack = Pack("甲", "甲", {Point.REPLY: reply, Point.NOTICE: notice, Point.TEAM: Limit("条例第十六条", 3)})
    assert pack.procedure == Procedure(reply=Days(5))
    assert (pack.days(Point.NOTICE), pack.days(Point.TEAM), pack.value(Point.LETTER)) == (None, None, 0)


def test_a_law_is_named_once_in_a_row_of_its_articles() -> None:
    limits = {
        Point.TEAM: Limit("甲条例第一条"), Point.NOTICE: Limit("甲条例第二条"), Point.REPLY: Limit("乙条例第二条"),
        Point.LETTER: Limit("本室学期表"),
    }  # fmt: skip
    pack = Pack("甲", "甲", limits)
    assert pack.article(Point.TEAM, Point.NOTICE, Point.REPLY) == "甲条例第一条、第二条、乙条例第二条"
    assert pack.article(Point.TEAM, Point.TEAM, Point.LETTER) == "甲条例第一条、本室学期表"
    assert Pack().article(Point.TEAM) == ""
