"""Everything that happens, numbered, for pages that watch: a ring that a reloaded page resumes from."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from sandbox.core.errors import Json
from sandbox.server.ring import Ring

KEPT = 20_000
KEEP_ALIVE_SECONDS = 15
MOST_AT_ONCE = 500
PAUSE_SECONDS = 0.02
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Event:
    """One event; written as JSON when the first page asks for it, since often none does."""

    __slots__ = ("_kind", "_payload", "_text", "seq")

    def __init__(self, seq: int, kind: str, payload: Json) -> None:
        self.seq, self._kind = seq, kind
        self._payload: Json | None = payload
        self._text = ""

    def text(self) -> str:
        """The event as JSON."""
        if self._payload is not None:
            self._text = _encode({"seq": self.seq, "kind": self._kind} | self._payload)
            self._payload = None
        return self._text


class Events:
    """The ring; `seq` is the number of the latest event."""

    def __init__(self) -> None:
        self._ring: Ring[Event] = Ring(KEPT)
        self._news: asyncio.Event | None = None

    @property
    def seq(self) -> int:
        """The number of the latest event."""
        return self._ring.last

    def go_on_from(self, seq: int) -> None:
        """Number the next event after `seq`, which was the last of an earlier life."""
        self._ring.last = seq

    def add(self, kind: str, payload: Json) -> None:
        """Number an event and wake everyone who waits."""
        self._ring.add(Event(self._ring.last + 1, kind, payload))
        if self._news is not None:
            self._news.set()
            self._news = None

    def after(self, seq: int) -> list[Event]:
        """Some of the events numbered above `seq`; a gap or a number from another life begins with a reset."""
        if seq > self.seq or seq < self._ring.first - 1:
            return [Event(self.seq, "reset", {})]
        return self._ring.after(seq, MOST_AT_ONCE)

    async def stream(self, after: int) -> AsyncIterator[str]:
        """Server-sent events from `after` on, for ever; in a storm, many in one piece."""
        yield ": 民呼必应沙盒\n\n"
        told_at = 0.0
        while True:
            if batch := self.after(after):
                await asyncio.sleep(told_at + PAUSE_SECONDS - time.monotonic())
                batch = self.after(after)
                yield "".join(f"id: {event.seq}\ndata: {event.text()}\n\n" for event in batch)
                after, told_at = batch[-1].seq, time.monotonic()
            elif not await self._is_news():
                yield ": …\n\n"

    async def _is_news(self) -> bool:
        self._news = self._news or asyncio.Event()
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return False
        return True
