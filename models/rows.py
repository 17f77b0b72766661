"""New rows in sets: what exists already is left alone, whoever was first, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from pydantic_core import PydanticUndefined
from sqlalchemy import Row
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

BATCH = 1_000
"""So many rows or keys a statement: below the limit of bound values of both databases."""

T = TypeVar("T")


def insert_new(
    session: Session,
    model: type[SQLModel],
    rows: Iterable[Mapping[str, Any]],
    *,
    unless: Sequence[str] = ("key",),
    returning: Sequence[str] = ("id",),
) -> list[Row[Any]]:
    """The rows exist; back come those that did not exist before, in any order.

    Args:
        session: the transaction.
        model: the table.
        rows: columns by name; what is left out has the model's default.
        unless: the columns of the unique key by which a row exists already.
        returning: the columns that come back.
    """
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    defaults = _defaults(model)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(table)
        .on_conflict_do_nothing(index_elements=list(unless))
        .returning(*(table.c[name] for name in returning))
    )
    added: list[Row[Any]] = []
    for batch in batches(rows):
        added += session.execute(statement, [{**defaults, **row} for row in batch]).all()
    return added


def batches(items: Iterable[T], size: int = BATCH) -> Iterable[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _defaults(model: type[SQLModel]) -> dict[str, Any]:
    """The defaults of the columns that a row may leave out; `id` and what the database fills in excepted."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name != "id" and field.default is not PydanticUndefined:
            found[name] = field.default
        elif field.default_factory is not None:
            found[name] = field.get_default(call_default_factory=True, validated_data={})
    return found
