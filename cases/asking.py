"""问居民: the holder asks the resident through the desk. Neither learns who the other is; meanwhile the limits stand still."""

from dataclasses import replace

from cases import life
from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.commands import Action, AskResident, Command, Target
from cases.dialogue import ask_about
from cases.errors import NobodyToAsk
from cases.letters import Letters, asked_of, event, reminders_of
from cases.model import Actor, Case, Change, Draft, DraftState, Happening, PersonRef, PostCode, Status, is_outside
from cases.named import acting_post, meant_by_staff
from cases.pauses import must_run, pause
from cases.ports import UnitOfWork


def ask_resident(uow: UnitOfWork, command: AskResident) -> None:
    """问居民, by button or typed; without words the next message is the question."""
    with uow:
        ask(uow, command, command.target, command.question)
        uow.commit()


def ask(uow: UnitOfWork, command: Command, target: Target, question: str) -> None:
    case = meant_by_staff(uow, command, target, Action.ASK)
    if case is None:
        return None
    if question:
        return relay(uow, command, case, question)
    _may_ask(uow, command, case)
    return ask_for_words(uow, command, case, DraftState.QUESTION, say.AskQuestion(case.number))


def relay(uow: UnitOfWork, command: Command, case: Case, question: str) -> None:
    """Who asks has the case in hand, as by accepting it; the limits stand still until the answer or `answer_patience`."""
    post = _may_ask(uow, command, case)
    who = uow.org.label(post)
    close_question(uow, command)
    events = [event(case, Happening.ASKED, command.at, post, question)]
    if case.status is Status.FILED:
        case = life.accept(case, uow.rules, post=post, who=who, at=command.at)
        events.insert(0, event(case, Happening.ACCEPTED, command.at, post))
    waiting = pause(case, uow.rules, at=command.at, question=question)
    letters = Letters(uow, command.at, command.cause)
    draft = _await_answer(uow, waiting, command)
    told = say.QuestionRelayed(case.number, who, question, waiting.paused_until or command.at)
    key = f"{asked_of(case)}{command.cause}"
    letters.tell(case.reporter, told, waiting, key=key, not_before=letters.civil_time(waiting))
    letters.refresh_cards(waiting)
    letters.tell(command.by.chat, say.Done(case.number, "asked", note=question), waiting)
    uow.record(
        Change(
            case=waiting,
            draft=draft,
            events=tuple(events),
            notifications=letters.all(),
            withdrawn=(reminders_of(case), asked_of(case)),
        )
    )


def _may_ask(uow: UnitOfWork, command: Command, case: Case) -> PostCode:
    """The post by which this person may ask. Raises NobodyToAsk, NotYours, WrongStatus."""
    post = acting_post(uow, command.by, case)
    must_run(case)
    if is_outside(case.reporter):
        raise NobodyToAsk(case.number)
    return post


def _await_answer(uow: UnitOfWork, case: Case, command: Command) -> Draft | None:
    """The resident's next message is the answer, unless a complaint of theirs is being asked about: then a reply is."""
    resident = Actor(case.reporter, PersonRef(case.reporter), case.reporter_name)
    open_one = uow.draft_of(resident)
    if open_one is not None and open_one.about is None and not open_one.is_idle:
        return None
    if open_one is not None:
        uow.record(Change(draft=replace(open_one, closed=True)))
    return ask_about(case, replace(command, by=resident), DraftState.ANSWER, expires_at=case.paused_until)
