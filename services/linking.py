"""The link in a message that asks for something: where this reader acts on it, if the office has named such a place."""

from __future__ import annotations

from dataclasses import replace

from rules.desk import Desk
from services.post import Post

ASKING = frozenset({
    "check_late", "complaint", "digest", "draft", "escalation", "extension_asked", "handed_over", "held", "issued",
    "missing_visits", "overdue", "rectification", "returned", "submitted", "visit_today",
})  # fmt: skip
"""Kinds after which somebody has something to do; the others only tell."""


def linked(desk: Desk, post: Post) -> Post:
    """The message with the link of its reader's side, as office.yaml has it on the day it leaves."""
    link = desk.office.link_for(post.role)
    if not link or post.kind not in ASKING or post.facts.get("asks") == "notice":
        return post
    return replace(post, facts={**post.facts, "link": link})
