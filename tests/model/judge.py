"""What must hold whatever breaks. Each rule is checked at the moment that could break it."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from cases.messages import AskVerdict, Reminder
from cases.model import Status
from cases.ports import OutboxRow
from tests.model.books import Books, Entry
from tests.model.messenger import Update

Place = int | tuple[str, str]
"""What may be seen once: a row, or the slot of a chat, whose rows are one message."""


class Broken(AssertionError):
    """A promise is broken. The text says which."""


SAID_ANEW = frozenset(
    {
        "ask_departments",
        "ask_rating",
        "ask_verdict",
        "ask_reassign",
        "done",
        "step_taken",
        "digest",
        "todo",
        "whistle_todo",
    }
)
"""Each time below what was said before, although in a slot: what is pressed takes the place of the question, and of a list the last is
known."""


def place_of(entry: Entry) -> Place:
    return (entry.chat, entry.slot) if entry.slot and entry.kind not in SAID_ANEW else entry.id


class Judge:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._plain: Counter[Place] = Counter()
        self._marked: Counter[Place] = Counter()
        self._doubts: Counter[Place] = Counter()
        self._newest: defaultdict[str, int] = defaultdict(int)
        """Of each chat the last ordinary row that was seen there."""
        self._seen: set[int] = set()
        self._in_air: dict[int, tuple[str, Entry]] = {}
        """Claimed and not settled: row -> by whom."""
        self._out_of_turn: set[int] = set()
        """Rows that lost their claim while they were in the air."""
        self.overtaken: set[Place] = set()
        """Where an older version may have come after a newer one."""
        self.urged: Counter[str] = Counter()
        """How often a resident hurried us, by button or in words."""
        self.words: dict[str, bool] = {}
        """The sign of everything a resident wrote -> whether it must end in a case."""

    # --- hearing ---

    def confirmed(self, update: Update) -> None:
        if not self._books.has_update(update["update_id"]):
            raise Broken(f"lost: update {update['update_id']} was confirmed and is nowhere")

    def nothing_is_filed_twice(self) -> None:
        filed = self._books.filed_words()
        for sign in self.words:
            if filed.count(sign) > 1:
                raise Broken(f"filed twice: {sign}")

    # --- speaking ---

    def claimed(self, row: OutboxRow, owner: str) -> None:
        entry = self._books.entry(row.id)
        if isinstance(row.message, Reminder) and not self._is_to_do(row, row.message):
            raise Broken(f"a reminder is claimed although nothing is left to do: {entry}")
        if isinstance(row.message, AskVerdict) and row.message.reminder and self._status(row) is not Status.RESOLVED:
            raise Broken(f"a resident is asked again although all is said: {entry}")
        if entry.alarm:  # it takes a chat from another process, which must be dead or replaced
            self._lose_claims([other for by, other in self._in_air.values() if by != owner and other.chat == row.chat])
        self._in_air[row.id] = (owner, entry)

    def settled(self, row: int) -> None:
        self._in_air.pop(row, None)

    def _is_to_do(self, row: OutboxRow, push: Reminder) -> bool:
        status = self._status(row)
        return status is Status.APPEALED if push.step == "appeal" else status.is_in_hand

    def _status(self, row: OutboxRow) -> Status:
        return Status(self._books.status_of(str(row.case)))

    def arrived(self, row: OutboxRow) -> None:
        first, entry = row.id not in self._seen, self._books.entry(row.id)
        self._seen.add(row.id)
        if row.edit is not None:
            return  # which may be repeated
        place = place_of(entry)
        if row.resend:
            self._marked[place] += 1
            before = self._doubts[entry.chat, entry.slot] if entry.slot else 0  # of what stood there last
            if self._marked[place] > max(self._doubts[place], before):
                raise Broken(f"said again although nothing was uncertain: {entry}")
        else:
            self._plain[place] += 1
            if self._plain[place] > 1:
                raise Broken(f"said twice without the mark: {entry}")
        if first and entry.is_in_turn and entry.id not in self._out_of_turn:
            self._comes_in_its_turn(entry)

    def _comes_in_its_turn(self, entry: Entry) -> None:
        if entry.id < self._newest[entry.chat]:
            raise Broken(f"out of order: {entry}")
        self._newest[entry.chat] = entry.id

    def doubted(self, row: int) -> None:
        self._doubt(self._books.entry(row))

    def _doubt(self, entry: Entry) -> None:
        """What is said in its slot next carries the mark as well."""
        for place in {place_of(entry), (entry.chat, entry.slot)}:
            self._doubts[place] += 1

    def clock_was_set(self) -> None:
        """Leases, and with them turns, can no longer be trusted."""
        self._lose_claims([entry for _, entry in self._in_air.values()])

    def _lose_claims(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._doubt(entry)
            self._out_of_turn.add(entry.id)
            self.overtaken.add(place_of(entry))

    def died(self, owner: str) -> None:
        for entry in self._books.in_hands_of(owner):
            self._doubt(entry)
        self._in_air = {row: held for row, held in self._in_air.items() if held[0] != owner}
        self.nothing_is_filed_twice()
        self.nothing_is_buried_in_silence()

    def nothing_is_buried_in_silence(self) -> None:
        """Before a message is given up somebody hears of it: a crash in between must not make it nobody."""
        if dead := self._books.buried_in_silence():
            raise Broken(f"nobody was told that these can never arrive: {dead}")

    def was_seen(self, row: int) -> bool:
        return row in self._seen
