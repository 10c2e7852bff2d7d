"""What is asked for after an answer that files nothing: pressed, typed, or by its number."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from cases.consulting import ask_further
from cases.counsel_commands import AskFurther, Wish
from cases.model import CaseId, DraftState
from cases.taps import Tap, Verb
from handlers.filters import IsPrivate, Tapped, Wishes
from handlers.kit import Kit
from handlers.turn import Turn
from texts.counsel import WISHES


def routes() -> Router:
    router = Router(name="counsel")
    router.callback_query.register(tap_wish, Tapped(Verb.FURTHER))
    router.message.register(
        type_wish, IsPrivate(), StateFilter(DraftState.CONSULT.value, DraftState.BEYOND.value), Wishes()
    )
    return router


async def tap_wish(_: CallbackQuery, turn: Turn, tap: Tap, kit: Kit) -> None:
    wish = Wish(tap.value) if tap.value in set(Wish) else Wish.PERSON
    await _ask(turn, kit, CaseId(tap.subject), wish)


async def type_wish(_: Message, turn: Turn, kit: Kit, wish: Wish) -> None:
    await _ask(turn, kit, turn.asked.id, wish)


async def _ask(turn: Turn, kit: Kit, draft: CaseId, wish: Wish) -> None:
    """The words of the button are what the resident has said, and are read like any others."""
    await turn.do(ask_further, AskFurther, draft, wish, WISHES[wish], kit.reader.read(WISHES[wish]))
