"""The sender for Telegram: one outbox row in, one outcome out. No exception and no private word leaves it."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from telegram import Message as Telegram
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot
from telegram.warnings import PTBDeprecationWarning

from cases.messages import Message
from cases.ports import MessageSender, Moved, OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from delivery.calls import Calls
from delivery.chats import Address, address
from delivery.limiter import PacedCalls
from delivery.outcomes import is_gone, is_telegrams, is_unchanged, is_unreachable, outcome_of
from delivery.pace import Pace
from delivery.parts import NO_PREVIEW, Part, inline, parts
from texts.saying import Saying

log = logging.getLogger(__name__)

Render = Callable[[Message], Saying]
Draw = Callable[[Message], Awaitable[bytes | None]]
"""A message's picture, of those that have one."""
TELEGRAM = "https://api.telegram.org"
MANY_BEGUN = 1000


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a message of several parts had come when it was interrupted; `resend` when what is left of it may have
    come before."""

    parts: int
    message: int
    resend: bool


class TelegramSender(MessageSender):
    """Made inside a running loop or outside; `async with` closes its connections.

    `timeout_seconds` bounds one call, from its first byte to the last of the answer. A row is a text, an album for each
    ten pictures, a call for each other file and one for a point, and each but the first may wait some seconds for its
    chat: four fifths of the outbox lease must be longer than that many time-outs (90 s and 10 s fit six calls).
    `pace` is the courier's too; without one nothing is held back.
    """

    def __init__(
        self,
        token: str,
        render: Render,
        *,
        bot_api_url: str = TELEGRAM,
        timeout_seconds: float = 10.0,
        pace: Pace | None = None,
        draw: Draw | None = None,
    ) -> None:
        _hush()
        url = bot_api_url.rstrip("/")
        self._render, self._draw = render, draw
        self._calls = Calls(url, timeout_seconds)
        self._bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=self._calls,
            get_updates_request=self._calls,
            rate_limiter=PacedCalls(pace) if pace else None,
        )
        self._begun: dict[int, Begun] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._calls.shutdown()

    async def send(self, row: OutboxRow) -> Outcome:
        to = address(row.chat)
        if to is None:
            return Undeliverable("not a Telegram chat")
        try:
            saying = self._render(row.message)
        except Exception as error:
            # retried for ever, one message that cannot be worded would hold up its chat
            _alarm("unsayable", row, type(error).__name__)
            return Undeliverable(f"cannot be worded: {type(error).__name__}")
        return await self._deliver(row, replace(saying, picture=await self._drawn(row)), to)

    async def _drawn(self, row: OutboxRow) -> bytes:
        """b"" where there is none: the words are enough."""
        if row.edit or self._draw is None:
            return b""
        try:
            return await self._draw(row.message) or b""
        except Exception as error:
            _alarm("undrawn", row, type(error).__name__)
            return b""

    async def _deliver(self, row: OutboxRow, saying: Saying, to: Address) -> Outcome:
        try:
            if row.edit:
                if await self._edit(row.edit, saying, to):
                    return Sent(row.edit)
                row = replace(row, resend=row.resend or row.attempts > 1)  # an earlier try may have said it anew
            return Sent(await self._send(row, saying, to))
        except TelegramError as error:
            if isinstance(error, BadRequest) and is_telegrams(error) and not is_unreachable(error):
                _alarm("rejected", row, self._redacted(error.message))
            return self._so_far(row, outcome_of(error, row))

    async def _edit(self, message: int, saying: Saying, to: Address) -> bool:
        """False when there is nothing left to edit and it must be said anew."""
        try:
            await self._bot.edit_message_text(
                saying.text, to.chat_id, message, reply_markup=inline(saying), link_preview_options=NO_PREVIEW
            )
        except BadRequest as error:
            if is_gone(error):
                return False
            if not is_unchanged(error):
                raise
        return True

    def _so_far(self, row: OutboxRow, outcome: Outcome) -> Outcome:
        """How far it came is remembered here only: should this process end, its beginning is said a second time."""
        begun = self._begun.get(row.id)
        if begun and isinstance(outcome, RetryLater):
            self._begun[row.id] = replace(begun, resend=begun.resend or outcome.uncertain)
            return replace(outcome, uncertain=True)
        if begun and isinstance(outcome, Moved):
            self._begun[row.id] = replace(begun, message=0)  # numbers begin anew in the new chat
            return outcome
        self._begun.pop(row.id, None)
        return outcome

    async def _send(self, row: OutboxRow, saying: Saying, to: Address) -> int:
        """The id of the first part. What was interrupted goes on where it stopped, so that no text is said twice."""
        begun = self._begun.pop(row.id, Begun(0, 0, row.resend))
        todo = parts(saying, to, resend=begun.resend)
        try:
            for n, part in enumerate(todo[begun.parts :], begun.parts):
                sent = await self._send_part(row, part, first=n == 0)
                begun = replace(begun, parts=n + 1, message=begun.message or sent)
        except TelegramError:
            self._remember(row, begun)
            raise
        except asyncio.CancelledError:
            self._remember(row, replace(begun, resend=True))
            raise
        return begun.message

    def _remember(self, row: OutboxRow, begun: Begun) -> None:
        if begun.parts:
            self._begun[row.id] = begun
        while len(self._begun) > MANY_BEGUN:  # rows that went another way never come to ask
            del self._begun[next(iter(self._begun))]

    async def _send_part(self, row: OutboxRow, part: Part, *, first: bool) -> int:
        try:
            return _id(await part.call(self._bot))
        except BadRequest as error:
            if not is_telegrams(error) or (first and part.plain is None):
                raise
            if not is_unreachable(error):
                _alarm("rejected", row, self._redacted(error.message))
            # a file is refused: the words still go, or have gone
            return _id(await part.plain(self._bot)) if part.plain else 0

    def _redacted(self, text: str) -> str:
        return text.replace(self._bot.token, "…")


def _id(sent: Telegram | Sequence[Telegram]) -> int:
    return sent.message_id if isinstance(sent, Telegram) else sent[0].message_id


def _alarm(kind: str, row: OutboxRow, why: str) -> None:
    log.error("%s: row %d (%s) for case %s: %s", kind, row.id, row.message.kind, row.case, why, extra={"kind": kind})


def _hush() -> None:
    """httpx, by which updates are fetched, writes every URL, and with it the token, at INFO; the libraries' DEBUG lines
    hold whole messages."""
    for name in ("httpx", "httpcore", "telegram", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    warnings.filterwarnings(
        "ignore", "Deprecated since version v22.2", PTBDeprecationWarning
    )  # raised by itself at itself
