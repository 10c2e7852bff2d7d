"""What grid workers do: accept, arrive, resolve, by button, plain word or typed command; their lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from cases import (
    assisting,
    directing,
    dismissing,
    duplicates,
    entering,
    extending,
    life,
    milestones,
    mustering,
    picturing,
    suspending,
    transferring,
    whistling,
)
from cases import messages as say
from cases.aftercare import add_to, ask_for_words
from cases.apart import message_of
from cases.asking import ask, relay
from cases.commands import (
    Action,
    AnswerOffer,
    AskExtension,
    AskSuspension,
    Command,
    Hear,
    ReadCase,
    Reason,
    ResolveNow,
    Said,
    ShowCase,
    ShowTodo,
    StaffHear,
    Target,
    Transfer,
    Work,
)
from cases.conversation import take_in
from cases.corrections import shown
from cases.deeds import Act, Deed
from cases.dialogue import ask_about
from cases.ending_commands import AskDismissal, JoinCases
from cases.errors import DoneAlready, NoSuchCase, NotStaff, NotYours, WrongStatus
from cases.filing import change_place
from cases.landmarks import unknown_landmark
from cases.leading import leading_of
from cases.leave import away_in_words
from cases.letters import Letters, asked_of, case_line, event, reminders_of, step_of
from cases.model import (
    Actor,
    Attachment,
    Case,
    Change,
    ChatRef,
    Draft,
    DraftState,
    Event,
    Ground,
    Happening,
    Obstacle,
    PostCode,
    Shown,
    Status,
    is_group,
)
from cases.named import (
    acting_post,
    as_choice,
    find_meant,
    in_hand_of,
    may_see,
    meant_by_staff,
    named,
    named_case,
    serves,
)
from cases.ports import UnitOfWork
from cases.ranking import own_ratings
from cases.reading import UNSURE, PlaceKind, Severity
from cases.supervision import may_correct, pressing_desk
from cases.together import finish_with
from cases.undoing import offer_undo
from cases.vouching import ask_verdict
from cases.whistle_commands import AskWhistle
from cases.whistle_letters import call_off
from cases.withholding import withheld

TAKEN_BACK = frozenset({Happening.UNDONE, Happening.UNRESOLVED})
INTERNAL = frozenset(
    {
        Happening.UNDELIVERABLE,
        Happening.REMINDED,
        Happening.COVERED,
        Happening.OFFERED,
        Happening.DECLINED,
        Happening.CONTESTED,
        Happening.CONTEST_UPHELD,
        Happening.CONTEST_REFUSED,
        Happening.EXTENSION_ASKED,
        Happening.EXTENSION_REFUSED,
        Happening.SUSPENSION_ASKED,
        Happening.SUSPENSION_REFUSED,
        Happening.DISMISSAL_ASKED,
        Happening.DISMISSAL_REFUSED,
        Happening.WHISTLE_DECLINED,
        Happening.WHISTLE_LATE,
        Happening.ASSIST_ADDED,
        Happening.ASSIST_WORD,
        Happening.LEADS,
        Happening.PICTURE_DOUBTED,
        Happening.PICTURE_KEPT,
    }
)
"""Lines of a history that are no business of the resident's."""
NAMING_OTHERS = frozenset({Happening.JOINED, Happening.SAME_ISSUE})
"""Lines whose note names the case of somebody else."""


def do_work(uow: UnitOfWork, command: Work) -> None:
    """Accept, arrive or resolve the case that was meant; asks which one when several could be."""
    with uow:
        _work(uow, command, command.action, command.target, command.note)
        uow.commit()


def resolve_now(uow: UnitOfWork, command: ResolveNow) -> None:
    """直接办结: the pictures and the sentence sent so far are proof enough."""
    with uow:
        case = named_case(uow, command)
        draft = uow.draft_of(command.by)
        mine = draft is not None and draft.about == case.id
        note, proof = (draft.text, draft.attachments) if draft is not None and mine else ("", ())
        _resolve(uow, command, case, note, proof)
        uow.commit()


def hear_staff(uow: UnitOfWork, command: StaffHear) -> None:
    """A worker's free message: proof for a case, an action in plain words, or help when it is neither."""
    with uow:
        hear_words(uow, command)
        uow.commit()


