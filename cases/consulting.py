"""What is answered at once and files nothing: an errand from the district's table, and what is for others to decide."""

from dataclasses import replace

from cases import messages as say
from cases.apart import lines
from cases.commands import Command, Hear, Said
from cases.counsel_commands import AskFurther, Wish
from cases.courtesies import understood
from cases.dialogue import File, next_step, open_draft
from cases.errors import AlreadyDone, Expired
from cases.filing import file_draft
from cases.knowledge import LEGAL_AID, Entry, entry_of
from cases.letters import Letters
from cases.model import NOTHING, CaseId, Change, Draft, DraftState
from cases.ports import UnitOfWork
from cases.reading import Beyond, Intent, Option, PlaceKind, Reading
from cases.taking import put_away, take


def has_counsel(uow: UnitOfWork, said: Said) -> bool:
    """It can be answered at once, and is no answer to a question of ours."""
    reading = said.reading
    if reading is None or said.matters or said.place.kind is not PlaceKind.NONE:
        return False
    return reading.beyond is not None or _entry_for(uow, said, reading) is not None


def counsel(uow: UnitOfWork, command: Hear) -> Change | None:
    """The answer of the table, or the honest no; None where neither is sure."""
    said, reading = command.said, command.said.reading
    if reading is None:
        return None
    if entry := _entry_for(uow, said, reading):
        today = command.at.astimezone(uow.rules.zone).date()
        return _ask_a_person(uow, command, entry) if entry.is_due(today) else _consult(uow, command, entry)
    if reading.beyond is None:
        return None
    if reading.beyond.is_chat:
        return understood(uow, command, "weather" if reading.beyond is Beyond.WEATHER else "off_topic")
    return _turn_away(uow, command, reading.beyond)


def _entry_for(uow: UnitOfWork, said: Said, reading: Reading) -> Entry | None:
    return uow.rules.knowledge.answer(said.text) if reading.intent is Intent.QUESTION else None


def _consult(uow: UnitOfWork, command: Hear, entry: Entry) -> Change:
    draft = replace(_aside(uow, command, DraftState.CONSULT), options=(Option(entry.id, entry.title),))
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, consulted(entry, draft))
    return Change(draft=draft, notifications=letters.all())


def consulted(entry: Entry, draft: Draft) -> say.Consulted:
    return say.Consulted(
        draft.id,
        entry.title,
        entry.who,
        entry.bring,
        entry.where,
        entry.hours,
        entry.phone,
        entry.source,
        entry.updated,
        visits=entry.visits,
        numbered=not draft.closed,
    )


def _turn_away(uow: UnitOfWork, command: Hear, what: Beyond) -> Change:
    draft = _aside(uow, command, DraftState.BEYOND)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.TurnedAway(draft.id, what, numbered=not draft.closed))
    return Change(draft=draft, notifications=letters.all())


def _aside(uow: UnitOfWork, command: Hear, state: DraftState) -> Draft:
    """What was said, kept for the buttons. Where another question is open, or may yet be asked about another matter of the
    message, that one is the open one; an edit of the message is none of an answer's business."""
    told = open_draft(command.by, command.said, command.at, uow.rules)
    closed = command.said.turn > 0 or uow.draft_of(command.by) is not None
    expires_at = command.at + uow.rules.follow_up_patience
    own_id = CaseId(f"{told.id}.q")
    return replace(told, id=own_id, state=state, message=0, expires_at=expires_at, closed=closed)


def _ask_a_person(uow: UnitOfWork, command: Hear, entry: Entry) -> Change:
    """Past its review date nothing is told any more: it becomes a case, and the resident hears why."""
    draft = _about(open_draft(command.by, command.said, command.at, uow.rules), entry.title)
    if uow.find(draft.id) is not None:
        return NOTHING
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Outdated(entry.title, entry.updated))
    (filed,) = file_draft(uow, draft, command.at, command.cause)
    return replace(filed, notifications=(*letters.all(), *filed.notifications))


def _about(draft: Draft, title: str) -> Draft:
    """The card names the errand as the table does."""
    reading = replace(draft.reading, object="", fault=title) if draft.reading and title else draft.reading
    return replace(draft, reading=reading)


# --- what is asked for after the answer ---


def ask_further(uow: UnitOfWork, command: AskFurther) -> None:
    """A button under the answer. Raises Expired, AlreadyDone."""
    with uow:
        draft = _own(uow, command)
        match command.wish:
            case Wish.VISIT if draft.state is DraftState.CONSULT and _is_visited(uow, draft):
                _file_to_a_person(uow, command, _as_visit(draft, command.words))
            case Wish.VISIT | Wish.PERSON if draft.state is DraftState.CONSULT or command.wish is Wish.PERSON:
                take(uow, command, File(_begun(draft)))
            case Wish.MEDIATOR if draft.state is DraftState.BEYOND:
                _file_to_a_person(uow, command, _as_mediation(draft, command))
            case Wish.AID if draft.state is DraftState.BEYOND:
                uow.record(_show_aid(uow, command, draft))
            case Wish.OTHER if draft.state is DraftState.BEYOND:
                told = understood(uow, command, "tell_other")
                uow.record(replace(told, draft=replace(draft, closed=True)))
            case _:
                raise Expired
        uow.commit()


def _own(uow: UnitOfWork, command: AskFurther) -> Draft:
    draft = uow.draft(command.draft)
    if draft is None or draft.person != command.by.person:
        raise Expired
    if filed := uow.find(draft.id):
        raise AlreadyDone(filed.number)
    return draft


def _is_visited(uow: UnitOfWork, draft: Draft) -> bool:
    entry = entry_of(uow.rules.knowledge, draft.options[0].code) if draft.options else None
    return entry is not None and entry.visits


def _file_to_a_person(uow: UnitOfWork, command: Command, draft: Draft) -> None:
    """Filed at once where the place is known; else the place is asked for, as for any matter. One conversation at a
    time: what was being asked about is filed as far as it is known."""
    other = uow.draft_of(command.by)
    if other is not None and other.id != draft.id:
        for change in put_away(uow, command, other):
            uow.record(change)
    take(uow, command, next_step(draft, uow.rules, command.at))


def _begun(draft: Draft) -> Draft:
    """As if it had just been said."""
    title = draft.options[0].label if draft.options else ""
    return replace(_about(draft, title), state=DraftState.WHAT, options=(), closed=False, asked=0, expires_at=None)


def _as_visit(draft: Draft, words: str) -> Draft:
    begun = _begun(draft)
    reading = replace(begun.reading, intent=Intent.VISIT) if begun.reading else None
    return replace(begun, text=lines(begun.text, words), reading=reading)


def _as_mediation(draft: Draft, command: AskFurther) -> Draft:
    begun = _begun(draft)
    return replace(begun, text=lines(begun.text, command.words), reading=command.reading or begun.reading)


def _show_aid(uow: UnitOfWork, command: Command, draft: Draft) -> Change:
    entry = entry_of(uow.rules.knowledge, LEGAL_AID)
    if entry is None or entry.is_due(command.at.astimezone(uow.rules.zone).date()):
        return understood(uow, command, "no_aid")
    letters = Letters(uow, command.at, command.cause)
    # the other doors stay open, by their numbers too
    letters.tell(command.by.chat, replace(consulted(entry, draft), visits=False, numbered=False))
    return Change(notifications=letters.all())
