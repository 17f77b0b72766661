"""Who finds a link in a message: whoever has something to do, where the office names a place to do it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from models.engine import transaction
from notifications.composing import KINDS
from rules.desk import Desk
from services import issuing, rechecking
from services.linking import ASKING
from services.post import read_posts
from tests.asking import MARCH_2, do, loaded
from tests.builders import LATE, a_desk, an_entry, an_occurrence, liaison

PAGES = {"office": "http://10.0.0.5:4200/v2/deployments", "school": "https://sb.example/"}


def the_desk(**links: str) -> Desk:
    plain = a_desk(an_entry())
    return replace(plain, office=replace(plain.office, links=links))


def links_of(engine: Engine, desk: Desk) -> dict[str, str | None]:
    """Person to the link in the opening."""
    loaded(engine, desk)
    ids = do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert ids
    with transaction(engine) as session:
        posts = read_posts(session, range(1, 100))
        found = rechecking.recheck(session, MARCH_2, desk, posts)
    return {post.person: post.facts.get("link") for post in found.kept}


@pytest.mark.parametrize("links", [{}, {"office": PAGES["office"]}, PAGES])
def test_a_reader_has_the_link_of_the_own_side_or_none(engine: Engine, links: dict[str, str]) -> None:
    assert links_of(engine, the_desk(**links))[liaison(LATE)] == links.get("school")


def test_every_kind_that_asks_for_something_is_a_kind_of_message() -> None:
    assert set(KINDS) >= ASKING
