"""Around every handler: who acts, what was typed, what becomes of a refusal, and the end of a button's spinner."""

from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, TelegramObject

from cases.commands import Refuse
from cases.courtesies import refuse
from cases.errors import AlreadyDone, CaseError, Expired, WrongStatus
from cases.taps import decode
from handlers.kit import Kit
from handlers.message import is_typed, words
from handlers.toasts import Toasts
from handlers.turn import Turn
from handlers.words import typed_in
from texts.menu import REFUSED, STALE, toast

STALE_PRESS = (AlreadyDone, Expired, WrongStatus)
"""What a button answers that has had its time."""
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Ending(Enum):
    REFUSED = auto()


class Turns(BaseMiddleware):
    """Gives `turn` and `typed`; a CaseError becomes a polite refusal instead of a failure."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Message | CallbackQuery)
        by = data["by"]
        if by is None:
            return UNHANDLED
        met = data["met"]
        turn = Turn(by, data["at"], data["cause"], data["run"], bound=met.posts, draft=met.draft)
        typed = typed_in(words(event, self._kit.bot_username)) if isinstance(event, Message) and event.text else None
        try:
            return await handler(event, {**data, "turn": turn, "typed": typed})
        except CaseError as error:
            if isinstance(event, CallbackQuery) and is_typed(event) and isinstance(error, STALE_PRESS):
                return UNHANDLED  # nothing was done: it is heard as the words that it is
            await turn.do(refuse, Refuse, type(error).__name__, error.number, error.facts)
            return Ending.REFUSED


class Spinners(BaseMiddleware):
    """Answers every tap once its work is committed. A failure is not answered: the update comes again."""

    def __init__(self, toasts: Toasts) -> None:
        self._toasts = toasts

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, CallbackQuery)
        ending = await handler(event, data)
        if not is_typed(event):
            self._toasts.answer(event, _word(event, ending))
        return ending


def _word(query: CallbackQuery, ending: Any) -> str:
    tap = decode(query.data or "")
    if ending is Ending.REFUSED:
        return REFUSED
    if ending is UNHANDLED or tap is None:
        return STALE
    return toast(tap.verb)
