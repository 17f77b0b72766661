"""`dudao history verify`: the history replayed from its beginning, against what stands today."""

from __future__ import annotations

import typer

from cli.folder_commands import AsJson, Named
from cli.places import enter
from cli.printing import put, put_json, put_table, word
from cli.speaking import told
from models.engine import reading
from reports.replaying import read_proof

_COLUMNS = ("subject", "number", "differs", "stands", "recorded")
_SHOWN = 200
"""Lines that a person is shown; ``--json`` has all."""


def verify(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Replay the history of every case and assignment; exit code 1 where one is not what its history says."""
    door = enter(folder)
    with reading(door.engine) as session:
        proof = read_proof(session)
    if as_json:
        put_json({"ok": proof.holds, "proof": proof})
    else:
        put(told("history.replayed", steps=proof.steps, cases=proof.cases, assignments=proof.assignments))
        rows = [
            (word("history.subject", it.subject), it.number, _column(it.column), it.stands, it.recorded)
            for it in proof.differences[:_SHOWN]
        ]
        put_table(_COLUMNS, rows, told("history.differences"))
        put(told("history.holds") if proof.holds else told("history.fails", count=len(proof.differences)))
    if not proof.holds:
        raise typer.Exit(1)


def _column(name: str) -> str:
    return told(f"history.{name}") if name in {"history", "row", "status"} else name
