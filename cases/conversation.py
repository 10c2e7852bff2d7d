"""What a resident says, from the first word to the filing: use cases, one transaction each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from cases import aftercare, lasting, secrecy
from cases import messages as say
from cases.answering import take_answer
from cases.apart import all_guarded, alone, guarded, lines, matters_of, of, placed, told_with, with_place
from cases.appealing import appeal_in_words
from cases.calling import call_person, hear_contact, wants_person
from cases.commands import AnswerDanger, ChooseMeant, ChoosePlace, Command, Hear, Said, Verdict
from cases.consulting import counsel, has_counsel
from cases.correcting import reword
from cases.courtesies import progress_of, understood
from cases.dialogue import (
    File,
    Step,
    answered_danger,
    by_number,
    is_another_matter,
    is_only_place,
    is_spoken,
    join,
    next_step,
    open_draft,
    own_id,
    pressed,
    settled,
    which_of,
)
from cases.errors import Expired
from cases.escaping import TO_BE_LEFT, whether_out_in_words
from cases.filing import file_draft
from cases.flooding import holds_back
from cases.following import ask_where, follow, meant_in_words, settle, tell_on
from cases.joining import split_in_words
from cases.letters import Letters, question_key
from cases.messages import About
from cases.model import NOTHING, Case, CaseId, Cause, Change, Draft, DraftState, Status
from cases.ports import UnitOfWork
from cases.praising import SERVING, hear_praise, hear_praised
from cases.rating import rate_in_words
from cases.reading import NOWHERE, UNSURE, Intent, Matter, Option, PlaceKind, PlaceReading
from cases.showing_grids import hear_which
from cases.taking import take
from cases.withdrawing import mended
from cases.withholding import withheld


def hear(uow: UnitOfWork, command: Hear) -> None:
    """A resident's message of any kind opens, joins or corrects a case; nothing is dropped in silence."""
    with uow:
        if not holds_back(uow, command):
            _answer(uow, command)
        uow.commit()


def _answer(uow: UnitOfWork, command: Hear) -> None:
    draft = uow.draft_of(command.by)
    command = replace(command, said=withheld(uow, command, command.said, draft))
    if wish := secrecy.heard(uow, command, draft):
        uow.record(wish)
    else:
        _hear(uow, *secrecy.within(command, draft))


def _hear(uow: UnitOfWork, command: Hear, draft: Draft | None) -> None:
    if rest := _without_errands(uow, command):
        _hear_rest(uow, rest, draft)


def _hear_rest(uow: UnitOfWork, command: Hear, draft: Draft | None) -> None:
    if command.said.edited:
        _correct_words(uow, command, draft)
    elif command.said.got == "contact":
        uow.record(hear_contact(uow, command))
    elif _is_empty(command.said):
        uow.record(understood(uow, command, "sticker" if command.said.got == "sticker" else "cannot_read"))
    elif wants_person(command, draft):
        call_person(uow, command, draft)
    elif draft is not None and (number := meant_in_words(draft, command.said)) is not None:
        _settle(uow, command, draft, number)
    elif change := _in_words(uow, command, draft):
        uow.record(change)
    elif draft is not None and is_spoken(draft) and command.said.pressing:
        take(uow, command, pressed(draft, command.said))
    elif draft is not None and draft.state is DraftState.HERE:
        _hear_fresh(uow, replace(command, here=draft))
    elif draft is None or _asks_something_else(uow, command, draft):
        _hear_fresh(uow, command)
    else:
        hear_within(uow, command, draft)


def _in_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """What has a button and may as well be typed: a rating, an appeal, 不是一回事."""
    return (
        rate_in_words(uow, command, draft)
        or appeal_in_words(uow, command, draft)
        or split_in_words(uow, command, draft)
        or whether_out_in_words(uow, command, draft)
    )


def take_in(uow: UnitOfWork, command: Hear) -> None:
    """Hears a message as a new matter, within somebody else's transaction."""
    if rest := _without_errands(uow, command):
        begin(uow, rest)


