"""A messenger as far as it matters: updates come again until an offset has passed them, and what was sent is seen."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.messages import Message
from cases.model import ChatRef
from cases.ports import OutboxRow
from tests.model.hands import Hands

Update = dict[str, Any]
WEEK = 7 * 86_400.0
BATCH = 100


@dataclass(frozen=True)
class Shown:
    """What stands in a chat: a message of ours as it was last edited."""

    row: int
    message: Message


class Telegram:
    """`confirmed` is told of every update that will never come again."""

    def __init__(self, hands: Hands, confirmed: Callable[[Update], None]) -> None:
        self._hands = hands
        self._confirmed = confirmed
        self.pending: list[Update] = []
        self.chats: defaultdict[ChatRef, dict[int, Shown]] = defaultdict(dict)
        self.blocked: set[ChatRef] = set()
        self.missed: set[ChatRef] = set()
        """Chats that were ever blocked: what was refused in the meantime is not said again."""
        self.tape: list[str] = []
        self._next_id = 900_000_000  # the first new beginning lies below, the third above
        self._last_heard = 0.0
        self._messages: defaultdict[ChatRef, int] = defaultdict(int)

    # --- what people do ---

    def write(self, chat: int, text: str, reply_to: int | None = None) -> Update:
        message: dict[str, Any] = {"message_id": self._number(ChatRef(f"tg:{chat}")), "text": text, **_there(chat)}
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to, **_there(chat)}
        return self._put("message", message)

    def press(self, chat: int, data: str) -> Update:
        body = {"id": "1", "data": data, "from": {"id": abs(chat)}, "message": {"message_id": 1, **_there(chat)}}
        return self._put("callback_query", body)

    def _put(self, kind: str, body: dict[str, Any]) -> Update:
        self.blocked.discard(
            ChatRef(f"tg:{body.get('message', body)['chat']['id']}")
        )  # nobody can write to whom they block
        silent = self._hands.monotonic() - self._last_heard
        if silent > WEEK and not self.pending:
            self._next_id = self._next_id * 48_271 % (2**31 - 1)  # ids start anew at random
        update = {"update_id": self._next_id, kind: body}
        self.tape.append(
            f"{self._hands.now():%d %H:%M:%S} {self._next_id} {body['from']['id']}: {body.get('text') or body['data']}"
        )
        self._next_id += 1
        self._last_heard = self._hands.monotonic()
        self.pending.append(update)
        return update

    # --- what the bot asks ---

    def get_updates(self, offset: int | None) -> Sequence[Update]:
        if offset is not None:
            passed = [update for update in self.pending if update["update_id"] < offset]
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
            for update in passed:
                self._confirmed(update)
        if self.pending:
            self._last_heard = self._hands.monotonic()  # Telegram itself gives up after a day what nobody fetches
        return self.pending[:BATCH]

    def show(self, row: OutboxRow) -> int:
        """The effect of sending or editing. Returns the message's number."""
        number = row.edit or self._number(row.chat)
        self.chats[row.chat][number] = Shown(row.id, row.message)
        how = "edit" if row.edit else "again" if row.resend else ""
        self.tape.append(f"{self._hands.now():%d %H:%M:%S}     -> {row.chat} {how} row {row.id} {row.message}")
        return number

    def _number(self, chat: ChatRef) -> int:
        self._messages[chat] += 1
        return self._messages[chat]


def _there(chat: int) -> dict[str, Any]:
    return {"chat": {"id": chat}, "from": {"id": abs(chat)}}
