"""What a monitoring program reads, and what it can raise an alarm by."""

from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import OUTCOMES, Metrics
from cases.model import ChatRef
from cases.pages.running import Running
from cases.ports import Moved, OurFault, Outcome, RetryLater, Sent, Undeliverable
from console.app import Views, console_app
from console.metrics import MetricsDoor
from nlp.reader import Reader

TOKEN = "t" * 40


class Numbers:
    def __init__(self, running: Running | None = None) -> None:
        self._running = running

    def running(self) -> Running:
        if self._running is None:
            raise OSError("the database is away")
        return self._running


class Sender:
    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self._outcomes = list(outcomes)

    async def send(self, row: Any) -> Outcome:
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def read(metrics: Metrics) -> dict[str, float]:
    """`name{label}` -> value."""
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.page().decode())
        for sample in family.samples
    }


def of(running: Running | None = None, **state: float) -> Metrics:
    return Metrics(Numbers(running), lambda: state)


def test_queues_ages_and_open_cases() -> None:
    running = Running(3, 12.5, 7, 90, parked=1, dead=2, late=4.5, open={"filed": 5, "accepted": 6})
    found = read(of(running, leader=1, swept_late_seconds=0.4))
    assert found["minhu_waiting[inbox]"] == 3
    assert found["minhu_oldest_waiting_seconds[outbox]"] == 90
    assert (found["minhu_given_up[parked]"], found["minhu_given_up[dead]"]) == (1, 2)
    assert found["minhu_open_cases[accepted]"] == 6
    assert (found["minhu_look_late_seconds"], found["minhu_swept_late_seconds"]) == (4.5, 0.4)
    assert (found["minhu_leader"], found["minhu_database_up"]) == (1, 1)
    assert any(name.startswith("minhu_build_info[") for name in found)


def test_without_a_database_it_says_so_instead_of_failing() -> None:
    found = read(of(None, leader=1))
    assert (found["minhu_database_up"], found["minhu_leader"]) == (0, 1)
    assert "minhu_waiting[inbox]" not in found


async def test_every_outcome_of_a_delivery_is_counted() -> None:
    metrics = of(Running())
    outcomes = (Sent(1), RetryLater(1), Moved(ChatRef("tg:2")), Undeliverable("gone"), OurFault("token"))
    sender = metrics.counting(Sender(*outcomes, RuntimeError()))
    for _ in outcomes:
        await sender.send(SimpleNamespace())  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        await sender.send(SimpleNamespace())  # type: ignore[arg-type]
    found = read(metrics)
    assert {found[f"minhu_deliveries_total[{name}]"] for name in (*OUTCOMES.values(), "failed")} == {1.0}


def test_a_reading_is_timed() -> None:
    metrics = of(Running())
    reading = metrics.timing(Reader()).read("路灯坏了", within="")
    assert reading.fault
    assert read(metrics)["minhu_reading_seconds_count"] == 1


def test_two_processes_in_one_share_nothing() -> None:
    first, second = of(Running()), of(Running())
    first.timing(Reader()).read("路灯坏了")
    assert read(second)["minhu_reading_seconds_count"] == 0


# --- the door ---


async def look(token: str = "", client: str = "127.0.0.1", host: str = "localhost", **headers: str) -> httpx.Response:
    async def page() -> bytes:
        return b"minhu_leader 1.0\n"

    async def health() -> Any:
        raise AssertionError

    app = console_app(Views(health, metrics=MetricsDoor(page, token)))
    there = httpx.ASGITransport(app, client=(client, 5))
    async with httpx.AsyncClient(transport=there, base_url=f"http://{host}") as visitor:
        return await visitor.get("/metrics", headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_this_machine_may_look() -> None:
    found = await look()
    assert (found.status_code, found.text) == (200, "minhu_leader 1.0\n")
    assert found.headers["content-type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize(
    "told",
    [
        {"client": "10.0.0.5"},
        {"x_forwarded_for": "10.0.0.5"},
        {"forwarded": "for=10.0.0.5"},
        {"x_real_ip": "10.0.0.5"},
        {"host": "evil.example"},
    ],
)
async def test_another_machine_may_not_and_neither_may_a_proxy_or_another_site(told: dict[str, str]) -> None:
    assert (await look(**told)).status_code == 403


async def test_with_a_token_from_anywhere_and_without_it_from_nowhere() -> None:
    assert (
        await look(TOKEN, client="10.0.0.5", host="desk.example", authorization=f"Bearer {TOKEN}")
    ).status_code == 200
    for said in ("", f"Bearer {TOKEN}x", TOKEN):
        assert (await look(TOKEN, authorization=said)).status_code == 401
