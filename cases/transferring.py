"""转派: whoever has a case wants somebody else to have it. First asked, first responsible: it stays with its holder until
another takes it, and the resident's clock never restarts."""

from dataclasses import replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.commands import Action, AnswerOffer, Order, Reason, Said, StaffHear, Target, Transfer
from cases.errors import Expired, NotAlike, NotYours
from cases.filing import assign, find_owner
from cases.joining import join
from cases.letters import Letters, event, reminders_of, step_of
from cases.model import Case, Change, DraftState, Happening, PostCode, TransferReason
from cases.named import meant_by_staff, must_hold, named_case, posts_called
from cases.ports import UnitOfWork
from cases.skills import choice_of, fitting_first
from cases.supervision import deciders
from cases.together import guard_with
from cases.whistle_letters import keep_from_accused

CHOICES = 6
"""Colleagues offered as buttons; the station decides in all other cases."""
WHY = {
    Reason.NOT_MY_GRID: TransferReason.NOT_MY_GRID,
    Reason.NOT_MY_DUTY: TransferReason.NOT_MY_DUTY,
    Reason.DUPLICATE: TransferReason.DUPLICATE,
    Reason.CONFLICT: TransferReason.INVOLVED,
}
CHOSEN = frozenset({TransferReason.NOT_MY_GRID, TransferReason.NOT_MY_DUTY})
"""The reasons for which the holder says who should have it."""


def transfer_case(uow: UnitOfWork, command: Transfer) -> None:
    """The holder says why, and where it matters to whom. What is about the holder leaves them at once."""
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: Transfer) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.TRANSFER)
    if case is not None:
        _transfer(uow, command, case)


def _transfer(uow: UnitOfWork, command: Transfer, case: Case) -> None:
    must_hold(uow, command.by, case)
    life.may_transfer(case)
    letters = Letters(uow, command.at, command.cause)
    if command.why is None:
        question = say.AskTransferReason(case.id, case.number, _department(uow, case, command.named))
        return ask_for_words(uow, command, case, DraftState.TRANSFER, question)
    close_question(uow, command)
    if command.why is TransferReason.INVOLVED:
        return _keep_from_holder(uow, command, case, letters)
    if command.why is TransferReason.DUPLICATE and not case.offered and _is_joined(uow, command, case):
        return None
    if command.why in CHOSEN and not command.to and not case.offered:
        return _ask_whom(uow, command, case)
    return _offer(uow, command, case, letters)


def _is_joined(uow: UnitOfWork, command: Transfer, case: Case) -> bool:
    """重复了: what the holder has twice is joined at once; where another has the first, the desk decides."""
    try:
        return join(uow, command, case)
    except NotAlike:
        return False


def _ask_whom(uow: UnitOfWork, command: Transfer, case: Case) -> None:
    choices = tuple(choice_of(uow.org, post) for post in _offered(uow, case))
    assert command.why is not None
    department = _department(uow, case, command.named)
    question = say.AskTransfer(case.id, case.number, command.why.value, choices, department)
    ask_for_words(uow, command, case, DraftState.TRANSFER, question, text=command.why.value)


def _offered(uow: UnitOfWork, case: Case) -> list[PostCode]:
    return [*fitting_first(uow, case, takers(uow, case))[:CHOICES], *_deciders(uow, case)[:1]]


def _department(uow: UnitOfWork, case: Case, named: tuple[str, ...]) -> str:
    """The department among those named: it can be called, and owns no case."""
    found = (
        one.name for one in uow.org.departments(case) if any(word in one.words or word in one.name for word in named)
    )
    return next(found, "")


def takes_answer(uow: UnitOfWork, command: StaffHear) -> bool:
    """Why, or to whom, in words or by the place in the row of buttons, by whoever was asked that last."""
    said, draft = command.said, uow.draft_of(command.by)
    if draft is None or draft.state is not DraftState.TRANSFER or draft.about is None or said.number:
        return False
    case = uow.case(draft.about)
    if not case.status.is_in_hand or (command.by.group and said.reply_to is None):
        return False
    line = said.directive.line if said.directive and said.directive.order is Order.SHOW else 0
    why, to = TransferReason(draft.text) if draft.text else None, None
    if why is None:
        why = _reason_at(line) or (WHY.get(said.reason) if said.reason and said.sure else None)
    else:
        to = _post_at(_offered(uow, case), line) or _post_called(uow, case, said)
    if why is None or (draft.text and to is None):
        return False
    begin(uow, Transfer(command.by, command.at, command.cause, Target(case=case.id), why, to, said.to))
    return True


def _reason_at(line: int) -> TransferReason | None:
    return list(TransferReason)[line - 1] if 0 < line <= len(TransferReason) else None


def _post_at(posts: list[PostCode], line: int) -> PostCode | None:
    return posts[line - 1] if 0 < line <= len(posts) else None


