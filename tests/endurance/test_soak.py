"""Row s: a steady day: complaints at an even rate, workers who act, a network that fails now and then. Memory and latencies
at the end are those of the beginning."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import linear_regression, quantiles
from typing import Any

from tests.databases import EngineName, Prepared, copied
from tests.endurance.audit import NUMBER, settled
from tests.endurance.scales import long, short, sizes
from tests.endurance.storm import wait_until_done
from tests.endurance.table import Line, Table
from tests.endurance.town import Town, district
from tests.live import Bot
from tests.processes import resident_of

FAULTS = {
    "late_answer": 0.002,
    "hold_seconds": 2.0,
    "server_error": 0.01,
    "too_many_requests": 0.005,
    "retry_after": 1,
    "duplicate_update": 0.01,
    "reorder_update": 0.01,
    "seed": 7,
}
CALM = {name: 0 for name in FAULTS if name not in {"retry_after", "seed", "hold_seconds"}}
TICK = 0.5
STEADY_MB_PER_HOUR = 30.0
"""Half an hour at twenty a second leaves 36,000 cases behind, and a page cache, a dictionary of chats and the allocator's
pools grow with them; a leak of one kilobyte a complaint would be twice this."""
SLOWER = 2.0
"""How much slower the last third may answer than the first: the machine does other things beside."""


@dataclass(frozen=True)
class Soak:
    per_second: float
    seconds: float
    residents: int
    settling: float
    """Seconds at the beginning in which memory does not count: each connection's cache fills as the database grows past it
    (two megabytes each, a dozen of them), pools open, dictionaries are loaded. It takes some twelve minutes at this rate."""


@dataclass
class Watch:
    """What was seen while it went on."""

    town: Town
    begun: float
    memory: list[tuple[float, float]] = field(default_factory=list)
    """(seconds since the beginning, megabytes)."""
    asked_at: dict[int, float] = field(default_factory=dict)
    """When the oldest unanswered complaint of each resident was sent, by the clock that the sandbox tells its messages by."""
    delays: list[tuple[float, float]] = field(default_factory=list)
    """(seconds since the beginning, seconds until the resident heard something)."""
    seq: int = 0

    def look(self, pid: int) -> list[dict[str, Any]]:
        """The new messages."""
        now = time.monotonic() - self.begun
        self.memory.append((now, resident_of(pid)))
        new: list[dict[str, Any]] = []
        while page := self.town.said_after(self.seq):
            self.seq = page[-1]["seq"]
            new += page
        for entry in new:
            asked = self.asked_at.pop(entry["chat"], None)
            if asked is not None:
                self.delays.append((asked - self.begun, float(entry["at"]) - asked))
        return new


@sizes(
    "soak",
    short("sqlite", Soak(6, 15, 60, 5)),
    long("sqlite", Soak(20, 1800, 3000, 900), 3600),
)
def test_half_an_hour_at_twenty_a_second_leaves_no_trace_but_the_cases(
    soak: Soak, engine: EngineName, district: Prepared, tmp_path: Path, table: Table
) -> None:
    begun = time.monotonic()
    with Town(soak.residents) as town, copied(district, tmp_path) as url:
        bot = Bot(town.sandbox, url, tmp_path)
        bot.start()
        town.sandbox.post("faults", FAULTS)
        watch = Watch(town, time.monotonic())
        acts = steadily(town, bot, watch, soak)
        town.sandbox.post("faults", CALM)
        wait_until_done(town, [bot], 300)
        bot.stop()
        account = settled(town, url)
    slope = slope_of([(at, size) for at, size in watch.memory if at >= soak.settling])
    early, late = thirds(watch.delays)
    remark = (
        f"{town.sent / soak.seconds:.1f} complaints and {acts / soak.seconds:.1f} steps a second for {soak.seconds:.0f} s;"
        f" memory {slope:+.1f} MB an hour, {watch.memory[-1][1]:.0f} at the end; receipts p95 {early:.2f} s at first, {late:.2f} s at last"
    )
    print(f"\n{engine}: {remark}")
    table.add(Line("s  soak", engine, time.monotonic() - begun, remark, account))
    assert account.is_clean, account
    assert acts, "nobody worked"
    if soak.seconds >= 600:  # a short one has no slope to speak of
        assert slope <= STEADY_MB_PER_HOUR, remark
        assert late <= SLOWER * max(early, 0.5), remark


def steadily(town: Town, bot: Bot, watch: Watch, soak: Soak) -> int:
    """Complaints at the rate asked for; four in five cards are taken up, half of those closed. How many steps were taken."""
    dice, acts, sent = Random(7), 0, 0
    workers = set(district().workers.values())
    while (now := time.monotonic() - watch.begun) < soak.seconds:
        due = int(now * soak.per_second) - sent
        for n in range(due):
            watch.asked_at.setdefault(town.residents[(town.sent + n) % len(town.residents)], time.monotonic())
        if due > 0:
            town.complain(due)
            sent += due
        for card in watch.look(bot.pid):
            if card["chat"] not in workers or card["edited"] or "待接单" not in card["text"]:
                continue
            number = NUMBER.search(card["text"])
            if number and dice.random() < 0.8:
                word = "接单" if dice.random() < 0.5 else "办结 换了灯泡"
                verb, _, note = word.partition(" ")
                town.sandbox.post(
                    f"chats/{card['chat']}/send", {"person": card["chat"], "text": f"{verb} {number[0]} {note}".strip()}
                )
                acts += 1
        time.sleep(max(0.0, TICK - (time.monotonic() - watch.begun - now)))
    return acts


def slope_of(sizes: Sequence[tuple[float, float]]) -> float:
    """Megabytes an hour."""
    return linear_regression(*zip(*sizes, strict=True)).slope * 3600 if len(sizes) > 2 else 0.0


def thirds(delays: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The 95th percentile of the first third and of the last."""
    ordered = [delay for _, delay in sorted(delays)]
    third = max(len(ordered) // 3, 2)
    return tuple(quantiles(part, n=20)[18] for part in (ordered[:third], ordered[-third:]))  # type: ignore[return-value]
