"""`minhu run`: settings first, then the database, then everything at once."""

import asyncio
import logging

from bot.clock import clock_for
from bot.keeping import for_good
from bot.logging import set_up_logging
from bot.opening import open_store, registry_of
from bot.settings import Settings, SettingsError, read_settings
from cases.ports import Clock
from storage.store import DeskInUse, Store

log = logging.getLogger(__name__)


def serve() -> int:
    """Returns after a graceful stop. Raises SettingsError before anything has begun."""
    settings = read_settings().needed_to_run()
    set_up_logging(settings.log_level, settings.secrets, settings.log)
    clock = clock_for(settings)
    with open_store(settings, clock) as store:
        store.note_settings(settings.digest)
        if not settings.keys:
            log.warning("MINHU_PRIVACY_KEY is not set: numbers of people are not kept, the audit log has no secret")
        try:
            asyncio.run(_serve(settings, store, clock))
        except DeskInUse:
            raise SettingsError(
                "这个数据库已有一个 minhu run 在用：请先停掉它；要几个进程一起跑，请换 PostgreSQL。"
            ) from None
    return 0


async def _serve(settings: Settings, store: Store, clock: Clock) -> None:
    """Inside the loop, because the parts hold locks and events of the loop they live in."""
    with for_good():
        registry_of(store)  # refuses to serve a desk without one
        # both messengers' libraries: seconds of importing that a refused setting need not wait for
        from bot.app import Application

        desk = Application(settings, store, clock)
    await desk.serve()
