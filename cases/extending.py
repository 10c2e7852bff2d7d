"""延期: asked for before the limit, with a reason that the resident reads, granted one rung up, at most twice."""

from dataclasses import replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.alike import unlike
from cases.clocks import Span, Unit
from cases.commands import Action, AskExtension, Command, DecideExtension, ShowMoves, StaffHear
from cases.errors import AlreadyDone, Expired, LimitPassed, NoFixedLimit, NoMoreTime, NotYours, WrongStatus
from cases.letters import Letters, event, reminders_of
from cases.limits import finish_limit
from cases.model import Case, Change, DraftState, Happening, PostCode
from cases.named import acting_post, meant_by_staff, must_hold, named_case
from cases.pauses import must_run
from cases.ports import UnitOfWork
from cases.supervision import deciders, desk_over

FULL = "full"
"""As long again as the case had in the first place: the most that may be granted at once."""
DAYS = (1, 2, 3, 5)
LENGTHS = (*map(str, DAYS), FULL)


def show_moves(uow: UnitOfWork, command: ShowMoves) -> None:
    """更多 on the card: what is not done every day."""
    with uow:
        case = named_case(uow, command)
        acting_post(uow, command.by, case)
        if not case.status.is_in_hand:
            raise WrongStatus(case.number, case.status.value)
        letters = Letters(uow, command.at, command.cause)
        same = _may_be_same(uow, case)
        moves = say.Moves(case.id, case.number, case.status.value, case.long_term, _agreed(case), same)
        letters.tell(command.by.chat, moves, case)
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def _agreed(case: Case) -> str:
    return case.agreement.value if case.agreement else ""


def _may_be_same(uow: UnitOfWork, case: Case) -> bool:
    first = uow.find(case.same_as) if case.same_as else None
    return first is not None and first.status.is_under_way and not unlike(uow, first, case)


def ask_extension(uow: UnitOfWork, command: AskExtension) -> None:
    """延期: why, then until when, then the desk above decides."""
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: AskExtension) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.EXTEND)
    if case is not None:
        _may_ask(uow, command, case)
        _ask(uow, command, case, command.why or _reason_given(uow, command, case), command.length)


def take_reason(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """The sentence that was asked for."""
    _may_ask(uow, command, case)
    _ask(uow, command, case, command.said.text, "")


def _may_ask(uow: UnitOfWork, command: Command, case: Case) -> None:
    must_hold(uow, command.by, case)
    must_run(case)
    if case.long_term:
        raise NoFixedLimit(case.number)
    if case.asked_due_at is not None:
        raise AlreadyDone(case.number)
    if case.extended >= uow.rules.max_extensions:
        raise NoMoreTime(case.number)
    if case.is_late(command.at):
        raise LimitPassed(case.number)


def _reason_given(uow: UnitOfWork, command: Command, case: Case) -> str:
    draft = uow.draft_of(command.by)
    asked = draft is not None and draft.state is DraftState.EXTENSION and draft.about == case.id
    return draft.text if draft is not None and asked else ""


def _ask(uow: UnitOfWork, command: Command, case: Case, why: str, length: str) -> None:
    offered = dict(lengths(uow, case))
    if why and length in offered:
        return _request(uow, command, case, why, offered[length])
    question = (
        say.AskExtensionLength(case.id, case.number, why, tuple(offered.items()))
        if why
        else say.AskExtensionReason(case.number)
    )
    return ask_for_words(uow, command, case, DraftState.EXTENSION, question, text=why)


def lengths(uow: UnitOfWork, case: Case) -> list[tuple[str, datetime]]:
    """What may be asked for: some working days, and as long again as at first; never more than that."""
    office = uow.rules.office
    full = office.add(case.due_at, finish_limit(case, uow.rules))
    days = [(str(n), office.add(case.due_at, Span(n, Unit.WORKDAY))) for n in DAYS]
    return [*((name, due) for name, due in days if due < full), (FULL, full)]


def _request(uow: UnitOfWork, command: Command, case: Case, why: str, due_at: datetime) -> None:
    """To the first desk over the holder that answers; where none does, nobody is there to refuse."""
    close_question(uow, command)
    desk = next(iter(deciders(uow, case)), None)
    asked = replace(case, asked_due_at=due_at, asked_why=why)
    happened = event(case, Happening.EXTENSION_ASKED, command.at, case.holder, why)
    letters = Letters(uow, command.at, command.cause)
    if desk is None:
        uow.record(Change(events=(happened,)))
        return _grant(uow, command, asked, case.holder)
    told = say.ExtensionAsked(
        case.id,
        case.number,
        case.matter,
        case.place,
        uow.org.label(case.holder),
        why,
        case.due_at,
        due_at,
        case.extended + 1,
    )
    letters.tell_post(desk, told, asked, not_before=letters.civil_time(asked))
    letters.refresh_cards(asked)
    letters.tell(command.by.chat, say.Done(case.number, "extension_asked", uow.org.label(desk)), asked)
    return uow.record(Change(case=asked, events=(happened,), notifications=letters.all()))


def decide_extension(uow: UnitOfWork, command: DecideExtension) -> None:
    """A desk over the holder grants it or not; what the resident was promised changes only then."""
    with uow:
        decide(uow, command)
        uow.commit()


def decide(uow: UnitOfWork, command: DecideExtension) -> None:
    """The same within somebody else's transaction."""
    case = named_case(uow, command)
    desk = desk_over(uow, command.by, case)
    if case.asked_due_at is None or not case.status.is_in_hand:
        raise Expired
    if desk not in uow.org.desks_above(case):
        raise NotYours(case.number)
    if command.grants:
        _grant(uow, command, case, desk)
    else:
        _refuse(uow, command, case, desk)


def _grant(uow: UnitOfWork, command: Command, case: Case, by: PostCode) -> None:
    due_at, why = max(case.asked_due_at or case.due_at, case.due_at), case.asked_why
    later = life.extend(case, uow.rules, at=command.at, due_at=due_at)
    who = uow.org.label(by)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(later)
    told = say.LimitMoved(case.id, case.number, due_at, why, who)
    letters.tell(case.reporter, told, later, not_before=letters.civil_time(later))
    done = say.Done(case.number, "extended", who, why, due_at)
    letters.tell_post(case.holder, done, later, besides=(command.by.chat,))
    happened = event(case, Happening.EXTENDED, command.at, by, why)
    uow.record(Change(case=later, events=(happened,), notifications=letters.all(), withdrawn=(reminders_of(case),)))


def _refuse(uow: UnitOfWork, command: DecideExtension, case: Case, by: PostCode) -> None:
    kept = replace(case, asked_due_at=None, asked_why="")
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(kept)
    told = say.Done(case.number, "extension_refused", uow.org.label(by), command.why, case.due_at)
    letters.tell_post(case.holder, told, kept, besides=(command.by.chat,))
    happened = event(case, Happening.EXTENSION_REFUSED, command.at, by, command.why)
    uow.record(Change(case=kept, events=(happened,), notifications=letters.all()))
