"""`dudao rotation`: the table of comprehensive supervisions for the whole cycle."""

from __future__ import annotations

from cli.folder_commands import AsJson, Named
from cli.places import enter
from cli.printing import put, put_json, put_table, word
from cli.speaking import told
from models.engine import transaction
from models.repeating import tries
from reports.rotation import read_rotation, read_rotation_coverage
from services import rotating

_TURN = ("item", "year", "month", "code", "unit", "zone", "instrument", "carried_out")
_YEAR = ("item", "title", "year", "turns", "kindergartens", "carried_out")


def rotation(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Who has a turn in which year and month; units that joined get one, no turn that stands moves."""
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            rotating.rotate(session, door.day, door.desk)
            turns, years = read_rotation(session), read_rotation_coverage(session, door.desk)
    if as_json:
        put_json({"years": years, "turns": turns})
        return
    rows = (
        (one.item, one.year, one.month, one.code, one.unit, one.zone, word("rotation.instrument", one.instrument),
         told("draw.yes") if one.done else "")
        for one in turns
        if one.active
    )  # fmt: skip
    put_table(_TURN, rows, told("rotation.turns"))
    counted = ((one.item, one.title, one.year, one.turns, one.kindergartens, one.done) for one in years)
    put_table(_YEAR, counted, told("rotation.years"))
    if not turns:
        put(told("rotation.none"))
