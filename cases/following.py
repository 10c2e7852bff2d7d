"""What a resident says once a case is filed, when no question is open: an impatient question, a correction, a taking back, more
words on the same matter. Whatever has a matter or a place of its own is none of it, and becomes a case of its own."""

from collections.abc import Sequence
from dataclasses import replace

from cases import messages as say
from cases.aftercare import add_to, move_place, urge, with_words
from cases.apart import told_with
from cases.commands import ANY_MATTER, Command, Follow, Hear, Said, Verdict
from cases.courtesies import progress_of, understood
from cases.dialogue import ask_about, which_of
from cases.errors import Expired, NoSuchCase
from cases.letters import Letters, question_key
from cases.model import Case, CaseId, Change, Draft, DraftState
from cases.ports import UnitOfWork
from cases.reading import NOWHERE, Intent, Option, PlaceKind, PlaceReading, Reading, Severity
from cases.retracting import last_addition, taken_back
from cases.withdrawing import ask_whether

ABOUT_ONE = frozenset({Intent.PROGRESS, Intent.URGE, Intent.DISSATISFIED})
"""What is only said of a case there is."""
UNCLEAR = 0.5
"""A topic less sure than this may stand in words that only go on."""


def follow(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Change | None:
    """The answer to what is about a case and nothing else; None for everything that is to be heard on."""
    said = command.said
    if said.matters or said.attachments or _answers_holder(uow, command, recent):
        return None
    if said.number and (own := _own(uow, command)) is None:
        return progress_of(uow, command, unknown=said.number) if _is_about_one(said) else None
    if said.number and said.reading and said.reading.intent is Intent.PROGRESS and own:
        return progress_of(uow, command, of=(own,))
    meant = _meant(uow, command, recent)
    if said.nth and said.follow is Follow.NONE:
        return _say_of_one(uow, command, meant)
    if said.put_right.kind is not PlaceKind.NONE:
        return _put_right(uow, command, _in_hand(meant), said.put_right)
    return _follow_in_words(uow, command, meant)


def _follow_in_words(uow: UnitOfWork, command: Hear, meant: Sequence[Case]) -> Change | None:
    under_way = [case for case in meant if case.status.is_under_way]
    match command.said.follow:
        case Follow.ASKS_WHEN if meant or not command.said.names_matter:
            return progress_of(uow, command, of=meant)
        case Follow.ABOVE if len(under_way) == 1:
            return urge(uow, under_way[0], command)
        case Follow.ABOVE if under_way:
            return progress_of(uow, command, of=under_way)
        case Follow.GIVES_UP if under_way:
            return ask_whether(uow, command, under_way)
        case Follow.GIVES_UP if not meant:
            return understood(uow, command, "nothing_open")
        case _:
            return None


def _own(uow: UnitOfWork, command: Hear) -> Case | None:
    """Whoever asks after somebody else's number hears what they would hear of one that there is not."""
    try:
        case = uow.by_number(command.said.number)
    except NoSuchCase:
        return None
    return case if case.reporter == command.by.chat else None


def _is_about_one(said: Said) -> bool:
    intent = said.reading.intent if said.reading else Intent.COMPLAINT
    asked = said.follow is not Follow.NONE or said.verdict is not Verdict.NONE
    return intent in ABOUT_ONE or asked or not said.names_matter


def _answers_holder(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> bool:
    """A reply to a message about a case whose holder has asked something."""
    about = _replied(uow, command)
    return any(case.id == about and case.awaits_answer for case in recent)


def _replied(uow: UnitOfWork, command: Hear) -> CaseId | None:
    return uow.case_at(command.by.chat, command.said.reply_to) if command.said.reply_to is not None else None


def _meant(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> list[Case]:
    """The open cases that may be meant: the one replied to or named, else those of the thing that is named."""
    said, about = command.said, _replied(uow, command)
    mine = [case for case in recent if case.status.is_open and said.number in {"", case.number}]
    if about is not None:
        mine = [case for case in mine if case.id == about]
    elif said.nth:
        mine = mine[said.nth - 1 : said.nth]
    thing = said.reading.object if said.reading else ""
    return [case for case in mine if thing in {"", case.object}]


def _in_hand(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.status.is_in_hand]


def _say_of_one(uow: UnitOfWork, command: Hear, meant: Sequence[Case]) -> Change | None:
    """第二个: how far that one is, or hurry it."""
    urges = command.said.reading is not None and command.said.reading.intent is Intent.URGE
    if urges and (in_hand := _in_hand(meant)):
        return urge(uow, in_hand[0], command)
    return progress_of(uow, command, of=meant) if meant else None


# --- the place put right ---


def _put_right(uow: UnitOfWork, command: Hear, cases: Sequence[Case], place: PlaceReading) -> Change | None:
    """不是3组，是9组: as 改地点. Of several cases it is asked which."""
    said = command.said
    elsewhere = said.reading is not None and bool(
        said.reading.fault
    )  # 不是3组路灯，是9组井盖没了 tells of another matter
    cases = [case for case in cases if _is_fresh(uow, case, command)] or cases
    if not cases or elsewhere:
        return None
    if len(cases) > 1:
        return _ask_which(uow, command, cases, place)
    if place.kind is PlaceKind.GRID and not place.home:
        return move_place(uow, with_words(cases[0], said), place, command)
    return ask_where(uow, command, cases[0], place)


def ask_where(uow: UnitOfWork, command: Hear, case: Case, place: PlaceReading) -> Change:
    """The village alone, or several places of that name: the words are kept, and the rest is asked."""
    uow.record(add_to(uow, case, command.said, command, quietly=True))
    patience = uow.rules.question_patience
    draft = ask_about(case, command, DraftState.NEW_PLACE, expires_at=command.at + patience)
    letters = Letters(uow, command.at, command.cause)
    if place.options:
        letters.ask(case.reporter, which_of(case.matter, draft, place), draft.id)
    else:
        letters.ask(case.reporter, say.AskPlace(case.matter, draft.id, place.said, number=case.number), draft.id)
    return Change(draft=replace(draft, place=place, options=place.options, asked=1), notifications=letters.all())


def _ask_which(uow: UnitOfWork, command: Hear, cases: Sequence[Case], place: PlaceReading) -> Change | None:
    if uow.draft_of(command.by) is not None:
        return None
    draft = _kept(uow, command, DraftState.WHICH_PLACE, cases, place)
    letters = Letters(uow, command.at, command.cause)
    choices = tuple(say.Choice(option.code, option.label) for option in draft.options)
    letters.ask(command.by.chat, say.AskWhich(draft.id, choices, place.said), draft.id)
    return Change(draft=draft, notifications=letters.all())


def _kept(
    uow: UnitOfWork, command: Hear, state: DraftState, cases: Sequence[Case], place: PlaceReading = NOWHERE
) -> Draft:
    """What was said, until it is clear of which of these cases it is."""
    said = command.said
    options = tuple(Option(case.number, f"{case.number} {case.matter}") for case in cases)
    asked = ask_about(cases[0], command, state, expires_at=command.at + uow.rules.question_patience)
    return replace(
        asked,
        about=None,
        text=said.text,
        reading=said.reading,
        place=place,
        options=options,
        message=said.message,
    )


# --- more words ---


def tell_on(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Sequence[Change]:
    """More of a case just filed, when this message names no matter and no place of its own: a picture, 「在大门口」, 「晚上
    黑得很」. The words stand on its card at once, and a button makes a matter of them."""
    said = command.said
    fresh = [case for case in recent if _is_fresh(uow, case, command)]
    about = next((case for case in fresh if _goes_on_with(said, case)), None)
    if about is None:
        return ()
    siblings = [case for case in told_with(about, recent) if case.status.is_under_way]
    if len(siblings) > 1 or said.attachments or uow.draft_of(command.by) is not None:
        return [add_to(uow, one, said, command) for one in siblings]
    return (_added_aside(uow, command, about, [case for case in fresh if case.id != about.id]),)


def _is_fresh(uow: UnitOfWork, case: Case, command: Hear) -> bool:
    patience = uow.rules.join_window if command.said.attachments else uow.rules.follow_up_patience
    return case.status.is_under_way and command.at - case.opened_at <= patience


def _goes_on_with(said: Said, case: Case) -> bool:
    reading = said.reading
    if said.place.kind is not PlaceKind.NONE or said.lon is not None or said.follow is Follow.ANOTHER:
        return False
    if reading is None or not said.names_matter:
        return True
    return not _is_its_own(reading, case) and (
        bool(reading.object or reading.fault) or _tells_effect_of(said, reading, case)
    )


def _is_its_own(reading: Reading, case: Case) -> bool:
    other = reading.object not in {"", case.object} or reading.fault not in {"", case.fault}
    return other or reading.conflict or reading.severity is Severity.CRITICAL or reading.intent is not Intent.COMPLAINT


def _tells_effect_of(said: Said, reading: Reading, case: Case) -> bool:
    if said.effects & {case.object, case.fault}:
        return True
    return ANY_MATTER in said.effects and (reading.confidence < UNCLEAR or reading.topic == case.topic)


def _added_aside(uow: UnitOfWork, command: Hear, case: Case, others: Sequence[Case]) -> Change:
    change = add_to(uow, case, command.said, command, quietly=True)
    letters = Letters(uow, command.at, command.cause)
    draft = _kept(uow, command, DraftState.ASIDE, (case, *others))
    numbers = tuple(other.number for other in others)
    owner = uow.org.label(change.case.holder if change.case else case.holder)
    told = say.Added(case.number, "aside", case.matter, owner, draft=draft.id, others=numbers)
    letters.tell(case.reporter, told, case)
    return replace(change, draft=draft, notifications=(*change.notifications, *letters.all()))


# --- which was meant, pressed or typed ---


def meant_in_words(draft: Draft | None, said: Said) -> str | None:
    """The number of the case that an answer names, empty for a matter of its own; None where it is no answer."""
    if draft is None or draft.state not in {DraftState.ASIDE, DraftState.WHICH_PLACE} or said.attachments:
        return None
    if draft.state is DraftState.ASIDE and said.same is False:
        return ""
    numbers = [option.code for option in draft.options]
    if said.number in numbers and not said.names_matter and said.follow is Follow.NONE:
        return said.number
    place = int(said.text) if said.text.strip() in {"1", "2", "3", "4", "5", "6"} else said.nth
    if draft.state is DraftState.ASIDE or not 0 < place <= len(numbers):
        return None
    return numbers[place - 1]


def settle(uow: UnitOfWork, command: Command, draft: Draft, number: str) -> Said | None:
    """What was said goes to the case of that number. Without one it leaves the case it was put to, and is returned, to be
    heard as a matter of its own. Raises Expired for a number that was not offered."""
    if draft.closed or (number and number not in {option.code for option in draft.options}):
        raise Expired
    closed = replace(draft, closed=True)
    uow.record(Change(draft=closed, withdrawn=(question_key(draft.id),)))
    said = Said(draft.message, draft.text, reading=draft.reading)
    if draft.state is DraftState.WHICH_PLACE:
        _place_one(uow, command, uow.by_number(number), draft, said)
        return None
    if draft.state is not DraftState.ASIDE:
        raise Expired
    _take_away(uow, command, uow.by_number(draft.options[0].code), draft)
    if not number:
        return said
    uow.record(add_to(uow, uow.by_number(number), said, command))
    return None


def _place_one(uow: UnitOfWork, command: Command, case: Case, draft: Draft, said: Said) -> None:
    place = draft.place or NOWHERE
    if place.kind is PlaceKind.GRID and not place.home:
        uow.record(move_place(uow, with_words(case, said), place, command))
    else:
        uow.record(ask_where(uow, Hear(command.by, command.at, command.cause, said), case, place))


def _take_away(uow: UnitOfWork, command: Command, case: Case, draft: Draft) -> None:
    """As far as nobody has worked by the words; else they stay where they do no harm."""
    unsaid = last_addition(uow, case, command)
    if unsaid is not None and unsaid.words == draft.text and case.status.is_in_hand:
        uow.record(taken_back(uow, case, command, unsaid, aloud=False))
