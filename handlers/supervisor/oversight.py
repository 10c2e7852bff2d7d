"""日报, 排名, 督办, 换人 and triage: by button inside the digest, or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cases.commands import GiveDirective, OfferReassign, Reassign, SetTopic, ShowDigest, ShowRanking, Supervise
from cases.directing import give_directive
from cases.dismissals import show_dismissals
from cases.ending_commands import ShowDismissals
from cases.model import CaseId, PostCode
from cases.ranking import show_ranking
from cases.supervision import offer_reassign, reassign_case, show_digest, supervise_case, triage_case
from cases.taps import Tap, Verb
from handlers.filters import HasNumber, Tapped, Types
from handlers.message import is_typed, message_pressed
from handlers.staff.words import month_in
from handlers.translate import target_of
from handlers.turn import Turn
from handlers.word import Word
from handlers.words import DIRECTIVES, Typed
from nlp.plain.directives import read_directive


def routes() -> Router:
    router = Router(name="oversight")
    router.message.register(ask_digest, Types(Word.DIGEST))
    router.message.register(ask_ranking, Types(Word.RANKING))
    router.message.register(ask_dismissals, Types(Word.DISMISSALS))
    router.message.register(type_directive, Types(*DIRECTIVES), HasNumber())
    router.callback_query.register(tap_unfold, Tapped(Verb.UNFOLD))
    router.callback_query.register(tap_supervise, Tapped(Verb.SUPERVISE))
    router.callback_query.register(tap_reassign, Tapped(Verb.REASSIGN))
    router.callback_query.register(tap_assign, Tapped(Verb.ASSIGN))
    router.callback_query.register(tap_triage, Tapped(Verb.TRIAGE))
    return router


async def ask_digest(_: Message, turn: Turn) -> None:
    await turn.do(show_digest, ShowDigest)


async def ask_ranking(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_ranking, ShowRanking, typed.args, month_in(typed.args, turn.at.date()))


async def ask_dismissals(_: Message, turn: Turn, typed: Typed) -> None:
    await turn.do(show_dismissals, ShowDismissals, typed.args, month_in(typed.args, turn.at.date()))


async def type_directive(message: Message, turn: Turn, typed: Typed) -> None:
    directive = read_directive(f"{DIRECTIVES[Word(typed.name)]} {typed.args}")
    if directive is not None:
        await turn.do(give_directive, GiveDirective, directive, target_of(message, typed))


async def tap_unfold(_: CallbackQuery, turn: Turn) -> None:
    await turn.do(show_digest, ShowDigest, rest=True)


async def tap_supervise(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(supervise_case, Supervise, CaseId(tap.subject))


async def tap_reassign(_: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(offer_reassign, OfferReassign, CaseId(tap.subject))


async def tap_assign(query: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(reassign_case, Reassign, CaseId(tap.subject), PostCode(tap.value), pressed=message_pressed(query))


async def tap_triage(query: CallbackQuery, turn: Turn, tap: Tap) -> None:
    await turn.do(triage_case, SetTopic, CaseId(tap.subject), tap.value, typed=is_typed(query))