def _without_errands(uow: UnitOfWork, command: Hear) -> Hear | None:
    """路灯的事咋样了，还有井盖没了: what is asked about a case there is gets its answer; the rest is heard. None where every
    matter had its answer."""
    if not command.said.matters or command.said.edited:
        return command
    recent = uow.reported_by(command.by.chat, command.at - uow.rules.reopen_window)
    rest: list[Matter] = []
    for turn, matter in enumerate(command.said.matters, 1):
        by_itself = replace(alone(command.said, matter), turn=turn)
        # a cause of its own: two answers of one kind are two messages
        if answer := _by_intent(uow, replace(command, said=by_itself, cause=Cause(f"{command.cause}/{turn}")), recent):
            uow.record(answer)
        else:
            rest.append(matter)
    return replace(command, said=of(command.said, tuple(rest))) if rest else None


def _is_empty(said: Said) -> bool:
    """A sticker, a card of somebody, a poll: nothing a case could be made of."""
    return not said.text.strip() and not said.attachments and said.lon is None


def _asks_something_else(uow: UnitOfWork, command: Hear, draft: Draft) -> bool:
    """How is it going, hurry up: about a case there is, and not an impatient answer to our question. Nor is an errand
    that can be told at once."""
    reading = command.said.reading
    if draft.about is None and not draft.is_idle and has_counsel(uow, command.said):
        return True
    asks = reading is not None and reading.intent in {Intent.PROGRESS, Intent.URGE}
    if command.said.matters or not asks or command.said.place.kind is not PlaceKind.NONE:
        return False
    return not command.said.names_matter or any(
        case.status.is_open for case in uow.reported_by(command.by.chat, command.at)
    )


# --- while a question is open ---


def hear_within(uow: UnitOfWork, command: Hear, draft: Draft) -> None:
    """Hears a message while a question of ours is open."""
    said = command.said
    if draft.about is not None:
        _hear_about(uow, command, draft, uow.case(draft.about))
    elif draft.state is DraftState.WHICH_GRID and (answer := hear_which(uow, command, draft)):
        uow.record(answer)
    elif draft.state is DraftState.PRAISE:
        _hear_of_praised(uow, command, draft)
    elif draft.is_idle:
        uow.record(Change(draft=replace(draft, closed=True)))
        _hear_fresh(uow, command)
    elif draft.state is DraftState.DANGER and (still := _goes_on_still(draft, said)) is not None:
        take(uow, command, next_step(answered_danger(draft, still=still), uow.rules, command.at))
    elif is_only_place(draft) and (courtesy := _no_matter(said)):
        uow.record(understood(uow, command, courtesy))  # the address waits for what happened there
    elif is_another_matter(draft, said):
        for change in file_draft(uow, draft, command.at, command.cause):
            uow.record(change)
        begin(uow, replace(command, said=_as_guarded(said, draft)))
    elif draft.album and draft.album == said.album and not said.text:
        uow.record(Change(draft=join(draft, said)))  # a later picture of one album: the question was asked already
    else:
        take(uow, command, next_step(join(draft, said), uow.rules, command.at))


def _no_matter(said: Said) -> About | None:
    """What a message is that only greets, thanks or advertises."""
    intent = said.reading.intent if said.reading and not said.attachments else Intent.COMPLAINT
    return said.courtesy or {Intent.SMALL_TALK: "small_talk", Intent.SPAM: "spam"}.get(intent)  # type: ignore[return-value]


def _hear_of_praised(uow: UnitOfWork, command: Hear, draft: Draft) -> None:
    """Where they work, or only who they are: 大队的小王. Everything else is heard for itself."""
    said = command.said
    named = _names_praised(said)
    fuller = replace(draft, text=lines(draft.text, said.text)) if named and not _is_only_place(said) else draft
    uow.record(hear_praised(uow, command, fuller))
    if not named and (said.place.kind is PlaceKind.NONE or said.names_matter):
        _hear_fresh(uow, command)


def _names_praised(said: Said) -> bool:
    if said.reading is None or said.attachments or said.number or said.matters:
        return False
    who = said.reading.object in SERVING and not said.reading.fault
    vague = said.reading.intent is Intent.COMPLAINT and (who or not said.names_matter)
    return vague or said.reading.intent is Intent.PRAISE


