"""The console's desk, put together: its readers ask the store without holding up the loop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import httpx

from bot.bot_api import ApiError, BotApi, TooLarge
from bot.charts import draw
from bot.drawn import Drawn
from bot.hot_map import land_of, picture
from bot.logging import where
from bot.report_workbook import workbook_of
from bot.runner import Runner
from cases.charting import chart_of
from cases.digesting import burden_of
from cases.ledger import ledger_of
from cases.messages import Choice, Spot
from cases.model import CaseId, PostCode
from cases.monthly import report_of
from cases.months import Month
from cases.pages.map import Drawing
from cases.pages.upkeep import Upkeep
from cases.ports import Clock, UnitOfWork
from cases.ranking import ranking_of
from cases.supervision import reassign_choices
from console.desk import ConsoleDesk, Rules
from storage.store import Store

log = logging.getLogger(__name__)
LARGEST_BYTES = 20 * 1024 * 1024
"""What a bot may fetch."""
AT_ONCE = 4
T = TypeVar("T")


def console_desk(
    store: Store,
    runner: Runner,
    clock: Clock,
    upkeep: Upkeep,
    fetch: Callable[[str], Awaitable[bytes | None]],
    *,
    hosts: Sequence[str],
    secure: bool,
) -> ConsoleDesk:
    drawn = Drawn()

    async def drawing() -> Drawing:
        org = await in_thread(store.glance.org)
        return await in_thread(drawn.of, org.registry)

    async def hot_map(area: PostCode, spots: Sequence[Spot]) -> bytes | None:
        org = await in_thread(store.glance.org)
        land = await in_thread(land_of, area, org.registry, drawn)
        return await in_thread(picture, org.unit_label(area), spots, land) if land else None

    def by_rules(rule: Callable[..., T]) -> Callable[..., Awaitable[T]]:
        def work(*asked: object) -> T:
            with store.unit_of_work() as uow:
                return rule(uow, *asked)

        return partial(runner.offload, work)

    async def month_book(month: Month) -> bytes:
        report = await by_rules(report_of)(month, clock.now())
        return await in_thread(workbook_of, report, store.rules.zone)

    async def chart(post: PostCode) -> bytes:
        return await in_thread(draw, await by_rules(chart_of)(post, clock.now()))

    rules = Rules(
        ranking=by_rules(lambda uow, post, month: ranking_of(uow, post, month, clock.now())),
        whistles=by_rules(lambda uow, post, month: ledger_of(uow, post, month, clock.now())),
        burden=by_rules(burden_of),
        chart=chart,
        month_book=month_book,
    )

    def choices(uow: UnitOfWork, case_id: CaseId) -> Sequence[Choice]:
        return reassign_choices(uow, uow.case(case_id), clock.now())

    return ConsoleDesk(
        run=runner,
        clock=clock,
        ask=in_thread,
        glance=store.glance,
        sessions=store.glance,
        failures=store.failures,
        dead=store.outbox.dead,
        parked=store.inbox.parked,
        work=store.pages.work,
        candidates=by_rules(choices),
        map=store.pages.map,
        fetch=fetch,
        drawing=drawing,
        hot_map=hot_map,
        figures=store.pages.figures,
        rules=rules,
        upkeep=upkeep,
        hosts=tuple(hosts),
        secure=secure,
    )


def fetching(api: BotApi) -> Callable[[str], Awaitable[bytes | None]]:
    """Files of the messenger for whoever looks at a page: a few at once, and a failure is none to be had."""
    places = asyncio.Semaphore(AT_ONCE)

    async def fetch(file: str) -> bytes | None:
        try:
            async with places:
                return await api.fetch(file, LARGEST_BYTES)
        except (ApiError, TooLarge, httpx.HTTPError, ValueError) as error:
            log.info("a file for a page could not be fetched: %s", where(error))
            return None

    return fetch


async def in_thread(read: Callable[..., T], /, *args: object) -> T:
    return await asyncio.to_thread(read, *args)
