"""A courier on its rounds while a test looks on."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from delivery.courier import Courier
from tests.delivery.fakes import MemoryOutbox


@asynccontextmanager
async def running(outbox: MemoryOutbox, sender: Any, **more: Any) -> AsyncIterator[Courier]:
    options: dict[str, Any] = {"owner": "test", "lease": timedelta(seconds=30), **more}
    courier = Courier(outbox, sender, **options)
    stop = asyncio.Event()
    task = asyncio.create_task(courier.run(stop))
    await asyncio.sleep(0.05)
    try:
        yield courier
    finally:
        stop.set()
        await task


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came to pass"
        await asyncio.sleep(0.005)
