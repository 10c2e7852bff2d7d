"""申请复核: the resident does not accept that a case is not worked on. Another desk, one rung up, upholds it or has it
worked on again; the record keeps both decisions."""

from dataclasses import replace
from datetime import datetime

from cases import life
from cases import messages as say
from cases.aftercare import own_case, second_due
from cases.commands import Command, Hear, Said
from cases.dismissing import appeal_desk, must_be_another
from cases.ending_commands import Appeal, DecideAppeal
from cases.errors import AlreadyDone, Expired, TooLate, WrongStatus
from cases.filing import find_owner, reminder
from cases.letters import Letters, event, reminders_of
from cases.model import CITIZEN, Actor, Case, Change, Dismissal, Draft, Happening, PostCode, Status
from cases.named import held_of, named_case
from cases.ports import UnitOfWork
from cases.reading import UNSURE, Intent, PlaceKind


def appeal_dismissal(uow: UnitOfWork, command: Appeal) -> None:
    with uow:
        uow.record(_appeal(uow, own_case(uow, command), command, command.words))
        uow.commit()


def appeal_in_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """不同意, 申请复核: about the case that is replied to or named, else the last that was dismissed."""
    said = command.said
    told = said.appeal is not None and not _tells_another_matter(command)
    if (draft is not None and draft.about is not None) or not (told or said.reply_to is not None):
        return None
    mine = uow.reported_by(command.by.chat, command.at - uow.rules.appeal_window)
    about = uow.case_at(command.by.chat, said.reply_to) if said.reply_to is not None else None
    ended = [
        case
        for case in mine
        if case.status in {Status.DISMISSED, Status.APPEALED}
        and about in {None, case.id}
        and said.number in {"", case.number}
    ]
    if not ended:
        return None
    newest = max(ended, key=lambda case: case.closed_at or case.opened_at)
    if told:
        return _appeal(uow, newest, command, said.appeal or "")
    return _appeal(uow, newest, command, said.text) if _objects(newest, said) else None


def _objects(case: Case, said: Said) -> bool:
    """A reply to the decision that is no thanks."""
    intent = said.reading.intent if said.reading else None
    return case.status is Status.DISMISSED and bool(said.text) and intent not in {Intent.SMALL_TALK, Intent.PRAISE}


def _tells_another_matter(command: Hear) -> bool:
    """不同意拆迁，大寨村2组补偿太少: a matter with its place is one of its own."""
    reading = command.said.reading
    return reading is not None and reading.topic != UNSURE and command.said.place.kind is not PlaceKind.NONE


def _appeal(uow: UnitOfWork, case: Case, command: Command, words: str) -> Change:
    decided = uow.dismissal(case.id)
    if case.appealed_at is not None:
        raise AlreadyDone(case.number)
    if decided is None or case.status is not Status.DISMISSED:
        raise WrongStatus(case.number, case.status.value)
    if case.closed_at is not None and command.at > case.closed_at + uow.rules.appeal_window:
        raise TooLate(case.number)
    to = appeal_desk(uow, case, decided)
    pending = replace(decided, appeal=words, appealed_to=to)
    asked = life.appeal(case, uow.rules, at=command.at)
    until = uow.rules.office.add(command.at, uow.rules.appeal_limit)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(asked)
    letters.show_card(asked, to, "supervisor")
    letters.tell_post(to, _made(uow, asked, pending, until), asked, not_before=letters.civil_time(asked))
    again = to == decided.desk
    letters.tell(case.reporter, say.Appealed(case.number, uow.org.label(to), until, again), asked)
    happened = event(case, Happening.APPEALED, command.at, CITIZEN, words)
    return Change(case=asked, dismissal=pending, events=(happened,), notifications=letters.all())


def _made(uow: UnitOfWork, case: Case, pending: Dismissal, until: datetime) -> say.AppealMade:
    return say.AppealMade(
        case.id,
        case.number,
        case.matter,
        case.place,
        pending.ground.value,
        pending.account,
        uow.org.label(pending.desk),
        pending.appeal,
        until,
        another=pending.appealed_to == pending.desk,
    )


def decide_appeal(uow: UnitOfWork, command: DecideAppeal) -> None:
    with uow:
        decide(uow, command)
        uow.commit()


def decide(uow: UnitOfWork, command: DecideAppeal) -> None:
    """The same within somebody else's transaction."""
    case = named_case(uow, command)
    pending = uow.dismissal(case.id)
    if pending is None or case.status is not Status.APPEALED:
        raise Expired
    desk = _deciding(uow, command.by, case, pending)
    decided = replace(pending, person=command.by.person)
    (_uphold if command.upholds else _overturn)(uow, command, case, decided, desk)


def _deciding(uow: UnitOfWork, by: Actor, case: Case, pending: Dismissal) -> PostCode:
    """The desk it went to, or one above it. Raises NotYours; SamePerson where nobody else looks at it."""
    to = pending.appealed_to
    desk = held_of(uow, by, case, (to, *uow.org.desks_above(replace(case, holder=to))))
    if desk == pending.desk:
        must_be_another(by, pending, case)
    return desk


def _uphold(uow: UnitOfWork, command: Command, case: Case, decided: Dismissal, desk: PostCode) -> None:
    ended, who = life.uphold(case), uow.org.label(desk)
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(ended)
    told = say.AppealDecided(case.number, case.matter, who, True, decided.account)
    letters.tell(case.reporter, told, ended, not_before=letters.civil_time(ended))
    letters.tell_post(decided.desk, say.Done(case.number, "upheld", who), ended, besides=(command.by.chat,))
    happened = event(case, Happening.UPHELD, command.at, desk)
    uow.record(
        Change(
            case=ended,
            dismissal=decided,
            events=(happened,),
            notifications=letters.all(),
            withdrawn=(reminders_of(case),),
        )
    )


def _overturn(uow: UnitOfWork, command: Command, case: Case, decided: Dismissal, desk: PostCode) -> None:
    """It goes back to whoever had it, if they still answer, with limits of its own."""
    at, who = command.at, uow.org.label(desk)
    owner = find_owner(uow, case.unit, at, conflict=case.conflict, triage=case.triage)
    holder = case.holder if uow.chats_of(case.holder) else owner.post
    again = life.overturn(case, uow.rules, at=at, holder=holder, due_at=second_due(uow, case, at))
    letters = Letters(uow, at, command.cause)
    told = say.AppealDecided(case.number, case.matter, who, False, owner=uow.org.label(holder), due_at=again.due_at)
    letters.tell(case.reporter, told, again, not_before=letters.civil_time(again))
    letters.refresh_cards(again, skip=uow.chats_of(holder))
    letters.show_card(again, holder, "holder")
    letters.remind(holder, reminder(again, "overturned", uow.org, who), again)
    letters.tell_post(decided.desk, say.Done(case.number, "overturned", who), again, besides=(command.by.chat,))
    happened = event(case, Happening.OVERTURNED, at, desk)
    uow.record(
        Change(
            case=again,
            dismissal=decided,
            events=(happened,),
            notifications=letters.all(),
            withdrawn=(reminders_of(case),),
        )
    )
