"""挂账: what cannot be done now is put off to a review date, by a desk over the holder; the resident hears why, and hears of it
regularly until then. Once, and for a year at most."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.commands import Action, AskSuspension, Command, DecideSuspension, ResumeCase, StaffHear
from cases.errors import AlreadyDone, Expired, NoMoreSuspensions, NotYours
from cases.letters import Letters, asked_of, event, reminders_of
from cases.model import Case, Change, DraftState, Happening, Obstacle, PostCode
from cases.named import acting_post, meant_by_staff, must_hold, named_case
from cases.pauses import must_run, resume, suspend
from cases.ports import UnitOfWork
from cases.supervision import deciders, desk_over

REVIEWS = (14, 30, 90, 180, 365)
"""Days until it is looked at again, for the desk to choose from."""


def ask_suspension(uow: UnitOfWork, command: AskSuspension) -> None:
    """现在办不了: why, in one tap; then in a sentence that the resident will read."""
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: AskSuspension) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.SHELVE)
    if case is not None:
        _may_ask(uow, command, case)
        _ask(uow, command, case, command.obstacle)


def _may_ask(uow: UnitOfWork, command: Command, case: Case) -> None:
    must_hold(uow, command.by, case)
    must_run(case)
    if case.suspensions >= uow.rules.max_suspensions:
        raise NoMoreSuspensions(case.number)
    if case.obstacle is not None:
        raise AlreadyDone(case.number)


def _ask(uow: UnitOfWork, command: Command, case: Case, obstacle: Obstacle | None) -> None:
    if obstacle is not None:
        question = say.AskAccount(case.number, obstacle.value)
        return ask_for_words(uow, command, case, DraftState.SUSPENSION, question, text=obstacle.value)
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskObstacle(case.id, case.number), case)
    return uow.record(Change(notifications=letters.all()))


def take_account(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """The sentence for the resident: now the desk over the holder decides, the highest for itself."""
    _may_ask(uow, command, case)
    draft = uow.draft_of(command.by)
    close_question(uow, command)
    obstacle = Obstacle(draft.text) if draft is not None and draft.text in set(Obstacle) else Obstacle.OTHER
    asked = replace(case, obstacle=obstacle, account=command.said.text)
    desk = next(iter(deciders(uow, case)), case.holder)
    told = say.SuspensionAsked(
        case.id,
        case.number,
        case.matter,
        case.place,
        uow.org.label(case.holder),
        obstacle.value,
        asked.account,
        REVIEWS,
    )
    letters = Letters(uow, command.at, command.cause)
    letters.tell_post(desk, told, asked, not_before=letters.civil_time(asked))
    letters.refresh_cards(asked)
    letters.tell(command.by.chat, say.Done(case.number, "suspension_asked", uow.org.label(desk)), asked)
    happened = event(case, Happening.SUSPENSION_ASKED, command.at, case.holder, asked.account)
    uow.record(Change(case=asked, events=(happened,), notifications=letters.all()))


def review_at(uow: UnitOfWork, at: datetime, days: int) -> datetime:
    """The end of the quiet hours after so many days: when somebody can do something about it."""
    return uow.rules.quiet.awake(at + timedelta(days=days))


def decide_suspension(uow: UnitOfWork, command: DecideSuspension) -> None:
    with uow:
        decide(uow, command)
        uow.commit()


def decide(uow: UnitOfWork, command: DecideSuspension) -> None:
    """The same within somebody else's transaction."""
    case = named_case(uow, command)
    desk = desk_over(uow, command.by, case)
    if not case.asks_suspension or not case.status.is_in_hand:
        raise Expired
    if desk not in (uow.org.desks_above(case) or (case.holder,)):
        raise NotYours(case.number)
    if command.days in REVIEWS:
        _grant(uow, command, case, desk, review_at(uow, command.at, command.days))
    else:
        _refuse(uow, command, case, desk)


def _grant(uow: UnitOfWork, command: Command, case: Case, by: PostCode, until: datetime) -> None:
    idle = suspend(case, uow.rules, at=command.at, until=until)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(idle)
    letters.tell(case.reporter, _word(uow, idle, command.at, uow.org.label(by)), idle)
    done = say.Done(case.number, "suspended", uow.org.label(by), due_at=until)
    letters.tell_post(case.holder, done, idle, besides=(command.by.chat,))
    happened = event(case, Happening.SUSPENDED, command.at, by, case.account)
    withdrawn = (reminders_of(case), asked_of(case))
    uow.record(Change(case=idle, events=(happened,), notifications=letters.all(), withdrawn=withdrawn))


def _refuse(uow: UnitOfWork, command: DecideSuspension, case: Case, by: PostCode) -> None:
    kept = replace(case, obstacle=None, account="")
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(kept)
    told = say.Done(case.number, "suspension_refused", uow.org.label(by), command.why, case.due_at)
    letters.tell_post(case.holder, told, kept, besides=(command.by.chat,))
    happened = event(case, Happening.SUSPENSION_REFUSED, command.at, by, command.why)
    uow.record(Change(case=kept, events=(happened,), notifications=letters.all()))


def _word(uow: UnitOfWork, case: Case, at: datetime, who: str, *, again: bool = False) -> say.Suspended:
    review = case.paused_until or at
    next_at = min(uow.rules.quiet.awake(at + uow.rules.heartbeat), review)
    return say.Suspended(case.id, case.number, case.matter, case.account, who, next_at, review, again)


# --- what the clock does ---


def still_suspended(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """No news is told too: the matter is not forgotten."""
    told = _word(uow, case, letters.at, uow.org.label(case.holder), again=True)
    letters.tell(case.reporter, told, case, not_before=letters.civil_time(case))


def take_up(uow: UnitOfWork, case: Case, letters: Letters) -> Case:
    """The limits run again; holder and resident hear it."""
    running = resume(case, uow.rules, letters.at)
    letters.refresh_cards(running)
    told = say.Resumed(case.number, case.matter, running.due_at)
    letters.tell(case.reporter, told, running, not_before=letters.civil_time(running))
    letters.tell_post(case.holder, replace(told, case=case.id), running, not_before=letters.civil_time(running))
    return running


def resume_case(uow: UnitOfWork, command: ResumeCase) -> None:
    """恢复办理: what stood in the way is gone before the review date."""
    with uow:
        case = named_case(uow, command)
        post = acting_post(uow, command.by, case)
        if not case.suspended:
            raise Expired
        letters = Letters(uow, command.at, command.cause)
        running = take_up(uow, case, letters)
        happened = event(case, Happening.RESUMED, command.at, post)
        uow.record(Change(case=running, events=(happened,), notifications=letters.all()))
        uow.commit()
