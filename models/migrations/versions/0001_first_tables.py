"""Every table of the first version, from empty.

Revision: 0001, after nothing.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """All tables, and a history that can only grow."""
    _change()
    _counter()
    _drawing()
    _office()
    _unit()
    _work_item()
    _assignment()
    _person()
    _finding()
    _message()
    _rectification()
    _escalation()
    _keep_history()


def _only(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", _INSTANT, server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=False),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("change_subject", "change", ["subject", "subject_id"], unique=False)


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_counter"),
    )


def _drawing() -> None:
    op.create_table(
        "drawing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("pool", _JSON, nullable=False),
        sa.Column("picked", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drawing"),
        sa.UniqueConstraint("key", name="uq_drawing_key"),
    )


def _office() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_version", sa.String(), nullable=False),
        sa.Column("calendar_digest", sa.String(), nullable=False),
        sa.Column("first_swept_on", sa.Date(), nullable=True),
        sa.Column("swept_on", sa.Date(), nullable=True),
        sa.CheckConstraint("id = 1", name="one_office"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
    )


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stages", _JSON, nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("ownership", sa.String(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=False),
        sa.Column("tags", _JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("code", name="uq_unit_code"),
    )
    op.create_index("ix_unit_name", "unit", ["name"], unique=False)
    op.create_index("ix_unit_zone", "unit", ["zone"], unique=False)


def _work_item() -> None:
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("klass", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("doer", sa.String(), nullable=False),
        sa.Column("asks", sa.String(), nullable=False),
        sa.Column("unannounced", sa.Boolean(), nullable=False),
        sa.Column("evidence", _JSON, nullable=False),
        sa.Column("reminders", _JSON, nullable=False),
        sa.Column("reminder_cap", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work_item"),
        sa.UniqueConstraint("item", name="uq_work_item_item"),
    )


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_basis", sa.String(), nullable=False),
        sa.Column("due_value", sa.Integer(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("unannounced", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_assignment_unit_id"),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name="fk_assignment_work_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("work_item_id", "period", "unit_id", name="one_assignment"),
    )
    op.create_index(
        "assignment_owed_due",
        "assignment",
        ["due_on"],
        unique=False,
        **_only("status IN ('open', 'received', 'overdue')"),
    )
    op.create_index(
        "assignment_owed_item",
        "assignment",
        ["work_item_id", "due_on"],
        unique=False,
        **_only("status IN ('open', 'received', 'overdue')"),
    )
    op.create_index("assignment_unit", "assignment", ["unit_id"], unique=False)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("channels", _JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_person_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )
    op.create_index("ix_person_role", "person", ["role"], unique=False)
    op.create_index("ix_person_unit_id", "person", ["unit_id"], unique=False)


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_finding_assignment_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_finding_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("key", name="uq_finding_key"),
    )
    op.create_index("ix_finding_assignment_id", "finding", ["assignment_id"], unique=False)
    op.create_index("ix_finding_unit_id", "finding", ["unit_id"], unique=False)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("facts", _JSON, nullable=False),
        sa.Column("queued_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("try_at", _INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", _INSTANT, nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_message_person_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_message_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("message_person", "message", ["person_id", "queued_on"], unique=False)
    op.create_index(
        "message_troubled", "message", ["status"], unique=False, **_only("status IN ('dead', 'unknown', 'nobody')")
    )
    op.create_index(
        "message_waiting",
        "message",
        ["status", "try_at"],
        unique=False,
        **_only("status IN ('queued', 'claimed', 'handed_over')"),
    )


def _rectification() -> None:
    op.create_table(
        "rectification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_basis", sa.String(), nullable=False),
        sa.Column("due_value", sa.Integer(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("ladder", _JSON, nullable=False),
        sa.Column("ladder_version", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_rectification_finding_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_rectification_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rectification"),
        sa.UniqueConstraint("finding_id", name="uq_rectification_finding_id"),
        sa.UniqueConstraint("number", name="uq_rectification_number"),
    )
    op.create_index("ix_rectification_unit_id", "rectification", ["unit_id"], unique=False)
    op.create_index(
        "rectification_owed_due", "rectification", ["due_on"], unique=False, **_only("status IN ('open', 'returned')")
    )


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("ladder_version", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("climbed_on", sa.Date(), nullable=False),
        sa.Column("working_days_overdue", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_escalation_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_escalation"),
        sa.UniqueConstraint("rectification_id", "ladder_version", "round", "rung", name="one_climb"),
    )


_REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history only grows'; END
$$
"""


def _keep_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_REFUSE_ON_POSTGRESQL)
        op.execute(
            'CREATE TRIGGER change_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON "change" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f'CREATE TRIGGER change_no_{act} BEFORE {act} ON "change" '
            "BEGIN SELECT RAISE(ABORT, 'the history only grows'); END"
        )
