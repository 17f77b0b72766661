"""`dudao draw`: draw units and inspectors, show a draw, and prove that it is what its pool and seed give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.folder_commands import AsJson, Named
from cli.places import enter
from cli.printing import put, put_json, put_table
from cli.reading import read_day, read_how_many
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.drawings import read_drawing, read_drawing_ids
from reports.proofs import prove
from rules.drawing import HowMany
from services import sampling

if TYPE_CHECKING:
    from reports.drawings import Draw
    from reports.proofs import Proof

Number = Annotated[Optional[int], typer.Argument(metavar="[NUMBER]", min=1)]  # noqa: UP045  (read at run time)
Day = Optional[date]  # noqa: UP045  (the same)

_UNIT = ("zone", "unit", "code", "tickets", "visit_on", "inspectors")
_PROOF = ("drawing", "drawn_on", "topic", "holds", "faults", "pool_joined", "pool_left")


def new(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    item: Annotated[str, typer.Option("--item")],
    by: Annotated[str, typer.Option("--by")],
    key: Annotated[str, typer.Option("--key")],
    folder: Named = None,
    how_many: Annotated[
        HowMany, typer.Option("--units", parser=read_how_many, metavar="N|N%|N/zone", show_default="1/zone")
    ] = sampling.ONE_A_ZONE,
    inspectors: Annotated[int, typer.Option("--inspectors", min=1)] = 2,
    topic: Annotated[str, typer.Option("--topic")] = "",
    checklist: Annotated[str, typer.Option("--checklist")] = "",
    zones: Annotated[Optional[list[str]], typer.Option("--zone")] = None,  # noqa: UP045  (the same)
    kinds: Annotated[Optional[list[str]], typer.Option("--kind")] = None,  # noqa: UP045  (the same)
    first: Annotated[Day, typer.Option("--from", parser=read_day, metavar="YYYY-MM-DD")] = None,
    last: Annotated[Day, typer.Option("--to", parser=read_day, metavar="YYYY-MM-DD")] = None,
    public_seed: Annotated[str, typer.Option("--public-seed")] = "",
    *,
    monitored: Annotated[bool, typer.Option("--monitored")] = False,
    secret: Annotated[bool, typer.Option("--secret")] = False,
    as_json: AsJson = False,
) -> None:
    """Draw units and inspectors for a random inspection."""
    door = enter(folder)
    form = sampling.Form(
        item, key, by, how_many, topic, checklist, zones or (), kinds or (), monitored, inspectors, first, last,
        secret, public_seed,
    )  # fmt: skip
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            made = sampling.draw_now(session, door.day, door.desk, form)
            draw = read_drawing(session, made.drawing_id)
    _put(draw, as_json=as_json)


def show(folder: Named = None, number: Number = None, *, as_json: AsJson = False) -> None:
    """One draw, or all of them."""
    door = enter(folder)
    with reading(door.engine) as session:
        draws = [read_drawing(session, one) for one in ([number] if number else read_drawing_ids(session))]
    if as_json:
        put_json(draws[0] if number else draws)
        return
    for draw in draws:
        _put(draw, as_json=False)


def verify(folder: Named = None, number: Number = None, *, as_json: AsJson = False) -> None:
    """Repeat one draw or all of them; exit code 1 where one is not what its pool and seed give."""
    door = enter(folder)
    with reading(door.engine) as session:
        ids = [number] if number else read_drawing_ids(session)
        proofs = [prove(session, door.desk, one) for one in ids]
    if as_json:
        put_json({"ok": all(proof.holds for proof in proofs), "draws": proofs})
    else:
        put_table(_PROOF, map(_proof_row, proofs), told("draw.proofs"))
        wrong = sum(not proof.holds for proof in proofs)
        put(told("draw.wrong", count=wrong) if wrong else told("draw.right", count=len(proofs)))
    if not all(proof.holds for proof in proofs):
        raise typer.Exit(1)


def _put(draw: Draw, *, as_json: bool) -> None:
    if as_json:
        put_json(draw)
        return
    put(told("draw.title", id=draw.id, topic=draw.topic or draw.key, day=draw.drawn_on, by=draw.drawn_by))
    rows = (
        (unit.zone, unit.name, unit.code, unit.tickets, unit.visit_on, "、".join(unit.inspectors))
        for unit in draw.units
    )
    put_table(_UNIT, rows)
    put(told("draw.seed", pool=draw.pool, seed=draw.seed, digest=draw.digest, rule=draw.rule))


def _proof_row(proof: Proof) -> list[object]:
    faults = "、".join(told(f"draw.fault.{fault}") for fault in proof.faults)
    holds = told("draw.yes") if proof.holds else told("draw.no")
    joined, left = "、".join(proof.joined), "、".join(proof.left)
    return [proof.id, proof.drawn_on, proof.topic, holds, faults, joined, left]
