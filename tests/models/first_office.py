"""An office as the first version of the tables kept it: rows in plain SQL, as its own statements wrote them."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

LADDER = (
    '[{"rung": 1, "after": 1, "tell": ["liaison", "inspector"], "measure": "urge", "proposals": []},'
    ' {"rung": 2, "after": 4, "tell": ["principal"], "measure": "urge", "proposals": []}]'
)

_ROWS = (
    """INSERT INTO office (id, name, plan, plan_version, calendar_digest, first_swept_on, swept_on)
       VALUES (1, '样镇', '样', '1', '', '2026-02-02', '2026-02-27')""",
    """INSERT INTO unit (id, code, name, kind, stages, zone, ownership, pupils, inspector, tags, active)
       VALUES (1, 'X01', '中心小学', 'primary', '["primary"]', '东区', 'public', 300, '', '[]', true),
              (2, 'X02', '第二小学', 'primary', '["primary"]', '西区', 'public', 200, '', '[]', true)""",
    """INSERT INTO person (id, name, role, unit_id, zone, email, phone, channels, active)
       VALUES (1, '旧主任', 'director', NULL, '', '', '', '[]', true),
              (2, '旧督学', 'inspector', NULL, '东区', '', '', '[]', true),
              (3, '旧联络员', 'liaison', 1, '', '', '', '[]', true)""",
    """INSERT INTO work_item (id, item, plan, title, klass, kind, programme, doer, asks, unannounced, evidence,
                              reminders, reminder_cap, digest, moved, active)
       VALUES (1, '样/自查', '样', '三月自查', 'S', 'self_check', '自查', 'liaison', 'document', false, '[]',
               '[-3, 0]', 5, '', false, true)""",
    """INSERT INTO assignment (id, work_item_id, unit_id, period, opens_on, due_on, due_basis, due_value,
                               due_provisional, unannounced, status, opened_on, answered_on, answer, reminded_on,
                               reminders)
       VALUES (1, 1, 1, '2026-03', '2026-02-02', '2026-03-31', 'fixed_date', 0, false, false, 'open', '2026-02-02',
               NULL, '', NULL, 0),
              (2, 1, 2, '2026-03', '2026-02-02', '2026-03-31', 'fixed_date', 0, false, false, 'done', '2026-02-02',
               '2026-02-20', '已报', NULL, 0)""",
    """INSERT INTO finding (id, key, unit_id, assignment_id, severity, fact, found_on, found_by)
       VALUES (1, 'f1', 1, 1, 'ordinary', '台账不全', '2026-02-09', '旧督学'),
              (2, 'f2', 1, NULL, 'serious', '消防通道堵塞', '2026-02-09', '旧督学'),
              (3, 'f3', 2, NULL, 'ordinary', '留样不足', '2026-02-09', '旧督学')""",
    f"""INSERT INTO rectification (id, number, finding_id, unit_id, status, opened_on, first_due_on, due_on, due_basis,
                                   due_value, due_provisional, counted_from, ladder, ladder_version, round, rung,
                                   reminded_on, submitted_on, closed_on)
        VALUES (1, '整改〔2026〕1号', 1, 1, 'open', '2026-02-09', '2026-02-24', '2026-02-24', 'working_days', 5, false,
                '2026-02-09', '{LADDER}', 'v1', 1, 1, NULL, NULL, NULL),
               (2, '整改〔2026〕2号', 2, 1, 'submitted', '2026-02-09', '2026-02-24', '2026-02-24', 'working_days', 5,
                false, '2026-02-09', '{LADDER}', 'v1', 1, 0, NULL, '2026-02-20', NULL),
               (3, '整改〔2026〕3号', 3, 2, 'closed', '2026-02-09', '2026-02-24', '2026-02-24', 'working_days', 5,
                false, '2026-02-09', '{LADDER}', 'v1', 1, 0, NULL, '2026-02-20', '2026-02-26')""",  # noqa: S608  (our own ladder)
    """INSERT INTO escalation (id, rectification_id, ladder_version, round, rung, climbed_on, working_days_overdue,
                               told)
       VALUES (1, 1, 'v1', 1, 1, '2026-02-25', 1, 2)""",
    """INSERT INTO counter (series, last) VALUES ('rectification-2026', 3)""",
    """INSERT INTO drawing (id, key, drawn_on, drawn_by, seed, pool, picked)
       VALUES (1, '样/随机:2026-02', '2026-02-02', 'system', 7, '["X01", "X02"]', '["X02"]')""",
    """INSERT INTO message (id, key, kind, person_id, unit_id, urgent, facts, queued_on, status, try_at, attempts,
                            claimed_at, claimed_by, ended_at, via, subject, body, error)
       VALUES (1, 'digest:2026-02-27:3', 'digest', 3, NULL, false, '{"office": "样镇", "day": "2026-02-27",
               "person": "旧联络员", "role": "liaison", "lines": []}', '2026-02-27', 'sent', NULL, 1, NULL, '', NULL,
               'files', '待办提醒', '', '')""",
    """INSERT INTO "change" (id, subject, subject_id, "on", "by", from_status, to_status, why)
       VALUES (1, 'rectification', 1, '2026-02-09', '旧督学', '', 'open', '登记问题'),
              (2, 'rectification', 2, '2026-02-09', '旧督学', '', 'open', '登记问题'),
              (3, 'rectification', 3, '2026-02-09', '旧督学', '', 'open', '登记问题'),
              (4, 'rectification', 2, '2026-02-20', '旧联络员', 'open', 'submitted', '已整改'),
              (5, 'rectification', 3, '2026-02-20', '旧联络员', 'open', 'submitted', '已整改'),
              (6, 'rectification', 1, '2026-02-25', 'system', 'open', 'open', '第1级'),
              (7, 'rectification', 3, '2026-02-26', '旧督学', 'submitted', 'closed', '合格')""",
)
_SERIES = ("unit", "person", "work_item", "assignment", "finding", "rectification", "escalation", "drawing", "message",
           "change")  # fmt: skip


def make_first_office(engine: Engine) -> None:
    """The tables of the first migration, and an office's rows in them."""
    with engine.connect() as connection, connection.begin():
        settings = Config(attributes={"connection": connection})
        settings.set_main_option("script_location", "models:migrations")
        command.upgrade(settings, "0001")
    with engine.begin() as connection:
        for row in _ROWS:
            connection.exec_driver_sql(row)
        if engine.dialect.name == "postgresql":
            for table in _SERIES:
                top = f'(SELECT MAX(id) FROM "{table}")'  # noqa: S608  (our own names)
                taken = f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), {top})"""
                connection.execute(text(taken))
