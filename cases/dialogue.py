"""The conversation before a case exists, as pure rules: what is known, what to ask next, when to stop asking."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from cases import messages as say
from cases.apart import (
    alone,
    in_question,
    lacks_place,
    lines,
    matters_of,
    place_in_question,
    told_again,
    undoubted,
    with_place,
)
from cases.commands import Command, Said
from cases.limits import is_long_term
from cases.messages import Message
from cases.model import SPOKEN, Actor, Case, CaseId, ChatRef, Draft, DraftState, Media, Secrecy
from cases.reading import NOWHERE, UNSURE, Danger, Intent, Matter, Option, PlaceKind, PlaceReading, Reading, Severity
from cases.rules import Rules

BEFORE_FILING = frozenset({DraftState.WHAT, DraftState.PLACE, DraftState.CHOICE, DraftState.DANGER})
"""The questions about a matter that is no case yet."""


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


def own_id(chat: ChatRef, what: object, rules: Rules) -> CaseId:
    """Names what began a conversation, so that hearing it again changes nothing; and tells nobody whose it is, since
    buttons carry it into groups."""
    return CaseId(blake2b(f"{chat}#{what}".encode(), key=rules.id_key, digest_size=12).hexdigest())


def open_draft(by: Actor, said: Said, at: datetime, rules: Rules) -> Draft:
    """A new conversation, begun by this message."""
    also = said.matters[1:]
    said = alone(said, said.matters[0]) if also else said
    return Draft(
        id=own_id(by.chat, f"{said.message}/{said.turn}" if said.turn else said.message, rules),
        chat=by.chat,
        person=by.person,
        name=by.name,
        state=DraftState.WHAT,
        opened_at=at,
        text=said.text,
        reading=said.reading,
        place=said.place,
        also=also,
        attachments=said.attachments,
        album=said.album,
        message=said.message,
        lon=said.lon,
        lat=said.lat,
        secrecy=secrecy_after(Secrecy.OPEN, said),
    )


def secrecy_after(before: Secrecy, said: Said) -> Secrecy:
    """A wish for it makes nameless at once; nothing said later takes that back."""
    if said.secrecy in {Secrecy.ASKED, Secrecy.WISHED}:
        return Secrecy.ANONYMOUS if before is Secrecy.OPEN else before
    return said.secrecy or before


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
    if said.matters:
        return _join_several(draft, said)
    found = place_after(draft, said)
    placed = with_place(draft, found, "" if draft.state is DraftState.DANGER else said.text)
    if draft.also and not lacks_place(draft.reading, found):
        placed = replace(placed, state=DraftState.WHAT, options=())  # answered; what is asked next is another place
    first, also = _more_clearly(placed, said.reading)
    return replace(
        placed,
        text=lines(draft.text, said.text),
        reading=first,
        also=also,
        attachments=draft.attachments + said.attachments,
        album=said.album or draft.album,
        lon=said.lon if said.lon is not None else draft.lon,
        lat=said.lat if said.lat is not None else draft.lat,
        secrecy=secrecy_after(draft.secrecy, said),
    )


def _more_clearly(draft: Draft, heard: Reading | None) -> tuple[Reading | None, tuple[Matter, ...]]:
    """The readings once more has been heard: it is of the matter that it names again, else of the first."""
    named = [matter for matter in draft.also if _is_same(matter.reading, heard)]
    if heard is None or not named or _is_same(draft.reading, heard):
        return _merge(draft.reading, heard), draft.also
    fuller = replace(named[0], reading=_merge(named[0].reading, heard) or heard)
    return draft.reading, tuple(fuller if matter is named[0] else matter for matter in draft.also)


def _join_several(draft: Draft, said: Said) -> Draft:
    """An answer that tells of several matters: the one that was being asked about goes on, the others come along."""
    known = [m for m in said.matters if _is_vague(draft.reading) or _is_same(draft.reading, m.reading)][:1]
    others = tuple(matter for matter in said.matters if matter not in known)
    joined = join(draft, alone(said, known[0]) if known else replace(said, text="", reading=None, matters=()))
    place = joined.place or NOWHERE
    new = {m.reading.matter: replace(m, place=place) if m.place.kind is PlaceKind.NONE else m for m in others}
    told = tuple(told_again(old, new.pop(old.reading.matter, None)) for old in joined.also)
    return replace(joined, also=told + tuple(new.values()))


def _is_vague(reading: Reading | None) -> bool:
    return reading is None or reading.is_vague


def _is_same(old: Reading | None, new: Reading | None) -> bool:
    return old is not None and new is not None and old.matter == new.matter


def _merge(old: Reading | None, new: Reading | None) -> Reading | None:
    """What is known already stays, unless it was unclear or the new words are more pressing."""
    if old is None or new is None:
        return new or old
    old = replace(old, conflict=old.conflict or new.conflict)
    new = replace(new, conflict=old.conflict)
    if new.severity.rank > old.severity.rank or new.doubtful:
        return new
    if old.topic == UNSURE or (not old.fault and new.fault):
        return replace(new, severity=max(old.severity, new.severity, key=lambda severity: severity.rank))
    return old


def place_after(draft: Draft, said: Said) -> PlaceReading:
    """The place as it stands after an answer: a picked option, a better place, or what was known before."""
    if picked := pick(draft.options, said.text):
        return settled(picked)
    old, new = place_in_question(draft), said.place
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
    alarm = any(matter.reading.severity is Severity.CRITICAL for matter in draft.also)
    draft = undoubted(draft) if alarm or draft.asked >= rules.max_questions else draft
    reading = draft.reading
    if reading and reading.doubtful:
        question = say.AskDanger(reading.danger or Danger.OTHER, draft.id, over=reading.over)
        return _ask(draft, DraftState.DANGER, question, rules, at)
    if alarm or (reading and reading.severity is Severity.CRITICAL):
        return File(draft)
    if not says_matter(draft):
        return _ask_what(draft, rules, at)
    if draft.asked == 0 and not draft.also and reading and is_long_term(reading, rules):
        return _ask_background(draft, reading, rules, at)
    return _place_step(draft, rules, at)


def says_matter(draft: Draft) -> bool:
    """True when the words name something to act on, or a place was given along with words."""
    reading = draft.reading
    if reading is None:
        return False
    return not _is_vague(reading) or (draft.place or NOWHERE).kind in {PlaceKind.GRID, PlaceKind.PLACE, PlaceKind.ASK}


def _ask_what(draft: Draft, rules: Rules, at: datetime) -> Step:
    if is_spoken(draft):
        return _ask_for_words(draft, rules, at)
    if is_only_place(draft):
        # asked as often as only an address comes: there is nothing to file, and hours in which the answer finds its place
        asked = _ask(
            draft, DraftState.WHAT, say.AskWhat("text", draft.id, place=(draft.place or NOWHERE).said), rules, at
        )
        return replace(asked, draft=replace(asked.draft, asked=0, expires_at=at + rules.follow_up_patience))
    got = str(draft.attachments[0].media) if draft.attachments else "location" if draft.lon is not None else "text"
    if draft.asked >= rules.max_questions:
        return File(draft)
    return _ask(draft, DraftState.WHAT, say.AskWhat(got, draft.id), rules, at)


def is_only_place(draft: Draft) -> bool:
    """An address in words and nothing else so far."""
    silent = draft.reading is None and not draft.attachments and draft.lon is None
    return silent and draft.about is None and bool(draft.text) and (draft.place or NOWHERE).kind is not PlaceKind.NONE


def is_spoken(draft: Draft) -> bool:
    """A voice and not a word so far."""
    return draft.about is None and not draft.text and any(one.media in SPOKEN for one in draft.attachments)


def _ask_for_words(draft: Draft, rules: Rules, at: datetime) -> Step:
    """Whoever goes on speaking will not type: a person listens."""
    if draft.asked:
        return File(draft)
    until = at + rules.voice_patience
    asked = _ask(draft, DraftState.WHAT, say.AskWhat(Media.VOICE.value, draft.id, until), rules, at)
    return replace(asked, draft=replace(asked.draft, expires_at=until))


def by_number(said: Said) -> bool | None:
    """Yes or no by the number of the button, where 1 is yes; None for all other words."""
    return {"1": True, "2": False}.get(said.text.strip())


def pressed(draft: Draft, said: Said) -> File:
    """「急」 after a voice: nobody waits for words any more."""
    reading = replace(said.reading, severity=Severity.URGENT, doubtful=False) if said.reading else None
    return File(replace(draft, reading=reading, text=lines(draft.text, said.text)))


def _place_step(draft: Draft, rules: Rules, at: datetime) -> Step:
    asked = in_question(draft)
    place = place_in_question(draft)
    if not any(lacks_place(matter.reading, matter.place) for matter in asked):
        return File(draft)
    if place.kind is PlaceKind.OUT:
        return _outside(draft, place, rules, at)
    if draft.asked >= rules.max_questions:
        return File(draft)
    return _ask_place(draft, asked, rules, at)


def _ask_background(draft: Draft, reading: Reading, rules: Rules, at: datetime) -> Step:
    """A matter of months: everything that helps is asked in one message, where it is among it."""
    place = draft.place or NOWHERE
    if place.kind is PlaceKind.OUT:
        return _outside(draft, place, rules, at)
    lacking = lacks_place(reading, place)
    state = DraftState.PLACE if lacking else DraftState.BACKGROUND
    return _ask(draft, state, say.AskBackground(reading.matter, draft.id, placed=not lacking), rules, at)


def _outside(draft: Draft, place: PlaceReading, rules: Rules, at: datetime) -> Step:
    """Said at once; the draft stays open in case the matter is in the district after all."""
    message = say.Understood("outside", place.said)
    if draft.asked >= rules.max_questions:
        return Drop(replace(draft, closed=True), message)
    return _ask(draft, DraftState.PLACE, message, rules, at)


def which_of(matter: str, draft: Draft, place: PlaceReading, also: tuple[str, ...] = ()) -> say.AskChoice:
    """The places that fit, to choose from."""
    choices = tuple(say.Choice(option.code, option.label) for option in place.options)
    return say.AskChoice(matter, draft.id, choices, place.said, also)


def _ask_place(draft: Draft, about: tuple[Matter, ...], rules: Rules, at: datetime) -> Ask:
    place, reading = about[0].place, about[0].reading
    also = tuple(matter.reading.matter for matter in about[1:])
    if place.options and place.kind is not PlaceKind.NONE:
        message = which_of(reading.matter, draft, place, also)
        return _ask(replace(draft, options=place.options), DraftState.CHOICE, message, rules, at)
    within = place.said if place.kind in {PlaceKind.PLACE, PlaceKind.ASK} else ""
    again = draft.state in {DraftState.PLACE, DraftState.CHOICE}
    angry = any(one.argues_for == Intent.ABUSE for one in reading.evidence)
    question = say.AskPlace(
        reading.matter,
        draft.id,
        within,
        again=again,
        danger=reading.danger,
        also=also,
        words="" if again or angry or also else draft.text,
        angry=angry and not again,
    )
    return _ask(draft, DraftState.PLACE, question, rules, at)


def _ask(draft: Draft, state: DraftState, message: Message, rules: Rules, at: datetime) -> Ask:
    asked = replace(draft, state=state, asked=draft.asked + 1, expires_at=at + rules.question_patience)
    return Ask(asked, message)


def is_another_matter(draft: Draft, said: Said) -> bool:
    """An answer that is really a second complaint: something else is broken, and it has a place of its own."""
    told = said.matters or ((Matter(said.text, said.reading, said.place),) if said.reading else ())
    known = {matter.reading.matter for matter in matters_of(draft)}
    return not any(one.reading.matter in known for one in told) and any(_is_another(draft, one) for one in told)


def _is_another(draft: Draft, told: Matter) -> bool:
    old, new = draft.reading, told.reading
    if old is None or old.topic == UNSURE:
        return False
    if new.severity is Severity.CRITICAL and old.severity is not Severity.CRITICAL:
        return True
    elsewhere = told.place.kind is PlaceKind.GRID
    return elsewhere and bool(new.fault) and bool(old.fault)


def answered_danger(draft: Draft, *, still: bool) -> Draft:
    """After 现在还有吗?: a yes makes it 特急, a no makes it an ordinary pressing matter."""
    if draft.reading is None:
        return draft
    severity = Severity.CRITICAL if still else Severity.NORMAL
    reading = replace(draft.reading, severity=severity, doubtful=False, danger=draft.reading.danger if still else None)
    return replace(draft, reading=reading, asked=1)
