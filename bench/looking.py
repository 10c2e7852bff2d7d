"""Row d: the look of the clock when nothing is due, and catching up with what is, against the same reads and writes in SQL."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite

from bench.rows import ROUNDS, Row, amount, compared
from bot.app import clockwork_for
from bot.hands import hands_for
from bot.runner import Runner
from cases.agenda import due_sweeps
from scheduler.clockwork import ROWS_PER_LOOK, Clockwork
from storage.agenda import QUESTION
from storage.engine import PRAGMAS
from storage.store import Store
from tests.endurance.crowd import NOON, RULES, DeskClock, add_cases, climb, settle_in

OPEN, DUE, LOOKS = 10_000, 2_000, 2_000
AS_STORED = "%Y-%m-%d %H:%M:%S.%f"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        url = f"sqlite:///{path}"
        settle_in(url)
        store = Store(url, DeskClock(), RULES)
        add_cases(url, OPEN, NOON - timedelta(days=1))
        with closing(sqlite3.connect(path)) as db:
            for pragma in PRAGMAS:
                db.execute(pragma)  # what the store has written is on the disk, and so must this be
            yield from looking(store, db)
            yield catching_up(store, url, db)
        store.close()


def looking(store: Store, db: sqlite3.Connection) -> Iterator[Row]:
    """What the clock asks in its thread once a second; and a whole turn of it, the way to that thread and back included."""
    hands = hands_for(store)
    with asyncio.Runner() as loop:
        clockwork = clockwork_for(store, Runner(store, hands), DeskClock())
        loop.run(turns(clockwork, 2))
        assert not due_sweeps(store.agenda, RULES, NOON), "what was due before is done"
        question = str(QUESTION.compile(dialect=sqlite.dialect()))
        floor = partial(ask, db, question)
        name = f"d  a look at {OPEN:,} open cases, nothing due : the same question in SQL"
        yield compared(name, partial(due_sweeps, store.agenda, RULES, NOON), floor, LOOKS, asked=0.5)
        yield compared(
            "d  the clock's whole turn, nothing due : the same", lambda: loop.run(turns(clockwork, LOOKS)),
            lambda: [floor() for _ in range(LOOKS)], 1, unit=LOOKS,
        )  # fmt: skip
    hands.close()


async def turns(clockwork: Clockwork, times: int) -> None:
    for _ in range(times):
        await clockwork.sweep()
        assert clockwork.swept_at == NOON


def ask(db: sqlite3.Connection, question: str) -> Any:
    return db.execute(question, [NOON.strftime(AS_STORED)] * question.count("?")).fetchone()


def due_in(db: sqlite3.Connection) -> list[Any]:
    query = "SELECT * FROM cases WHERE look_at <= ? ORDER BY look_at LIMIT ?"
    return db.execute(query, (NOON.strftime(AS_STORED), ROWS_PER_LOOK)).fetchall()


def catching_up(store: Store, url: str, db: sqlite3.Connection) -> Row:
    """The floor reads the due cases and writes as many rows, with the same contents, as ours has just written."""
    ratios, ours, raws = [], [], []
    for nth in range(ROUNDS):
        before = newest(db)
        added = add_cases(url, DUE, NOON - timedelta(days=6, minutes=2 * nth))
        begun = time.perf_counter()
        climb(store, added)
        ours.append((time.perf_counter() - begun) / added)
        written = [list(db.execute(f"SELECT * FROM {table} WHERE id > ?", (id,))) for table, id in before.items()]
        said = [row for row in written[0] if row]
        assert len(said) >= added, "every due case is said to somebody"
        assert add_cases(url, DUE, NOON - timedelta(days=6, minutes=2 * nth + 1)) == added
        raws.append(raw(db, dict(zip(before, written, strict=True)), nth) / added)
        ratios.append(raws[-1] / ours[-1])
    middle = ROUNDS // 2
    remark = f"{amount(sorted(ours)[middle])} : {amount(sorted(raws)[middle])} a due case, to the disk"
    return Row("d  catching up with what is due : the same rows written in SQL", ratios, 0.5, remark=remark)


def newest(db: sqlite3.Connection) -> dict[str, int]:
    return {
        table: db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in ("outbox", "event")
    }


def raw(db: sqlite3.Connection, written: dict[str, list[tuple[Any, ...]]], nth: int) -> float:
    """Seconds to read what is due, move it on, and write those rows again under other keys."""
    inserts = {}
    for table, rows in written.items():
        names = [column[1] for column in db.execute(f"PRAGMA table_info({table})")]
        key = names.index("key") if "key" in names else None
        again = [[f"{cell}/{nth}" if n == key else cell for n, cell in enumerate(row) if n] for row in rows]
        marks = ", ".join("?" * (len(names) - 1))
        inserts[f"INSERT INTO {table} ({', '.join(names[1:])}) VALUES ({marks})"] = again
    begun = time.perf_counter()
    while due := due_in(db):
        moved = [("2030-01-01 00:00:00.000000", case[0]) for case in due]
        db.executemany("UPDATE cases SET rung = rung + 1, version = version + 1, look_at = ? WHERE id = ?", moved)
        for statement, again in inserts.items():
            part, rest = again[: len(due)], again[len(due) :]
            db.executemany(statement, part)
            inserts[statement] = rest
        db.commit()
    for statement, rest in inserts.items():
        db.executemany(statement, rest)
    db.commit()
    return time.perf_counter() - begun
