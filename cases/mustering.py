"""报到: what a called department does: 应哨 or 去不了, 到场, 结论; by button and in plain words. It acts on its own whistles alone."""

from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases import whistles
from cases.aftercare import ask_for_words, close_question
from cases.assisting import assisted_by, take_word
from cases.commands import Command, Muster, Said, StaffHear, Target
from cases.errors import AlreadyDone, Expired, NoSuchCase
from cases.letters import Letters, event, files_of
from cases.model import Attachment, Case, Change, Draft, DraftState, PostCode, Whistle, WhistleState
from cases.named import pointed_at
from cases.ports import UnitOfWork
from cases.reading import Severity
from cases.whistle_commands import Answer, AnswerTyped
from cases.whistle_letters import show_whistle, whistle_card

SENTENCES = {DraftState.CANNOT_COME: Muster.DECLINE, DraftState.CONCLUSION: Muster.CONCLUDE}
SHOWN = 8
ASKED = "asked/"
"""How the slots of departments' questions begin."""


def answer_whistle(uow: UnitOfWork, command: Answer) -> None:
    with uow:
        one = uow.whistle(command.whistle)
        if one is None or command.muster is None or one.department not in uow.posts_of(command.by):
            raise Expired  # nobody else learns that there is such a whistle
        _do(uow, command, one, command.muster)
        uow.commit()


def answer_typed(uow: UnitOfWork, command: AnswerTyped) -> None:
    with uow:
        mine = departments_of(uow, command)
        one = _meant(uow, command, command.target, mine) if mine else None
        if not mine:
            _show_how(uow, command)
        elif one is None:
            show_open(uow, command, mine)
        else:
            _do(uow, command, one, command.muster, command.note)
        uow.commit()


def _show_how(uow: UnitOfWork, command: Command) -> None:
    """去不了 of a worker: nobody whistled for them, so they are shown what can be said instead."""
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.StaffHelp())
    uow.record(Change(notifications=letters.all()))


def departments_of(uow: UnitOfWork, command: Command) -> frozenset[PostCode]:
    return frozenset(post for post in uow.posts_of(command.by) if uow.org.is_department(post))


def _meant(uow: UnitOfWork, command: Command, target: Target, mine: frozenset[PostCode]) -> Whistle | None:
    """The whistle that is named by number or reply, or the only open one. None where several could be meant, or none. Raises
    NoSuchCase, with no number but the typed one: a department knows of no case to which it was not called."""
    case = pointed_at(uow, command, target)
    theirs = _newest(uow, case, mine) if case is not None else None
    if theirs is not None:
        return theirs
    if target.case is not None or target.number:
        raise NoSuchCase("" if target.case is not None else target.number)
    still = uow.open_whistles(mine)
    return still[0] if len(still) == 1 else None


def _newest(uow: UnitOfWork, case: Case, mine: frozenset[PostCode]) -> Whistle | None:
    return next((one for one in reversed(uow.whistles_of((case.id,))) if one.department in mine), None)


# --- the four steps ---


def _do(
    uow: UnitOfWork,
    command: Command,
    one: Whistle,
    muster: Muster,
    note: str = "",
    *,
    comes_at: datetime | None = None,
) -> None:
    """A reason and a conclusion are asked for where they were not said."""
    case, rules, at = uow.case(one.case), uow.rules, command.at
    if not one.state.is_open:
        raise AlreadyDone(case.number)
    match muster:
        case Muster.ANSWER:
            answered = whistles.answer(one, case, rules, at=at, said=note, comes_at=comes_at)
            _step(uow, command, answered, case)
        case Muster.COME:
            _step(uow, command, whistles.come(one, case, rules, at=at), case)
        case Muster.DECLINE if note:
            _step(uow, command, whistles.decline(one, case, why=note, at=at), case)
        case Muster.CONCLUDE if note:
            _conclude(uow, command, one, note)
        case Muster.ASK:
            _pass_question(uow, command, one, note)
        case Muster.DECLINE:
            _ask(uow, command, one, DraftState.CANNOT_COME)
        case Muster.CONCLUDE:
            _ask(uow, command, one, DraftState.CONCLUSION)


