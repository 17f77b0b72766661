"""The work plans: YAML files, read into `rules.plan.Plan`, every problem at once with its place.

The shipped plans stand beside this module in ``plans/``; an office may have one of its own in its folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from calendars.complaints import read_shape
from calendars.documents import read_document
from calendars.plan_checks import NAMED, check_plan
from calendars.plan_shapes import PlanShape
from rules.errors import NotFoundError
from rules.plan import Plan

SHELF = Path(__file__).parent / "plans"


def read_plan(path: Path) -> Plan:
    """The plan of a YAML file; its name is the file's stem, its version a digest of the file.

    Raises:
        InputError: every problem of the file, in its order.
    """
    document = read_document(path, path.name)
    shape = read_shape(PlanShape, document, NAMED, check_plan(document))
    return Plan(
        name=path.stem,
        title=shape.title,
        level=shape.level,
        programmes=tuple(programme.programme() for programme in shape.programmes),
        entries=tuple(entry.entry() for entry in shape.entries),
        promises=tuple(promise.promise() for promise in shape.promises),
        version=hashlib.sha256(path.read_bytes()).hexdigest()[:12],
    )


def shipped_plans() -> tuple[str, ...]:
    """The names of the plans that come with the program, in order."""
    return tuple(sorted(Path(item.name).stem for item in SHELF.iterdir() if item.name.endswith(".yaml")))


def shipped_plan_path(name: str) -> Path:
    """Where a shipped plan stands.

    Raises:
        NotFoundError: there is no shipped plan of that name.
    """
    if name not in shipped_plans():
        raise NotFoundError("calendars.no_such_plan", plan=name, plans="、".join(shipped_plans()))
    return SHELF / f"{name}.yaml"
