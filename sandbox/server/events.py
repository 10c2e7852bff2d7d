"""Everything that happens, numbered, for pages that watch: a ring that a reloaded page resumes from."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from itertools import islice

from sandbox.core.errors import Json

KEPT = 20_000
KEEP_ALIVE_SECONDS = 15


class Events:
    """The ring; `seq` is the number of the latest event."""

    def __init__(self) -> None:
        self.seq = 0
        self._ring: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._news = asyncio.Event()

    def add(self, kind: str, payload: Json) -> None:
        """Number an event and wake everyone who waits."""
        self.seq += 1
        text = json.dumps({"seq": self.seq, "kind": kind} | payload, ensure_ascii=False, separators=(",", ":"))
        self._ring.append((self.seq, text))
        self._news.set()
        self._news = asyncio.Event()

    def after(self, seq: int) -> list[tuple[int, str]]:
        """Events numbered above `seq`; a gap or a number from another life begins with a reset."""
        first = self._ring[0][0] if self._ring else self.seq + 1
        if seq > self.seq or seq < first - 1:
            return [(self.seq, json.dumps({"seq": self.seq, "kind": "reset"}))]
        return list(islice(self._ring, seq - first + 1, None))

    async def stream(self, after: int) -> AsyncIterator[str]:
        """Server-sent events from `after` on, for ever."""
        yield ": 民呼必应沙盒\n\n"
        while True:
            news = self._news
            batch = self.after(after)
            for seq, text in batch:
                yield f"id: {seq}\ndata: {text}\n\n"
                after = seq
            if batch:
                continue
            try:
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    await news.wait()
            except TimeoutError:
                yield ": …\n\n"
