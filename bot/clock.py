"""The desk's time: the machine's, a hurried one, or one that is followed: a sandbox's, a database server's."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, SettingsError
from cases.ports import Clock
from storage.engine import is_sqlite, open_engine, readers, system_now

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
SERVER_LOOK_SECONDS = 5.0
SLOW_SECONDS = 0.25
SMOOTH_SECONDS = 0.05
"""Differences this small (of real time) are the network's jitter: following them would make time step back."""


@dataclass(frozen=True)
class SystemClock:
    zone: tzinfo

    def now(self) -> datetime:
        return datetime.now(self.zone)


class SpeedClock:
    """`speed` desk seconds pass per real second, counted from the start of the process."""

    def __init__(self, zone: tzinfo, speed: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._zone, self._speed, self._monotonic = zone, speed, monotonic
        self._origin, self._mark = datetime.now(zone), monotonic()

    def now(self) -> datetime:
        # arithmetic in one zone's wall clock would jump at a change of summer time: add, then convert
        passed = timedelta(seconds=(self._monotonic() - self._mark) * self._speed)
        return (self._origin.astimezone() + passed).astimezone(self._zone)


@dataclass(frozen=True, slots=True)
class _Seen:
    now: datetime
    at: float
    """Monotonic seconds when `now` was true."""
    speed: float
    frozen: bool

    def extended(self, monotonic: float) -> datetime:
        return self.now if self.frozen else self.now + timedelta(seconds=(monotonic - self.at) * self.speed)


Ask = Callable[[], tuple[datetime, float, bool]]
"""(now, desk seconds per real second, whether time stands still), as somebody else has it."""


class FollowedClock:
    """Somebody else's time, asked again and again by a thread and extended in between."""

    def __init__(
        self,
        ask: Ask,
        zone: tzinfo,
        *,
        every_seconds: float = LOOK_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask_now, self._zone, self._every, self._monotonic = ask, zone, every_seconds, monotonic
        self._stop = threading.Event()
        self.on_jump: Callable[[], object] = lambda: None
        self._seen = self._ask()

    def now(self) -> datetime:
        return self._seen.extended(self._monotonic()).astimezone(self._zone)

    def start(self) -> None:
        threading.Thread(target=self._follow, name="clock", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self.look()
            except (httpx.HTTPError, SQLAlchemyError, ValueError, KeyError):
                log.debug("the followed clock did not answer")

    def look(self) -> None:
        """Ask once; adopt what differs by more than jitter, and say so."""
        found, old = self._ask(), self._seen
        if self._monotonic() - found.at > SLOW_SECONDS:
            return  # the middle between question and answer says nothing when the answer was long in coming
        drift = abs((found.now - old.extended(found.at)).total_seconds())
        if (found.speed, found.frozen) != (old.speed, old.frozen) or drift > SMOOTH_SECONDS * found.speed:
            self._seen = found
            self.on_jump()

    def _ask(self) -> _Seen:
        before = self._monotonic()
        now, speed, frozen = self._ask_now()
        middle = (before + self._monotonic()) / 2
        return _Seen(now, middle, speed, frozen)


def sandbox_time(url: str) -> Ask:
    client = httpx.Client(timeout=2, trust_env=False)

    def ask() -> tuple[datetime, float, bool]:
        answer = client.get(url).raise_for_status().json()
        return datetime.fromisoformat(answer["now"]), float(answer["speed"]), bool(answer["frozen"])

    return ask


def server_time(database_url: str) -> Ask:
    engine = open_engine(database_url)

    def ask() -> tuple[datetime, float, bool]:
        with readers(engine).begin() as db:
            return system_now(db), 1.0, False

    return ask


def clock_for(settings: Settings) -> Clock:
    """The clock the settings ask for, already right; where several processes may share a database, the database's.
    Raises SettingsError when a followed one does not answer."""
    if settings.clock_url:
        try:
            return FollowedClock(sandbox_time(settings.clock_url), settings.zone)
        except (httpx.HTTPError, ValueError, KeyError):
            raise SettingsError("设置 MINHU_CLOCK_URL 的时钟没有回应：请先启动沙盒，或把它留空。") from None
    if settings.clock_speed != 1:
        return SpeedClock(settings.zone, settings.clock_speed)
    if is_sqlite(settings.database_url):
        return SystemClock(settings.zone)
    try:
        return FollowedClock(server_time(settings.database_url), settings.zone, every_seconds=SERVER_LOOK_SECONDS)
    except SQLAlchemyError as error:
        raise no_database(error) from None


def no_database(error: Exception) -> SettingsError:
    why = type(error).__name__
    return SettingsError(f"设置 MINHU_DATABASE_URL 的数据库打不开（{why}）：请核对路径、权限和磁盘空间。")
