"""公示: who looks after a place, by command, in words, or by the code at the door."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.grid_commands import AccuseGrid, EnterGrid, ShowGrid
from cases.reading import NOWHERE
from cases.showing_grids import accuse_grid, enter_grid, show_grid
from cases.taps import Tap, Verb
from handlers.filters import IsPrivate, StartsAtGrid, Tapped, Types
from handlers.kit import Kit
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import Typed


def routes() -> Router:
    """Before the plain /start."""
    router = Router(name="grids")
    router.message.register(enter_by_link, StartsAtGrid(), IsPrivate())
    router.message.register(ask_grid, Types(Word.GRID), IsPrivate())
    router.callback_query.register(tap_accuse, Tapped(Verb.ACCUSE))
    return router


async def enter_by_link(_: Message, turn: Turn, grid: str) -> None:
    await turn.do(enter_grid, EnterGrid, grid)


async def ask_grid(_: Message, turn: Turn, typed: Typed, kit: Kit) -> None:
    await turn.do(show_grid, ShowGrid, kit.reader.read(typed.args).place if typed.args else NOWHERE)


async def tap_accuse(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(accuse_grid, AccuseGrid, tap.subject)
