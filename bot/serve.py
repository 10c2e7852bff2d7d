"""`minhu run`: settings first, then the database, then everything at once."""

import asyncio

from bot.clock import clock_for
from bot.logging import set_up_logging
from bot.rules import rules_from
from bot.settings import Settings, read_settings
from cases.ports import Clock
from storage.store import Store


def serve() -> int:
    """Returns after a graceful stop. Raises SettingsError before anything has begun."""
    settings = read_settings().needed_to_run()
    set_up_logging(settings.log_level, settings.secrets)
    clock = clock_for(settings)
    store = Store(settings.database_url, clock, rules_from(settings))
    try:
        store.migrate()
        asyncio.run(_serve(settings, store, clock))
    finally:
        store.close()
    return 0


async def _serve(settings: Settings, store: Store, clock: Clock) -> None:
    """Inside the loop, because the parts hold locks and events of the loop they live in."""
    from bot.desk import registry_of

    registry = registry_of(store)
    # both messengers' libraries: seconds of importing that a refused setting need not wait for
    from bot.app import Application

    await Application(settings, store, registry, clock).serve()
