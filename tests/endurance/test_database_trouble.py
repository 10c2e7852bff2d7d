"""Row c: the database goes away, and the disk is full, in the middle of the work. The bot is never restarted."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import SystemClock
from bot.demo import populate
from bot.rules import rules_from
from bot.settings import GivenSettings
from storage.engine import open_engine, readers
from storage.store import Store
from storage.tables import inbox
from tests.databases import EngineName, Prepared
from tests.endurance.audit import settled
from tests.endurance.scales import Load, long, short, sizes
from tests.endurance.storm import Blow, Storm, complain_in, wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import Town
from tests.live import Bot
from tests.postgres import Server

AWAY_SECONDS = 4.0
SWIFT = {"MINHU_LEASE_SECONDS": "6"}


@pytest.fixture
def shaky() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def troubles(server: Server, url: str, away_seconds: float) -> Blow:
    """Each time another one."""

    def restart(mode: str, pause: float = 0) -> None:
        server.stop(mode)  # type: ignore[arg-type]
        time.sleep(pause)
        server.start()

    ways: tuple[Blow, ...] = (
        lambda: restart("fast"),
        lambda: server.cut_off(url),
        lambda: restart("immediate"),
        lambda: restart("fast", away_seconds),
    )
    turn = cycle(ways)
    return lambda: next(turn)()


@sizes(
    "load",
    short("postgresql", Load(100, 50, (0.8, 1.2))),
    long("postgresql", Load(1500, 500, (3.0, 5.0))),
)
def test_a_database_server_that_comes_and_goes_costs_nothing_but_time(
    load: Load, engine: EngineName, shaky: Server, tmp_path: Path, table: Table
) -> None:
    begun, url = time.monotonic(), shaky.new()
    populate(url)
    with Town(load.residents) as town:
        bot = Bot(town.sandbox, url, tmp_path, SWIFT)
        bot.start()
        storm = Storm(load.every, troubles(shaky, url, AWAY_SECONDS if load.complaints > 1000 else 1.0))
        complain_in(storm, town, url, load.complaints)
        back = time.monotonic()
        wait_until_done(town, [bot], 120)
        account = settled(town, url)
        bot.stop()
    remark = f"{storm.blows} restarts and cuts, done {time.monotonic() - back:.0f} s after the last"
    table.add(Line("c  database away", engine, time.monotonic() - begun, remark, account, storm.blows))
    assert account.is_clean, account
    assert "Traceback" not in bot.log.read_text()


# --- a full disk ---

DISK_MEGABYTES = 24


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that leaves no room."""
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    return ballast


@sizes("load", short("sqlite", Load(100, 50, (0, 0))), long("sqlite", Load(1000, 500, (0, 0))))
def test_with_a_full_disk_telegram_keeps_what_cannot_be_stored(
    load: Load, engine: EngineName, district: Prepared, small_disk: Path, tmp_path: Path, table: Table
) -> None:
    begun, url = time.monotonic(), district.copy(small_disk)
    with Town(load.residents) as town:
        bot = Bot(town.sandbox, url, tmp_path, SWIFT)
        bot.start()
        town.complain(load.complaints // 2)
        time.sleep(0.5)
        ballast = fill(small_disk)
        town.complain(load.complaints - town.sent)
        time.sleep(2)
        kept = town.pending
        assert stored(url) + kept >= town.sent, "confirmed, but not stored"
        assert "alarm: updates cannot be stored: OperationalError SQLITE_FULL" in bot.log.read_text()
        ballast.unlink()
        freed = time.monotonic()
        wait_until_done(town, [bot], 120)
        resumed = time.monotonic() - freed
        account = settled(town, url)
        bot.stop()
        assert is_sound(url)
    remark = f"{kept} kept by Telegram, done {resumed:.0f} s after there was room"
    table.add(Line("c  disk full", engine, time.monotonic() - begun, remark, account))
    assert account.is_clean, account
    assert kept, "the disk was never full"
    assert "Traceback" not in bot.log.read_text()


def stored(url: str) -> int:
    engine = open_engine(url)
    try:
        with readers(engine).begin() as db:
            return db.execute(select(func.count(inbox.c.id))).scalar_one()
    finally:
        engine.dispose()


def is_sound(url: str) -> bool:
    settings = GivenSettings()
    store = Store(url, SystemClock(settings.zone), rules_from(settings))
    try:
        return store.check().sound
    finally:
        store.close()