def _is_only_place(said: Said) -> bool:
    return bool(said.place.said) and said.text.strip().endswith(said.place.said)


def _as_guarded(said: Said, draft: Draft) -> Said:
    """Whoever is complained about in one half of a conversation must not receive the other."""
    if said.reading is None or not any(matter.reading.conflict for matter in matters_of(draft)):
        return said
    return replace(said, reading=guarded(said.reading), matters=all_guarded(said.matters))


def _hear_about(uow: UnitOfWork, command: Hear, draft: Draft, case: Case) -> None:
    """An answer to a question about a case, unless the question is out of date or something else has happened."""
    another = _tells_other if draft.state is DraftState.NEW_MATTER else _is_new_matter
    if _still_matters(draft, case) and not another(case, command.said):
        return _answer_about(uow, command, draft, case)
    uow.record(Change(draft=replace(draft, closed=True), withdrawn=(question_key(draft.id),)))
    return _hear_fresh(uow, command)


def _still_matters(draft: Draft, case: Case) -> bool:
    if draft.state is DraftState.LACKING:
        return case.status in aftercare.JUDGED
    return case.status.is_in_hand


def _is_new_matter(case: Case, said: Said) -> bool:
    """An emergency, or another fault at a place of its own, is never swallowed as an answer."""
    reading = said.reading
    if said.matters:
        return all(matter.reading.matter != case.matter for matter in said.matters)
    if reading is None or reading.matter == case.matter:
        return False
    if aftercare.makes_critical(case, said):
        return True
    return bool(reading.fault) and said.place.kind is PlaceKind.GRID


def _tells_other(case: Case, said: Said) -> bool:
    """Asked what a case is about, whoever names another place, an emergency or the people of the place tells of something else."""
    elsewhere = said.place.kind is PlaceKind.GRID and said.place.code != case.grid
    other = aftercare.makes_critical(case, said) or aftercare.accuses_holders(case, said)
    return bool(said.matters) or elsewhere or other


def _goes_on_still(draft: Draft, said: Said) -> bool | None:
    """What the words say of a danger, or the number of the button. Whoever has left the house for it takes it for one."""
    if said.out is not None and draft.reading is not None and draft.reading.danger in TO_BE_LEFT:
        return True
    return said.still if (answer := by_number(said)) is None else answer


def _answer_about(uow: UnitOfWork, command: Hear, draft: Draft, case: Case) -> None:
    """The answer to a question about a case that exists."""
    said = command.said
    match draft.state:
        case DraftState.ANSWER if case.awaits_answer:
            change = take_answer(uow, case, said, command)
        case DraftState.LACKING:
            change = aftercare.reopen_case(uow, case, said.text, said.attachments, command)
        case DraftState.NEW_MATTER:
            change = reword(uow, case, said, command)
        case DraftState.NEW_PLACE if not aftercare.places(draft, said):
            return uow.record(_ask_place_again(uow, command, draft, case))
        case DraftState.NEW_PLACE:
            place = join(replace(draft, place=None), said).place or NOWHERE
            change = aftercare.move_place(uow, aftercare.with_words(case, said), place, command)
            _place_others(uow, command, case, place)
        case _:
            change = aftercare.add_to(uow, case, said, command)
    closed = replace(draft, closed=True)
    return uow.record(replace(change, draft=closed, withdrawn=(*change.withdrawn, question_key(draft.id))))


def _place_others(uow: UnitOfWork, command: Command, case: Case, place: PlaceReading) -> None:
    """One question for the place serves every matter of a message that has none."""
    for other in told_with(case, uow.reported_by(case.reporter, command.at)):
        if other.id != case.id and other.place_pending and other.status.is_in_hand:
            uow.record(aftercare.move_place(uow, other, place, command))


