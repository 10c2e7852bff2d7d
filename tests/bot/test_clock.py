"""The desk's time can be hurried or follow a sandbox, and never steps back by itself."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import pytest

from bot.clock import FollowedClock, SpeedClock, SystemClock, clock_for, sandbox_time
from bot.settings import GivenSettings, SettingsError

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)


class Ticks:
    def __init__(self) -> None:
        self.value = 100.0

    def __call__(self) -> float:
        return self.value


@pytest.fixture
def sandbox() -> Iterator[tuple[str, dict[str, object]]]:
    clock: dict[str, object] = {"now": NOON.isoformat(), "speed": 60, "frozen": False}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(clock).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/clock", clock
    server.shutdown()
    server.server_close()


def test_the_system_clock_speaks_the_desks_zone() -> None:
    assert SystemClock(ZONE).now().tzinfo is ZONE


def test_a_hurried_clock_passes_an_hour_in_a_second() -> None:
    ticks = Ticks()
    clock = SpeedClock(ZONE, 3600, ticks)
    before = clock.now()
    ticks.value += 1
    assert clock.now() - before == timedelta(hours=1)


def test_a_followed_clock_goes_on_between_two_looks(sandbox: tuple[str, dict[str, object]]) -> None:
    url, _ = sandbox
    ticks = Ticks()
    clock = FollowedClock(sandbox_time(url), ZONE, monotonic=ticks)
    assert clock.now() == NOON
    ticks.value += 2
    assert clock.now() == NOON + timedelta(minutes=2)


def test_a_followed_clock_adopts_a_jump_and_tells_of_it(sandbox: tuple[str, dict[str, object]]) -> None:
    url, served = sandbox
    clock = FollowedClock(sandbox_time(url), ZONE, monotonic=Ticks())
    jumps: list[bool] = []
    clock.on_jump = lambda: jumps.append(True)
    served["now"] = (NOON + timedelta(days=1)).isoformat()
    clock.look()
    clock.look()
    assert clock.now() == NOON + timedelta(days=1)
    assert jumps == [True]


def test_a_frozen_clock_stands_still(sandbox: tuple[str, dict[str, object]]) -> None:
    url, served = sandbox
    ticks = Ticks()
    clock = FollowedClock(sandbox_time(url), ZONE, monotonic=ticks)
    served["frozen"] = True
    clock.look()
    ticks.value += 100
    assert clock.now() == NOON


def test_jitter_of_the_network_does_not_turn_time_back(sandbox: tuple[str, dict[str, object]]) -> None:
    url, served = sandbox
    clock = FollowedClock(sandbox_time(url), ZONE, monotonic=Ticks())
    served["now"] = (NOON - timedelta(seconds=1)).isoformat()  # 17 ms of real time at this speed
    clock.look()
    assert clock.now() == NOON


def test_a_clock_that_does_not_answer_stops_the_start_with_one_line() -> None:
    settings = GivenSettings(bot_api_url="http://127.0.0.1:1", clock_url="http://127.0.0.1:1/api/clock")
    with pytest.raises(SettingsError, match="MINHU_CLOCK_URL"):
        clock_for(settings)


def test_without_wishes_the_clock_is_the_machines() -> None:
    assert abs(clock_for(GivenSettings()).now() - datetime.now(UTC)) < timedelta(seconds=5)
