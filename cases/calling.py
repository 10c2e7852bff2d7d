"""转人工: somebody wants to speak to a person. Whoever has the case is told; a matter still being asked about is filed as far as it
is known; who has told of nothing yet gets a case that a duty desk calls about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from cases import messages as say
from cases.aftercare import add_to
from cases.apart import undoubted
from cases.commands import Follow, Hear
from cases.courtesies import understood
from cases.dialogue import BEFORE_FILING, File, is_spoken, join, open_draft
from cases.filing import reminder
from cases.leading import leading_of
from cases.letters import Letters
from cases.model import CITIZEN, Case, Change, Draft, DraftState, Happening
from cases.ports import UnitOfWork
from cases.reading import TO_SPEAK, UNSURE, Intent, Reading, Severity
from cases.taking import take

ASKED = BEFORE_FILING | {DraftState.BACKGROUND}
ONCE_IN = timedelta(hours=12)
"""So long the same wish rings its holder once."""


def wants_person(command: Hear, draft: Draft | None) -> bool:
    """Said of nothing but this, and no answer to what somebody has asked."""
    said = command.said
    if said.follow is not Follow.PERSON or said.matters or said.edited or said.attachments:
        return False
    return draft is None or draft.is_idle or (draft.about is None and draft.state in ASKED)


def call_person(uow: UnitOfWork, command: Hear, draft: Draft | None) -> None:
    if draft is not None and not draft.is_idle:
        return take(uow, command, File(undoubted(_with_wish(draft, command))))
    if draft is not None:
        uow.record(Change(draft=replace(draft, closed=True)))
    mine = uow.reported_by(command.by.chat, command.at)
    if case := _about(uow, command, mine):
        return uow.record(_tell_holder(uow, command, case))
    began = open_draft(command.by, command.said, command.at, uow.rules)
    return take(uow, command, File(replace(began, reading=_as_wish(command.said.reading))))


def _with_wish(draft: Draft, command: Hear) -> Draft:
    """The words stand in the case and say nothing of its matter. A voice that nobody has understood is listened to."""
    return draft if is_spoken(draft) else join(draft, replace(command.said, reading=None))


def _as_wish(reading: Reading | None) -> Reading | None:
    if reading is None:
        return None
    blank = replace(reading, topic=UNSURE, topic2="", object="", fault=TO_SPEAK, top3=(), evidence=(), confidence=0.0)
    return replace(blank, intent=Intent.QUESTION, conflict=False)


def _about(uow: UnitOfWork, command: Hear, mine: Sequence[Case]) -> Case | None:
    """The case of the message replied to, else the newest that somebody works on."""
    about = uow.case_at(command.by.chat, command.said.reply_to) if command.said.reply_to is not None else None
    return next((case for case in mine if case.status.is_under_way and about in {None, case.id}), None)


def _tell_holder(uow: UnitOfWork, command: Hear, case: Case) -> Change:
    worked_on = leading_of(uow, case) or case
    letters = Letters(uow, command.at, command.cause)
    contact = case.contact_due_at if case.accepted_at is None and command.at < case.contact_due_at else None
    told = say.PersonCalled(case.number, uow.org.label(worked_on.holder), contact)
    letters.tell(case.reporter, told, case)
    if _asked_before(uow, command, case):
        return Change(notifications=letters.all())
    letters.remind(worked_on.holder, reminder(worked_on, "person", uow.org), worked_on, copies=True)
    added = add_to(uow, case, command.said, command, quietly=True)
    return replace(added, notifications=(*added.notifications, *letters.all()))


def _asked_before(uow: UnitOfWork, command: Hear, case: Case) -> bool:
    lines = [line for line in uow.history(case.id) if line.what is Happening.ADDED and line.actor == CITIZEN]
    return any(line.note == command.said.text and command.at - line.at < ONCE_IN for line in lines)


def hear_contact(uow: UnitOfWork, command: Hear) -> Change:
    """A contact was shared: one's own number is kept as one that was written, hidden and apart; where a life may hang on calling
    back it stands on the card. Somebody else's is not kept."""
    said = command.said
    if not said.text:
        return understood(uow, command, "contact_other")
    mine = uow.reported_by(command.by.chat, command.at)
    alarm = next((case for case in mine if case.severity is Severity.CRITICAL and case.status.is_in_hand), None)
    if alarm is not None:
        return add_to(uow, alarm, said, command)
    return understood(uow, command, "contact")
