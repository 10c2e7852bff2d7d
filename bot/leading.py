"""What only one process of a desk does: fetching updates and speaking. Begun when this one is elected, ended when not."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from storage.meeting import Meeting

log = logging.getLogger(__name__)
Duty = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until the event is set, or is cancelled when it does not heed it in time."""
LAY_DOWN_SECONDS = 9.0
HANGS_SECONDS = 8.0


class Leading:
    """`leads` is True from the election until this process is deposed or stops."""

    def __init__(self, meeting: Meeting, duties: Mapping[str, Duty], heard: Callable[[], None]) -> None:
        self._meeting, self._duties, self._heard = meeting, duties, heard
        self._changed = asyncio.Event()
        self.leads = False
        self._beat_at = time.monotonic()

    async def join(self) -> None:
        """Before `run`. Raises DeskInUse."""
        loop = asyncio.get_running_loop()

        def elected(leads: bool) -> None:
            loop.call_soon_threadsafe(self._elected, leads)

        def heard() -> None:
            loop.call_soon_threadsafe(self._heard)

        await asyncio.to_thread(self._meeting.join, elected, heard, self._is_alive)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Raises whatever a duty raises."""
        pulse = asyncio.create_task(self._beat())
        try:
            while not stop.is_set():
                self._changed.clear()
                if self.leads:
                    await self._lead(stop)
                else:
                    await _first(stop, self._changed)
        finally:
            pulse.cancel()
            await asyncio.to_thread(self._meeting.leave)

    async def _beat(self) -> None:
        while True:
            self._beat_at = time.monotonic()
            await asyncio.sleep(1)

    def _is_alive(self) -> bool:
        """Asked from the meeting's thread: a loop that hangs neither polls nor speaks, and must not keep others from it."""
        return time.monotonic() - self._beat_at < HANGS_SECONDS

    def _elected(self, leads: bool) -> None:
        log.info("this process %s", "leads: it fetches updates and speaks" if leads else "no longer leads")
        self.leads = leads
        self._changed.set()

    async def _lead(self, stop: asyncio.Event) -> None:
        over = asyncio.Event()
        tasks = [asyncio.create_task(_done(duty, over), name=name) for name, duty in self._duties.items()]
        ending = asyncio.create_task(_first(stop, self._changed))
        await asyncio.wait([ending, *tasks], return_when=asyncio.FIRST_COMPLETED)
        ended_by_itself = not ending.done()
        over.set()
        await _lay_down(tasks)
        ending.cancel()
        if ended_by_itself:
            raise RuntimeError("a duty of the leader has ended")


async def _done(duty: Duty, over: asyncio.Event) -> None:
    await duty(over)


async def _lay_down(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Raises the first error of a duty."""
    _, late = await asyncio.wait(tasks, timeout=LAY_DOWN_SECONDS)
    for task in late:
        log.warning("%s did not lay down its work in time", task.get_name())
        task.cancel()
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error


async def _first(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def until(over: asyncio.Event, work: Awaitable[None]) -> None:
    """A duty that knows no end of its own: cancelled when it is over."""
    task = asyncio.ensure_future(work)
    ending = asyncio.create_task(over.wait())
    await asyncio.wait([task, ending], return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if task.done():
        task.result()
        return
    task.cancel()
    await asyncio.wait([task])
