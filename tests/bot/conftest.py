"""A desk where the command line finds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.rules import rules_from
from bot.settings import GivenSettings
from storage.registry_files.demo import demo_registry
from storage.store import Store


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The demo district in the database of a folder of its own, with nobody bound."""
    monkeypatch.chdir(tmp_path)
    for name in ("MINHU_DATABASE_URL", "MINHU_PRIVACY_KEY", "MINHU_CLOCK_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = GivenSettings()
    store = Store(settings.database_url, SystemClock(settings.zone), rules_from(settings))
    store.migrate()
    store.save_registry(demo_registry())
    yield store
    store.close()
