"""A sandbox of its own for one row of the battery, with the demo district in it and residents who complain in numbers."""

import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from bot.district import District
from cases.reading import PlaceKind
from cases.registry import Grid, Registry
from nlp.place import Locator
from storage.registry_files.demo import demo_registry
from tests.live import Sandbox

FIRST_RESIDENT = 700_001
MONDAY = "2026-03-02T09:00:00+08:00"
SIGN = re.compile(r"第(\d+)盏")
"""In every complaint, and in no two of them the same."""
BATCH = 500


SECRET = "endurance-secret-endurance-secret-00"


def by_webhook(door: str) -> dict[str, str]:
    """Settings of a bot that is told its updates at this address."""
    return {"MINHU_MODE": "webhook", "MINHU_WEBHOOK_URL": door, "MINHU_WEBHOOK_SECRET": SECRET}


@cache
def district() -> District:
    return District(demo_registry())


@cache
def homes() -> tuple[tuple[str, Grid], ...]:
    """Words for places that are sure to be understood, one for each grid, spread so that few neighbours share a worker."""
    registry = district().registry
    locator = Locator(registry)
    named = [(_words(registry, grid), grid) for grid in registry.grids if grid.group]
    sure = [(said, grid) for said, grid in named if _is_sure(locator, said, grid)]
    return tuple(sure[n] for start in range(7) for n in range(start, len(sure), 7))


def _words(registry: Registry, grid: Grid) -> str:
    area = registry.area[grid.village]
    return f"{registry.area[area.parent].name}{area.name}{grid.group}组"


def _is_sure(locator: Locator, said: str, grid: Grid) -> bool:
    found = locator.locate(f"{said}路灯坏了")
    return found.kind is PlaceKind.GRID and found.code == grid.code


class Town:
    """`sent` counts the complaints. Use as a context: the sandbox ends with it."""

    def __init__(self, residents: int, *, now: str = MONDAY) -> None:
        self.sandbox = Sandbox(unwatched=True)
        self.residents = [FIRST_RESIDENT + n for n in range(residents)]
        people = [{"id": id, "name": f"居民{id}", "role": "居民", "started": True} for id in self.residents]
        self.sandbox.post("people", [*district().people(), *people])
        self._known = {f"tg:{person['id']}" for person in [*district().people(), *people]}
        self.set_clock(now)
        self.sent = 0
        self.sent_by: list[int] = []
        """Of each complaint the resident who sent it."""

    def __enter__(self) -> "Town":
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.stop()

    # --- time ---

    def set_clock(self, now: str) -> None:
        """The desk's time, which then stands still."""
        self.sandbox.post("clock", {"now": now, "frozen": True})

    def now(self) -> datetime:
        return datetime.fromisoformat(self.sandbox.get("clock")["now"])

    # --- talking ---

    def complain(self, count: int) -> None:
        """The next `count` complaints, each resident in turn."""
        for begin in range(self.sent, self.sent + count, BATCH):
            numbers = range(begin, min(begin + BATCH, self.sent + count))
            self.sandbox.post("say", [self._complaint(n) for n in numbers])
        self.sent += count

    def complain_as(self, resident: int, text: str) -> int:
        """A complaint in one's own words; its number, which goes into the text as 第N盏."""
        self.sandbox.post("say", [{"person": resident, "text": f"{text}，第{self.sent}盏"}])
        self.sent_by.append(resident)
        self.sent += 1
        return self.sent - 1

    def _complaint(self, n: int) -> dict[str, Any]:
        who = n % len(self.residents)
        self.sent_by.append(self.residents[who])
        return {"person": self.residents[who], "text": f"{self.home_of(who)}路灯坏了，第{n}盏"}

    def home_of(self, who: int) -> str:
        return homes()[who % len(homes())][0]

    @property
    def pending(self) -> int:
        """What Telegram still keeps for the bot."""
        return int(self.sandbox.get("updates")["pending"])

    # --- listening ---

    def said(self) -> Sequence[dict[str, Any]]:
        """Everything the bot has said, without edits, in order."""
        found: list[dict[str, Any]] = []
        seq = 0
        while page := self.said_after(seq):
            found += [entry for entry in page if not entry["edited"]]
            seq = page[-1]["seq"]
        return found

    def said_after(self, seq: int) -> Sequence[dict[str, Any]]:
        """The next few thousand messages and edits."""
        return list(self.sandbox.get("outgoing", after=seq, limit=10_000)["messages"])

    def heard_by(self, person: int) -> int:
        """How many messages of the bot are on a person's phone."""
        shown = self.sandbox.get(f"chats/{person}/messages", person=person, limit=500)
        return sum(message["from"]["is_bot"] for message in shown)

    def meet(self, chat: int) -> None:
        """A group is ours, too."""
        self._known.add(f"tg:{chat}")

    def knows(self, chat: str) -> bool:
        """A resident of ours, or somebody of the district."""
        return chat in self._known

    def wait_for(self, happened: Callable[[], bool], seconds: float, what: str) -> float:
        """Seconds until it had happened."""
        begun = time.monotonic()
        while not happened():
            assert time.monotonic() - begun < seconds, f"after {seconds:.0f} s still not: {what}"
            time.sleep(0.02)
        return time.monotonic() - begun
