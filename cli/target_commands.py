"""``dudao targets`` and ``dudao target``: what the plan's targets ask for, and what was measured."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.case_commands import By
from cli.folder_commands import AsJson, Named
from cli.places import enter, split_places
from cli.printing import put, put_json, put_table
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.targets import Target, read_targets
from services import measuring

_COLUMNS = ("item", "target", "period", "unit", "value", "reached", "on", "by", "source")


def targets(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Every target with its values."""
    door = enter(folder)
    with reading(door.engine) as session:
        found = read_targets(session, door.desk)
    if as_json:
        put_json(found)
        return
    put_table(_COLUMNS, [row for target in found for row in _rows(target)], told("targets.title", office=door.name))


def target(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    places: Annotated[list[str], typer.Argument(metavar="[DIR] ITEM")],
    period: Annotated[str, typer.Option("--period")],
    value: Annotated[float, typer.Option("--value")],
    by: By,
    taken_from: Annotated[str, typer.Option("--source")],
    unit: Annotated[str, typer.Option("--unit")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record what a target was measured to be."""
    folder, item = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            number = measuring.measure(
                session, door.day, door.desk, item=item, period=period, value=value, by=by, source=taken_from, unit=unit
            )
    if as_json:
        put_json({"ok": True, "measurement": number, "item": item, "period": period, "value": value})
    else:
        put(told("targets.done", item=item, period=period, value=f"{value:g}"))


def _rows(found: Target) -> list[list[object]]:
    rows: list[list[object]] = [
        [
            found.item, found.target, one.period, one.unit, f"{one.value:g}", told(f"targets.{one.reached}"),
            one.measured_on, one.by, one.source,
        ]
        for one in found.measured
    ]  # fmt: skip
    return rows or [[found.item, found.target, "", "", "", told("targets.not_yet"), "", "", ""]]
