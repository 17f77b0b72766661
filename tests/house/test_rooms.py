"""The rooms are complete, stages carry one name in every room, and the clock is read in one place."""

from __future__ import annotations

import ast
import tomllib

from tests.house.tree import ROOMS, ROOT, imports, sources

STAGES = {
    "planning", "issuing", "reminding", "lapsing", "inspecting", "escalating", "closing", "answering", "recounting",
    "delivering", "auditing", "monthly", "weekly", "drafting", "extending", "deciding", "monitoring", "complaining",
    "measuring", "sampling", "recording", "chasing", "supervising", "rotating", "rearranging",
}  # fmt: skip
SHARED = {
    "__init__", "posting", "history", "people", "post", "opening", "drawing", "carrying", "promising", "withdrawing",
    "handing", "announcing", "marks", "telling", "throttling", "holding", "rechecking", "packing", "claims", "settling",
    "unsticking", "cases", "noticing", "standing", "complaints", "weighing", "visitors", "numbering", "summoning",
    "due_steps", "rotated", "turns", "starting", "teams", "standings", "winding", "supervised", "proposed", "waiting",
    "renewing", "linking", "owed_visits", "gathering", "outcomes",
}  # fmt: skip
CLOCK = {"now", "utcnow", "today"}


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_room_is_listed_in_the_build_and_in_the_linter() -> None:
    tool = pyproject()["tool"]
    assert isinstance(tool, dict)
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms == set(ROOMS)
    assert rooms <= set(tool["setuptools"]["packages"])
    assert rooms == set(tool["importlinter"]["root_packages"])
    assert rooms == set(tool["mypy"]["packages"])


def test_a_file_of_services_is_a_stage_or_shared_by_stages() -> None:
    names = {path.stem for path in (ROOT / "services").glob("*.py")}
    assert names - SHARED - STAGES == set()


def test_no_stage_of_services_imports_another() -> None:
    for path in (ROOT / "services").glob("*.py"):
        others = {f"services.{stage}" for stage in STAGES - {path.stem}}
        assert imports(path) & others == set(), path.name


def test_the_independence_contract_names_every_stage_there_is() -> None:
    tool = pyproject()["tool"]
    assert isinstance(tool, dict)
    contract = next(item for item in tool["importlinter"]["contracts"] if item["type"] == "independence")
    stages = {f"services.{path.stem}" for path in (ROOT / "services").glob("*.py") if path.stem in STAGES}
    assert set(contract["modules"]) == stages


def test_no_file_is_called_utils_helpers_manager_or_common() -> None:
    names = {path.stem for path in sources()}
    assert names & {"utils", "util", "helpers", "helper", "manager", "common", "misc"} == set()


def test_the_clock_is_read_in_settings_only() -> None:
    readers = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            reads = isinstance(node, ast.Attribute) and node.attr in CLOCK and isinstance(node.value, ast.Name)
            if reads and node.value.id in {"date", "datetime", "dt", "pendulum", "time"}:
                readers.add(path.relative_to(ROOT).as_posix())
    assert readers == {"settings.py"}


def test_only_the_doors_read_the_settings() -> None:
    readers = {path.parent.name for path in sources() if "settings" in imports(path)}
    assert readers <= {"flows", "cli"}
