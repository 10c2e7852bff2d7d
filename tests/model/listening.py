"""An update becomes a use case with its command, as handlers/ would make it, without a messenger's library."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cases.aftercare import give_verdict, hide_name, urge_case
from cases.appealing import appeal_dismissal, decide_appeal
from cases.asking import ask_resident
from cases.commands import (
    Action,
    AnswerOffer,
    AskExtension,
    AskResident,
    AskSuspension,
    BindPost,
    ChoosePlace,
    Command,
    DecideExtension,
    DecideSuspension,
    GiveVerdict,
    Hear,
    HideName,
    Reassign,
    ResumeCase,
    Said,
    StaffHear,
    Supervise,
    Target,
    Transfer,
    UrgeCase,
    Verdict,
    WithdrawCase,
    Work,
)
from cases.conversation import choose_place, hear
from cases.dismissing import ask_dismissal, decide_dismissal
from cases.ending_commands import Appeal, AskDismissal, DecideAppeal, DecideDismissal
from cases.extending import ask_extension, decide_extension
from cases.fieldwork import do_work, hear_staff
from cases.model import Actor, CaseId, Cause, ChatRef, Ground, Obstacle, PersonRef, PostCode, TransferReason
from cases.ports import Glance, UseCase
from cases.posts import bind_post
from cases.reading import NOWHERE, PlaceKind
from cases.supervision import reassign_case, supervise_case
from cases.suspending import ask_suspension, decide_suspension, resume_case
from cases.taps import Tap, Verb, decode
from cases.transferring import answer_offer, transfer_case
from cases.withdrawing import withdraw_case
from nlp.plain_words import read_verdict, read_worker
from tests.model.town import read

MARK = "〔"
"""Begins the sign by which one message of a resident is known again wherever its words went."""
BIND = "/bind "
Heard = tuple[UseCase, Command]
Made = Callable[[Actor, datetime, Cause, Tap], Heard]

TAPS: dict[Verb, Made] = {
    Verb.FIXED: lambda by, at, cause, tap: _verdict(by, at, cause, tap, Verdict.FIXED),
    Verb.NOT_FIXED: lambda by, at, cause, tap: _verdict(by, at, cause, tap, Verdict.NOT_FIXED),
    Verb.URGE: lambda by, at, cause, tap: (urge_case, UrgeCase(by, at, cause, CaseId(tap.subject))),
    Verb.WITHDRAW: lambda by, at, cause, tap: (withdraw_case, WithdrawCase(by, at, cause, CaseId(tap.subject))),
    Verb.PLACE: lambda by, at, cause, tap: (choose_place, ChoosePlace(by, at, cause, CaseId(tap.subject), tap.value)),
    Verb.ANONYMOUS: lambda by, at, cause, tap: (hide_name, HideName(by, at, cause, CaseId(tap.subject))),
    Verb.ACCEPT: lambda by, at, cause, tap: _work(by, at, cause, tap, Action.ACCEPT),
    Verb.ARRIVE: lambda by, at, cause, tap: _work(by, at, cause, tap, Action.ARRIVE),
    Verb.RESOLVE: lambda by, at, cause, tap: _work(by, at, cause, tap, Action.RESOLVE),
    Verb.ASK: lambda by, at, cause, tap: (ask_resident, AskResident(by, at, cause, Target(case=CaseId(tap.subject)))),
    Verb.TRANSFER_TO: lambda by, at, cause, tap: _transfer(by, at, cause, tap),
    Verb.TAKE: lambda by, at, cause, tap: (answer_offer, AnswerOffer(by, at, cause, CaseId(tap.subject), True)),
    Verb.DECLINE: lambda by, at, cause, tap: (answer_offer, AnswerOffer(by, at, cause, CaseId(tap.subject), False)),
    Verb.EXTEND: lambda by, at, cause, tap: (
        ask_extension,
        AskExtension(by, at, cause, Target(case=CaseId(tap.subject)), tap.value),
    ),
    Verb.EXTENSION_YES: lambda by, at, cause, tap: _extension(by, at, cause, tap, grants=True),
    Verb.EXTENSION_NO: lambda by, at, cause, tap: _extension(by, at, cause, tap, grants=False),
    Verb.SUSPEND: lambda by, at, cause, tap: (
        ask_suspension,
        AskSuspension(by, at, cause, Target(case=CaseId(tap.subject)), Obstacle(tap.value)),
    ),
    Verb.SUSPENSION: lambda by, at, cause, tap: (
        decide_suspension,
        DecideSuspension(by, at, cause, CaseId(tap.subject), int(tap.value)),
    ),
    Verb.RESUME: lambda by, at, cause, tap: (resume_case, ResumeCase(by, at, cause, CaseId(tap.subject))),
    Verb.DISMISS: lambda by, at, cause, tap: (
        ask_dismissal,
        AskDismissal(by, at, cause, Target(case=CaseId(tap.subject)), Ground(tap.value)),
    ),
    Verb.DISMISSAL_YES: lambda by, at, cause, tap: _dismissal(by, at, cause, tap, grants=True),
    Verb.DISMISSAL_NO: lambda by, at, cause, tap: _dismissal(by, at, cause, tap, grants=False),
    Verb.APPEAL: lambda by, at, cause, tap: (appeal_dismissal, Appeal(by, at, cause, CaseId(tap.subject))),
    Verb.UPHOLD: lambda by, at, cause, tap: _appeal(by, at, cause, tap, upholds=True),
    Verb.OVERTURN: lambda by, at, cause, tap: _appeal(by, at, cause, tap, upholds=False),
    Verb.SUPERVISE: lambda by, at, cause, tap: (supervise_case, Supervise(by, at, cause, CaseId(tap.subject))),
    Verb.ASSIGN: lambda by, at, cause, tap: (
        reassign_case,
        Reassign(by, at, cause, CaseId(tap.subject), PostCode(tap.value)),
    ),
}


def _verdict(by: Actor, at: datetime, cause: Cause, tap: Tap, verdict: Verdict) -> Heard:
    return give_verdict, GiveVerdict(by, at, cause, CaseId(tap.subject), verdict)


def _transfer(by: Actor, at: datetime, cause: Cause, tap: Tap) -> Heard:
    why, _, to = tap.value.partition("/")
    target = Target(case=CaseId(tap.subject))
    return transfer_case, Transfer(by, at, cause, target, TransferReason(why), PostCode(to))


def _extension(by: Actor, at: datetime, cause: Cause, tap: Tap, *, grants: bool) -> Heard:
    return decide_extension, DecideExtension(by, at, cause, CaseId(tap.subject), grants)


def _dismissal(by: Actor, at: datetime, cause: Cause, tap: Tap, *, grants: bool) -> Heard:
    return decide_dismissal, DecideDismissal(by, at, cause, CaseId(tap.subject), grants)


def _appeal(by: Actor, at: datetime, cause: Cause, tap: Tap, *, upholds: bool) -> Heard:
    return decide_appeal, DecideAppeal(by, at, cause, CaseId(tap.subject), upholds)


def _work(by: Actor, at: datetime, cause: Cause, tap: Tap, action: Action) -> Heard:
    return do_work, Work(by, at, cause, action, Target(case=CaseId(tap.subject)))


def translate(raw: dict[str, Any], glance: Glance, at: datetime) -> Heard:
    cause = Cause(f"update/{raw['update_id']}")
    if query := raw.get("callback_query"):
        tap = decode(query["data"])
        assert tap is not None
        return TAPS[tap.verb](_actor(query["message"]), at, cause, tap)
    message = raw["message"]
    by = _actor(message)
    if message["text"].startswith(BIND):
        return bind_post, BindPost(by, at, cause, message["text"].removeprefix(BIND))
    said = _said(message, by, glance)
    if glance.posts_of(by):
        return hear_staff, StaffHear(by, at, cause, _by_staff(said, at.date()))
    return hear, Hear(by, at, cause, said)


def _actor(message: dict[str, Any]) -> Actor:
    chat, person = message["chat"]["id"], message["from"]["id"]
    return Actor(ChatRef(f"tg:{chat}"), PersonRef(f"tg:{person}"), f"某{person}", group=chat < 0)


def _said(message: dict[str, Any], by: Actor, glance: Glance) -> Said:
    text, words = message["text"], message["text"].split(MARK)[0]
    draft = glance.meet(by).draft
    known = draft.place if draft and draft.place else NOWHERE
    reading = read(words, known.code if known.kind is PlaceKind.PLACE else "")
    verdict = read_verdict(words)
    return Said(
        message=message["message_id"],
        text=text,
        reading=reading,
        place=reading.place,
        reply_to=message.get("reply_to_message", {}).get("message_id"),
        verdict=verdict.verdict,
        note=verdict.note and text,
    )


def _by_staff(said: Said, today: date) -> Said:
    word = read_worker(said.text, today)
    return replace(said, action=word.action, note=word.note, sure=word.sure, reason=word.reason, days=word.days)
