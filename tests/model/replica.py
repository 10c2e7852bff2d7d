"""One process of the desk, cut into the steps between which it may die. What it holds in memory dies with it."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import coroutine
from typing import Any, Protocol

from bot.intake import Poller
from bot.settings import Settings
from cases.commands import Look, Refuse, ReportDead
from cases.courtesies import refuse
from cases.errors import CaseError
from cases.leave import begin_leaves
from cases.model import Actor, Cause, PersonRef
from cases.ports import InboxRow, OutboxRow, Outcome, RetryLater, Sent, Undeliverable, UseCase
from cases.sweeps import answer_for_silence, climb_ladder, report_undeliverable, send_digests
from storage.errors import AlreadySettled
from storage.store import Store
from tests.model.crashes import FUSE
from tests.model.engines import DIALS
from tests.model.hands import Hands
from tests.model.listening import translate
from tests.model.messenger import Telegram, Update
from tests.model.town import RULES

LEASE = timedelta(seconds=Settings.model_fields["lease_seconds"].default)
HTTP_SECONDS = 10.0
"""After this long without an answer a call is given up; the lease must be longer."""
SWEEPS: tuple[UseCase, ...] = (climb_ladder, answer_for_silence, begin_leaves, send_digests)


class Watch(Protocol):
    """Who is told what the process did, to judge it."""

    def claimed(self, row: OutboxRow, owner: str) -> None: ...
    def settled(self, row: int) -> None: ...
    def arrived(self, row: OutboxRow) -> None: ...
    def doubted(self, row: int) -> None: ...
    def died(self, owner: str) -> None: ...


@dataclass
class Flight:
    """A claimed row on its way. `outcome` is None until an answer, or none, has come."""

    row: OutboxRow
    until: float
    """When its call is given up at the latest, by the monotonic clock."""
    outcome: Outcome | None = None


class Replica:
    born = 0.0
    """When the process began, by the monotonic clock."""

    def __init__(self, name: str, url: str, hands: Hands, telegram: Telegram, watch: Watch) -> None:
        self._name, self._url, self._hands, self._telegram, self._watch = name, url, hands, telegram, watch
        self._lives = 0
        self.start()

    def start(self) -> None:
        self._lives += 1
        self.owner = f"{self._name}/{self._lives}"
        DIALS[self._name].shows = self.machine_clock()
        self.store = Store(self._url, self._hands, RULES, DIALS[self._name])
        api: Any = Line(self._telegram)
        self._poller = Poller(api, self._accept, long_poll_seconds=0, monotonic=self._hands.monotonic)
        self._fetching: Coroutine[Any, Any, int] | None = None
        self.held: list[InboxRow] = []
        self.flights: list[Flight] = []

    def machine_clock(self) -> Any:
        return self._hands.machine

    def die(self) -> None:
        """kill -9; somebody starts it again."""
        self._watch.died(self.owner)
        if self._fetching is not None:
            self._fetching.close()
        self.born = self._hands.monotonic()
        self.start()

    # --- hearing ---

    def poll(self) -> bool:
        """One step of the poller: asked, then stored, then the offset moved. False when a round is at its end."""
        if self._fetching is None:
            self._fetching = self._poller.fetch()
        try:
            self._fetching.send(None)
        except StopIteration:
            self._fetching = None
        return self.is_fetching

    @property
    def is_fetching(self) -> bool:
        return self._fetching is not None

    async def _accept(self, updates: Sequence[Any]) -> int:
        new = self.store.inbox.store(updates)
        await pause()
        return new

    def take(self, limit: int = 16) -> None:
        busy = frozenset(row.lane for row in self.held)
        self.held += self.store.inbox.take(limit, busy, self.owner, LEASE)

    def handle(self) -> None:
        row = self.held.pop(0)
        self._handle(row)

    def handle_together(self) -> None:
        """As the runner does when several wait: one commit, a savepoint each."""
        rows, self.held = self.held, []
        results = self.store.together([lambda row=row: self._handle(row) for row in rows])  # type: ignore[misc]
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _handle(self, row: InboxRow) -> None:
        use_case, command = translate(row.raw, self.store.glance, self._hands.now())
        try:
            self.run(use_case, command, row.id)
        except AlreadySettled:
            pass
        except CaseError as error:
            no = Refuse(command.by, command.at, command.cause, type(error).__name__, error.number, error.facts)
            self.run(refuse, no, row.id)

    def run(self, use_case: UseCase, command: object, settles: int | None = None) -> None:
        use_case(self.store.unit_of_work(settles=settles), command)

    def stumble(self) -> None:
        """Something goes wrong with a row, and it is put off."""
        self.store.inbox.retry(self.held.pop(0).id, timedelta(seconds=2))

    def sweep(self, only: int | None = None) -> None:
        for use_case in SWEEPS if only is None else (SWEEPS[only],):
            self.run(use_case, Look(self._hands.now()))

    # --- speaking ---

    def claim(self, limit: int) -> None:
        for row in self.store.outbox.claim(limit, self.owner, self.lease()):
            self._watch.claimed(row, self.owner)
            self.flights.append(Flight(row, self._hands.monotonic() + HTTP_SECONDS))

    def lease(self) -> timedelta:
        return LEASE

    def send(self, flight: Flight, weather: str) -> None:
        """`weather`: fair, busy (refused for now), lost (the call never came), mute (it came, the answer did not)."""
        if flight.row.chat in self._telegram.blocked and weather in {"fair", "mute"}:
            flight.outcome = Undeliverable("Forbidden: bot was blocked by the user")
        elif weather == "busy":
            flight.outcome = RetryLater(1)
        elif weather == "lost":
            flight.outcome = self._no_answer(flight)
        else:
            FUSE.burn()
            sent = Sent(self._telegram.show(flight.row))
            self._watch.arrived(flight.row)
            FUSE.burn()
            flight.outcome = self._no_answer(flight) if weather == "mute" else sent

    def _no_answer(self, flight: Flight) -> Outcome:
        self._watch.doubted(flight.row.id)
        return RetryLater(1, uncertain=True)

    def settle(self, flight: Flight) -> None:
        assert flight.outcome is not None
        if isinstance(flight.outcome, Undeliverable):
            self.report(flight.row, flight.outcome.why)
        self.store.outbox.settle(flight.row.id, flight.outcome)
        self.put_down(flight)

    def put_down(self, flight: Flight) -> None:
        self.flights.remove(flight)
        self._watch.settled(flight.row.id)

    def report(self, row: OutboxRow, why: str) -> None:
        if row.case is None:
            return
        there = Actor(row.chat, PersonRef(row.chat), group=row.chat.startswith("tg:-"))
        for post in self.store.glance.posts_of(there) or {None}:
            self.run(report_undeliverable, ReportDead(row.case, post, why, self._hands.now(), Cause(f"dead/{row.id}")))


class Line:
    """The Bot API as far as the poller calls it."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def call(self, method: str, *, offset: int | None = None, **_: object) -> Sequence[Update]:
        assert method == "getUpdates"
        batch = self._telegram.get_updates(offset)
        if batch:
            await pause()
        return batch


@coroutine
def pause() -> Any:
    """A point where a process may be interrupted in the middle of a coroutine."""
    yield