def _ask_place_again(uow: UnitOfWork, command: Hear, draft: Draft, case: Case) -> Change:
    last = draft.asked >= uow.rules.max_questions
    # 里面还有老人 is no place, and the worker must read it all the same
    added = aftercare.add_to(uow, case, command.said, command, quietly=not last)
    if last:
        return replace(added, draft=replace(draft, closed=True))
    place = command.said.place
    letters = Letters(uow, command.at, command.cause)
    if place.options:
        letters.ask(case.reporter, which_of(case.matter, draft, place), draft.id)
    else:
        question = say.AskPlace(case.matter, draft.id, again=True, danger=case.danger, number=case.number)
        letters.ask(case.reporter, question, draft.id)
    return replace(
        added,
        draft=replace(draft, options=place.options, asked=draft.asked + 1),
        notifications=(*added.notifications, *letters.all()),
        withdrawn=(*added.withdrawn, question_key(draft.id)),
    )


# --- with no question open ---


def _hear_fresh(uow: UnitOfWork, command: Hear) -> None:
    said = command.said
    recent = uow.reported_by(command.by.chat, command.at - uow.rules.reopen_window)
    if case := _goes_on(uow, command, recent):
        for one in told_with(case, recent):
            uow.record(aftercare.add_to(uow, one, said, command, quietly=True))
    elif change := follow(uow, command, recent):
        uow.record(change)
    elif case := _replied_to(uow, command, recent) or _answered_at_random(command, recent):
        about = take_answer if case.awaits_answer else aftercare.hear_about
        uow.record(about(uow, case, said, command))
    elif case := _awaiting_verdict(command, recent):
        uow.record(aftercare.take_verdict(uow, case, command, said.verdict, said.note, files=said.attachments))
    elif case := lasting.asked_of(uow, command, said):
        uow.record(lasting.take_words(uow, case, said, command))
    elif change := mended(uow, command, recent) or _by_intent(uow, command, recent):
        uow.record(change)
    elif case := _place_at_last(said, recent):
        _place_waiting(uow, command, case)
    elif changes := tell_on(uow, command, recent):
        for change in changes:
            uow.record(change)
    else:
        begin(uow, command)


def begin(uow: UnitOfWork, command: Hear) -> None:
    """Opens a conversation about a new matter."""
    if command.here is not None:
        uow.record(Change(draft=replace(command.here, closed=True)))
        command = replace(command, said=placed(command.said, command.here.place or NOWHERE), here=None)
    draft = open_draft(command.by, command.said, command.at, uow.rules)
    if uow.draft(draft.id) is None and uow.find(draft.id) is None:  # else this very message was heard before
        take(uow, command, next_step(draft, uow.rules, command.at))


