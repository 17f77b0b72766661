"""Papers on the server: the board and the year under fixed ids, and what each run leaves behind."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.context import FlowRunContext

from flows.describing import Links, page
from flows.naming import artifact_key
from models.engine import reading
from reports.board import read_board
from reports.cases import read_case
from reports.rendering import render
from reports.undelivered import read_undelivered
from reports.year import read_year
from words import say

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient

    from flows.door import Door

_LIGHT, _DARK = "#f1f5f9", "#0f172a"
CHART = "%%{init: " + json.dumps(
    {
        "theme": "dark",
        "themeVariables": {"taskTextOutsideColor": _LIGHT, "taskTextDarkColor": _DARK, "taskTextColor": _DARK},
        "gantt": {"useWidth": 760, "barHeight": 20, "fontSize": 13, "sectionFontSize": 13, "leftPadding": 140},
    }
) + "}%%"  # fmt: skip
"""Prefect's page shows a chart on a dark ground and scales it to its column: light letters, and large enough."""


async def keep(client: PrefectClient, key: str, title: str, text: str) -> UUID:
    """The paper of that key says this, under the id that it always had: links to it stay good.

    It belongs to no run, so that cleaning up old runs never takes it away.
    """
    wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
    for artifact in await client.read_artifacts(artifact_filter=wanted, limit=1):
        if (artifact.data, artifact.description) != (text, title):
            await client.update_artifact(artifact.id, ArtifactUpdate(data=text, description=title))
        return artifact.id
    created = await client.create_artifact(ArtifactCreate(key=key, type="markdown", data=text, description=title))
    return created.id


async def keep_board(client: PrefectClient, door: Door) -> Links:
    """The board and the year stand on the server as of now, each with working links to the other."""
    board_key, year_key = artifact_key("board", door.name), artifact_key("year", door.name)
    links = await _links(client, board_key, year_key)
    if links is None:
        title = say(door.language, "flows.paper.title", office=door.name)
        links = Links(await keep(client, board_key, title, ""), await keep(client, year_key, title, ""))
    links = replace(links, undelivered=await _keep_undelivered(client, door, links))
    shown = links.shown(door.language)
    with reading(door.engine) as session:
        board = render(door.language, "board", board=read_board(session, door.day, door.desk), links=shown)
        year = read_year(door.desk, max(door.desk.office.year, door.day.year), session)
    await keep(client, board_key, say(door.language, "flows.paper.board", office=door.name), board)
    year_title = say(door.language, "flows.paper.year", office=door.name, year=year.year)
    text = render(door.language, "year", year=year, links=shown).replace("```mermaid\n", f"```mermaid\n{CHART}\n")
    await keep(client, year_key, year_title, text)
    return links


async def _keep_undelivered(client: PrefectClient, door: Door, links: Links) -> UUID:
    """The board of messages that did not arrive says what a person has to decide on now."""
    with reading(door.engine) as session:
        letters = read_undelivered(session)
    text = render(door.language, "undelivered", letters=letters, links=links.shown(door.language))
    title = say(door.language, "flows.paper.undelivered", office=door.name)
    return await keep(client, artifact_key("undelivered", door.name), title, text)


async def leave(door: Door, what: str, heading: str, **facts: object) -> None:
    """This run's own paper: what it did, for whom, due when, with the way to the board."""
    async with get_client() as client:
        links = await keep_board(client, door)
        text = render(door.language, what, links=links.shown(door.language), **facts)
        await _leave(client, artifact_key(what.replace("_", "-"), door.name), heading, text)


async def leave_note(door: Door, heading: str, said: str) -> None:
    """This run's own paper where one sentence says it."""
    async with get_client() as client:
        links = await keep_board(client, door)
        await _leave(
            client, artifact_key("note", door.name), heading, f"# {heading}\n\n{page(said, links, door.language)}"
        )


async def _leave(client: PrefectClient, key: str, heading: str, text: str) -> None:
    run = FlowRunContext.get()
    run_id = run.flow_run.id if run and run.flow_run else None
    paper = ArtifactCreate(key=key, type="markdown", data=text, description=heading, flow_run_id=run_id)
    await client.create_artifact(paper)


async def leave_case(door: Door, case_id: int, what: str) -> None:
    """The paper of a rectification: the notice when it opens, its whole history later."""
    with reading(door.engine) as session:
        case = read_case(session, door.day, door.desk, case_id)
    title = say(door.language, f"flows.paper.{what}", number=case.line.number, unit=case.line.unit)
    await leave(door, what, title, case=case)


async def _links(client: PrefectClient, board_key: str, year_key: str) -> Links | None:
    wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[board_key, year_key]))
    found = {artifact.key: artifact.id for artifact in await client.read_artifacts(artifact_filter=wanted)}
    if board_key not in found or year_key not in found:
        return None
    return Links(found[board_key], found[year_key])
