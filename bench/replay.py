"""Real letters through the whole road: 500 messages of 200 residents, filed, worked on and closed, with nothing missing.

Reads ../shared/data/complaints/stream.csv (ids sorted, first 500). A message that names no place of the district gets one
of the demo registry, in round robin. Prints one table; exit status 1 when anything is unaccounted for.
"""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

from bench.replay_people import Residents, Staff
from bot.demo import populate
from bot.rules import rules_from
from bot.settings import Settings
from cases.model import Case, CaseId, DraftState, Status
from cases.org import Org
from cases.reading import PlaceKind, Severity
from cases.registry import Grid, Registry
from nlp.place import Locator
from storage.engine import open_engine
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.endurance.crowd import DeskClock
from tests.live import Bot, Sandbox

STREAM = Path(__file__).parents[2] / "shared/data/complaints/stream.csv"
MESSAGES, RESIDENTS = 500, 200
START = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LONGEST = 3500
"""Characters kept of a letter, so that its place fits into one Telegram message."""
PACE_SECONDS = 0.12
"""Between two letters: under the overall sending limit, so that the receipt measures the desk and not a queue."""


@dataclass
class Letter:
    """One message on its road. `grid` owns its place."""

    text: str
    resident: int
    grid: Grid
    place: str
    message: int = 0
    sent_at: float = 0.0
    receipt_after: float | None = None
    asked: int = 0
    triaged: bool = False

    @property
    def case(self) -> CaseId:
        return CaseId(f"tg:{self.resident}#{self.message}")


