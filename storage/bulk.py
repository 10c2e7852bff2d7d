"""Many rows in one statement, for PostgreSQL: it takes longer to be told of a row than to write it, so that columns go to it
as arrays. SQLite is in this process; for a few rows, too, the driver's own way of many is as good."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Table, TableValuedAlias, bindparam, column, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

FEW = 8
Row = Mapping[str, Any]


def is_worth_while(db: Connection, rows: Sequence[Row]) -> bool:
    return db.dialect.name == "postgresql" and len(rows) > FEW


def given(types: Mapping[str, "TypeEngine[Any]"]) -> TableValuedAlias:
    """The rows to come as a table of these columns, for a statement that `execute` is handed."""
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()]
    columns = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def execute(db: Connection, statement: Executable, rows: Sequence[Row]) -> int:
    """How many rows it has touched."""
    return db.execute(statement, {name: [row[name] for row in rows] for name in rows[0]}).rowcount


def add(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Rows of the same columns, to a table without unique keys of ours."""
    if is_worth_while(db, rows):
        execute(db, _insert_given(table, tuple(rows[0])), rows)
    elif rows:
        db.execute(insert(table), rows)


@cache
def _insert_given(table: Table, names: tuple[str, ...]) -> Insert:
    rows = given({name: table.c[name].type for name in names})
    return insert(table).from_select(names, select(*(rows.c[name] for name in names)))
