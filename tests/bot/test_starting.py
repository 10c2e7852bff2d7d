"""What a desk loads when it starts: its own share, and nothing for whoever has not asked for it."""

import gc
import subprocess
import sys
from pathlib import Path

from bot.demo import populate
from bot.keeping import for_good

FOR_OTHERS = ("alembic", "fastapi", "jinja2", "matplotlib", "numpy", "openpyxl", "psycopg", "xlsxwriter")
"""Revisions to apply, programs that ask, pages, charts, points on a map, workbooks, a server."""
LOADS = """
import sys
from bot.clock import SystemClock
from bot.opening import open_store, registry_of
from bot.settings import GivenSettings
import bot.app

settings = GivenSettings(database_url=sys.argv[1])
with open_store(settings, SystemClock(settings.zone)) as store:
    registry_of(store)
print(sorted(set(sys.argv[2:]) & set(sys.modules)))
"""


def test_a_desk_with_a_file_and_no_pages_loads_nothing_for_those_who_have_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'd.db'}"
    populate(url)
    command = [sys.executable, "-c", LOADS, url, *FOR_OTHERS]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"


def test_what_is_made_for_good_is_not_looked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        with for_good():
            assert not gc.isenabled()
            kept: list[list[int]] = [[] for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()