def _goes_on(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Case | None:
    """The case whose album, or whose letter too long for one message, this goes on with."""
    album = command.said.album
    newest = recent[0] if recent else None
    if album and (case := next((case for case in recent if case.album == album), None)):
        return case
    if newest is None or len(newest.text) < uow.rules.cut_length:
        return None
    return newest if command.at - newest.opened_at <= uow.rules.cut_wait else None


def _replied_to(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Case | None:
    if command.said.reply_to is None:
        return None
    case_id = uow.case_at(command.by.chat, command.said.reply_to)
    return next((case for case in recent if case.id == case_id), None)


NO_WORD = re.compile(r"\d{1,2}|[\W_]+")


def _answered_at_random(command: Hear, recent: Sequence[Case]) -> Case | None:
    """7, where 1 to 4 were offered, or a ？ alone: no new matter, and the question stands."""
    said = command.said
    if said.verdict is not Verdict.NONE or said.attachments or not NO_WORD.fullmatch(said.text.strip()):
        return None
    return next((case for case in recent if case.status is Status.RESOLVED), None)


A_MOMENT = timedelta(minutes=10)
"""After 好了, in which 没好 takes it back whatever else is open."""


def _awaiting_verdict(command: Hear, recent: Sequence[Case]) -> Case | None:
    """The finished case a plain 「没好」 is about, unless the words name another place."""
    said = command.said
    if said.verdict is Verdict.NONE or said.matters or said.place.kind is PlaceKind.GRID:
        return None
    waiting = [case for case in recent if case.status is Status.RESOLVED]
    if not waiting and said.verdict in {Verdict.NOT_FIXED, Verdict.BROKE_AGAIN} and not said.text.strip().isdecimal():
        waiting = _closed_too_soon(command, recent)
    return waiting[0] if waiting else None


def _closed_too_soon(command: Hear, recent: Sequence[Case]) -> list[Case]:
    """Whoever said 好了 a moment ago takes it back; later, and where nobody answered, it is meant unless a case is in hand."""
    said = command.said
    thing = said.reading.object if said.reading else ""
    closed = [case for case in recent if case.status in {Status.SILENT, Status.CONFIRMED}]
    mine = [case for case in closed if thing in {"", case.object}]
    mine.sort(key=lambda case: case.closed_at or case.opened_at, reverse=True)
    just_now = [case for case in mine if case.closed_at and command.at - case.closed_at <= A_MOMENT]
    in_hand = any(case.status.is_under_way for case in recent)
    silent = [case for case in mine if case.status is Status.SILENT]
    return just_now or (silent if in_hand else mine)


def _by_intent(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Change | None:
    """Messages that are no new matter: progress, urging, greetings, advertisements."""
    if command.said.reading is None or command.said.matters:
        return None
    if told := counsel(uow, command):
        return told
    courtesy = "" if command.said.attachments else command.said.courtesy
    if courtesy == "thanks" or (courtesy and recent):
        return understood(uow, command, courtesy)
    match command.said.reading.intent:
        case Intent.PROGRESS | Intent.URGE | Intent.DISSATISFIED as intent if not _is_whole_matter(command.said):
            return _about_open_case(uow, command, recent, intent)
        case Intent.SMALL_TALK:
            return understood(uow, command, "small_talk")
        case Intent.SPAM:
            return understood(uow, command, "spam")
        case Intent.PRAISE:
            return hear_praise(uow, command, recent)
        case Intent.ABUSE if command.said.place.kind is PlaceKind.NONE:
            return understood(uow, command, "off_topic")
        case _:
            return None


def _is_whole_matter(said: Said) -> bool:
    """What is wrong and where are both named: a matter of its own, however impatient its tone."""
    return said.reading is not None and said.reading.topic != UNSURE and said.place.kind is not PlaceKind.NONE


def _about_open_case(uow: UnitOfWork, command: Hear, recent: Sequence[Case], intent: Intent) -> Change | None:
    named = command.said.number
    open_case = next((c for c in recent if c.status.is_open and (not named or c.number == named)), None)
    if intent is Intent.PROGRESS:
        return progress_of(uow, command)
    if open_case is None:
        unread = command.said.reading is None or command.said.reading.topic == UNSURE
        return understood(uow, command, "nothing_open") if unread else None
    if open_case.status is Status.RESOLVED:
        return aftercare.ask_lacking(uow, open_case, command)
    return aftercare.urge(uow, open_case, command)


def _place_at_last(said: Said, recent: Sequence[Case]) -> Case | None:
    """The case that was filed without its place, when this message is that place, or a point, and nothing more."""
    placed = said.place.kind in {PlaceKind.GRID, PlaceKind.PLACE, PlaceKind.ASK} or said.lon is not None
    if said.names_matter or not placed:
        return None
    return next((case for case in recent if case.place_pending and case.status.is_in_hand), None)


def _place_waiting(uow: UnitOfWork, command: Hear, case: Case) -> None:
    """The place of a case that was filed without; where it is only half of it, the rest is asked."""
    said = command.said
    match said.place.kind:
        case PlaceKind.GRID if not said.place.home:
            uow.record(aftercare.move_place(uow, aftercare.with_words(case, said), said.place, command))
            _place_others(uow, command, case, said.place)
        case PlaceKind.NONE:
            uow.record(aftercare.add_to(uow, case, said, command))  # no map knows the point: whoever goes there may
        case PlaceKind.OUT:
            uow.record(understood(uow, command, "outside"))
        case _:
            uow.record(ask_where(uow, command, case, said.place))


def _correct_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> None:
    """An edited message: of the open draft, or of the case it became. Other edits change nothing."""
    said = command.said
    if draft is not None and draft.about is None and draft.message == said.message:
        told = open_draft(command.by, said, command.at, uow.rules)
        again = replace(draft, text=told.text, reading=told.reading, place=told.place, also=told.also)
        return take(uow, command, next_step(replace(again, asked=max(draft.asked - 1, 0)), uow.rules, command.at))
    case = uow.find(own_id(command.by.chat, said.message, uow.rules))
    if case is None or case.reporter != command.by.chat:
        return uow.record(NOTHING)
    for one, words in _corrected(told_with(case, uow.reported_by(case.reporter, case.opened_at)), said):
        if one.status.is_open and words.text != one.text:
            uow.record(aftercare.rewrite(uow, one, words, command))
    return None


def _corrected(cases: Sequence[Case], said: Said) -> Sequence[tuple[Case, Said]]:
    """What an edited message now says of each case that it became. Nothing is filed anew: what is added joins the first."""
    if len(cases) == 1:
        return [(cases[0], said)]
    told = [alone(said, matter) for matter in said.matters] or [said]
    known = [(case, one) for one in told for case in cases if _tells_of(one, case, cases)]
    new = [one for one in told if all(one is not other for _, other in known)]
    old = [case for case in cases if all(case is not other for other, _ in known)]
    added = "\n".join(one.text for one in new[len(old) :])
    pairs = [(case, _with_more(one, added) if case is cases[0] else one) for case, one in known]
    return [
        *(pair for pair in pairs if not pair[0].text.startswith(f"{pair[1].text}\n")),  # else: as it was, and answered
        *zip(old, new, strict=False),
    ]


def _tells_of(said: Said, case: Case, cases: Sequence[Case]) -> bool:
    """Of two lamps in two places each is its own."""
    alike = [one for one in cases if said.reading and one.matter == said.reading.matter]
    return case in alike and (len(alike) == 1 or said.place.code == case.grid)


def _with_more(said: Said, words: str) -> Said:
    return replace(said, text=f"{said.text}\n{words}") if words else said


# --- buttons and commands ---


def choose_place(uow: UnitOfWork, command: ChoosePlace) -> None:
    """One of the offered places was tapped, or 不方便说: then the case is filed with its place pending."""
    with uow:
        draft = _own_draft(uow, command, command.draft)
        option = next((option for option in draft.options if option.code == command.code), None)
        if command.code and option is None:
            raise Expired
        if draft.about is not None:
            uow.record(_place_tapped(uow, command, draft, option))
        else:
            take(uow, command, _after_choice(uow, command, draft, option))
        uow.commit()


def _after_choice(uow: UnitOfWork, command: ChoosePlace, draft: Draft, option: Option | None) -> Step:
    if option is None:
        return File(draft)
    placed = with_place(draft, settled(option))
    if not draft.also:
        return File(placed)
    return next_step(replace(placed, state=DraftState.WHAT, options=()), uow.rules, command.at)


def _place_tapped(uow: UnitOfWork, command: ChoosePlace, draft: Draft, option: Option | None) -> Change:
    assert draft.about is not None
    closed = replace(draft, closed=True)
    if option is None:
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Added(uow.case(draft.about).number, "later"))
        return Change(draft=closed, notifications=letters.all(), withdrawn=(question_key(draft.id),))
    case = uow.case(draft.about)
    change = aftercare.move_place(uow, case, settled(option), command)
    _place_others(uow, command, case, settled(option))
    return replace(change, draft=closed, withdrawn=(question_key(draft.id),))


def choose_meant(uow: UnitOfWork, command: ChooseMeant) -> None:
    """Words were put to a case, or a place was put right: of which case, or of none."""
    with uow:
        _settle(uow, command, _own_draft(uow, command, command.draft), command.number)
        uow.commit()


def _settle(uow: UnitOfWork, command: Command, draft: Draft, number: str) -> None:
    if words := settle(uow, command, draft, number):
        begin(uow, Hear(command.by, command.at, command.cause, words))


def answer_danger(uow: UnitOfWork, command: AnswerDanger) -> None:
    """现在还有吗? A yes files a 特急 at once."""
    with uow:
        draft = _own_draft(uow, command, command.draft)
        take(uow, command, next_step(answered_danger(draft, still=command.still), uow.rules, command.at))
        uow.commit()


def _own_draft(uow: UnitOfWork, command: Command, draft_id: CaseId) -> Draft:
    draft = uow.draft(draft_id)
    if draft is None or draft.closed or draft.person != command.by.person:
        raise Expired
    return draft
