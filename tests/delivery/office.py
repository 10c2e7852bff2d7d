"""A Telegram sender at a sandbox, with the people it writes to: what the tests of this room share."""

from dataclasses import dataclass, field
from typing import Any

from cases.messages import Message
from cases.model import ChatRef
from cases.ports import Outcome
from cases.taps import Tap, decode
from delivery.pace import Pace
from delivery.telegram_sender import TelegramSender
from tests.delivery.conformance import outbox_row
from tests.sandbox.desk import ANNA, BO, TOKEN, Desk
from texts.saying import Saying

Json = dict[str, Any]
WILLING, BLOCKED, NOBODY = ChatRef(f"tg:{ANNA}"), ChatRef(f"tg:{BO}"), ChatRef("tg:999999")


@dataclass
class Office:
    desk: Desk
    token: str = TOKEN
    pace: Pace = field(default_factory=Pace)
    saying: Saying = field(default_factory=lambda: Saying("您好"))
    willing: ChatRef = WILLING
    blocked: ChatRef = BLOCKED
    nobody: ChatRef = NOBODY

    def __post_init__(self) -> None:
        self.sender = self.new_sender(self.token)
        self.desk.call("getMe")  # the sandbox takes the first token it sees for the bot's
        self.desk.post(f"people/{BO}/block")

    def new_sender(self, token: str, *, url: str = "", timeout: float = 1.0) -> TelegramSender:
        url = url or self.desk.base_url
        return TelegramSender(token, self.render, bot_api_url=url, timeout_seconds=timeout, pace=self.pace)

    def render(self, message: Message) -> Saying:
        return self.saying

    async def say(self, saying: Saying, chat: str = f"tg:{ANNA}", **more: Any) -> Outcome:
        self.saying = saying
        return await self.sender.send(outbox_row(ChatRef(chat), **more))

    def people(self, number: int) -> list[ChatRef]:
        """New people who have pressed START."""
        numbers = range(2001, 2001 + number)
        self.desk.post("people", [{"id": n, "name": f"{n}号", "started": True} for n in numbers])
        return [ChatRef(f"tg:{n}") for n in numbers]

    def faults(self, **wish: Any) -> None:
        self.desk.post("faults", wish)

    def seen(self, chat: int = ANNA) -> list[Json]:
        """The bot's messages in a chat, as the sandbox shows them to people."""
        shown: list[Json] = self.desk.get(f"chats/{chat}/messages")
        return [message for message in shown if message["from"]["is_bot"] and not message.get("deleted")]

    def calls(self) -> list[Json]:
        found: list[Json] = self.desk.get("calls?after=0")
        return [call for call in found if call["method"] != "getMe"]

    # -- as conformance.Messenger

    def heard(self) -> list[str]:
        self.faults(lost_answer=0, offline=False)
        return [message["text"] for message in self.seen()]

    def offered(self) -> list[Tap]:
        keyboard = self.seen()[-1]["reply_markup"]["inline_keyboard"]
        return [tap for line in keyboard for key in line if (tap := decode(key["callback_data"]))]

    def delete_all(self) -> None:
        for message in self.seen():
            self.desk.call("deleteMessage", chat_id=ANNA, message_id=message["message_id"])

    def go_offline(self) -> None:
        self.faults(offline=True)

    def lose_answers(self) -> None:
        self.faults(lost_answer=1)

    def ask_for_patience(self) -> None:
        self.faults(too_many_requests=1, retry_after=7)

    def distrust(self) -> None:
        self.sender = self.new_sender("4242:another-token-nobody-knows-of-at-all")
