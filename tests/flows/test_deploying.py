"""A real server: what `dudao apply` brings to it, and that to repeat it changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flows.applying import process_environment
from flows.deployments import BY_HAND, CLOCKWORK, FAILED, PROGRAMME, sheets
from flows.describing import Links
from flows.door import open_door
from flows.timing import is_future
from settings import Settings
from tests.flows.serving import OFFICE, SAMPLE, Api, Started, until

pytestmark = pytest.mark.prefect


def command(served: Started, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A `dudao` or `prefect` command beside the service that runs."""
    environment = process_environment(folder or served.folder, served.folder, Settings(port=served.port))
    return subprocess.run(
        [str(Path(sys.executable).with_name(arguments[0])), *arguments[1:]],
        env={**environment, "DUDAO_PORT": str(served.port)},
        cwd=served.folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def scheduled(api: Api) -> list[dict[str, Any]]:
    """The runs that the scheduler made for the programmes."""
    ids = [each["id"] for each in api.deployments().values() if each["entrypoint"] == PROGRAMME]
    chosen = {"deployment_id": {"any_": ids}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    found: list[dict[str, Any]] = api.post("/flow_runs/filter", {"flow_runs": chosen, "limit": 200})
    return [run for run in found if run["auto_scheduled"]]


def standing(api: Api) -> dict[str, set[tuple[str, str]]]:
    """When the server runs each deployment: the names and the dates, or the cron lines, of its schedules."""
    return {
        name: {(each["slug"], rule(each["schedule"])) for each in found["schedules"]}
        for name, found in api.deployments().items()
    }


def rule(schedule: dict[str, str]) -> str:
    """The cron line or the dates, without the beginning that the server may have put before them."""
    return schedule.get("cron") or "RDATE:" + schedule["rrule"].partition("RDATE:")[2]


def planned(served: Started) -> dict[str, set[tuple[str, str]]]:
    """The same as the folder says it now."""
    door = open_door(served.folder)
    links = Links(uuid4(), uuid4())
    return {
        f"{sheet.flow}/{sheet.name}": {
            (each.slug, each.cron or each.rdate) for each in sheet.timings if is_future(each, door.day)
        }
        for sheet in sheets(door.desk, door.day, links)
    }


def test_the_programmes_the_sweeps_and_the_forms_stand_on_the_server(api: Api) -> None:
    entrypoints = Counter(each["entrypoint"] for each in api.deployments().values())
    assert entrypoints[PROGRAMME] >= 13
    assert set(entrypoints) == {PROGRAMME, FAILED, *CLOCKWORK.values(), *BY_HAND.values()}


def test_the_scheduler_makes_runs_two_months_ahead(api: Api) -> None:
    runs = until(lambda: scheduled(api))
    assert {run["created_by"]["type"] for run in runs} == {"SCHEDULE"}


def test_scheduled_runs_are_called_by_their_work(api: Api) -> None:
    until(lambda: all(" · " in run["name"] for run in scheduled(api)))


def test_the_prefect_command_works_with_the_pinned_packages(served: Started) -> None:
    listed = command(served, "prefect", "deployment", "ls")
    assert listed.returncode == 0, listed.stderr
    assert "每日巡查" in listed.stdout


def test_applying_again_duplicates_nothing(served: Started, api: Api) -> None:
    before, runs = api.deployments(), {run["id"] for run in scheduled(api)}
    done = command(served, "dudao", "apply", str(served.folder))
    assert done.returncode == 0, done.stderr
    after = api.deployments()
    assert {name: each["id"] for name, each in after.items()} == {name: each["id"] for name, each in before.items()}
    assert {name: len(each["schedules"]) for name, each in after.items()} == {
        name: len(each["schedules"]) for name, each in before.items()
    }
    assert runs <= {run["id"] for run in scheduled(api)}
    assert len(api.post("/automations/filter")) == 3


def test_a_programme_that_left_the_plan_leaves_the_server_and_comes_back_with_it(
    served: Started, api: Api, tmp_path: Path
) -> None:
    names = set(api.deployments())
    kept = shutil.copy(served.folder / "office.yaml", tmp_path / "office.yaml")
    plan = (Path(__file__).parents[2] / "calendars" / "plans" / "caizhuang-2014.yaml").read_text(encoding="utf-8")
    moved = plan.replace("window: {month: 6}", "window: {month: 7}").replace("年中自评", "年中自查")
    (served.folder / "own-plan.yaml").write_text(moved, encoding="utf-8")
    office = (served.folder / "office.yaml").read_text(encoding="utf-8")
    (served.folder / "office.yaml").write_text(
        office.replace("plan: caizhuang-2014", "plan: own-plan.yaml"), encoding="utf-8"
    )
    done = command(served, "dudao", "apply", str(served.folder))
    assert done.returncode == 0, done.stderr
    assert names ^ set(api.deployments()) == {f"年中自评/年中自评 · {OFFICE}", f"年中自查/年中自查 · {OFFICE}"}
    assert standing(api) == planned(served)
    shutil.copy(kept, served.folder / "office.yaml")
    assert command(served, "dudao", "apply", str(served.folder)).returncode == 0
    assert set(api.deployments()) == names
    assert standing(api) == planned(served)


def test_a_second_office_has_deployments_of_its_own_on_the_same_server(
    served: Started, api: Api, tmp_path: Path
) -> None:
    folder = tmp_path / "河东"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var"))
    office = (folder / "office.yaml").read_text(encoding="utf-8")
    (folder / "office.yaml").write_text(office.replace(OFFICE, "河东镇教育督导室"), encoding="utf-8")
    before = {name: each["id"] for name, each in api.deployments().items()}
    assert command(served, "dudao", "apply", str(folder), folder=folder).returncode == 0
    assert {name: each["id"] for name, each in api.deployments().items()} == before
    assert len(api.deployments("河东镇教育督导室")) == len(before)


def test_without_a_server_the_database_is_loaded_and_the_deployments_follow(tmp_path: Path) -> None:
    folder = tmp_path / "独立"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var"))
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dudao")), "apply", str(folder)],
        env={**os.environ, "DUDAO_PORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "dudao up" in done.stdout + done.stderr
    assert list((folder / "var").glob("*.db"))
