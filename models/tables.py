"""The same tables for set-based statements: `table.c.column`, without rows becoming objects."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ColumnElement, literal_column
from sqlmodel import SQLModel

from models import CLIMBING, OPEN_ASSIGNMENT

_all = SQLModel.metadata.tables

assignments = _all["assignment"]
changes = _all["change"]
counters = _all["counter"]
draw_visits = _all["draw_visit"]
drawings = _all["drawing"]
escalations = _all["escalation"]
findings = _all["finding"]
measurements = _all["measurement"]
messages = _all["message"]
offices = _all["office"]
people = _all["person"]
planned = _all["planned_occurrence"]
rectifications = _all["rectification"]
rotation_turns = _all["rotation_turn"]
supervision_steps = _all["supervision_step"]
supervisions = _all["supervision"]
units = _all["unit"]
visits = _all["visit"]
work_items = _all["work_item"]


def _is_one_of(column: Column[str], statuses: Iterable[str]) -> ColumnElement[bool]:
    """Written out in the statement, so that both databases see that a partial index covers it."""
    return column.in_([literal_column(f"'{status}'") for status in statuses])


assignment_is_owed = _is_one_of(assignments.c.status, OPEN_ASSIGNMENT)
"""The doer still owes something: what the partial indexes of assignments cover."""

rectification_is_owed = _is_one_of(rectifications.c.status, CLIMBING)
"""The unit owes an answer: what the partial index of rectifications covers."""
