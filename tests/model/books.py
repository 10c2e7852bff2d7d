"""What a judge reads in the database without asking the code under judgement: plain SQL on a connection of its own."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cases.model import ChatRef


@dataclass(frozen=True)
class Entry:
    """A row of the outbox."""

    id: int
    key: str
    chat: str
    kind: str
    slot: str
    case: str | None
    alarm: bool
    later: bool
    """It was to be said at a certain hour."""

    @property
    def is_in_turn(self) -> bool:
        """Nothing entitles it to come earlier or later than what was said before and after it."""
        return not (self.slot or self.alarm or self.later)


@dataclass(frozen=True)
class File:
    """A case, as far as people need it to act on it."""

    id: str
    number: str
    reporter: str
    holder: str
    status: str
    offered_to: str


ENTRY = "SELECT id, key, chat, kind, slot, case_id, priority = '0', not_before IS NOT NULL FROM outbox"


class Books:
    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def close(self) -> None:
        self._db.close()

    def entry(self, row: int) -> Entry:
        return Entry(*self._db.execute(f"{ENTRY} WHERE id = ?", (row,)).fetchone())

    def in_hands_of(self, owner: str) -> list[Entry]:
        """What a process had claimed and not settled."""
        rows = self._db.execute(f"{ENTRY} WHERE owner = ? AND lease_until IS NOT NULL", (owner,))
        return [Entry(*row) for row in rows]

    def said(self, pattern: str) -> list[Entry]:
        return [Entry(*row) for row in self._db.execute(f"{ENTRY} WHERE key LIKE ? ORDER BY id", (pattern,))]

    def pushed(self, case: str, step: str) -> bool:
        """Whether a step of the ladder was written down to be said, by a reminder or on a first card."""
        named = f"{ENTRY} WHERE case_id = ? AND ? IN (json_extract(body, '$.step'), json_extract(body, '$.pushed'))"
        return self._db.execute(named, (case, step)).fetchone() is not None

    def has_update(self, update_id: int) -> bool:
        return self._db.execute("SELECT 1 FROM inbox WHERE update_id = ?", (update_id,)).fetchone() is not None

    def files(self) -> list[File]:
        """Oldest first."""
        rows = self._db.execute(
            "SELECT id, number, reporter, holder, status, offered_to FROM cases ORDER BY opened_at, id"
        )
        return [File(*row) for row in rows]

    def chat_of(self, post: str) -> ChatRef | None:
        found = self._db.execute("SELECT chat FROM binding WHERE post = ?", (post,)).fetchone()
        return None if found is None else ChatRef(found[0])

    def refused_and_done(self) -> list[str]:
        """Updates that were both refused and heeded."""
        refusals = "SELECT key FROM outbox WHERE kind = 'refusal'"
        causes = {key.split("/refusal/")[0] for (key,) in self._db.execute(refusals)}
        return [cause for cause in causes if len({entry.kind for entry in self.said(f"{cause}/%")}) > 1]

    def status_of(self, case: str) -> str:
        return str(self._db.execute("SELECT status FROM cases WHERE id = ?", (case,)).fetchone()[0])

    def filed_words(self) -> str:
        """Every word of a resident that reached a case, each as often as it did."""
        texts = [text for (text,) in self._db.execute("SELECT text FROM cases")]
        texts += [note for (note,) in self._db.execute("SELECT note FROM event WHERE what = 'disputed'")]
        return "\n".join(texts)

    def chats_expecting_something(self) -> list[ChatRef]:
        rows = self._db.execute("SELECT DISTINCT chat FROM outbox WHERE state = 'due' ORDER BY chat")
        return [ChatRef(chat) for (chat,) in rows]

    def waiting(self) -> list[str]:
        """Keys of everything that has not been sent and still should be, updates included."""
        unsent = self._db.execute("SELECT key FROM outbox WHERE state IN ('due', 'later')")
        unheard = self._db.execute("SELECT raw FROM inbox WHERE state = 'waiting'")
        return [text for (text,) in (*unsent, *unheard)]

    def something_is_ahead(self) -> bool:
        """A question is open, or something is to be said at a later hour."""
        return bool(
            self._db.execute("SELECT 1 FROM draft WHERE NOT closed").fetchone()
            or self._db.execute("SELECT 1 FROM outbox WHERE state = 'later'").fetchone()
        )

    def buried_in_silence(self) -> list[str]:
        """Cases of which a message can never arrive while their history knows nothing of it."""
        told = "SELECT 1 FROM event WHERE event.case_id = outbox.case_id AND what = 'undeliverable'"
        dead = self._db.execute(f"SELECT key FROM outbox WHERE state = 'dead' AND case_id > '' AND NOT EXISTS ({told})")
        return [key for (key,) in dead]

    def dead(self) -> list[int]:
        return [row for (row,) in self._db.execute("SELECT id FROM outbox WHERE state = 'dead'")]