def _pass_question(uow: UnitOfWork, command: Command, one: Whistle, said: str) -> None:
    """To whoever called, never to the resident: their reply goes back to the department."""
    case = uow.case(one.case)
    letters = Letters(uow, command.at, command.cause)
    question = say.WhistleWord(case.id, case.number, uow.org.label(one.department), said, one.id)
    for chat in uow.chats_of(one.by):
        letters.keep(chat, question, case, f"{ASKED}{one.id}/{command.cause}")
    letters.tell(command.by.chat, say.Done(case.number, "word_passed", uow.org.label(one.by)))
    uow.record(Change(notifications=letters.all()))


def answers_department(uow: UnitOfWork, command: StaffHear) -> bool:
    """A reply to what a department asked: it goes to the department, and nobody else."""
    said = command.said
    asked = uow.list_shown(command.by.chat, said.reply_to) if said.reply_to is not None else None
    if not isinstance(asked, say.WhistleWord) or not (said.text or said.attachments):
        return False
    one = uow.whistle(asked.whistle)
    if one is None or not one.state.is_open or one.by not in uow.posts_of(command.by):
        return False
    case, who = uow.case(one.case), uow.org.label(one.by)
    letters = Letters(uow, command.at, command.cause)
    told = say.WhistleWord(case.id, case.number, who, said.text, files=files_of(said.attachments))
    letters.tell_post(one.department, told, case, not_before=letters.civil_time(case))
    letters.tell(command.by.chat, say.Done(case.number, "word_passed", uow.org.label(one.department)))
    uow.record(Change(notifications=letters.all()))
    return True


def _conclude(uow: UnitOfWork, command: Command, one: Whistle, said: str, proof: tuple[Attachment, ...] = ()) -> None:
    case = uow.case(one.case)
    _step(uow, command, whistles.conclude(one, case, said=said, proof=proof, at=command.at), case)


def _step(uow: UnitOfWork, command: Command, one: Whistle, case: Case) -> None:
    """The department's card and the case's cards say so; whoever has the case hears what they must act on."""
    close_question(uow, command)
    happened = event(case, whistles.HAPPENED[one.state], command.at, one.department, one.said)
    uow.record(Change(events=(happened,), whistles=(one,)))
    letters = Letters(uow, command.at, command.cause)
    show_whistle(one, case, letters)
    letters.refresh_cards(case)
    if one.state in {WhistleState.DECLINED, WhistleState.CONCLUDED}:
        told = say.Mustered(
            case.id, case.number, uow.org.label(one.department), one.state.value, one.said, files_of(one.proof)
        )
        letters.tell_post(case.holder, told, case, not_before=letters.civil_time(case))
    uow.record(Change(notifications=letters.all()))


def _ask(
    uow: UnitOfWork, command: Command, one: Whistle, state: DraftState, proof: tuple[Attachment, ...] = ()
) -> None:
    case = uow.case(one.case)
    asked: say.AskReason | say.AskConclusion = say.AskReason(case.number)
    if state is DraftState.CONCLUSION:
        asked = say.AskConclusion(case.number, len(proof))
    ask_for_words(uow, command, case, state, asked, text=one.id, files=proof)


# --- plain words ---


def hears(uow: UnitOfWork, command: StaffHear) -> bool:
    """A message in a department's chat. False where it is none of a department's: somebody may hold other posts too."""
    mine, said = departments_of(uow, command), command.said
    if not mine or _is_emergency(command):
        return False
    if awaited := _awaited(uow, command, mine):
        _take(uow, command, *awaited)
        return True
    target = Target(number=said.number, reply_to=said.reply_to)
    chatter = command.by.group and said.reply_to is None and not said.number
    if mine != uow.posts_of(command.by) and not _is_theirs(uow, command, target, mine):
        return False
    if not chatter:
        _hear(uow, command, target, mine)
    return True