def hear_words(uow: UnitOfWork, command: StaffHear) -> None:
    """The same within somebody else's transaction."""
    said = withheld(uow, command, command.said)
    _hear(uow, replace(command, said=said), said)


def _hear(uow: UnitOfWork, command: StaffHear, said: Said) -> None:
    if said.edited:
        return None  # a worker's correction of plain words has already had its effect
    if mustering.hears(uow, command) or mustering.answers_department(uow, command):
        return None
    number = said.number if said.action is not Action.SAME or said.number != said.other else ""
    target = Target(number=number, reply_to=said.reply_to)
    if assisted := assisting.assisted_by(uow, command, target, uow.posts_of(command.by)):
        return assisting.take_word(uow, command, *assisted)
    meant = named(uow, command, target)
    asked = uow.draft_of(command.by)
    if picturing.takes_picture(uow, command, asked):
        return None
    if draft := entering.goes_on(command, asked):
        return entering.hear_on(uow, command, draft)
    if transferring.takes_answer(uow, command) or directing.hears(uow, command, _show_case):
        return None
    if said.away_too and not (command.by.group and said.reply_to is None) and away_in_words(uow, command):
        return None
    if awaited := _awaited_sentence(uow, command, asked):
        state, about = awaited
        return SENTENCES[state](uow, command, about)
    if (waiting := _awaited_proof(uow, command, asked)) and _is_proof(waiting[1], meant, command):
        return _take_proof(uow, command, *waiting)
    if meant is not None and _is_missing_place(uow, command, meant):
        return _move(uow, command, meant)
    if said.action is Action.RESOLVE and said.sure:
        return _resolve_said(uow, command, said, target)
    if said.action is Action.ASK and said.sure:
        return ask(uow, command, target, said.note)
    if said.action in {Action.ACCEPT, Action.ARRIVE, Action.WORKING} and said.sure:
        return _work(uow, command, said.action, target, said.note, files=said.attachments)
    if _makes_move(uow, command, target):
        return None
    if meant is not None and _answers_desk(uow, command, meant):
        return _note_progress(uow, command, meant, said.text)
    if meant is not None and said.attachments and not said.text and meant.holder in uow.posts_of(command.by):
        return _begin_proof(uow, command, meant)
    if case := _album_case(uow, command.by, said):
        return _join_album(uow, command, case, said)
    if _is_own_emergency(command, meant):
        return take_in(uow, Hear(command.by, command.at, command.cause, said))
    if not (command.by.group and _is_chatter(said)):
        _offer_help(uow, command, said, meant)
    return None


GROUNDS = {
    Reason.COURT: Ground.COURT,
    Reason.ELSEWHERE: Ground.ELSEWHERE,
    Reason.PRIVATE: Ground.PRIVATE,
    Reason.UNTRUE: Ground.UNTRUE,
}
OBSTACLES = {
    Reason.PARTS: Obstacle.PARTS,
    Reason.MONEY: Obstacle.PARTS,
    Reason.OWNERSHIP: Obstacle.OWNERSHIP,
    Reason.PROCEDURE: Obstacle.PROCEDURE,
}


def _makes_move(uow: UnitOfWork, command: StaffHear, target: Target) -> bool:
    """转派, 延期 and 挂账 in plain words do what their buttons do: what is not said is asked. Of a group's talk only what is
    said of a case counts."""
    said, (by, at, cause) = command.said, (command.by, command.at, command.cause)
    if not said.sure or (by.group and _is_chatter(said)):
        return False
    match said.action:
        case Action.TRANSFER | Action.RETURN:
            why = transferring.WHY.get(said.reason) if said.reason else None
            transferring.begin(uow, Transfer(by, at, cause, target, why, named=said.to))
        case Action.EXTEND:
            length = str(said.days) if said.days else ""
            extending.begin(uow, AskExtension(by, at, cause, target, length, said.text if said.reason else ""))
        case Action.SHELVE:
            obstacle = OBSTACLES.get(said.reason) if said.reason else None
            suspending.begin(uow, AskSuspension(by, at, cause, target, obstacle))
        case Action.SAME:
            duplicates.begin(uow, JoinCases(by, at, cause, target, said.other))
        case Action.DISMISS:
            ground = GROUNDS.get(said.reason) if said.reason else None
            dismissing.begin(uow, AskDismissal(by, at, cause, target, ground))
        case Action.WHISTLE:
            whistling.begin(uow, AskWhistle(by, at, cause, target, said.to, said.note))
        case _:
            return False
    return True


