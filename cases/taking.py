"""What a step of the conversation comes to: the draft is filed, asked about or dropped."""

from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases.apart import undoubted
from cases.commands import Command, Said
from cases.dialogue import Ask, Drop, File, Step, ask_about, is_only_place, open_draft
from cases.escaping import ask_whether_out
from cases.filing import file_draft
from cases.letters import Letters, question_key
from cases.model import Case, Change, Draft, DraftState, Entry, Notification
from cases.ports import UnitOfWork
from cases.praising import give
from cases.reading import Severity
from cases.surges import offer_answer, pinned_for
from cases.withholding import withheld


def take(uow: UnitOfWork, command: Command, step: Step) -> None:
    """Files, asks or drops, withdrawing what was asked before and not yet sent."""
    match step:
        case File(draft) if surge := pinned_for(uow, draft, command.at):
            uow.record(offer_answer(uow, command, draft, surge))
        case File(draft):
            filed, *others = file_draft(uow, draft, command.at, command.cause)
            homeless = filed.case and filed.case.place_pending and filed.case.severity is Severity.CRITICAL
            if filed.case and homeless:
                uow.record(_ask_emergency_place(uow, command, filed.case))
                filed = replace(filed, notifications=without_receipt(filed.notifications))
            uow.record(replace(filed, withdrawn=(question_key(draft.id),)))
            for other in others:
                uow.record(other)
            if filed.case:
                uow.record(ask_whether_out(uow, command, filed.case))
        case Ask(draft, message) | Drop(draft, message):
            letters = Letters(uow, command.at, command.cause)
            wait = command.at + uow.rules.album_wait if _is_album_start(draft) else None
            letters.ask(draft.chat, message, draft.id, not_before=wait)
            uow.record(Change(draft=draft, notifications=letters.all(), withdrawn=(question_key(draft.id),)))


def _is_album_start(draft: Draft) -> bool:
    """The words of an album may stand under a later picture: wait for it before asking."""
    return bool(draft.album) and not draft.text and draft.asked == 1


def _ask_emergency_place(uow: UnitOfWork, command: Command, case: Case) -> Change:
    """An emergency is filed before its place is known; then, and only then, the place is asked."""
    expires_at = command.at + uow.rules.follow_up_patience
    question = replace(ask_about(case, command, DraftState.NEW_PLACE, expires_at=expires_at), asked=1)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(case.reporter, say.AskPlace(case.matter, question.id, danger=case.danger, number=case.number), case)
    return Change(draft=question, notifications=letters.all())


def without_receipt(notifications: tuple[Notification, ...]) -> tuple[Notification, ...]:
    """For whom something else says it: the question for the place carries the safety advice and the number, so that whoever
    flees reads one message, not two."""
    return tuple(n for n in notifications if not isinstance(n.message, say.Receipt))


def file_unasked(
    uow: UnitOfWork, command: Command, said: Said, entry: Entry, *, order_due_at: datetime | None = None
) -> tuple[Change, ...]:
    """What was brought in where there is nobody to ask, 现在还有吗? least of all: filed at once under the id of its entry,
    whatever is lacking. Numbers of people stay with the case: many may be brought in by one chat."""
    said = withheld(uow, command, said, of=entry.id)
    draft = replace(undoubted(open_draft(command.by, said, command.at, uow.rules)), id=entry.id)
    uow.record(Change(entry=entry))
    return file_draft(uow, draft, command.at, command.cause, order_due_at=order_due_at)


def put_away(uow: UnitOfWork, command: Command, draft: Draft) -> tuple[Change, ...]:
    """Ends a conversation for another: a matter that was being asked about is filed as far as it is known."""
    if draft.state is DraftState.PRAISE:
        return (give(uow, command, draft),)
    if draft.about is None and not draft.is_idle and not is_only_place(draft):
        return file_draft(uow, draft, command.at, command.cause)
    return (Change(draft=replace(draft, closed=True), withdrawn=(question_key(draft.id),)),)