def _is_emergency(command: StaffHear) -> bool:
    """Who answers for a department is a resident too."""
    reading, said = command.said.reading, command.said
    alone = said.reply_to is None and not said.number and not command.by.group
    return alone and said.muster is None and reading is not None and reading.severity is Severity.CRITICAL


def _is_theirs(uow: UnitOfWork, command: StaffHear, target: Target, mine: frozenset[PostCode]) -> bool:
    """Said of a case to which one of their departments was called, and which is not theirs otherwise."""
    case = pointed_at(uow, command, target)
    return case is not None and bool(mine & _called(uow, case)) and case.holder not in uow.posts_of(command.by)


def _called(uow: UnitOfWork, case: Case) -> set[PostCode]:
    return {one.department for one in uow.whistles_of((case.id,))} | set(case.assists)


def _hear(uow: UnitOfWork, command: StaffHear, target: Target, mine: frozenset[PostCode]) -> None:
    said = command.said
    if assisted := assisted_by(uow, command, target, mine):
        return take_word(uow, command, *assisted)
    one = _meant(uow, command, target, mine)
    if one is None or not one.state.is_open:
        return show_open(uow, command, mine, said=said.text)
    if said.muster is not None and not (said.muster is Muster.CONCLUDE and said.attachments):
        return _do(uow, command, one, said.muster, said.answer, comes_at=said.comes_at)
    if said.attachments:
        return _take_pictures(uow, command, one, said)
    return show_open(uow, command, mine, said=said.text)


def _take_pictures(uow: UnitOfWork, command: Command, one: Whistle, said: Said) -> None:
    """Pictures of what was done: with a sentence they are the conclusion, alone they wait for it."""
    if note := said.answer or said.text:
        return _conclude(uow, command, one, note, said.attachments)
    return _ask(uow, command, one, DraftState.CONCLUSION, said.attachments)


def _awaited(uow: UnitOfWork, command: StaffHear, mine: frozenset[PostCode]) -> tuple[Draft, Whistle] | None:
    """The question that this message answers: while the whistle is open, and it says nothing else."""
    draft, said = uow.draft_of(command.by), command.said
    if draft is None or draft.state not in SENTENCES:
        return None
    one = uow.whistle(draft.text)
    talk = command.by.group and said.reply_to is None and not said.attachments
    other = said.muster is not None and said.muster is not SENTENCES[draft.state]
    if one is not None and one.state.is_open and one.department in mine and not talk and not other:
        return draft, one
    if not talk:
        uow.record(Change(draft=replace(draft, closed=True)))
    return None


def _take(uow: UnitOfWork, command: StaffHear, draft: Draft, one: Whistle) -> None:
    said = command.said
    note = said.answer or said.text
    if draft.state is DraftState.CANNOT_COME:
        return _do(uow, command, one, Muster.DECLINE, note)
    proof = draft.attachments + said.attachments
    if note:
        return _conclude(uow, command, one, note, proof)
    return uow.record(Change(draft=replace(draft, attachments=proof)))


# --- lists ---


def show_open(uow: UnitOfWork, command: Command, mine: frozenset[PostCode], *, said: str = "") -> None:
    """/todo of a department, and the polite answer to what was not understood."""
    still = uow.open_whistles(mine)[:SHOWN]
    cards = tuple(whistle_card(one, uow.case(one.case), uow.org) for one in still)
    label = "、".join(uow.org.label(post) for post in sorted(mine))
    letters = Letters(uow, command.at, command.cause)
    letters.list_out(command.by.chat, say.WhistleTodo(label, cards, said), min(mine))
    uow.record(Change(notifications=letters.all()))


def show_called(uow: UnitOfWork, command: Command, target: Target, mine: frozenset[PostCode]) -> None:
    """/case of a department: its whistle, never the case. Raises NoSuchCase where it was not called."""
    if (one := _meant(uow, command, target, mine)) is None:
        return show_open(uow, command, mine)
    case = uow.case(one.case)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, whistle_card(one, case, uow.org), case)
    return uow.record(Change(notifications=letters.all()))
