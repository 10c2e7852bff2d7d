"""What a monitoring program reads: numbers and times, never a word, a name or a chat. One set of them for each process,
and none anywhere else."""

import logging
import time
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric

from bot.logging import where
from cases.pages.running import Running, RunningReader
from cases.ports import MessageSender, OutboxRow, Outcome
from cases.reading import Reading
from handlers.kit import Reads

log = logging.getLogger(__name__)
READING_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
OUTCOMES = {
    "Sent": "sent",
    "RetryLater": "retry",
    "Moved": "moved",
    "Undeliverable": "undeliverable",
    "OurFault": "our_fault",
}


class Metrics:
    """`state` gives what the process knows of itself at that moment: name -> number."""

    def __init__(self, reader: RunningReader, state: Callable[[], dict[str, float]]) -> None:
        self._registry = CollectorRegistry()
        self._deliveries = Counter(
            "minhu_deliveries", "Messages handed to the messenger, by outcome", ["outcome"], registry=self._registry
        )
        for outcome in (*OUTCOMES.values(), "failed"):
            self._deliveries.labels(outcome)  # a rate needs the zero before the first
        self._reading = Histogram(
            "minhu_reading_seconds", "Time to read one message", buckets=READING_SECONDS, registry=self._registry
        )
        self._registry.register(_Now(reader, state))
        ProcessCollector(registry=self._registry)

    def page(self) -> bytes:
        """Asks the database: to be called in a thread."""
        return generate_latest(self._registry)

    def counting(self, sender: MessageSender) -> MessageSender:
        return _CountedSender(sender, self._deliveries)

    def timing(self, reader: Reads) -> Reads:
        return _TimedReader(reader, self._reading)


class _Now:
    """Looked up at every scrape; nothing is remembered between two."""

    def __init__(self, reader: RunningReader, state: Callable[[], dict[str, float]]) -> None:
        self._reader, self._state = reader, state

    def collect(self) -> Iterable[Metric]:
        yield InfoMetricFamily("minhu_build", "The program", {"version": built()})
        for name, value in self._state().items():
            yield GaugeMetricFamily(f"minhu_{name}", _HELP[name], value)
        try:
            running = self._reader.running()
        except Exception as error:
            # a scrape that fails tells nothing; one that says so can raise an alarm
            log.warning("metrics without a database: %s", where(error))
            yield GaugeMetricFamily("minhu_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("minhu_database_up", "Whether the database answers", 1)
        yield from _of_database(running)


_HELP = {
    "leader": "Whether this process fetches updates and speaks",
    "ready": "Whether this process serves",
    "sweep_silent_seconds": "Since a sweep began or ended, by the machine's clock",
    "swept_late_seconds": "How far behind the desk's clock the last complete sweep is",
    "intake_failures": "Attempts in a row to fetch updates that failed",
}


def _of_database(running: Running) -> Iterable[Metric]:
    queues = {"inbox": (running.inbox, running.inbox_age), "outbox": (running.outbox, running.outbox_age)}
    waiting = GaugeMetricFamily("minhu_waiting", "Rows that wait to be handled or sent", labels=["queue"])
    oldest = GaugeMetricFamily("minhu_oldest_waiting_seconds", "Age of the row that waits longest", labels=["queue"])
    for queue, (rows, age) in queues.items():
        waiting.add_metric([queue], rows)
        oldest.add_metric([queue], age)
    given_up = GaugeMetricFamily("minhu_given_up", "Rows that wait for a person", labels=["what"])
    given_up.add_metric(["parked"], running.parked)
    given_up.add_metric(["dead"], running.dead)
    cases = GaugeMetricFamily("minhu_open_cases", "Cases that are not closed, by status", labels=["status"])
    for status, count in sorted(running.open.items()):
        cases.add_metric([status], count)
    late = "How late the clockwork is for the case that has waited longest for it"
    yield from (waiting, oldest, given_up, cases, GaugeMetricFamily("minhu_look_late_seconds", late, running.late))


class _CountedSender:
    def __init__(self, sender: MessageSender, deliveries: Counter) -> None:
        self._sender, self._deliveries = sender, deliveries

    async def send(self, row: OutboxRow) -> Outcome:
        outcome = "failed"  # it raised, or took too long and was cut off
        try:
            sent = await self._sender.send(row)
            outcome = OUTCOMES[type(sent).__name__]
            return sent
        finally:
            self._deliveries.labels(outcome).inc()


class _TimedReader:
    def __init__(self, reader: Reads, seconds: Histogram) -> None:
        self._reader, self._seconds = reader, seconds

    def read(self, text: str, **more: Any) -> Reading:
        began = time.perf_counter()
        try:
            return self._reader.read(text, **more)
        finally:
            self._seconds.observe(time.perf_counter() - began)


def built() -> str:
    try:
        return version("minhu")
    except PackageNotFoundError:
        return "unknown"
