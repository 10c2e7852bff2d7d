"""同一处: the cases that go on under another one. Their residents hear every step and the end, and nothing of one another."""

from dataclasses import replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.adding import added
from cases.commands import Command, Said
from cases.leading import followers, leading_of
from cases.letters import Letters, event, reminders_of, step_key
from cases.model import Case, Change, Happening, PostCode, Status
from cases.ports import UnitOfWork
from cases.vouching import ask_verdict
from cases.whistle_letters import keep_from_accused

# --- when something becomes of the leading case ---


def finish_with(uow: UnitOfWork, leading: Case, letters: Letters, post: PostCode) -> None:
    """It is done: each resident is asked for a verdict of their own, with a silence clock of their own."""
    for case in followers(uow, leading):
        done = life.resolve_with(case, leading, uow.rules)
        ask_verdict(uow, done, letters)
        letters.refresh_cards(done)
        happened = event(case, Happening.RESOLVED, letters.at, post, leading.proof_note)
        uow.record(Change(case=done, events=(happened,)))


def undo_with(uow: UnitOfWork, leading: Case, done_at: datetime, letters: Letters) -> None:
    """办结 was taken back within its seconds: nobody has been asked yet."""
    for case in uow.joined_to(leading.id) if leading.joined else ():
        if case.status is Status.RESOLVED and case.resolved_at == done_at:
            waiting = life.unresolved(case)
            letters.refresh_cards(waiting)
            happened = event(case, Happening.UNRESOLVED, letters.at, leading.holder)
            uow.record(Change(case=waiting, events=(happened,), withdrawn=(step_key(case, done_at),)))


def reopen_with(uow: UnitOfWork, leading: Case, letters: Letters) -> None:
    """Somebody says it is not done: whoever has not yet spoken waits with them."""
    for case in uow.joined_to(leading.id) if leading.joined else ():
        if case.status is Status.RESOLVED:
            waiting = life.rejoin(case, leading)
            told = say.JoinedAgain(case.number, case.matter, uow.org.label(leading.holder), leading.due_at)
            letters.tell(case.reporter, told, waiting)
            letters.refresh_cards(waiting)
            happened = event(case, Happening.REJOINED, letters.at, leading.holder)
            uow.record(Change(case=waiting, events=(happened,), withdrawn=(reminders_of(case),)))


def guard_with(uow: UnitOfWork, leading: Case, letters: Letters) -> None:
    """What the holder of the leading case must not know, they must not know of the others either."""
    for case in followers(uow, leading):
        guarded = replace(case, conflict=True, holder=leading.holder, handed_at=letters.at)
        guarded = keep_from_accused(uow, guarded, letters)
        letters.refresh_cards(guarded)
        uow.record(Change(case=guarded))


def pass_the_lead(uow: UnitOfWork, leading: Case, letters: Letters) -> None:
    """The leading case ends, or goes where the others must not follow: the next one leads, as far as the work has come."""
    heir, *others = followers(uow, leading) or (None,)
    if heir is None:
        return
    leads = life.lead_after(heir, leading, uow.rules, at=letters.at, joined=len(others))
    for case in others:
        uow.record(Change(case=replace(case, joined_to=heir.id, same_as=heir.id)))
    happened = event(heir, Happening.LEADS, letters.at, leads.holder)
    uow.record(Change(case=leads, events=(happened,)))
    for case in others:
        letters.refresh_cards(replace(case, joined_to=heir.id, same_as=heir.id))
    letters.show_card(leads, leads.holder, "triage" if leads.triage else "holder")
    letters.refresh_cards(leads, skip=uow.chats_of(leads.holder))
    told = say.LeadsNow(heir.id, heir.number, heir.matter, leading.number, len(others), leads.due_at)
    letters.tell_post(leads.holder, told, leads, not_before=letters.civil_time(leads))


# --- when a case leaves the one it was joined to ---


def leave(uow: UnitOfWork, case: Case, letters: Letters) -> Case:
    """The case without its link; the leading one counts one less. The caller records the case."""
    if case.joined_to is None:
        return case
    leading = uow.find(case.joined_to)
    if leading is not None and leading.joined:
        fewer = replace(leading, joined=leading.joined - 1)
        letters.apart.add(case.id)
        letters.refresh_cards(fewer)
        uow.record(Change(case=fewer))
    return replace(case, joined_to=None)


# --- what the resident of a joined case says ---


def pass_on(uow: UnitOfWork, case: Case, said: Said, command: Command, *, quietly: bool) -> Change:
    """More words or pictures: they reach whoever works on the leading case."""
    letters = Letters(uow, command.at, command.cause)
    leading = leading_of(uow, case) or case
    told = say.JoinedAdds(leading.number, case.number, said.text, len(said.attachments))
    letters.tell_post(leading.holder, told, leading, not_before=letters.civil_time(leading))
    for chat in uow.chats_of(leading.holder):
        letters.show_files(chat, case, said.attachments)
    letters.refresh_cards(case)
    return added(case, said, command, letters, uow.org.label(leading.holder), quietly=quietly)
