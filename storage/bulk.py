"""Many rows in one statement, past what SQLAlchemy does for each row, which costs more than writing it.

PostgreSQL gets them as one JSON text, since it takes longer to be told of a value than to read it; SQLite is in this process and
takes them as tuples."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    BindParameter,
    Connection,
    Executable,
    Insert,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSON, psycopg
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.engine import insert_new

DIALECTS = {"sqlite": sqlite.dialect, "postgresql": psycopg.dialect}
FEW = 8
"""So few rows are not worth a table of their own."""
GIVEN = "given"
Row = Mapping[str, Any]
Types = Mapping[str, "TypeEngine[Any]"]


def takes_table(db: Connection, rows: Sequence[Row]) -> bool:
    return db.dialect.name == "postgresql" and len(rows) > FEW


def given(types: Types) -> TableValuedAlias:
    """The rows to come as a table of these columns, for a statement that `execute_table` is handed."""
    rows = func.json_to_recordset(bindparam(GIVEN, type_=Text).cast(JSON))
    columns = [column(name, kind) for name, kind in types.items()]
    return rows.table_valued(*columns, name=GIVEN).render_derived(with_types=True)


def execute_table(db: Connection, statement: Executable, types: Types, rows: Sequence[Row]) -> int:
    """How many rows it has touched."""
    processed = _processed([(kind, [row[name] for row in rows]) for name, kind in types.items()], db.dialect.name)
    names = tuple(types)
    told = to_json([dict(zip(names, row, strict=True)) for row in processed])
    return db.execute(statement, {GIVEN: told.decode()}).rowcount


def execute_each(db: Connection, statement: Executable, rows: Sequence[Row]) -> int:
    """The statement once for each row; how many rows it has touched. The statement must be one that lasts: it is kept."""
    if db.dialect.name != "sqlite":
        return db.execute(statement, rows).rowcount
    sql, bound = _compiled(statement, db.dialect.name, tuple(rows[0]))
    columns = [(one.type, [row[one.key] for row in rows] if one.required else [one.value] * len(rows)) for one in bound]
    return db.exec_driver_sql(sql, list(_processed(columns, db.dialect.name))).rowcount


def add_new(db: Connection, table: Table, rows: Sequence[Row]) -> int:
    """Rows of the same columns, without those that would break a unique key; how many were new."""
    if takes_table(db, rows):
        names = tuple(rows[0])
        return execute_table(db, _insert_given(table, names), _types(table, names), rows)
    return execute_each(db, insert_new(table, db.dialect.name), rows)


def _processed(columns: Sequence[tuple["TypeEngine[Any]", Sequence[Any]]], dialect: str) -> Iterable[tuple[Any, ...]]:
    """Columns to rows of what the driver takes."""
    made = [(_processor(kind, dialect), values) for kind, values in columns]
    return zip(*(map(process, values) if process else values for process, values in made), strict=True)


@cache
def _processor(kind: "TypeEngine[Any]", dialect: str) -> Any:
    made_for = DIALECTS[dialect]()
    return kind.dialect_impl(made_for).bind_processor(made_for)


@cache
def _compiled(statement: Executable, dialect: str, names: tuple[str, ...]) -> tuple[str, list[BindParameter[Any]]]:
    """The text for the driver, and what is bound to each of its places."""
    compiled = statement.compile(dialect=DIALECTS[dialect](), column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup is not None
    return str(compiled), [compiled.binds[name] for name in compiled.positiontup]


@cache
def _types(table: Table, names: tuple[str, ...]) -> Types:
    return {name: table.c[name].type for name in names}


@cache
def _insert_given(table: Table, names: tuple[str, ...]) -> Insert:
    rows = given(_types(table, names))
    return insert_new(table, "postgresql").from_select(names, select(*(rows.c[name] for name in names)))
