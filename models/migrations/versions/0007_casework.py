"""Cases with two clocks, extensions, proposals and decisions, return visits, key monitoring; a history that says more.

The status ``open`` of a rectification is called ``issued`` from here on; the history says so.

Revision: 0007, after 0006.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_OWED = "status IN ('issued', 'received', 'rectifying', 'returned')"
_OF_THE_OFFICE = "status IN ('draft', 'submitted', 'verified')"
_RENAMED = """
INSERT INTO "change" (subject, subject_id, "on", "by", from_status, to_status, why, data, rules, via)
SELECT 'rectification', id,
       COALESCE((SELECT MAX("on") FROM "change" WHERE subject = 'rectification' AND subject_id = rectification.id),
                opened_on),
       'system', 'open', 'issued', '状态名称统一：整改中改为已发出', '{}', '', ''
FROM rectification WHERE status = 'open'
"""


def upgrade() -> None:
    """What is there stays; a case that is being verified has no clock of the office yet."""
    _change()
    _finding()
    _rectification()
    _escalation()
    _extension()
    _proposal()
    _revisit()
    _monitoring()
    op.create_index("message_unit", "message", ["unit_id"], unique=False)
    for table in ("escalation", "proposal", "decision", "revisit"):
        _only_grows(table)


def _only(condition: str) -> dict[str, Any]:
    """A partial index, on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False)


def _count(name: str, usual: int) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text(str(usual)), nullable=False)


def _json(name: str, usual: str) -> sa.Column[Any]:
    return sa.Column(name, _JSON, server_default=sa.text(f"'{usual}'"), nullable=False)


def _change() -> None:
    for column in (_json("data", "{}"), _text("rules"), _text("via")):
        op.add_column("change", column)


def _finding() -> None:
    for column in (*map(_text, ("observed", "category", "basis", "place", "advice")), _json("evidence", "[]")):
        op.add_column("finding", column)
    op.execute("UPDATE finding SET observed = severity")
    op.create_index("finding_category", "finding", ["unit_id", "category", "found_on"], unique=False)


def _rectification() -> None:
    table = "rectification"
    op.drop_index("rectification_owed_due", table_name=table)
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("climbed_on", sa.Date(), nullable=True),
        _count("restarts_at", 1),
        _count("extensions", 0),
        sa.Column("needs_revisit", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("check_due_on", sa.Date(), nullable=True),
        _json("check_ladder", "[]"),
        _text("check_version"),
        _count("check_rung", 0),
    )
    for column in columns:
        op.add_column(table, column)
    op.execute(_RENAMED)
    op.execute("UPDATE rectification SET status = 'issued' WHERE status = 'open'")
    op.create_index("rectification_owed_due", table, ["due_on"], unique=False, **_only(_OWED))
    op.create_index("rectification_office_due", table, ["check_due_on"], unique=False, **_only(_OF_THE_OFFICE))


def _escalation() -> None:
    with op.batch_alter_table("escalation") as batch:
        batch.add_column(sa.Column("stage", sa.String(), server_default=sa.text("'report'"), nullable=False))
        batch.drop_constraint("one_climb", type_="unique")
        batch.create_unique_constraint("one_climb", ["rectification_id", "stage", "ladder_version", "round", "rung"])


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_extension_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
        sa.UniqueConstraint("rectification_id", "number", name="one_request"),
    )
    op.create_index("extension_asked", "extension", ["status"], unique=False, **_only("status = 'asked'"))


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("measures", _JSON, nullable=False),
        sa.Column("roles", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name="fk_proposal_escalation_id"),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_proposal_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("escalation_id", name="uq_proposal_escalation_id"),
    )
    op.create_index("ix_proposal_rectification_id", "proposal", ["rectification_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_decision_proposal_id"),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_decision_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("proposal_id", name="uq_decision_proposal_id"),
    )
    op.create_index("ix_decision_rectification_id", "decision", ["rectification_id"], unique=False)


def _revisit() -> None:
    op.create_table(
        "revisit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visited_by", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("advice", sa.String(), nullable=False),
        sa.Column("is_mended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_revisit_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revisit"),
        sa.UniqueConstraint("key", name="uq_revisit_key"),
    )
    op.create_index("ix_revisit_rectification_id", "revisit", ["rectification_id"], unique=False)


def _monitoring() -> None:
    op.create_table(
        "monitoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_monitoring_unit_id"),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_monitoring_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_monitoring"),
    )
    op.create_index("one_monitoring", "monitoring", ["unit_id"], unique=True, **_only("ended_on IS NULL"))


def _only_grows(table: str) -> None:
    """The database refuses to change or delete a row."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f'CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f'CREATE TRIGGER {table}_no_{act} BEFORE {act} ON "{table}" '
            "BEGIN SELECT RAISE(ABORT, 'the history only grows'); END"
        )
