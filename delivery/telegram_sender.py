"""The sender for Telegram: one outbox row in, one outcome out. No exception and no private word leaves it."""

import json
import logging
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from telegram import Message as Telegram
from telegram.error import BadRequest, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from cases.messages import Message
from cases.ports import MessageSender, OutboxRow, Outcome, Sent, Undeliverable
from delivery.chats import Address, address
from delivery.outcomes import is_gone, is_unchanged, is_unreachable, outcome_of
from delivery.parts import NO_PREVIEW, Part, inline, parts
from texts.saying import Saying

log = logging.getLogger(__name__)

Render = Callable[[Message], Saying]
TELEGRAM = "https://api.telegram.org"
POOL = 12
"""Connections at once: this library gets dearer with more."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a message of several parts had come when it was interrupted."""

    parts: int
    message: int


class TelegramSender(MessageSender):
    """Made inside a running loop or outside; `async with` closes its connections.

    `timeout_seconds` bounds one call; a row is at most a text, a few albums and a point, so the outbox lease should be
    several times longer.
    """

    def __init__(
        self, token: str, render: Render, *, bot_api_url: str = TELEGRAM, timeout_seconds: float = 10.0
    ) -> None:
        _hush()
        url = bot_api_url.rstrip("/")
        self._render = render
        self._request = Request(
            connection_pool_size=POOL,
            read_timeout=timeout_seconds,
            write_timeout=timeout_seconds,
            connect_timeout=min(5.0, timeout_seconds),
            pool_timeout=timeout_seconds,
        )
        self._bot: ExtBot[int] = ExtBot(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
            rate_limiter=AIORateLimiter(max_retries=0),
        )
        self._begun: dict[int, Begun] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._request.shutdown()

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
        return await self._deliver(row, saying, to)

    async def _deliver(self, row: OutboxRow, saying: Saying, to: Address) -> Outcome:
        try:
            if row.edit and await self._edit(row.edit, saying, to):
                return Sent(row.edit)
            return Sent(await self._send(row, parts(saying, to, resend=row.resend)))
        except TelegramError as error:
            if isinstance(error, BadRequest) and not is_unreachable(error):
                _alarm("rejected", row, self._redacted(error.message))
            return outcome_of(error, row)

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

    async def _send(self, row: OutboxRow, todo: Sequence[Part]) -> int:
        """The id of the first part. What was interrupted goes on where it stopped, so that no text is said twice."""
        begun = self._begun.pop(row.id, Begun(0, 0))
        for n, part in enumerate(todo[begun.parts :], begun.parts):
            try:
                sent = await self._send_part(row, part, first=n == 0)
            except TelegramError:
                if n:
                    self._begun[row.id] = begun
                raise
            begun = Begun(n + 1, begun.message or sent)
        return begun.message

    async def _send_part(self, row: OutboxRow, part: Part, *, first: bool) -> int:
        try:
            return _id(await part.call(self._bot))
        except BadRequest as error:
            if is_unreachable(error) or (first and part.plain is None):
                raise
            _alarm("rejected", row, self._redacted(error.message))  # a file is refused: the words still go
            return _id(await part.plain(self._bot)) if part.plain else 0

    def _redacted(self, text: str) -> str:
        return text.replace(self._bot.token, "…")


class Request(HTTPXRequest):
    """Reads answers without writing them to the log when they are cut short: they hold what people said."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response") from None
        return answer


def _id(sent: Telegram | Sequence[Telegram]) -> int:
    return sent.message_id if isinstance(sent, Telegram) else sent[0].message_id


def _alarm(kind: str, row: OutboxRow, why: str) -> None:
    log.error("%s: row %d (%s) for case %s: %s", kind, row.id, row.message.kind, row.case, why, extra={"kind": kind})


def _hush() -> None:
    """httpx writes every URL, and with it the token, at INFO; the libraries' DEBUG lines hold whole messages."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)  # a 429 is an outcome, not an error
    warnings.filterwarnings(
        "ignore", "Deprecated since version v22.2", PTBDeprecationWarning
    )  # raised by itself at itself
