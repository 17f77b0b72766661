"""A run of ours that failed, crashed or did not start in time is told: automations that start 运行失败告知."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.automations import AutomationCore, EventTrigger, Posture, ResourceSpecification, RunDeployment

from flows.deployments import BY_HAND, FAILED
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

    from flows.door import Door

WATCHED = {"watch": ("Failed", "Crashed", "TimedOut", "Late"), "watch_forms": ("Crashed", "Late")}
"""A form that failed was refused, and the person who sent it in reads why on its page."""
_RUN = "{{ event.resource.id }}"


async def watch_runs(client: PrefectClient, door: Door, found: Mapping[str, DeploymentResponse]) -> None:
    """One automation for the flows and one for the forms of the office watch all of its deployments but the teller.

    What stands on the server already is left alone.

    Args:
        client: of the server.
        door: the office.
        found: its deployments on the server, the teller among them.
    """
    tellers = [each.id for each in found.values() if each.entrypoint == FAILED]
    if not tellers:
        return
    forms = {each.id for each in found.values() if each.entrypoint in BY_HAND.values()}
    others = {each.id for each in found.values()} - forms - set(tellers)
    for word, ids in (("watch", others), ("watch_forms", forms)):
        name = say(door.language, f"flows.failed.{word}", office=door.name)
        await _put(client, AutomationCore(name=name, trigger=_ends(word, ids), actions=[_tells(tellers[0])]))


def _ends(word: str, ids: Iterable[UUID]) -> EventTrigger:
    related = {
        "prefect.resource.id": sorted(f"prefect.deployment.{each}" for each in ids),
        "prefect.resource.role": ["deployment"],
    }
    return EventTrigger(
        expect={f"prefect.flow-run.{state}" for state in WATCHED[word]},
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        match_related=ResourceSpecification(related),
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )


def _tells(teller: UUID) -> RunDeployment:
    given = {"run": {"__prefect_kind": "jinja", "template": _RUN}}
    return RunDeployment(source="selected", deployment_id=teller, parameters=given)


async def _put(client: PrefectClient, wanted: AutomationCore) -> None:
    for standing in await client.read_automations_by_name(wanted.name):
        if _said(standing) != _said(wanted):
            await client.update_automation(standing.id, wanted)
        return
    await client.create_automation(wanted)


def _said(automation: AutomationCore) -> object:
    """What an automation watches and does, without the ids that the server gives."""
    trigger, (action, *_) = automation.trigger, automation.actions
    watched = (trigger.match_related, trigger.expect) if isinstance(trigger, EventTrigger) else ()
    return watched, action.deployment_id if isinstance(action, RunDeployment) else None
