"""撤回这段: a resident takes back what they just added to a case, or the passage with a number that was hidden. The case itself
stays; taking that back is withdrawing it."""

import re
from dataclasses import replace
from datetime import timedelta

from cases import messages as say
from cases.aftercare import own_case
from cases.commands import Command, RetractWords
from cases.errors import TooLateToRetract
from cases.letters import Letters, event, question_key
from cases.model import BESIDE_THE_WORK, CITIZEN, Case, Change, Draft, Event, Happening, Unsaid
from cases.ports import UnitOfWork
from cases.privacy import HIDDEN

WINDOW = timedelta(minutes=10)
"""For an addition. Later somebody has read it, and works by it."""
UNSEEN = BESIDE_THE_WORK | {Happening.REMINDED, Happening.URGED}
"""What may have happened since without anybody having acted on the words."""
_CLAUSE = re.compile(r"[^，,。；;！!？?\n]*[，,。；;！!？?\n]?")


def retract_words(uow: UnitOfWork, command: RetractWords) -> None:
    """The words are blanked where they are kept, and whoever holds the case sees that some were taken back. Raises
    TooLateToRetract, NotYours, NoSuchCase. What is still being asked about goes first."""
    with uow:
        draft = uow.draft_of(command.by)
        if not command.case and draft is not None and draft.about is None and not draft.is_idle:
            uow.record(_from_draft(command, draft, uow))
        else:
            uow.record(_from_case(uow, own_case(uow, command), command))
        uow.commit()


def _from_case(uow: UnitOfWork, case: Case, command: RetractWords) -> Change:
    unsaid = last_addition(uow, case, command) or _with_number(uow, case)
    if unsaid is None or not case.status.is_in_hand or case.source is not None:
        raise TooLateToRetract(case.number)
    return taken_back(uow, case, command, unsaid)


def _from_draft(command: RetractWords, draft: Draft, uow: UnitOfWork) -> Change:
    """Of what is still being asked about: the passage with a hidden number, and the question stands; else all of it, and nothing
    is filed."""
    left = _without_number(draft.text) if HIDDEN in draft.text else ""
    unsaid = Unsaid(draft.id, draft.chat, Happening.FILED, draft.opened_at, draft.text, left)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(draft.chat, say.WordsRetracted("", asked=bool(left)))
    shorter = replace(draft, text=left, closed=not left)
    withdrawn = () if left else (question_key(draft.id),)
    return Change(draft=shorter, notifications=letters.all(), withdrawn=withdrawn, unsaid=unsaid)


def _without_number(words: str) -> str:
    return "".join(part for part in _CLAUSE.findall(words) if HIDDEN not in part).strip("，,；; \n")


def taken_back(uow: UnitOfWork, case: Case, command: Command, unsaid: Unsaid, *, aloud: bool = True) -> Change:
    """Without `aloud` the card alone shows it: the words go elsewhere, and nobody needs to hear that they were here."""
    shorter = replace(case, text=_without(case.text, unsaid))
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(shorter)
    letters.mark_retracted(shorter)
    if aloud:
        told = say.WordsRetracted(case.number)
        letters.tell(case.reporter, told, shorter)
        note = replace(told, staff=True)
        letters.tell_post(case.holder, note, shorter, not_before=letters.civil_time(shorter))
    happened = event(case, Happening.RETRACTED, command.at, CITIZEN)
    return Change(case=shorter, events=(happened,), notifications=letters.all(), unsaid=unsaid)


def last_addition(uow: UnitOfWork, case: Case, command: Command) -> Unsaid | None:
    """What was added last, while nobody has done anything since."""
    lines = [line for line in uow.history(case.id) if line.what not in UNSEEN]
    if not lines or not _is_addition(lines[-1]) or lines[-1].at < command.at - WINDOW:
        return None
    last = lines[-1]
    return Unsaid(case.id, case.reporter, last.what, last.at, last.note, "") if last.note in case.text else None


def _is_addition(line: Event) -> bool:
    return line.what is Happening.ADDED and line.actor == CITIZEN and bool(line.note)


def _with_number(uow: UnitOfWork, case: Case) -> Unsaid | None:
    """The clauses that hold a hidden number, of the newest words that have any."""
    told = (Happening.FILED, Happening.ADDED)
    for line in reversed(uow.history(case.id)):
        if line.what in told and line.actor == CITIZEN and HIDDEN in line.note and line.note in case.text:
            left = _without_number(line.note)
            return Unsaid(case.id, case.reporter, line.what, line.at, line.note, left)
    return None


def _without(text: str, unsaid: Unsaid) -> str:
    place = text.rfind(unsaid.words)
    shorter = text[:place] + unsaid.left + text[place + len(unsaid.words) :]
    return "\n".join(line for line in shorter.split("\n") if line.strip())