@dataclass
class Replay:
    sandbox: Sandbox
    bot: Bot
    store: Store
    registry: Registry
    letters: list[Letter] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.org = Org(self.registry)
        self.residents = Residents(self.sandbox, RESIDENTS)
        self.staff = Staff(self.sandbox)

    def run(self) -> None:
        for start in range(0, len(self.letters), RESIDENTS):
            self._send_round(self.letters[start : start + RESIDENTS])
            self._later(hours=1)
        self._sort_unclear()
        self._check_cards()
        self._work()
        self._judge()
        self._later(days=3, hours=1)
        self._later(days=1, hours=1)

    # --- residents write, and answer what they are asked ---

    def _send_round(self, letters: list[Letter]) -> None:
        for letter in letters:
            letter.sent_at = time.monotonic()
            letter.message = self.residents.say(letter.resident, letter.text)
            time.sleep(PACE_SECONDS)
        self.bot.settle(120)
        for letter in letters:
            letter.receipt_after = self._first_answer(letter)
        for _ in range(4):
            if not self._answer_questions(letters):
                return

    def _first_answer(self, letter: Letter) -> float | None:
        for event in self.sandbox.events:
            if event["kind"] == "message" and event["seen"] > letter.sent_at:
                message = event["message"]
                if message["chat"]["id"] == letter.resident and message["from"]["is_bot"]:
                    return float(event["seen"] - letter.sent_at)
        return None

    def _answer_questions(self, letters: list[Letter]) -> int:
        answered = 0
        for letter in letters:
            draft = self._draft(letter.resident)
            if draft is None:
                continue
            letter.asked += 1
            answered += 1
            if draft.state is DraftState.DANGER:
                self.residents.press(letter.resident, "dn|")
            elif not self.residents.press(letter.resident, f"pl|{draft.id}|{letter.grid.code}"):
                self.residents.say(letter.resident, letter.place)
            time.sleep(PACE_SECONDS)
        self.bot.settle(120)
        return answered

    def _draft(self, resident: int) -> Any:
        from cases.model import Actor, ChatRef, PersonRef

        me = f"tg:{resident}"
        return self.store.glance.meet(Actor(ChatRef(me), PersonRef(me))).draft

    # --- staff ---

    def _sort_unclear(self) -> None:
        """Stations choose the first topic of what was too unclear to file."""
        for case in self._cases():
            if case.triage:
                self._letter(case).triaged = True
                if not self.staff.press(self._chat(case.holder), f"tr|{case.id}|"):
                    self.faults.append(f"{case.number}: its desk has no button to sort it")
        self.bot.settle(120)

    def _check_cards(self) -> None:
        """Every card stands with the owner; beyond that only where the rules send copies of what is pressing."""
        for case in self._cases():
            with self.store.unit_of_work() as uow:
                shown = set(uow.card_chats(case.id))
            owner = self._chat(case.holder)
            if f"tg:{owner}" not in shown:
                self.faults.append(f"{case.number}: its holder {case.holder} has no card")
            extra = {int(chat.removeprefix("tg:")) for chat in shown} - {owner} - self._copies(case)
            if extra:
                self.faults.append(f"{case.number}: {len(extra)} cards in foreign chats")

    def _copies(self, case: Case) -> set[int]:
        posts: list[str] = []
        if case.severity is not Severity.NORMAL:  # the leader's copy, and whoever covered for an untouched card
            posts += self.org.line(case)
        if self._letter(case).triaged:
            posts += self.org.desks(case.unit)[:1]
        if case.place_pending:
            posts += self.org.desks(case.unit)
        return {self._chat(post) for post in posts}

    def _work(self) -> None:
        """Two workers in three finish at once; the others let the clock remind them first."""
        cases = [case for case in self._cases() if case.status.is_in_hand]
        self._finish([case for n, case in enumerate(cases) if n % 3])
        for _ in range(6):
            self._later(hours=12)
        self._finish([case for n, case in enumerate(cases) if not n % 3])

    def _finish(self, cases: list[Case]) -> None:
        """Four in five by a sentence in reply to the card, the others by buttons and a picture."""
        for n, case in enumerate(cases):
            now = self._now(case)
            chat = self._chat(now.holder)
            if now.status is Status.FILED and not self.staff.press(chat, f"ac|{case.id}|"):
                self.faults.append(f"{case.number}: no button to accept it")
            if n % 5:
                if not self.staff.reply_to_card(chat, case.id, "办结 已经处理好了"):
                    self.faults.append(f"{case.number}: no card to answer")
            else:
                self.staff.press(chat, f"rs|{case.id}|")
                self.bot.settle(60)
                self.staff.photo(chat, "换好了")
                self.bot.settle(60)
        self.bot.settle(240)

    def _judge(self) -> None:
        """Nine in ten agree, one in twenty does not and gets a second try, the rest stay silent."""
        waiting = [case for case in self._cases() if case.status is Status.RESOLVED]
        for n, case in enumerate(waiting):
            resident = int(case.reporter.removeprefix("tg:"))
            if n % 20 == 0:
                self.residents.press(resident, f"v2|{case.id}|")
                self.bot.settle(60)
                self.residents.say(resident, "还是老样子")
            elif n % 20 != 1:
                self.residents.press(resident, f"v1|{case.id}|")
        self.bot.settle(240)
        again = [case for case in self._cases() if case.status.is_in_hand]
        self._finish(again)
        for case in again:
            self.residents.press(int(case.reporter.removeprefix("tg:")), f"v1|{case.id}|")
        self.bot.settle(240)

    # --- looking ---

    def _later(self, **span: float) -> None:
        self.sandbox.post("clock", {"advance_seconds": timedelta(**span).total_seconds()})
        self.bot.settle(240)

    def _cases(self) -> list[Case]:
        return list(self.store.glance.case_list(None, 10_000))

    def _now(self, case: Case) -> Case:
        with self.store.unit_of_work() as uow:
            return uow.case(case.id)

    def _chat(self, post: str) -> int:
        with self.store.unit_of_work() as uow:
            return int(uow.chats_of(post)[0].removeprefix("tg:"))  # type: ignore[arg-type]

    def _letter(self, case: Case) -> Letter:
        return next(letter for letter in self.letters if letter.case == case.id)

    def report(self) -> bool:
        """Prints the table. True when nothing is missing."""
        cases = {case.id: case for case in self._cases()}
        filed = [letter for letter in self.letters if letter.case in cases]
        answered = [letter for letter in self.letters if letter.case not in cases and letter.receipt_after is not None]
        silent = len(self.letters) - len(filed) - len(answered)
        right = sum(cases[letter.case].grid == letter.grid.code for letter in filed)
        skipped = sum(cases[letter.case].conflict for letter in filed)
        said = [e for e in self.sandbox.events if e["kind"] == "message" and e["message"]["from"]["is_bot"]]
        waits = sorted(letter.receipt_after for letter in self.letters if letter.receipt_after is not None)
        cuts = quantiles(waits, n=100)
        endings = Counter(case.status.value for case in cases.values())
        left_open = sum(case.status.is_open for case in cases.values())
        rows = [
            ("sent", len(self.letters)),
            ("accepted (answered by the bot)", len(waits)),
            ("filed", len(filed)),
            ("answered without filing (advertisement, praise, small talk)", len(answered)),
            ("unaccounted for", silent),
            ("asked at least one question", sum(letter.asked > 0 for letter in self.letters)),
            ("to triage", sum(letter.triaged for letter in self.letters)),
            ("filed to the right grid", f"{right} of {len(filed)}"),
            ("routed above the station (conflict of interest)", skipped),
            ("closed", ", ".join(f"{what} {n}" for what, n in sorted(endings.items()))),
            ("left open", left_open),
            ("reminders", self._reminders()),
            ("Telegram messages per case", f"{len(said) / max(len(cases), 1):.1f}"),
            ("seconds to receipt", f"p50 {cuts[49]:.2f}, p95 {cuts[94]:.2f}"),
            ("cards in the wrong place", len(self.faults)),
        ]
        print("\n".join(f"{name:<62} {value}" for name, value in rows))
        for case in cases.values():
            if case.status.is_open:
                print(f"  open: {case.number} {case.status} {case.severity} held by {self.org.label(case.holder)}")
        for fault in self.faults[:10]:
            print("  fault:", fault)
        return not silent and not left_open and not self.faults and right == len(filed)

    def _reminders(self) -> int:
        """Sent pushes to staff and second questions to residents, counted in the outbox itself."""
        with open_engine(self.bot.database_url).connect() as db:
            query = "SELECT count(*) FROM outbox WHERE state = 'sent' AND kind = 'reminder'"
            return int(db.exec_driver_sql(query).scalar_one())


