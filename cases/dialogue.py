"""The conversation before a case exists, as pure rules: what is known, what to ask next, when to stop asking."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases import messages as say
from cases.commands import Command, Said
from cases.messages import Message
from cases.model import Actor, Case, CaseId, Draft, DraftState
from cases.reading import NOWHERE, UNSURE, Danger, Intent, Option, PlaceKind, PlaceReading, Reading, Severity
from cases.rules import Rules


@dataclass(frozen=True, slots=True)
class Ask:
    """Wait for an answer to `message`."""

    draft: Draft
    message: Message


@dataclass(frozen=True, slots=True)
class File:
    """Enough is known, or enough was asked."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Drop:
    """Nothing here can become a case; `message` says so."""

    draft: Draft
    message: Message


Step = Ask | File | Drop


def open_draft(by: Actor, said: Said, at: datetime) -> Draft:
    """A new conversation. Its id names the message that began it, so that hearing it again changes nothing."""
    return Draft(
        id=CaseId(f"{by.chat}#{said.message}"),
        chat=by.chat,
        person=by.person,
        name=by.name,
        state=DraftState.WHAT,
        opened_at=at,
        text=said.text,
        reading=said.reading,
        place=said.place,
        attachments=said.attachments,
        album=said.album,
        message=said.message,
        lon=said.lon,
        lat=said.lat,
    )


def ask_about(case: Case, command: Command, state: DraftState, *, expires_at: datetime | None = None) -> Draft:
    """An open question about a case, in the conversation the command came from."""
    return Draft(
        id=CaseId(f"{case.id}/{command.cause}"),
        chat=command.by.chat,
        person=command.by.person,
        name=command.by.name,
        state=state,
        opened_at=command.at,
        about=case.id,
        expires_at=expires_at,
    )


def join(draft: Draft, said: Said) -> Draft:
    """The draft with one more message of the resident in it."""
    return replace(
        draft,
        text="\n".join(part for part in (draft.text, said.text) if part),
        reading=_merge(draft.reading, said.reading),
        place=place_after(draft, said),
        attachments=draft.attachments + said.attachments,
        album=said.album or draft.album,
        lon=said.lon if said.lon is not None else draft.lon,
        lat=said.lat if said.lat is not None else draft.lat,
    )


def _merge(old: Reading | None, new: Reading | None) -> Reading | None:
    """What is known already stays, unless it was unclear or the new words are more pressing."""
    if old is None or new is None:
        return new or old
    old = replace(old, conflict=old.conflict or new.conflict)
    new = replace(new, conflict=old.conflict)
    if _rank(new.severity) > _rank(old.severity) or new.doubtful:
        return new
    if old.topic == UNSURE or (not old.fault and new.fault):
        return replace(new, severity=max(old.severity, new.severity, key=_rank))
    return old


def _rank(severity: Severity) -> int:
    return [Severity.NORMAL, Severity.URGENT, Severity.CRITICAL].index(severity)


def place_after(draft: Draft, said: Said) -> PlaceReading:
    """The place as it stands after an answer: a picked option, a better place, or what was known before."""
    if picked := pick(draft.options, said.text):
        return settled(picked)
    old, new = draft.place or NOWHERE, said.place
    if new.kind is PlaceKind.NONE or (new.kind is PlaceKind.OUT and old.kind is not PlaceKind.NONE):
        return old
    if old.kind is PlaceKind.GRID and not old.home and new.kind is not PlaceKind.GRID:
        return old
    return new


def settled(option: Option) -> PlaceReading:
    return PlaceReading(PlaceKind.GRID, option.code, (option.code,), said=option.label)


def pick(options: tuple[Option, ...], text: str) -> Option | None:
    """The option a typed answer means: its number, or its label's words."""
    answer = text.strip()
    if answer.isdecimal() and len(answer) == 1 and 1 <= int(answer) <= len(options):
        return options[int(answer) - 1]
    return next((option for option in options if answer and option.label == answer), None)


def next_step(draft: Draft, rules: Rules, at: datetime) -> Step:
    """Danger first, then the matter, then the place; at most two questions before filing."""
    draft = undoubted(draft) if draft.asked >= rules.max_questions else draft
    reading = draft.reading
    if reading and reading.doubtful:
        return _ask(draft, DraftState.DANGER, say.AskDanger(reading.danger or Danger.OTHER, draft.id), rules, at)
    if reading and reading.severity is Severity.CRITICAL:
        return File(draft)
    if not says_matter(draft):
        return _ask_what(draft, rules, at)
    return _place_step(draft, rules, at)


