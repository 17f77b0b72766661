"""The board of messages that did not arrive."""

from __future__ import annotations

from sqlalchemy import Engine

from models.engine import reading, transaction
from models.tables import messages
from reports.board import read_board
from reports.rendering import render
from reports.undelivered import read_undelivered
from services import issuing
from tests.asking import MARCH_2, do, loaded
from tests.builders import LATE, a_desk, an_occurrence, liaison


def test_what_a_person_has_to_decide_on_stands_there_with_its_reason_and_tries(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    with reading(engine) as session:
        assert read_undelivered(session).total == 0
    with transaction(engine) as session:
        dead = messages.c.key.like("issued:%") & (messages.c.id == 2)
        session.execute(messages.update().where(dead).values(status="dead", attempts=5, error="邮箱不存在|x"))
    with reading(engine) as session:
        letters = read_undelivered(session)
    (line,) = letters.lines
    assert (letters.total, line.person, line.unit, line.attempts) == (1, liaison(LATE), LATE, 5)
    text = render("zh", "undelivered", letters=letters)
    assert "补发消息" in text
    assert "| 5 | 邮箱不存在\\|x |" in text


def test_held_messages_are_told_on_both_boards_with_the_form_that_releases_them(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    with transaction(engine) as session:
        session.execute(messages.update().where(messages.c.id <= 2).values(status="held"))
    with reading(engine) as session:
        letters, board = read_undelivered(session), read_board(session, MARCH_2, desk)
    for text in (render("zh", "undelivered", letters=letters), render("zh", "board", board=board)):
        assert "另有 2 条消息" in text
        assert "“放行消息”" in text
    assert "所有消息都已送出" not in render("zh", "undelivered", letters=letters)