def read_letters(registry: Registry) -> Iterator[Letter]:
    """The first 500 letters by id, each with a place of the district."""
    csv.field_size_limit(10_000_000)
    with STREAM.open(encoding="utf-8-sig") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["id"])[:MESSAGES]
    locate, grids = Locator(registry).locate, cycle(registry.grids[::7])
    for n, row in enumerate(rows):
        yield _letter(row, n, locate, registry, grids)


def _letter(
    row: dict[str, str], n: int, locate: Callable[[str], Any], registry: Registry, grids: Iterator[Grid]
) -> Letter:
    text = f"{row['title']}\n{row['body']}"[:LONGEST]
    found = locate(text)
    if found.kind is PlaceKind.GRID:
        return Letter(text, n % RESIDENTS, registry.grid[found.code], found.said)
    grid = next(grids)
    street = registry.area[registry.area[grid.village].parent].name
    place = f"{street}{registry.area[grid.village].name}{_within(grid, registry)}"
    return Letter(f"{text}\n地点：{place}", n % RESIDENTS, grid, place)


def _within(grid: Grid, registry: Registry) -> str:
    if grid.group is not None:
        return f"{grid.group}组"
    if grid.compound:
        return f"{registry.compound[grid.compound].name}{grid.buildings[0]}号楼"
    return grid.scope


def main() -> int:
    if not STREAM.exists():
        print("skipped: ../shared/data/complaints/stream.csv is not here", file=sys.stderr)
        return 0
    registry = demo_registry()
    sandbox = Sandbox()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'replay.db'}"
        sandbox.post("people", populate(url))
        sandbox.post("clock", {"now": START.isoformat(), "frozen": True})
        bot = Bot(sandbox, url, Path(folder))
        bot.start()
        try:
            return 0 if _replay(sandbox, bot, registry, url) else 1
        finally:
            bot.stop()
            sandbox.stop()


def _replay(sandbox: Sandbox, bot: Bot, registry: Registry, url: str) -> bool:
    store = Store(url, DeskClock(START), rules_from(Settings()))
    replay = Replay(sandbox, bot, store, registry)
    replay.letters = list(read_letters(registry))
    for letter in replay.letters:
        letter.resident = replay.residents.ids[letter.resident]
    replay.run()
    fine = replay.report()
    store.close()
    return fine


if __name__ == "__main__":
    sys.exit(main())
