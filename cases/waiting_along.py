"""知道了，等着: whoever writes of what is answered already waits with the others, or says that theirs is another matter."""

from dataclasses import replace

from cases import life
from cases import messages as say
from cases.aftercare import add_to
from cases.alike import unlike
from cases.commands import Command, Said
from cases.errors import AlreadyDone, Expired
from cases.filing import case_of, file_draft
from cases.joining import join_under
from cases.letters import Letters, event, question_key
from cases.model import CITIZEN, Case, Change, Draft, DraftState, Happening, Surge
from cases.ports import UnitOfWork
from cases.sensitive import report_sensitive
from cases.surge_commands import SayWhetherItFits
from cases.surges import answer_for, belongs, crowd_of, lead_of
from cases.surging import show_desk

OFTEN = 10
"""Up to so many that wait, and at every so many more, the card of the leading case tells how many there are."""


def say_whether_it_fits(uow: UnitOfWork, command: SayWhetherItFits) -> None:
    """Raises Expired; AlreadyDone where it was filed meanwhile and is said to be another matter."""
    with uow:
        draft = uow.draft(command.draft)
        if draft is None or draft.person != command.by.person or draft.state is not DraftState.SURGE:
            raise Expired
        filed = uow.find(draft.id)
        if filed is not None:
            _filed_meanwhile(uow, command, draft, filed)
        elif draft.closed:
            raise Expired
        elif command.fits:
            _wait(uow, command, draft)
        else:
            _file(uow, command, draft)
        uow.commit()


def _wait(uow: UnitOfWork, command: Command, draft: Draft) -> None:
    surge = answer_for(uow, draft, command.at)
    leading = lead_of(uow, surge) if surge else None
    if surge is None or leading is None or _is_more_pressing(draft, leading):
        return _file(uow, command, draft)
    if own := _own(uow, surge, draft):
        return _told_again(uow, command, draft, surge, own)
    return _wait_under(uow, command, draft, surge, leading)


def _is_more_pressing(draft: Draft, leading: Case) -> bool:
    """What presses more is never hidden under what presses less."""
    return draft.reading is not None and draft.reading.severity.rank > leading.severity.rank


def _file(uow: UnitOfWork, command: Command, draft: Draft) -> None:
    for change in file_draft(uow, draft, command.at, command.cause):
        uow.record(change)
    uow.record(Change(withdrawn=(question_key(draft.id),)))


def _own(uow: UnitOfWork, surge: Surge, draft: Draft) -> Case | None:
    """A case of their own of the same crowd, where nothing new is to be looked at."""
    if draft.attachments:
        return None
    mine = uow.reported_by(draft.chat, draft.opened_at)
    return next((one for one in mine if one.status.is_under_way and belongs(uow, surge, one)), None)


def _told_again(uow: UnitOfWork, command: Command, draft: Draft, surge: Surge, own: Case) -> None:
    """What they say now stands in their case, and reaches whoever works on it."""
    said = Said(draft.message, draft.text, reading=draft.reading, lon=draft.lon, lat=draft.lat)
    uow.record(add_to(uow, own, said, command, quietly=True))
    letters = Letters(uow, command.at, command.cause)
    letters.tell(draft.chat, _waits(own, surge, before=True), own)
    closed = replace(draft, closed=True)
    uow.record(Change(draft=closed, notifications=letters.all(), withdrawn=(question_key(draft.id),)))


def _wait_under(uow: UnitOfWork, command: Command, draft: Draft, surge: Surge, leading: Case) -> None:
    """A case with a number of its own, and no card more on anybody's desk."""
    case = case_of(uow, draft, command.at)
    held = replace(case, holder=leading.holder, triage=False, same_as=leading.same_as or leading.id)
    waiting = life.join(held, uow.rules, to=leading.id, at=command.at)
    larger = replace(leading, joined=leading.joined + 1)
    filed = event(waiting, Happening.FILED, command.at, CITIZEN, draft.text)
    joined = event(waiting, Happening.JOINED, command.at, CITIZEN, leading.number)
    closed = replace(draft, closed=True)
    uow.record(Change(case=waiting, draft=closed, events=(filed, joined), withdrawn=(question_key(draft.id),)))
    uow.record(Change(case=larger))
    letters = Letters(uow, command.at, command.cause)
    letters.tell(draft.chat, _waits(waiting, surge), waiting)
    for chat in uow.chats_of(leading.holder):
        letters.show_files(chat, waiting)
    if larger.joined <= OFTEN or larger.joined % OFTEN == 0:
        letters.refresh_cards(larger)
        show_desk(uow, surge, crowd_of(uow, surge), letters)
    report_sensitive(uow, waiting, letters)
    uow.record(Change(notifications=letters.all()))


def _waits(case: Case, surge: Surge, *, before: bool = False) -> say.WaitsAlong:
    assert surge.until is not None
    return say.WaitsAlong(case.number, case.matter, case.place, surge.until, before)


def _filed_meanwhile(uow: UnitOfWork, command: SayWhetherItFits, draft: Draft, filed: Case) -> None:
    """The ten minutes were over: it is filed, and may wait all the same."""
    surge = answer_for(uow, draft, command.at)
    leading = lead_of(uow, surge) if surge else None
    if not command.fits or not filed.status.is_in_hand:
        raise AlreadyDone(filed.number)
    if leading is None or leading.id == filed.id or unlike(uow, leading, filed):
        raise Expired
    join_under(uow, command, leading, filed)