def _post_called(uow: UnitOfWork, case: Case, said: Said) -> PostCode | None:
    """Of those who may be asked, the only one whose name this is, or stands in: 103, 工作站."""
    name = said.directive.to if said.directive else said.text.strip()
    found = posts_called(uow.org, _offered(uow, case), name) if len(name) > 1 else ()
    return found[0] if len(found) == 1 else None


def takers(uow: UnitOfWork, case: Case) -> list[PostCode]:
    """Colleagues who answer somewhere. None for a complaint about the people of the place."""
    colleagues = () if case.conflict else uow.org.colleagues(case.unit)
    return [post for post in colleagues if post != case.holder and uow.chats_of(post)]


def _deciders(uow: UnitOfWork, case: Case) -> list[PostCode]:
    """The desks over the holder that answer, lowest first; from the second time on without the lowest."""
    answering = deciders(uow, case)
    return (answering[1:] or answering) if case.offered else answering


def _offer(uow: UnitOfWork, command: Transfer, case: Case, letters: Letters) -> None:
    """From the second time on nobody is asked any more: a desk higher up decides within its own limit."""
    deciders = _deciders(uow, case)
    chosen = command.to if command.to in takers(uow, case) and not case.offered else None
    to = chosen or (deciders[0] if deciders else None)
    if to is None:
        raise NotYours(case.number)
    decides = case.offered > 0
    until = _until(uow, letters.civil_time(case) or command.at, decides=decides)
    asked = life.offer(case, uow.rules, to=to, why=command.why, at=command.at, until=until)
    letters.refresh_cards(asked, skip=uow.chats_of(to))
    letters.show_card(asked, to, "offered")
    who = uow.org.label(to)
    letters.tell(command.by.chat, say.Offered(case.number, who, until, decides), asked)
    happened = event(case, Happening.OFFERED, command.at, case.holder, f"{command.why}/{who}")
    uow.record(Change(case=asked, events=(happened,), notifications=letters.all()))


def _until(uow: UnitOfWork, heard: datetime, *, decides: bool) -> datetime:
    if decides:
        return uow.rules.office.add(heard, uow.rules.decision_limit)
    return heard + uow.rules.offer_patience


def _keep_from_holder(uow: UnitOfWork, command: Transfer, case: Case, letters: Letters) -> None:
    """It goes above the station at once, and no more of it is shown to whoever had it."""
    guarded = keep_from_accused(uow, replace(case, conflict=True), letters)
    to = find_owner(uow, case.unit, command.at, conflict=True, triage=False).post
    handed = assign(uow, guarded, to, letters, command.at)
    guard_with(uow, handed, letters)
    who = uow.org.label(to)
    letters.tell(command.by.chat, say.Done(case.number, "kept_from_you", who))
    letters.tell(case.reporter, step_of(handed, "reassigned", who, command.at), handed)
    happened = event(case, Happening.REASSIGNED, command.at, case.holder, who)
    uow.record(Change(case=handed, events=(happened,), notifications=letters.all(), withdrawn=(reminders_of(case),)))


def answer_offer(uow: UnitOfWork, command: AnswerOffer) -> None:
    """Whoever was asked takes it, and only then it is theirs; or they do not, and it stays where it is."""
    with uow:
        answer(uow, command)
        uow.commit()


def answer(uow: UnitOfWork, command: AnswerOffer) -> None:
    """The same within somebody else's transaction."""
    case = named_case(uow, command)
    if not case.offered_to:
        raise Expired
    if case.offered_to not in uow.posts_of(command.by):
        raise NotYours(case.number)
    (_take if command.takes else _decline)(uow, command, case)


def _take(uow: UnitOfWork, command: AnswerOffer, case: Case) -> None:
    post, who = case.offered_to, uow.org.label(case.offered_to)
    handed = life.hand_to(case, uow.rules, post=post, at=command.at)
    taken = life.accept(handed, uow.rules, post=post, who=who, at=command.at)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(taken, skip=uow.chats_of(post))
    letters.show_card(taken, post, "holder")
    letters.tell(case.reporter, step_of(taken, "reassigned", who, command.at), taken)
    events = (
        event(case, Happening.REASSIGNED, command.at, post, who),
        event(case, Happening.ACCEPTED, command.at, post),
    )
    uow.record(Change(case=taken, events=events, notifications=letters.all(), withdrawn=(reminders_of(case),)))


def _decline(uow: UnitOfWork, command: AnswerOffer, case: Case) -> None:
    post, who = case.offered_to, uow.org.label(case.offered_to)
    kept = life.keep(case, uow.rules, at=command.at)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(kept)
    letters.tell(command.by.chat, say.Done(case.number, "declined", uow.org.label(case.holder)), kept)
    letters.tell_post(case.holder, say.Done(case.number, "declined_to_you", who, command.why), kept)
    happened = event(case, Happening.DECLINED, command.at, post, command.why)
    uow.record(Change(case=kept, events=(happened,), notifications=letters.all()))
