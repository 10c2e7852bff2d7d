"""The desk's time: the machine's, a hurried one, or a sandbox's that is followed. Never used for leases."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import httpx

from bot.settings import Settings, SettingsError
from cases.ports import Clock

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
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


class FollowedClock:
    """The time of a sandbox, asked every quarter second by a thread and extended by its speed in between."""

    def __init__(self, url: str, zone: tzinfo, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url, self._zone, self._monotonic = url, zone, monotonic
        self._stop = threading.Event()
        self.on_jump: Callable[[], object] = lambda: None
        self._client = httpx.Client(timeout=2, trust_env=False)
        self._seen = self._ask()

    def now(self) -> datetime:
        return self._seen.extended(self._monotonic()).astimezone(self._zone)

    def start(self) -> None:
        threading.Thread(target=self._follow, name="clock", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except (httpx.HTTPError, ValueError, KeyError):
                log.debug("the followed clock did not answer")

    def look(self) -> None:
        """Ask once; adopt what differs by more than jitter, and say so."""
        found, old = self._ask(), self._seen
        drift = abs((found.now - old.extended(found.at)).total_seconds())
        if (found.speed, found.frozen) != (old.speed, old.frozen) or drift > SMOOTH_SECONDS * found.speed:
            self._seen = found
            self.on_jump()

    def _ask(self) -> _Seen:
        before = self._monotonic()
        answer = self._client.get(self._url).raise_for_status().json()
        middle = (before + self._monotonic()) / 2
        return _Seen(datetime.fromisoformat(answer["now"]), middle, float(answer["speed"]), bool(answer["frozen"]))


def clock_for(settings: Settings) -> Clock:
    """The clock the settings ask for, already right. Raises SettingsError when a followed one does not answer."""
    if settings.clock_url:
        try:
            return FollowedClock(settings.clock_url, settings.zone)
        except (httpx.HTTPError, ValueError, KeyError):
            raise SettingsError("设置 MINHU_CLOCK_URL 的时钟没有回应：请先启动沙盒，或把它留空。") from None
    if settings.clock_speed != 1:
        return SpeedClock(settings.zone, settings.clock_speed)
    return SystemClock(settings.zone)
