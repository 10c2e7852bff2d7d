"""What the console's pages show, asked of the store without holding up the loop."""

import asyncio

from cases.model import Status
from cases.ports import Clock
from console.app import Pages
from console.today import Today, today
from console.undone import Undone, undone
from storage.store import Store

CASES_SHOWN = 2000
FAILURES_SHOWN = 100
OPEN = frozenset(status for status in Status if status.is_open)


def pages_of(store: Store, clock: Clock) -> Pages:
    def look_today() -> Today:
        # asked for apart: old open cases must not be crowded out by newer closed ones
        live = store.glance.case_list(OPEN, CASES_SHOWN)
        over = store.glance.case_list(frozenset(Status) - OPEN, CASES_SHOWN)
        return today([*live, *over], store.glance.org(), clock.now())

    def look_undone() -> Undone:
        letters = store.failures.dead_letters(FAILURES_SHOWN)
        updates = store.failures.parked_updates(FAILURES_SHOWN)
        return undone(letters, updates, clock.now(), dead=store.outbox.dead(), parked=store.inbox.parked())

    async def ask_today() -> Today:
        return await asyncio.to_thread(look_today)

    async def ask_undone() -> Undone:
        return await asyncio.to_thread(look_undone)

    return Pages(ask_today, ask_undone)
