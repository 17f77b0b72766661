"""The same tables for set-based statements: `table.c.column`, without rows becoming objects."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ColumnElement, literal_column
from sqlmodel import SQLModel

from models import CHECKING, CLIMBING, ENDED, OFFICE_OWES, OPEN_ASSIGNMENT

_all = SQLModel.metadata.tables

assignments = _all["assignment"]
changes = _all["change"]
channels = _all["channel"]
complaint_sources = _all["complaint_source"]
complaint_visits = _all["complaint_visit"]
complaints = _all["complaint"]
counters = _all["counter"]
decisions = _all["decision"]
draw_visits = _all["draw_visit"]
drawings = _all["drawing"]
escalations = _all["escalation"]
extensions = _all["extension"]
findings = _all["finding"]
heartbeats = _all["heartbeat"]
issues = _all["issue"]
measurements = _all["measurement"]
messages = _all["message"]
monitorings = _all["monitoring"]
offices = _all["office"]
people = _all["person"]
planned = _all["planned_occurrence"]
proposals = _all["proposal"]
rectifications = _all["rectification"]
revisits = _all["revisit"]
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

office_is_owing = _is_one_of(rectifications.c.status, OFFICE_OWES)
"""The office's side owes its step: what the second partial index of rectifications covers."""

rectification_is_checked = _is_one_of(rectifications.c.status, CHECKING)
"""The inspector owes: to verify, and to file."""

rectification_is_ended = _is_one_of(rectifications.c.status, ENDED)
"""Nobody owes anything any more."""
