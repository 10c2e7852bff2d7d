"""How far something has got, under its name."""

from sqlalchemy import Connection, select

from storage.engine import upsert
from storage.tables import bookmark


def read(db: Connection, name: str) -> str:
    """ "" before the first time."""
    return db.execute(select(bookmark.c.value).where(bookmark.c.name == name)).scalar() or ""


def write(db: Connection, name: str, value: str) -> None:
    db.execute(upsert(bookmark, db.dialect.name), {"name": name, "value": value})
