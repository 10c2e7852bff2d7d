"""12345 by files: work orders dropped into a folder become cases, and what becomes of them is written beside. Every file appears
whole, by a rename; one that is still being written is left alone."""

import asyncio
import csv
import io
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.logging import where
from bot.order_files import OrderFault, orders_of, read_orders
from bot.rules import district_table
from bot.settings import Settings, SettingsError
from bot.work_orders import OrderClerk, WorkOrder
from cases.errors import AlreadyEntered
from cases.hooks import ALL, OFFICE, OFFICE_ID, TOLD, Webhook
from cases.ordering import enter_order
from cases.ports import Clock, Run
from storage.inert import inert
from storage.plain_table import SUFFIXES, UnreadableTable
from storage.store import Store

log = logging.getLogger(__name__)
DONE, OUT, ERRORS = "done", "out", ".errors.csv"
STILL_SECONDS = 5.0
"""A file that was written to so recently may not be whole."""
LARGEST_FILE = 20 * 1024 * 1024
ROWS_PER_FILE = 1000
PERIOD_SECONDS = 15.0
HEADINGS = {
    "row": "流水号",
    "outside": "工单编号",
    "number": "本系统编号",
    "state": "状态",
    "at": "时间",
    "due_at": "时限",
    "unit_name": "承办地",
    "event": "事件",
}


@dataclass(slots=True)
class Exchanged:
    """What one look at the folder came to."""

    files: int = 0
    filed: int = 0
    known: int = 0
    faults: int = 0
    waiting: int = 0
    """Files that may still be written to."""
    stuck: int = 0
    """Files that could not be worked on, and stay."""
    written: int = 0


class Exchange:
    """One folder. `clerk` may take a second, and raises SettingsError where nobody answers for work orders; so does this
    for a table of states that cannot be used."""

    def __init__(
        self, settings: Settings, store: Store, run: Run, clock: Clock, clerk: Callable[[], OrderClerk]
    ) -> None:
        self._folder = Path(settings.hotline_dir)
        self._as_json = settings.hotline_format == "json"
        self._zone = settings.zone
        self._states = states_of(settings.hotline_states)
        self._store, self._run, self._clock, self._clerk = store, run, clock, clerk

    async def once(self) -> Exchanged:
        """In, then out. Raises OSError where the folder cannot be used, and SettingsError, after all else is done, as `clerk`
        does."""
        await asyncio.to_thread(self._prepare)
        done = Exchanged()
        nobody: SettingsError | None = None
        for path in await asyncio.to_thread(self._dropped, done):
            try:
                await self._take_in(path, done)
            except SettingsError as error:
                nobody = error
            except Exception as error:  # whatever is wrong with it, the others are not to wait for it
                done.stuck += 1
                log.error("alarm: a file of 12345 cannot be taken in: %s: %s", path.name, where(error))
        while count := await asyncio.to_thread(self._write_out):
            done.written += count
        if nobody:
            raise nobody
        return done

    def _prepare(self) -> None:
        for folder in (self._folder, self._folder / DONE, self._folder / OUT):
            folder.mkdir(parents=True, exist_ok=True)
        if not any(one.id == OFFICE_ID for one, _ in self._store.hooks.all()):
            self._store.hooks.add(Webhook(OFFICE_ID, OFFICE, (ALL,), self._clock.now()), "")

    def _dropped(self, done: Exchanged) -> Sequence[Path]:
        found = [path for path in sorted(self._folder.iterdir()) if _is_order_file(path)]
        still = [path for path in found if _is_still(path)]
        done.waiting = len(found) - len(still)
        return still

    async def _take_in(self, path: Path, done: Exchanged) -> None:
        faults: list[OrderFault] = []
        orders: Sequence[tuple[int, WorkOrder]] = ()
        try:
            sheet = await asyncio.to_thread(self._read, path)
        except UnreadableTable as error:
            faults.append(OrderFault(0, "", str(error)))
        else:
            faults += [row for _, row in sheet.rows if isinstance(row, OrderFault)]
            orders = list(orders_of(sheet))
            done.known += len(sheet.rows) - len(faults) - len(orders)
        if orders:
            await self._file(await asyncio.to_thread(self._clerk), orders, done)
        await asyncio.to_thread(self._put_away, path, faults)
        done.files += 1
        done.faults += len(faults)

    def _read(self, path: Path) -> Any:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableTable(f"{path.name} 太大，最多 {LARGEST_FILE // 1024 // 1024} MB：请分成几个。")
        return read_orders(path, self._zone)

    async def _file(self, clerk: OrderClerk, orders: Sequence[tuple[int, WorkOrder]], done: Exchanged) -> None:
        for _, order in orders:
            command = await asyncio.to_thread(clerk.command, order, self._clock.now())
            try:
                await self._run(enter_order, command)
            except AlreadyEntered:
                done.known += 1
            else:
                done.filed += 1

    def _put_away(self, path: Path, faults: Sequence[OrderFault]) -> None:
        """The faults first: a file that is done has told all."""
        if faults:
            rows = [["row", "column", "why"], *([str(one.row), one.column, one.why] for one in faults)]
            _write(path.with_name(f"{path.name}{ERRORS}"), _as_csv(rows))
        target = path.parent / DONE / path.name
        if target.exists():
            target = target.with_name(f"{target.stem}-{time.time_ns()}{target.suffix}")
        path.replace(target)

    def _write_out(self) -> int:
        """One file of state changes; how many rows of the queue it settled."""
        waiting = self._store.hooks.to_write(OFFICE_ID, ROWS_PER_FILE)
        if not waiting:
            return 0
        rows = [row for row in (self._row(*one) for one in waiting) if row]
        if rows:
            kind = "json" if self._as_json else "csv"
            name = f"states-{waiting[0][0]:08}-{waiting[-1][0]:08}.{kind}"
            _write(self._folder / OUT / name, _as_json(rows) if self._as_json else _as_csv(_table(rows)))
        self._store.hooks.written([row for row, _, _ in waiting])  # a crash before this writes them once more
        return len(waiting)

    def _row(self, row: int, outside: str, body: str) -> dict[str, Any] | None:
        """None for what the other office has no word for."""
        facts = json.loads(body)
        state = self._states.get(facts["event"])
        if state is None or not outside:
            return None
        return {name: {**facts, "row": row, "outside": outside, "state": state}.get(name) for name in HEADINGS}


