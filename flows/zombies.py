"""Runs whose process is gone are marked so: without it they would stay "Running" for ever after a power cut."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.automations import AutomationCore, ChangeFlowRunState, EventTrigger, Posture, ResourceSpecification
from prefect.client.schemas.objects import StateType

from flows.environment import HEARTBEAT_SECONDS
from words import LANGUAGES, say

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

LOST_AFTER = timedelta(seconds=3 * HEARTBEAT_SECONDS)


async def mark_lost_runs(client: PrefectClient, language: str) -> bool:
    """The server marks a run as crashed when its heart has not beaten three times; returns whether that is new."""
    for spoken in LANGUAGES:  # one automation watches the runs of every office of the server
        if await client.read_automations_by_name(say(spoken, "flows.zombies.name")):
            return False
    name = say(language, "flows.zombies.name")
    watch = AutomationCore(name=name, trigger=_silence(), actions=[_crashed(language)], enabled=True)
    await client.create_automation(watch)
    return True


def _silence() -> EventTrigger:
    return EventTrigger(
        after={"prefect.flow-run.heartbeat"},
        expect={"prefect.flow-run.*"},
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=LOST_AFTER,
    )


def _crashed(language: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, message=say(language, "flows.zombies.message"))
