"""Commands that let days pass: one real day without a server, or a whole year that is only played."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional
from zoneinfo import ZoneInfo

import typer

from calendars import folder as folders
from cli.folder_commands import AsJson, Named
from cli.load_commands import load_facts, put_load
from cli.places import enter, folder_of
from cli.printing import busy, days_of, note, put, put_json, put_table, word
from cli.reading import read_day, read_replies, read_share
from cli.speaking import language, told
from flows.day import sweep
from flows.outbox import deliver
from flows.simulating import simulate as play
from reports.played import Given, Simulation
from reports.rendering import render

if TYPE_CHECKING:
    from flows.door import Door

_SHOWN = 25
"""Lines of a list that a person is shown; the rest stands in the report."""


def day(
    folder: Named = None,
    on: Annotated[Optional[date], typer.Option("--on", parser=read_day, metavar="YYYY-MM-DD")] = None,  # noqa: UP045  (read at run time)
    *,
    as_json: AsJson = False,
) -> None:
    """One day's services, without any Prefect server."""
    door = enter(folder, load=True)
    wanted = on or door.day
    with busy(told("busy.day", day=wanted)):
        counts = sweep(door.engine, door.desk, wanted).counts
        hour = _message_hour(door, wanted)
        sent = deliver(door.engine, door.desk, door.folder, hour, "dudao day", seal=door.seal())
    document = {
        "day": wanted,
        "opened": counts["issued"],
        "overdue": counts["lapsed"],
        "reminded": counts["reminded"],
        "escalated": counts["escalated"],
        "recounted": counts["recounted"],
        "month": counts["month"],
        "week": counts["week"],
        "messages": sent,
    }
    if as_json:
        put_json(document)
        return
    put(told("day.title", office=door.name, day=wanted))
    put_table(("what", "count"), [(word("reports.count", name), number) for name, number in counts.items()])
    put_table(("messages", "count"), [(word("status.message", name), number) for name, number in sent.items()])


def simulate(  # noqa: PLR0913, PLR0917  (a command with that many options)
    folder: Named = None,
    year: Annotated[Optional[int], typer.Option("--year", min=2000, max=2100)] = None,  # noqa: UP045  (the same)
    replies: Annotated[Any, typer.Option("--replies", parser=read_replies, metavar="all|none|0..1")] = "all",
    findings: Annotated[float, typer.Option("--findings", parser=read_share, metavar="0..1")] = 0.2,
    supervisions: Annotated[float, typer.Option("--supervisions", parser=read_share, metavar="0..1")] = 0.2,
    draws: Annotated[int, typer.Option("--draws", min=0, max=100)] = 4,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    report: Annotated[Optional[Path], typer.Option("--report", metavar="FILE.html|FILE.md")] = None,  # noqa: UP045  (the same)
    *,
    as_json: AsJson = False,
) -> None:
    """Play a whole year before anything is real."""
    desk = folders.read_desk(folder_of(folder))
    wanted, given = year or desk.office.year, Given(seed, replies, findings, supervisions, draws)
    with days_of(wanted, told("busy.playing", year=wanted)) as reached:
        played = play(desk, wanted, given, reached)
    facts = load_facts(desk, played.load)
    if report is not None:
        _write(report, played, facts)
        note(told("simulate.report", file=str(report)))
    if as_json:
        put_json({each.name: getattr(played, each.name) for each in fields(played)} | {"problems": facts["problems"]})
    else:
        _put(played)


def _message_hour(door: Door, wanted: date) -> datetime:
    return datetime.combine(wanted, door.desk.office.hours.opens, tzinfo=ZoneInfo(door.desk.office.time_zone))


def _write(report: Path, played: Simulation, facts: dict[str, Any]) -> None:
    name = "simulated.html" if report.suffix.lower() in {".html", ".htm"} else "simulated"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(render(language(), name, played=played, **facts), encoding="utf-8")


def _put(played: Simulation) -> None:
    put(told("simulate.title", office=played.office, year=played.year, seed=played.seed))
    numbers = ("occurrences", "assignments", "messages", "rectifications", "escalations", "open_at_end")
    put_table([f"numbers.{name}" for name in numbers], [[played.numbers[name] for name in numbers]])
    field_work = asdict(played.field_work)
    put_table([f"field_work.{name}" for name in field_work], [list(field_work.values())], told("simulate.field_work"))
    months = [(name, month.opened, month.assignments, month.messages) for name, month in played.by_month.items()]
    put_table(("month", "opened", "assignments", "messages"), months)
    busiest = [(each.on, each.messages, each.persons) for each in played.busiest_days]
    put_table(("on", "messages", "persons"), busiest, told("simulate.busiest"))
    people = [(load.person, word("role", load.role), load.messages) for load in played.by_person[:_SHOWN]]
    put_table(("person", "role", "messages"), people, told("simulate.by_person"))
    floods = [(flood.on, flood.person or told("simulate.office"), flood.messages) for flood in played.floods[:_SHOWN]]
    put_table(("on", "person", "messages"), floods, told("simulate.floods"))
    climbs = [
        (climb.on, climb.rung, climb.unit, climb.case, climb.working_days_overdue) for climb in played.escalations
    ]
    put_table(("on", "rung", "unit", "number", "days_overdue"), climbs[:_SHOWN], told("simulate.escalations"))
    put_load(played.load)