def says_matter(draft: Draft) -> bool:
    """True when the words name something to act on, or a place was given along with words."""
    reading = draft.reading
    if reading is None:
        return False
    named = reading.topic != UNSURE or bool(reading.object or reading.fault)
    return named or (draft.place or NOWHERE).kind in {PlaceKind.GRID, PlaceKind.PLACE, PlaceKind.ASK}


def needs_place(draft: Draft) -> bool:
    """A question or a suggestion can be answered without knowing where."""
    return draft.reading is None or draft.reading.intent not in {Intent.QUESTION, Intent.SUGGESTION}


def _ask_what(draft: Draft, rules: Rules, at: datetime) -> Step:
    got = str(draft.attachments[0].media) if draft.attachments else "location" if draft.lon is not None else "text"
    if draft.asked >= rules.max_questions:
        return File(draft)
    return _ask(draft, DraftState.WHAT, say.AskWhat(got, draft.id), rules, at)


def _place_step(draft: Draft, rules: Rules, at: datetime) -> Step:
    place = draft.place or NOWHERE
    if (place.kind is PlaceKind.GRID and not place.home) or (place.kind is PlaceKind.NONE and not needs_place(draft)):
        return File(draft)
    if place.kind is PlaceKind.OUT:
        return _outside(draft, place, rules, at)
    if draft.asked >= rules.max_questions:
        return File(draft)
    return _ask_place(draft, place, rules, at)


def _outside(draft: Draft, place: PlaceReading, rules: Rules, at: datetime) -> Step:
    """Said at once; the draft stays open in case the matter is in the district after all."""
    message = say.Understood("outside", place.said)
    if draft.asked >= rules.max_questions:
        return Drop(replace(draft, closed=True), message)
    return _ask(draft, DraftState.PLACE, message, rules, at)


def _ask_place(draft: Draft, place: PlaceReading, rules: Rules, at: datetime) -> Ask:
    matter = draft.reading.matter if draft.reading else ""
    if place.options and place.kind is not PlaceKind.NONE:
        choices = tuple(say.Choice(option.code, option.label) for option in place.options)
        message: Message = say.AskChoice(matter, draft.id, choices, place.said)
        return _ask(replace(draft, options=place.options), DraftState.CHOICE, message, rules, at)
    within = place.said if place.kind in {PlaceKind.PLACE, PlaceKind.ASK} else ""
    again = draft.state in {DraftState.PLACE, DraftState.CHOICE}
    danger = draft.reading.danger if draft.reading else None
    question = say.AskPlace(matter, draft.id, within, again=again, danger=danger)
    return _ask(draft, DraftState.PLACE, question, rules, at)


def _ask(draft: Draft, state: DraftState, message: Message, rules: Rules, at: datetime) -> Ask:
    asked = replace(draft, state=state, asked=draft.asked + 1, expires_at=at + rules.question_patience)
    return Ask(asked, message)


def undoubted(draft: Draft) -> Draft:
    """A possible emergency nobody would answer about is pressing, though not an alarm."""
    if draft.reading is None or not draft.reading.doubtful:
        return draft
    return replace(draft, reading=replace(draft.reading, doubtful=False, severity=Severity.URGENT))


def is_another_matter(draft: Draft, said: Said) -> bool:
    """An answer that is really a second complaint: something else is broken, and it has a place of its own."""
    old, new = draft.reading, said.reading
    if old is None or new is None or old.topic == UNSURE:
        return False
    if new.severity is Severity.CRITICAL and old.severity is not Severity.CRITICAL:
        return new.matter != old.matter
    elsewhere = said.place.kind is PlaceKind.GRID
    return elsewhere and bool(new.fault) and bool(old.fault) and new.matter != old.matter


def answered_danger(draft: Draft, *, still: bool) -> Draft:
    """After 现在还有吗?: a yes makes it 特急, a no makes it an ordinary pressing matter."""
    if draft.reading is None:
        return draft
    severity = Severity.CRITICAL if still else Severity.NORMAL
    reading = replace(draft.reading, severity=severity, doubtful=False, danger=draft.reading.danger if still else None)
    return replace(draft, reading=reading, asked=1)