def _is_order_file(path: Path) -> bool:
    """No hidden or half-named file, no link to elsewhere, and not what we wrote ourselves."""
    if path.name.startswith((".", "~")) or path.name.endswith(ERRORS):
        return False
    return path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink()


def _is_still(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime >= STILL_SECONDS
    except OSError:
        return False  # taken away meanwhile, or put in its place


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _table(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [
        list(HEADINGS.values()),
        *(["" if row[name] is None else str(row[name]) for name in HEADINGS] for row in rows),
    ]


def _as_csv(rows: Sequence[Sequence[str]]) -> str:
    """As Excel opens it, with nothing that it would take for a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([[inert(cell) for cell in row] for row in rows])
    return f"\ufeff{out.getvalue()}"


def _as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1)


def states_of(path: str = "") -> Mapping[str, str]:
    """Which happening is which state over there: the district's own table, or ours. Raises SettingsError."""
    rows = district_table(path, "states_12345.csv", "hotline_states", "状态表")
    known = {what.value for what in TOLD}
    for number, row in enumerate(rows, start=2):
        if row.get("event") not in known or not row.get("state"):
            raise SettingsError(
                f"状态表第 {number} 行不对：要有 event、state，event 只能是 {'、'.join(sorted(known))}。"
            )
    return {row["event"]: row["state"] for row in rows}


async def keep_exchanging(over: asyncio.Event, once: Callable[[], Awaitable[Exchanged]]) -> None:
    """A duty of the leader."""
    while not over.is_set():
        try:
            done = await once()
            if done.files or done.written:
                log.info(
                    "12345: %d files, %d filed, %d faults, %d told", done.files, done.filed, done.faults, done.written
                )
        except SettingsError as error:
            log.error("alarm: work orders wait in the folder: %s", error)
        except Exception as error:
            log.error("alarm: the folder of 12345 cannot be worked on: %s", where(error))
        try:
            async with asyncio.timeout(PERIOD_SECONDS):
                await over.wait()
        except TimeoutError:
            pass
