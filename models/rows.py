"""New rows in sets: what exists already is left alone, whoever was first, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import islice
from typing import Any, TypeVar

from pydantic_core import PydanticUndefined
from sqlalchemy import (
    ClauseElement,
    Column,
    ColumnElement,
    Executable,
    FromClause,
    Insert,
    Integer,
    Result,
    Row,
    Select,
    Table,
    TableValuedAlias,
    column,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

BATCH = 1_000
"""So many rows or keys a statement: below the limit of bound values of both databases."""

_STREAMED = 5_000

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
        rows: columns by name, the same in every row; what is left out has the model's default.
        unless: the columns of the unique key by which a row exists already; empty: every row is new.
        returning: the columns that come back; empty: nothing does.
    """
    return list(insert_each(session, model, rows, unless=unless, returning=returning))


def insert_each(
    session: Session,
    model: type[SQLModel],
    rows: Iterable[Mapping[str, Any]],
    *,
    unless: Sequence[str] = ("key",),
    returning: Sequence[str] = ("id",),
) -> Iterator[Row[Any]]:
    """What `insert_new` does, a batch at a time as its new rows are asked for: very many are never held at once."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    insert = _insert_postgresql if session.get_bind().dialect.name == "postgresql" else _insert_sqlite
    defaults = _defaults(model, table)
    for batch in batches(rows):
        yield from insert(session, table, [{**defaults, **row} for row in batch], unless, returning)


def streamed(session: Session, statement: Executable) -> Result[Any]:
    """The rows as they are asked for, some thousands at a time on both databases: very many are never held at once."""
    return session.execute(statement, execution_options={"yield_per": _STREAMED})


def insert_selected(  # noqa: PLR0913  (what a statement has)
    session: Session,
    model: type[SQLModel],
    values: Mapping[str, Any],
    source: FromClause,
    *,
    where: Sequence[ColumnElement[bool]] = (),
    unless: Sequence[str] = ("key",),
) -> Insert:
    """The statement after which one row for each row of the source exists; none of them comes through this process.

    Args:
        session: the transaction.
        model: the table.
        values: what a row holds by column: plain values, or columns of the source; the rest has the model's default.
        source: what is selected from.
        where: which rows of the source.
        unless: the columns of the unique key by which a row exists already; empty: every row is new.
    """
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    given = {name: value for name, value in {**_defaults(model, table), **values}.items() if value is not None}
    columns: list[Any] = [
        value if isinstance(value, ClauseElement) else literal(value, table.c[name].type)
        for name, value in given.items()
    ]
    chosen = select(*columns).select_from(source).where(true(), *where)
    return _from_select(session, table, list(given), chosen, unless)


def _from_select(
    session: Session, table: Table, names: list[str], chosen: Select[Any], unless: Sequence[str]
) -> Insert:
    """With the words for what exists already at its very end, where both databases want them.

    SQLAlchemy's own way to say them keeps no compiled form of the statement, and compiling it takes as long as
    inserting some hundreds of rows.
    """
    if unless:
        quote = session.get_bind().dialect.identifier_preparer.quote
        chosen = chosen.suffix_with(f"ON CONFLICT ({', '.join(map(quote, unless))}) DO NOTHING")
    return plain_insert(table).from_select(names, chosen)


def given_ids(session: Session, ids: Sequence[int]) -> TableValuedAlias:
    """These ids as a table with the column `value`, in their order, however many they are: one bound value."""
    if session.get_bind().dialect.name == "postgresql":
        array = literal(list(ids), postgresql.ARRAY(Integer))
        return func.unnest(array).table_valued(column("value", Integer), name="given").render_derived()
    return func.json_each(json.dumps(list(ids))).table_valued(column("value", Integer), name="given")


def is_given(session: Session, of: Column[Any], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column is one of these ids, however many they are; looked up in a hash on both databases."""
    if session.get_bind().dialect.name == "postgresql":
        return of == func.any(literal(list(ids), postgresql.ARRAY(Integer)))
    return of.in_(select(given_ids(session, ids).c.value))


def document(session: Session, fixed: Mapping[str, Any], more: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """A JSON document put together by the database: what is the same in every row, and texts of the row.

    Args:
        session: the transaction.
        fixed: plain values.
        more: a text of the row by its key; a key that ends in ``[]`` holds it as a list of one.
    """
    if session.get_bind().dialect.name == "postgresql":
        build = func.jsonb_build_object
        pairs = [part for key, text in more.items() for part in (key.removesuffix("[]"), _held(key, text))]
        return literal(dict(fixed), postgresql.JSONB).op("||")(build(*pairs))
    begun: ColumnElement[Any] = literal_column("''").concat(json.dumps(dict(fixed))[:-1])
    for key, text in more.items():
        opens, closes = ("[", "]") if key.endswith("[]") else ("", "")
        begun = begun.concat(f', "{key.removesuffix("[]")}": {opens}').concat(func.json_quote(text)).concat(closes)
    return begun.concat("}")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _insert_sqlite(
    session: Session, table: Table, rows: list[dict[str, Any]], unless: Sequence[str], returning: Sequence[str]
) -> Sequence[Row[Any]]:
    # SQLAlchemy keeps no compiled form of a statement with ON CONFLICT, so only those that need it have one.
    insert = sqlite.insert(table).on_conflict_do_nothing(index_elements=list(unless)) if unless else plain_insert(table)
    if not returning:
        session.execute(insert, rows)
        return []
    return session.execute(insert.returning(*(table.c[name] for name in returning)), rows).all()


def _insert_postgresql(
    session: Session, table: Table, rows: list[dict[str, Any]], unless: Sequence[str], returning: Sequence[str]
) -> Sequence[Row[Any]]:
    """All rows as one document: psycopg spends seconds on twenty thousand rows of single values."""
    document = literal(json.dumps(rows, ensure_ascii=False, default=_iso)).cast(postgresql.JSONB)
    shape: ColumnElement[Any] = literal_column(f'NULL::"{table.name}"')
    given = func.jsonb_populate_recordset(shape, document).table_valued(*rows[0])
    chosen = select(*(given.c[name] for name in rows[0]))
    insert = _from_select(session, table, list(rows[0]), chosen, unless)
    if not returning:
        session.execute(insert)
        return []
    return session.execute(insert.returning(*(table.c[name] for name in returning))).all()


def _held(key: str, text: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.jsonb_build_array(text) if key.endswith("[]") else text


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")


def _defaults(model: type[SQLModel], table: Table) -> dict[str, Any]:
    """The defaults of the columns that a row may leave out; `id` and what the database fills in excepted."""
    plain, made = _known_defaults(model, table)
    return {**plain, **{name: make() for name, make in made.items()}}


@cache
def _known_defaults(model: type[SQLModel], table: Table) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Plain values, and how those are made that every row has of its own."""
    plain: dict[str, Any] = {}
    made: dict[str, Callable[[], Any]] = {}
    for name, field in model.model_fields.items():
        if name == "id" or table.c[name].server_default is not None:
            continue
        if field.default is not PydanticUndefined:
            plain[name] = field.default
        elif field.default_factory is not None:
            made[name] = partial(field.get_default, call_default_factory=True, validated_data={})
    return plain, made
