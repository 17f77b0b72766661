"""The forms about messages, from end to end: what was held is released, what arrived after all counts as sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.flows.serving import Api, Started, until

pytestmark = pytest.mark.prefect


def sent(served: Started, count: int) -> list[int]:
    """The numbers of the office's oldest messages that have left, once there are so many; [] before."""
    with closing(sqlite3.connect(served.folder / "var" / "dudao.db", timeout=60)) as database:
        oldest = database.execute("SELECT id FROM message WHERE status = 'sent' ORDER BY id LIMIT ?", (count,))
        numbers = [int(number) for (number,) in oldest]
    return numbers if len(numbers) == count else []


def put_aside(served: Started, *statuses: str) -> list[int]:
    """The office's oldest messages stand in these statuses, as after a flood or a broken line; their numbers."""
    numbers = until(lambda: sent(served, len(statuses)))
    with closing(sqlite3.connect(served.folder / "var" / "dudao.db", timeout=60)) as database:
        rows = list(zip(statuses, numbers, strict=True))
        database.executemany("UPDATE message SET status = ? WHERE id = ?", rows)
        database.commit()
    return numbers


def status_of(served: Started, message: int) -> str:
    with closing(sqlite3.connect(served.folder / "var" / "dudao.db", timeout=60)) as database:
        return str(database.execute("SELECT status FROM message WHERE id = ?", (message,)).fetchone()[0])


def test_what_was_held_is_released_and_what_arrived_counts_as_sent(served: Started, api: Api) -> None:
    api.done("登记问题", unit=api.picks("登记问题", "unit")[4], severity="危险", fact="放行之前的问题", by="督导室干事")
    held, unknown = put_aside(served, "held", "unknown")
    api.done("登记问题", unit=api.picks("登记问题", "unit")[5], fact="暂停之后的问题", by="督导室干事")
    (label,) = api.picks("放行消息", "held")
    assert "已放行 1 条" in api.done("放行消息", held=label, act="放行", by="督导室干事")
    assert status_of(served, held) != "held"
    message = api.first("补发消息", "message", f"{unknown} · ")
    assert "视为送达" in api.done("补发消息", message=message, act="视为已送达", by="督导室干事")
    assert status_of(served, unknown) == "sent"
