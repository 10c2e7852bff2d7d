"""A district, its people, their messenger and two processes of the desk on one database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cases.messages import Card
from cases.model import Change, ChatRef
from tests.model.books import Books
from tests.model.crashes import FUSE, Crash
from tests.model.hands import Hands
from tests.model.judge import Judge
from tests.model.listening import MARK
from tests.model.messenger import Telegram
from tests.model.replica import Flight, Replica
from tests.model.town import folder, prepared

Move = Callable[["World", Replica, int], None]
HURRY = "还是没人来"
WEATHERS = ("fair", "fair", "fair", "fair", "mute", "fair", "lost", "fair", "fair", "busy", "fair")


class World:
    def __init__(self, begins: datetime) -> None:
        path = folder() / "desk.db"
        for rest in ("-wal", "-shm"):
            Path(f"{path}{rest}").unlink(missing_ok=True)
        path.write_bytes(prepared())
        self.hands = Hands(begins)
        self.books = Books(path)
        self.judge = Judge(self.books)
        self.telegram = Telegram(self.hands, self.judge.confirmed)
        self.tape = self.telegram.tape
        """What happened and what was said, for whoever wants to know how a promise came to be broken."""
        self.announced: list[str] = []
        self.taken_back: set[str] = set()
        self.replicas = [Replica(name, f"sqlite:///{path}", self.hands, self.telegram, self.judge) for name in "AB"]
        self.replicas[1].born = -3_600.0  # one has run for an hour when the other begins

    def close(self) -> None:
        self.books.close()
        for replica in self.replicas:
            replica.store.close()

    def write(self, resident: int, words: str, *, must_be_filed: bool) -> None:
        """Every message bears a sign of its own, by which it is known again wherever its words went."""
        sign = f"{MARK}{len(self.judge.words)}〕"
        self.judge.words[sign] = must_be_filed
        self.judge.urged[f"tg:{resident}"] += words == HURRY
        self.telegram.write(resident, words + sign)

    # --- time ---

    def pass_time(self, span: timedelta, *, arrives: bool) -> None:
        """Calls that would take too long are given up on the way; `arrives` tells whether they had come through."""
        if span > timedelta(minutes=1):
            self._answers_come()
        ends = self.hands.elapsed + span
        while flights := [(f.until, n, r, f) for r in self.replicas for n, f in enumerate(r.flights)]:
            until, _, replica, flight = min(flights, key=lambda flight: flight[:2])
            if until > ends.total_seconds():
                break
            self.hands.elapsed = max(self.hands.elapsed, timedelta(seconds=until))
            self._give_up(replica, flight, "mute" if arrives else "lost")
        self.hands.elapsed = ends

    def _answers_come(self) -> None:
        """To whoever has asked for updates: nobody is half-way through that for long."""
        for replica in self.replicas:
            try:
                while replica.is_fetching:
                    replica.poll()
            except Crash:
                replica.die()

    @staticmethod
    def _give_up(replica: Replica, flight: Flight, weather: str) -> None:
        try:
            if flight.outcome is None:
                replica.send(flight, weather)
            replica.settle(flight)
        except Crash:
            replica.die()

    def set_back(self, span: timedelta) -> None:
        """By hand or by NTP."""
        self.judge.clock_was_set()
        self.hands.set_back_by += span

    # --- a process at work ---

    def go(self, move: Move, replica: Replica, pick: int, fuse: int | None) -> None:
        """A move, with the process dying at the `fuse`-th point where that makes a difference."""
        self.tape.append(f"{self.hands.now():%d %H:%M:%S} {replica.owner} {move.__name__} {pick}")
        try:
            with FUSE.lit(fuse):
                move(self, replica, pick)
        except Crash:
            self.tape.append(f"    {replica.owner} dies")
            replica.die()

    def listen(self, replica: Replica, *, together: bool) -> None:
        while replica.poll():
            pass
        replica.take()
        while replica.held:
            if together:
                replica.handle_together()
            while replica.held:
                replica.handle()
            replica.take()

    def carry(self, replica: Replica, pick: int | None = None, *, rounds: int) -> None:
        """Without a `pick` all is well."""
        for n in range(rounds):
            replica.claim(32)
            if not replica.flights:
                break
            while replica.flights:
                flight = replica.flights[0]
                if flight.outcome is None:
                    replica.send(flight, "fair" if pick is None else self.weather(pick + n + len(replica.flights)))
                replica.settle(flight)

    @staticmethod
    def weather(pick: int) -> str:
        return WEATHERS[pick % len(WEATHERS)]

    def record(self, replica: Replica, change: Change) -> None:
        with replica.store.unit_of_work() as uow:
            uow.record(change)
            uow.commit()

    def let_finish(self) -> None:
        """Every process brings to an end what it has in hand."""
        for replica in self.replicas:
            while replica.held:
                replica.handle()
            for flight in list(replica.flights):
                if flight.outcome is None:
                    replica.send(flight, "fair")
                replica.settle(flight)

    # --- looking ---

    def cards(self, chat: ChatRef, case: str) -> list[Card]:
        """Those of a case that stand in a chat, the newest last."""
        shown = [shown.message for shown in self.telegram.chats[chat].values()]
        return [message for message in shown if isinstance(message, Card) and message.case == case]
