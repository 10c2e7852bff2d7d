"""进展: what was done in a long matter, written by whoever has it and told to the resident at once. The resident hears of it at
least every heartbeat: where nothing was written, that there is nothing new; and then the desks see it as late."""

from cases import life
from cases import messages as say
from cases.aftercare import ask_for_words, close_question
from cases.commands import Action, Command, StaffHear
from cases.filing import reminder
from cases.letters import Letters, event, first_two, reminders_of
from cases.longterm_commands import Milestone, WriteMilestone
from cases.model import Agreement, Case, Change, DraftState, Happening, Status
from cases.named import acting_post, meant_by_staff
from cases.pauses import must_run
from cases.ports import UnitOfWork
from cases.undoing import offer_undo

AGREEMENTS = {Milestone.OFFER: Agreement.OFFERED, Milestone.SIGNED: Agreement.SIGNED}


def write_milestone(uow: UnitOfWork, command: WriteMilestone) -> None:
    with uow:
        case = meant_by_staff(uow, command, command.target, Action.WORKING)
        if case is not None:
            _tell_or_ask(uow, command, case, command.what, command.words)
        uow.commit()


def take_words(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """The sentence that was asked for."""
    draft = uow.draft_of(command.by)
    what = Milestone(draft.text) if draft is not None and draft.text in set(Milestone) else Milestone.NEWS
    _tell_or_ask(uow, command, case, what, command.said.text)


def _tell_or_ask(uow: UnitOfWork, command: Command, case: Case, what: Milestone, words: str) -> None:
    acting_post(uow, command.by, case)
    must_run(case)
    if words or what is Milestone.SIGNED:
        close_question(uow, command)
        return _tell(uow, command, case, what, words)
    question = say.AskMilestone(case.number, what.value)
    return ask_for_words(uow, command, case, DraftState.MILESTONE, question, text=what.value)


def _tell(uow: UnitOfWork, command: Command, case: Case, what: Milestone, words: str) -> None:
    """Whoever writes of it has it in hand, as by accepting it."""
    post, before = acting_post(uow, command.by, case), case
    if case.status is Status.FILED:
        case = life.accept(case, uow.rules, post=post, who=uow.org.label(post), at=command.at)
    told = life.report(case, uow.rules, at=command.at, news=words, agreement=AGREEMENTS.get(what))
    next_at = told.due_at if told.long_term else None
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(told)
    news = say.News(case.id, case.number, case.matter, what.value, words, next_at)
    letters.tell_of_step(news, told, not_before=letters.civil_time(told))
    letters.tell(command.by.chat, say.NewsTold(case.number, what.value, words, next_at), told)
    happened = event(case, Happening.MILESTONE, command.at, post, words)
    undo = offer_undo(uow, command, before, Happening.MILESTONE, letters, post=post)
    withdrawn = (reminders_of(case),)
    uow.record(Change(case=told, events=(happened,), notifications=letters.all(), withdrawn=withdrawn, undo=undo))


# --- what the clock does ---


def tell_of_nothing(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """A heartbeat came and nothing was written: the resident hears that honestly, the holder and whoever stands in are
    pushed, and from the second time on the highest desk."""
    missed = (letters.at - case.due_at) // uow.rules.heartbeat + 1
    next_at = uow.rules.quiet.awake(case.due_at + missed * uow.rules.heartbeat)
    told = say.NoNews(case.id, case.number, case.matter, next_at, case.news, case.news_at)
    letters.tell(case.reporter, told, case, not_before=letters.civil_time(case))
    highest = [desk for desk in uow.org.desks_over(case) if uow.chats_of(desk)][-1:] if missed > 1 else []
    for post in dict.fromkeys((*first_two(uow, case), *highest)):
        letters.remind(post, reminder(case, "no_news", uow.org), case, copies=True)


def ask_for_news(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    letters.remind(case.holder, reminder(case, "news", uow.org), case, copies=True)
