"""What the bot has yet to hear: kept until its offset passes, dropped after a day, never given out of order."""

import random
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sandbox.core.errors import Json

KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
        "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "guest_message", "subscription", "stopped_message_generation",
    }
)  # fmt: skip
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LIFE_SECONDS = 24 * 3600  # Telegram keeps an update for a day (tdlib/telegram-bot-api Client.cpp 17053)
SILENCE_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """One update that the bot has not confirmed; `born` is sandbox time in Unix seconds."""

    update: Json
    kind: str
    chat_id: int
    born: int

    @property
    def update_id(self) -> int:
        """The number the bot confirms."""
        return int(self.update["update_id"])


class UpdateQueue:
    """Pending updates in order of their numbers, and each chat's own line of them."""

    def __init__(self, unix: Callable[[], int]) -> None:
        self._unix = unix
        # Ordered on purpose: the oldest of a plain dict is found slowly after many were taken away.
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self._lines: dict[int, deque[Pending]] = {}
        self.highest_id = random.randrange(100_000_000, 900_000_000)
        self.last_born = unix()
        self.allowed: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def __iter__(self) -> Iterator[Pending]:
        return iter(self._pending.values())

    def chats(self) -> list[int]:
        """Chats that something is pending from, in the order their lines began."""
        return list(self._lines)

    def line(self, chat_id: int) -> Sequence[Pending]:
        """What is pending from one chat, oldest first."""
        return self._lines.get(chat_id, ())

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember what the bot wants from now on; unknown names are ignored, none means the default."""
        known = frozenset(kinds) & KINDS
        self.allowed = known or None

    def add(self, kind: str, payload: Json, chat_id: int) -> Pending | None:
        """Queue an update unless the bot has not asked for its kind: that is decided now, not at delivery."""
        if kind in UNASKED if self.allowed is None else kind not in self.allowed:
            return None
        now = self._unix()
        if now - self.last_born > SILENCE_SECONDS:
            self.highest_id += random.randrange(1_000, 1_000_000)
        self.highest_id += 1
        self.last_born = now
        pending = Pending({"update_id": self.highest_id, kind: payload}, kind, chat_id, now)
        self.put(pending)
        return pending

    def put(self, pending: Pending) -> None:
        """Append an update that has its number already."""
        self._pending[pending.update_id] = pending
        self._lines.setdefault(pending.chat_id, deque()).append(pending)

    def take(self, offset: int, limit: int) -> list[Pending]:
        """Confirm what lies below `offset` (or all but the last -offset) and show the next, unconfirmed."""
        self.forget_old()
        if offset < 0:
            for _ in range(len(self) + offset):
                self._drop_oldest()
        else:
            self.confirm_below(offset)
        return list(islice(self, limit))

    def confirm_below(self, offset: int) -> None:
        """Forget every update numbered below `offset`."""
        while self._pending and next(iter(self._pending)) < offset:
            self._drop_oldest()

    def confirm(self, pending: Pending) -> None:
        """Forget one update, as a webhook's 2xx does."""
        if self._pending.pop(pending.update_id, None) is not None:
            self._leave_line(pending)

    def forget_old(self) -> None:
        """Drop what is older than a day of sandbox time."""
        oldest = self._unix() - LIFE_SECONDS
        while self._pending and next(iter(self)).born < oldest:
            self._drop_oldest()

    def clear(self) -> None:
        """Drop everything, as drop_pending_updates does."""
        self._pending.clear()
        self._lines.clear()

    def _drop_oldest(self) -> None:
        _, oldest = self._pending.popitem(last=False)
        self._leave_line(oldest)

    def _leave_line(self, pending: Pending) -> None:
        line = self._lines[pending.chat_id]
        line.remove(pending)  # nearly always the first of its chat
        if not line:
            del self._lines[pending.chat_id]