def _relay(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    relay(uow, command, case, command.said.text)


SENTENCES: Mapping[DraftState, Callable[[UnitOfWork, StaffHear, Case], None]] = {
    DraftState.QUESTION: _relay,
    DraftState.EXTENSION: extending.take_reason,
    DraftState.SUSPENSION: suspending.take_account,
    DraftState.DISMISSAL: dismissing.take_account,
    DraftState.MILESTONE: milestones.take_words,
    DraftState.WHISTLE: whistling.take_asked,
}
"""What a worker is asked to put into words, and who takes it."""


def _awaited_sentence(uow: UnitOfWork, command: StaffHear, draft: Draft | None) -> tuple[DraftState, Case] | None:
    """The case about which this person was asked for a sentence, when this message can be it; else that is dropped."""
    said = command.said
    if draft is None or draft.state not in SENTENCES or draft.about is None:
        return None
    case = uow.case(draft.about)
    talk = command.by.group and said.reply_to is None
    if said.text and said.action not in entering.STEPS and not talk and case.status.is_in_hand:
        return draft.state, case
    uow.record(Change(draft=replace(draft, closed=True)))
    return None


def _is_own_emergency(command: StaffHear, meant: Case | None) -> bool:
    """A worker is a resident too: whoever writes of a fire in a private chat is heard like anybody."""
    reading = command.said.reading
    return meant is None and not command.by.group and reading is not None and reading.severity is Severity.CRITICAL


def _awaited_proof(uow: UnitOfWork, command: StaffHear, draft: Draft | None) -> tuple[Draft, Case] | None:
    """The open question for proof, while its case can still be resolved by this person; a stale one is dropped."""
    if draft is None or draft.state is not DraftState.PROOF or draft.about is None:
        return None
    case = uow.case(draft.about)
    try:
        acting_post(uow, command.by, case)
    except NotYours:
        live = False
    else:
        live = case.status.is_in_hand
    if not live:
        uow.record(Change(draft=replace(draft, closed=True)))
    return (draft, case) if live else None


def _is_proof(case: Case, meant: Case | None, command: StaffHear) -> bool:
    """While proof is awaited, pictures and sentences are proof, but not what names another case, another action, or what
    colleagues say to one another in a group."""
    said = command.said
    elsewhere = meant is not None and meant.id != case.id
    talk = command.by.group and said.reply_to is None and not said.attachments
    return not elsewhere and not talk and said.action in {Action.RESOLVE, Action.OTHER}


def _is_chatter(said: Said) -> bool:
    """Colleagues talking in their group: neither an answer to us nor about a case."""
    return said.reply_to is None and not said.number


def _resolve_said(uow: UnitOfWork, command: StaffHear, said: Said, target: Target) -> None:
    case = find_meant(uow, command, target, Action.RESOLVE)
    if case is None:
        return
    note = said.note if said.action is Action.RESOLVE else said.text
    if note or said.attachments:
        _resolve(uow, command, case, note, said.attachments, album=said.album)
    else:
        _ask_proof(uow, command, case)


def _is_missing_place(uow: UnitOfWork, command: StaffHear, case: Case) -> bool:
    """The holder has found out where it is, and replies to the card with it."""
    told = command.said.place.kind is PlaceKind.GRID
    return told and case.place_pending and case.holder in uow.posts_of(command.by)


def _move(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    letters = Letters(uow, command.at, command.cause)
    sorted_out = replace(case, triage=case.triage and case.topic == UNSURE)
    moved = change_place(uow, sorted_out, command.said.place, letters, command.at)
    owner = uow.org.label(moved.holder)
    letters.tell(case.reporter, say.Added(case.number, "place", moved.place, owner), moved)
    happened = event(case, Happening.PLACE_CHANGED, command.at, case.holder, moved.place)
    if name := unknown_landmark(uow, moved):
        letters.tell(
            command.by.chat, say.OfferLandmark(case.id, case.number, name, uow.org.unit_label(moved.grid)), moved
        )
    uow.record(Change(case=moved, events=(happened,), notifications=letters.all()))


def _join_album(uow: UnitOfWork, command: Command, case: Case, said: Said) -> None:
    looked = picturing.to_look_at(case, said.attachments, Shown.DONE, command, case.holder)
    uow.record(Change(case=replace(case, proof=case.proof + said.attachments), pictures=looked))


def _album_case(uow: UnitOfWork, by: Actor, said: Said) -> Case | None:
    """The case an album's first picture resolved: its other pictures are proof as well."""
    if not said.album:
        return None
    held = uow.held_by(uow.posts_of(by))
    return next((case for case in held if case.album == said.album and case.status is Status.RESOLVED), None)


# --- the three moves ---


def _work(
    uow: UnitOfWork,
    command: Command,
    action: Action,
    target: Target,
    note: str,
    *,
    files: tuple[Attachment, ...] = (),
) -> None:
    case = meant_by_staff(uow, command, target, action)
    if case is None:
        return
    if action is Action.RESOLVE:
        _resolve(uow, command, case, note, ()) if note else _ask_proof(uow, command, case)
    elif action is Action.ACCEPT and case.offered_to in uow.posts_of(command.by):
        transferring.answer(uow, AnswerOffer(command.by, command.at, command.cause, case.id, takes=True))
    elif action in {Action.ARRIVE, Action.ACCEPT}:
        _step_forward(uow, command, case, action, files)
    else:
        _note_progress(uow, command, case, note)


def _step_forward(
    uow: UnitOfWork, command: Command, case: Case, action: Action, files: tuple[Attachment, ...] = ()
) -> None:
    """接单 or 已到场: the card says so, and the resident hears who moved."""
    post = acting_post(uow, command.by, case)
    who = uow.org.label(post)
    rule = life.arrive if action is Action.ARRIVE else life.accept
    moved = rule(case, uow.rules, post=post, who=who, at=command.at)
    step: Literal["accepted", "arrived"] = "arrived" if action is Action.ARRIVE else "accepted"
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(moved)
    if command.by.chat not in uow.card_chats(case.id):  # taken by its number: whoever has it now needs the card
        letters.show_card(moved, post, "holder", asked_by=command.by.chat)
    letters.tell_of_step(step_of(moved, step, who, command.at), moved)
    if action is Action.ARRIVE:
        uow.record(Change(pictures=picturing.to_look_at(case, files, Shown.ARRIVED, command, post)))
    _record(uow, command, moved, Happening(step), letters, post=post, before=case)


def _note_progress(uow: UnitOfWork, command: Command, case: Case, note: str) -> None:
    """正在弄: an acceptance when nobody had accepted, else a line in the history."""
    desk = pressing_desk(uow, case) if note else None
    if case.status is Status.FILED and desk is None:
        return _step_forward(uow, command, case, Action.ACCEPT)
    post = acting_post(uow, command.by, case)
    letters = Letters(uow, command.at, command.cause)
    done = (
        say.Done(case.number, "word_passed", uow.org.label(desk)) if desk else say.Done(case.number, "noted", note=note)
    )
    letters.tell(command.by.chat, done)
    if desk is not None:
        answer = say.AssistWord(case.id, case.number, uow.org.label(post), note, answers=True)
        letters.tell_post(desk, answer, case, not_before=letters.civil_time(case))
    happened = event(case, Happening.ADDED, command.at, post, note)
    return uow.record(Change(events=(happened,), notifications=letters.all()))


def _answers_desk(uow: UnitOfWork, command: StaffHear, case: Case) -> bool:
    """A sentence in reply, or with the number, of a case for which a desk waits for a word from its holder: how far it is is
    what was asked. What may mean that it is done is asked about as ever."""
    said = command.said
    asks = "?" in said.text or "？" in said.text
    tells = said.text and not said.attachments and said.action is not Action.RESOLVE and not asks
    if not tells or case.supervised_at is None or not case.status.is_in_hand:
        return False
    return case.holder in uow.posts_of(command.by) and pressing_desk(uow, case) is not None


def _not_to_finish(case: Case) -> WrongStatus:
    refusal = DoneAlready if case.status is Status.RESOLVED else WrongStatus
    return refusal(case.number, case.status.value)


def _ask_proof(uow: UnitOfWork, command: Command, case: Case) -> None:
    acting_post(uow, command.by, case)
    if not case.status.is_in_hand:
        raise _not_to_finish(case)
    ask_for_words(uow, command, case, DraftState.PROOF, say.AskProof(case.id, case.number))


def _begin_proof(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """A picture in reply to the card: of the result, perhaps. The question for the sentence decides. Raises WrongStatus for
    what is done, or ended: nothing is asked for once more."""
    if not case.status.is_in_hand:
        raise _not_to_finish(case)
    expires_at = command.at + uow.rules.follow_up_patience
    blank = ask_about(case, command, DraftState.PROOF, expires_at=expires_at)
    draft = replace(blank, attachments=command.said.attachments, album=command.said.album)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskProof(case.id, case.number, got=len(draft.attachments)), case)
    uow.record(Change(draft=draft, notifications=letters.all()))


def _take_proof(uow: UnitOfWork, command: StaffHear, draft: Draft, case: Case) -> None:
    """A picture and a sentence end it. A picture alone waits for the sentence, a doubtful sentence for 直接办结."""
    said = command.said
    note = said.note if said.action is Action.RESOLVE and said.note else said.text
    proof, album = draft.attachments + said.attachments, said.album or draft.album
    if note and said.sure:
        return _resolve(uow, command, case, note, proof, album=album)
    waiting = replace(draft, attachments=proof, album=album, text=note)
    if said.album and said.album == draft.album:
        return uow.record(Change(draft=waiting))
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskProof(case.id, case.number, got=len(proof), said=note), case)
    return uow.record(Change(draft=waiting, notifications=letters.all()))


def _resolve(
    uow: UnitOfWork, command: Command, case: Case, note: str, proof: tuple[Attachment, ...], *, album: str = ""
) -> None:
    post = acting_post(uow, command.by, case)
    who = uow.org.label(post)
    done = life.resolve(case, uow.rules, post=post, who=who, at=command.at, note=note, proof=proof)
    done = replace(done, album=album or done.album)
    if (asked := uow.draft_of(command.by)) and asked.about == case.id:
        uow.record(Change(draft=replace(asked, closed=True)))
    letters = Letters(uow, command.at, command.cause)
    call_off(uow, done, letters)
    letters.refresh_cards(done)
    ask_verdict(uow, done, letters)
    finish_with(uow, done, letters, post)
    uow.record(Change(pictures=picturing.to_look_at(done, proof, Shown.DONE, command, post)))
    _record(uow, command, done, Happening.RESOLVED, letters, post=post, note=note, before=case)


def _record(
    uow: UnitOfWork,
    command: Command,
    case: Case,
    what: Happening,
    letters: Letters,
    *,
    post: PostCode,
    before: Case,
    note: str = "",
) -> None:
    happened = event(case, what, command.at, post, note)
    overtaken = (reminders_of(case), asked_of(case)) if case.status is Status.RESOLVED else (reminders_of(case),)
    undo = offer_undo(uow, command, before, what, letters, post=post)
    uow.record(Change(case=case, events=(happened,), notifications=letters.all(), withdrawn=overtaken, undo=undo))


# --- lists and help ---


def show_todo(uow: UnitOfWork, command: ShowTodo) -> None:
    """/todo: what this person's posts hold, most pressing first."""
    with uow:
        posts = uow.posts_of(command.by)
        if not posts:
            raise NotStaff
        called = mustering.departments_of(uow, command)
        if called:
            mustering.show_open(uow, command, called)
        if called != posts:
            _show_held(uow, command, posts)
        uow.commit()


def _show_held(uow: UnitOfWork, command: Command, posts: frozenset[PostCode]) -> None:
    lines = tuple(case_line(c, uow.org, command.at) for c in in_hand_of(uow, posts))
    letters = Letters(uow, command.at, command.cause)
    told = own_ratings(uow, posts, command.at)
    todo = say.Todo(uow.org.label(min(posts)), lines, told.valid, told.solved, told.satisfied)
    letters.list_out(command.by.chat, todo, min(posts))
    uow.record(Change(notifications=letters.all()))


def show_case(uow: UnitOfWork, command: ShowCase) -> None:
    """/case NUMBER: the case with its history, for those who may know of it."""
    with uow:
        called = mustering.departments_of(uow, command)
        if called and called == uow.posts_of(command.by):
            mustering.show_called(uow, command, command.target, called)
        else:
            _show_case(uow, command)
        uow.commit()


def _show_case(uow: UnitOfWork, command: ShowCase) -> None:
    case = named(uow, command, command.target)
    if case is None or not may_see(uow, command.by, case):
        raise NoSuchCase(command.target.number)
    staff = case.reporter != command.by.chat
    told = uow.history(case.id) if staff else _for_resident(uow.history(case.id))
    history = tuple((line.at, line.what.value, uow.org.label(line.actor), shown(line)) for line in told)
    letters = Letters(uow, command.at, command.cause)
    about = case_line(case, uow.org, command.at)
    correctable = staff and case.status.is_open and may_correct(uow, command.by, case)
    entry = uow.entry(message_of(case.id)) if case.source else None
    origin = (case.source.value if case.source else "", entry.outside if entry else "")
    view = say.CaseView(about, case.text, history, staff, correctable, *origin)
    if staff:
        leading = leading_of(uow, case)
        under = tuple(one.number for one in uow.joined_to(case.id)) if case.joined else ()
        view = replace(view, joined_to=leading.number if leading else "", joined=under)
    else:
        view = replace(view, secret=case.confidential)
    letters.tell(command.by.chat, view, case)
    if case.conflict and is_group(command.by.chat):
        _show_privately(ChatRef(command.by.person), view, case, letters)
    uow.record(Change(notifications=letters.all(), deeds=_read(uow, command, case) if staff else ()))


def _show_privately(chat: ChatRef, view: say.CaseView, case: Case, letters: Letters) -> None:
    """What no group reads, to whoever asked for it there. The buttons stay in the group, where the post is."""
    letters.tell(chat, replace(view, workable=False, correctable=False), case)
    letters.show_files(chat, case)


def _for_resident(history: Sequence[Event]) -> list[Event]:
    """Without what is no business of theirs, a step that was taken back among it, and without the cases of others."""
    told: list[Event] = []
    for line in history:
        if line.what in TAKEN_BACK:
            what = Happening.RESOLVED.value if line.what is Happening.UNRESOLVED else line.note
            undone = next((one for one in reversed(told) if one.what.value == what), None)
            told = [one for one in told if one is not undone]
        elif line.what not in INTERNAL:
            told.append(replace(line, note="") if line.what in NAMING_OTHERS else line)
    return told


def read_case(uow: UnitOfWork, command: ReadCase) -> None:
    """Leave to open the page of a case, for staff, and the deed where that must be kept. Raises NoSuchCase."""
    with uow:
        case = named_case(uow, command)
        if not serves(uow, command.by, case):
            raise NoSuchCase(case.number)
        uow.record(Change(deeds=() if command.noted else _read(uow, command, case)))
        uow.commit()


def _read(uow: UnitOfWork, command: Command, case: Case) -> tuple[Deed, ...]:
    """Who read a case whose reporter is kept secret is in the audit log."""
    if not case.confidential:
        return ()
    posts = sorted(uow.posts_of(command.by))
    return (Deed(Act.READ, command.at, posts[0] if posts else "", command.by.person, case.id, cause=command.cause),)


OFFERED = frozenset(
    {
        Action.ACCEPT,
        Action.ARRIVE,
        Action.RESOLVE,
        Action.TRANSFER,
        Action.RETURN,
        Action.EXTEND,
        Action.SHELVE,
        Action.DISMISS,
        Action.WHISTLE,
        Action.SAME,
    }
)
"""What may have been meant and has a button."""


def _offer_help(uow: UnitOfWork, command: StaffHear, said: Said, meant: Case | None) -> None:
    """Not understood, or not surely: offer what was probably meant as a button, about which cases. A file in reply to a
    card joins the case."""
    if meant is not None and said.attachments:
        acting_post(uow, command.by, meant)
        return uow.record(add_to(uow, meant, said, command, quietly=True))
    held = in_hand_of(uow, uow.posts_of(command.by))
    choices = tuple(as_choice(case, command.by.chat) for case in ([meant] if meant else held[:6]))
    action = said.action.value if said.action in OFFERED else ""
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.StaffHelp(said.text, meant.number if meant else "", choices, action))
    return uow.record(Change(notifications=letters.all()))
