"""Keeps the world in one file: written a moment after changes and at the end, whole or not at all."""

import asyncio
import contextlib
import json
import logging
from pathlib import Path

from sandbox.core.errors import Json, Refused
from sandbox.core.state import dump, load
from sandbox.server.house import House

QUIET_SECONDS = 2.0
log = logging.getLogger(__name__)
_NO_CHANGE = frozenset({"call", "typing"})


class BadState(Exception):
    """The state file is not one of ours."""


class Keeper:
    """Saves after a pause, so that a storm of changes costs one write."""

    def __init__(self, house: House, path: Path) -> None:
        self._house, self._path = house, path
        self._changed = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        if path.exists():
            self._load()
        house.world.listeners.append(self._hear)

    def _hear(self, kind: str, _: Json) -> None:
        if kind not in _NO_CHANGE:
            self._changed.set()

    def _load(self) -> None:
        try:
            kept = json.loads(self._path.read_text("utf-8"))
            load(self._house.world, kept)
            self._house.events.go_on_from(int(kept["seq"]))
        except (KeyError, TypeError, ValueError, Refused) as error:
            raise BadState(f"{self._path} 不是沙盒的状态文件，或已损坏；请换一个文件名，或删掉它重新开始。") from error

    def begin(self) -> None:
        """Watch for changes from now on."""
        self._worker = asyncio.create_task(self._work())

    async def finish(self) -> None:
        """Stop watching and write the last state."""
        if self._worker:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker
        await self._save()

    async def _work(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(QUIET_SECONDS)
            self._changed.clear()
            try:
                await self._save()
            except OSError as error:
                log.warning("状态没有存上，稍后再试：%s", error)
                self._changed.set()

    async def _save(self) -> None:
        # Confirmed updates tell nobody, so what is saved may be up to one change behind: they come again, as is right.
        text = json.dumps(dump(self._house.world) | {"seq": self._house.events.seq})
        await asyncio.to_thread(_write, self._path, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    half.write_text(text, "utf-8")
    half.replace(path)
