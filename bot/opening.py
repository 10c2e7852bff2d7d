"""The desk's database, opened by the settings: migrated, and with whatever the district has laid down."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import clock_for, no_database
from bot.rules import rules_from
from bot.settings import Settings, SettingsError, read_settings
from cases.ports import Clock
from cases.registry import EMPTY, Registry
from storage.store import Store


@contextmanager
def open_desk() -> Iterator[tuple[Settings, Store, Clock]]:
    """Settings, a migrated store and the desk's clock."""
    settings = read_settings()
    clock = clock_for(settings)
    with open_store(settings, clock) as store:
        yield settings, store, clock


@contextmanager
def open_store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """Migrated. Raises SettingsError when a table of the district cannot be read, or there is no way into the database."""
    rules = rules_from(settings)
    try:
        store = Store(settings.database_url, clock, rules, keys=settings.keys)
        store.migrate()
    except (OSError, ImportError, SQLAlchemyError) as error:
        raise no_database(error) from None
    try:
        yield store
    finally:
        store.close()


def registry_of(store: Store) -> Registry:
    """Raises SettingsError when none was imported."""
    registry = store.glance.org().registry  # read once, and kept for all who ask
    if registry == EMPTY:
        raise SettingsError("数据库里还没有网格：请先运行 minhu registry import 目录 --apply（试用可写 demo）。")
    return registry
