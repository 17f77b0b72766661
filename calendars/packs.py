"""Packs of legal limits: YAML files beside this module in ``packs/``, or one of the office's own in its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from calendars.complaints import read_shape
from calendars.documents import read_document
from calendars.handwriting import Count, Shape, Text, Words
from rules.errors import InputError, Problem
from rules.packs import Limit, Pack, Point
from rules.plan import DueBasis

if TYPE_CHECKING:
    from rules.office import Office

SHELF = Path(__file__).parent / "packs"


class LimitShape(Shape):
    """One limit, key by key; what the keys mean stands in `rules.packs.Limit`."""

    article: Words
    value: Count = 0
    basis: Literal["working_days", "calendar_days"] | None = None
    mark: Literal["law", "public page", "application", "memory"] = "law"

    def limit(self) -> Limit:
        """The plain value."""
        return Limit(self.article, self.value, DueBasis(self.basis) if self.basis else None, self.mark)


class PackShape(Shape):
    """A whole pack file; what it does not say is as in the pack that it extends."""

    title: Words
    extends: Text = ""
    limits: Annotated[dict[Point, LimitShape], Field(default_factory=dict)]


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program, in order."""
    return tuple(sorted(Path(item.name).stem for item in SHELF.iterdir() if item.name.endswith(".yaml")))


def read_pack(path: Path) -> Pack:
    """The pack of a YAML file, with the limits of the shipped pack that it extends.

    Raises:
        InputError: every problem of the file, in its order.
    """
    document = read_document(path, path.name)
    shape = read_shape(PackShape, document)
    if shape.extends and shape.extends not in shipped_packs():
        raise _no_such_pack(path.name, "extends", shape.extends)
    below = read_pack(SHELF / f"{shape.extends}.yaml").limits if shape.extends else {}
    own = {point: limit.limit() for point, limit in shape.limits.items()}
    return Pack(path.stem, shape.title, below | own)


def office_pack(folder: Path, office: Office) -> Pack:
    """The limits that the office is held to: a shipped pack, or a YAML file of its folder.

    Raises:
        InputError: neither is there, or the file has problems.
    """
    own = folder / office.pack
    if own.suffix in {".yaml", ".yml"} and own.is_file():
        return read_pack(own)
    if office.pack not in shipped_packs():
        raise _no_such_pack("office.yaml", "pack", office.pack)
    return read_pack(SHELF / f"{office.pack}.yaml")


def _no_such_pack(file: str, key: str, name: str) -> InputError:
    more = {"line": "", "key": key}
    return InputError((Problem(file, key, "no_such_pack", name, "、".join(shipped_packs()), more=more),))
