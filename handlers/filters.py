"""Which handler an update goes to. Filters look at what was said and where; whether it is allowed is decided later."""

from typing import Any

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject

from cases.taps import Verb, decode
from handlers.kit import Kit
from handlers.message import PEOPLE_SEND, is_reply_to, mentions, words
from handlers.resident.words import fits_in, further_in
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import BIND_PAYLOAD, GRID_PAYLOAD, Typed
from nlp.plain.entry import read_entry


class Tapped(Filter):
    """A button of ours with one of these verbs; gives `tap`. In a group only where posts are bound."""

    def __init__(self, *verbs: Verb) -> None:
        self.verbs = verbs

    async def __call__(self, query: CallbackQuery, turn: Turn) -> dict[str, Any] | bool:
        tap = decode(query.data or "")
        if tap is None or tap.verb not in self.verbs or not tap.subject:
            return False
        return {"tap": tap} if turn.posts or not turn.by.group else False


class Types(Filter):
    """One of these typed commands, by slash or by its Chinese equal."""

    def __init__(self, *words: Word) -> None:
        self.words = words

    async def __call__(self, _: Message, turn: Turn, typed: Typed | None) -> bool:
        if typed is None or typed.name not in self.words:
            return False
        return bool(turn.posts) or not typed.staff_only


class MeansAnAction(Filter):
    """A typed command, or anything said while something is asked."""

    async def __call__(self, _: Message, typed: Typed | None, raw_state: str | None = None) -> bool:
        return typed is not None or raw_state is not None


class HasNumber(Filter):
    """A typed command that names its case."""

    async def __call__(self, _: Message, typed: Typed | None) -> bool:
        return typed is not None and bool(typed.number)


class Enters(Filter):
    """Staff bring in something for others, in a text or under a picture; gives `brought`."""

    async def __call__(self, message: Message, turn: Turn, kit: Kit) -> dict[str, Any] | bool:
        brought = read_entry(words(message, kit.bot_username)) if turn.posts else None
        return {"brought": brought} if brought else False


class SlashCommand(Filter):
    """Any /command, known or not."""

    async def __call__(self, _: Message, typed: Typed | None) -> bool:
        return typed is not None and typed.slash


class StartsBinding(Filter):
    """The deep link of an invitation, /start bind_CODE; gives `code`."""

    async def __call__(self, _: Message, typed: Typed | None) -> dict[str, Any] | bool:
        if typed is None or typed.name != Word.START or not typed.args.startswith(BIND_PAYLOAD):
            return False
        return {"code": typed.args.removeprefix(BIND_PAYLOAD)}


class StartsAtGrid(Filter):
    """The deep link of the code at a grid's door, /start grid_CODE; gives `grid`."""

    async def __call__(self, _: Message, typed: Typed | None) -> dict[str, Any] | bool:
        if typed is None or typed.name != Word.START or not typed.args.startswith(GRID_PAYLOAD):
            return False
        return {"grid": typed.args.removeprefix(GRID_PAYLOAD)}


class Wishes(Filter):
    """What was offered under an answer, by its number or in words; gives `wish`."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> dict[str, Any] | bool:
        wish = further_in(message.text or "", raw_state)
        return {"wish": wish} if wish else False


class Fits(Filter):
    """Whether the desk's answer fits, by the number of the button or in words; gives `fits`."""

    async def __call__(self, message: Message) -> dict[str, Any] | bool:
        fits = fits_in(message.text or "")
        return False if fits is None else {"fits": fits}


class IsSpeech(Filter):
    """Something a person sent, as against Telegram telling of a pinned message or a new member."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in PEOPLE_SEND


class IsCorrection(Filter):
    """An edit that changes what was said. A moving live location is not one: nobody is to be tracked. Nor is an edited
    command: it was carried out, and Telegram reports edits that changed nothing visible."""

    async def __call__(self, message: Message, typed: Typed | None) -> bool:
        return message.content_type in PEOPLE_SEND and message.location is None and not (typed and typed.slash)


class ForAnotherBot(Filter):
    """A /command@somebody_else."""

    async def __call__(self, _: Message, typed: Typed | None, kit: Kit) -> bool:
        return typed is not None and bool(typed.to) and typed.to.lower() != kit.bot_username.lower()


class Addressed(Filter):
    """Meant for the bot: a command, a mention, or a reply to the bot."""

    async def __call__(self, message: Message, typed: Typed | None, kit: Kit, bot: Bot) -> bool:
        if typed is not None and typed.slash:
            return True
        return is_reply_to(message, bot.id) or mentions(message, kit.bot_username)


class IsStaff(Filter):
    """The speaker holds a post here."""

    async def __call__(self, _: TelegramObject, turn: Turn) -> bool:
        return bool(turn.posts)


class IsPrivate(Filter):
    async def __call__(self, _: TelegramObject, turn: Turn) -> bool:
        return not turn.by.group


class InUnknownGroup(Filter):
    """A group, or a topic of one, in which no post answers."""

    async def __call__(self, _: TelegramObject, turn: Turn) -> bool:
        return turn.by.group and not turn.bound


class IsNameless(Filter):
    async def __call__(self, _: TelegramObject, turn: Turn) -> bool:
        return turn.is_nameless
