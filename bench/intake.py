"""Row b: durable intake alone, against the driver's own batch insert of the same rows into the same table."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from bench.desks import desk_store
from bench.rows import Row, compared
from storage.engine import PRAGMAS
from tests.postgres import Server

BATCH, TIMES = 100, 40
COLUMNS = ("update_id", "message", "lane", "raw", "state", "attempts", "begun", "owner", "error", "received_at")
Batch = list[dict[str, Any]]


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        with desk_store(url) as store, closing(sqlite3.connect(Path(folder) / "desk.db")) as db:
            for pragma in PRAGMAS:
                db.execute(pragma)  # what the store has taken in is on the disk, and so must this be
            yield row("sqlite", store.inbox.store, Raw(db, "?", db))
    server = Server(fsync="on")
    try:
        url = server.new()
        with desk_store(url) as store, psycopg.connect(_plain(url)) as pg, pg.cursor() as cursor:
            yield row("postgresql", store.inbox.store, Raw(pg, "%s", cursor))
    finally:
        server.close()


def row(engine: str, store: Callable[[Batch], int], raw: "Raw") -> Row:
    numbers = count(1)
    return compared(
        f"b  {BATCH} updates safe on disk, {engine} : the driver's executemany",
        lambda: store(batch(numbers)),
        lambda: raw.store(batch(numbers)),
        TIMES,
        asked=0.5,
        clock=time.perf_counter,
        unit=BATCH,
        per="an update, to the disk",
    )


def batch(numbers: Iterator[int]) -> Batch:
    return [update(next(numbers)) for _ in range(BATCH)]


def update(n: int) -> dict[str, Any]:
    person = {"id": 700_000 + n % 500, "is_bot": False, "first_name": "居民"}
    chat = {"id": person["id"], "type": "private", "first_name": "居民"}
    text = "文昌街道大寨村2组路灯坏了三天，晚上黑得很，老人出门不方便"
    return {
        "update_id": n,
        "message": {"message_id": n, "date": 1_772_000_000, "chat": chat, "from": person, "text": text},
    }


class Raw:
    """The same rows by the driver, which knows their columns and nothing of what is in them."""

    def __init__(self, db: Any, mark: str, cursor: Any) -> None:
        self._db, self._cursor = db, cursor
        self._insert = f"INSERT INTO inbox ({', '.join(COLUMNS)}) VALUES ({', '.join([mark] * len(COLUMNS))})"

    def store(self, updates: Batch) -> None:
        self._cursor.executemany(self._insert, [self._values(one) for one in updates])
        self._db.commit()

    def _values(self, one: dict[str, Any]) -> Sequence[Any]:
        chat, number = one["message"]["chat"]["id"], one["message"]["message_id"]
        received = "2026-03-02 04:00:00.000000"
        text = json.dumps(one)
        return (one["update_id"], f"{chat}:{number}", str(chat), text, "waiting", 0, 0, "", "", received)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
