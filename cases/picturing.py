"""复用照片: proof that looks like an earlier picture is asked about, politely, by whoever sent it. Nothing waits for that: the
step is recorded with a note to look at its pictures, the process looks at them afterwards, and asks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from cases import messages as say
from cases.aftercare import ask_for_words
from cases.commands import Command, StaffHear
from cases.errors import AlreadyDone, Expired, NotYours, WrongStatus
from cases.letters import Letters, event, files_of
from cases.model import (
    CLOCK,
    Actor,
    Attachment,
    Case,
    Cause,
    Change,
    Doubt,
    Draft,
    DraftState,
    Happening,
    Media,
    Picture,
    PostCode,
    Shown,
    Status,
)
from cases.named import acting_post, may_see, named_case
from cases.picture_commands import AnswerPicture, NotePicture, Sight
from cases.ports import UnitOfWork
from cases.shapes import distance, is_alike, marks_near
from cases.vouching import asked_chats

SEEN = frozenset({Media.PHOTO, Media.DOCUMENT})
"""A document may be a picture that was sent as a file."""
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""After each failed attempt to fetch a picture; then it is given up."""


# --- what is to be looked at ---


def to_look_at(
    case: Case, files: Iterable[Attachment], shown: Shown, command: Command, post: PostCode
) -> tuple[Picture, ...]:
    """Notes to look at these pictures of a step, and at those that came with the case before it."""
    proof = [one for one in files if one.media in SEEN]
    if not proof:
        return ()
    before = [one for one in case.attachments if one.media in SEEN]
    return (
        *(_note(case, one, Shown.BEFORE, command, post) for one in before),
        *(_note(case, one, shown, command, post) for one in proof),
    )


def _note(case: Case, file: Attachment, shown: Shown, command: Command, post: PostCode) -> Picture:
    by, at = command.by, command.at
    sent = "" if shown is Shown.BEFORE else at.isoformat()  # the same file sent once more is asked about once more
    key = sha256(f"{case.id} {shown} {file.file} {sent}".encode()).hexdigest()[:24]
    return Picture(key, case.id, file.file, shown, at, post, by.chat, by.person, at)


# --- what the process saw ---


def note_picture(uow: UnitOfWork, command: NotePicture) -> None:
    """Kept, and held against the others. Looking twice at a picture is looking once."""
    with uow:
        picture = uow.picture(command.picture)
        if picture is not None and picture.look_at is not None:
            seen = _noted(picture, command)
            uow.record(Change(pictures=(seen,)))
            for one in _questionable(uow, seen) if seen.shape else ():
                _hold_against_others(uow, one, command.at, command.cause)
        uow.commit()


def _noted(picture: Picture, command: NotePicture) -> Picture:
    if command.sight is Sight.LATER and picture.tries < len(TRY_AGAIN):
        return replace(picture, tries=picture.tries + 1, look_at=command.at + TRY_AGAIN[picture.tries])
    return replace(picture, tries=picture.tries + 1, look_at=None, shape=command.shape)


def _questionable(uow: UnitOfWork, seen: Picture) -> Sequence[Picture]:
    """The picture itself; for one from before the work, which was seen late, the proofs of its case."""
    if seen.shown is not Shown.BEFORE:
        return (seen,)
    proofs = (one for one in uow.pictures_of(seen.case) if one.shown is not Shown.BEFORE)
    return [one for one in proofs if one.shape and one.doubt is None]


def _hold_against_others(uow: UnitOfWork, picture: Picture, at: datetime, cause: Cause) -> None:
    case = uow.find(picture.case)
    earlier = _earlier(uow, picture, case) if case is not None and _still_counts(case, picture) else None
    if case is None or earlier is None:
        return
    pending = any(one.doubt is Doubt.ASKED for one in uow.pictures_of(case.id))
    doubted = replace(picture, doubt=Doubt.ASKED, like=earlier.case, asked_at=at)
    other = uow.case(earlier.case)
    by = Actor(picture.chat, picture.person)
    number = other.number if other.id != case.id and may_see(uow, by, other) else ""
    letters = Letters(uow, at, cause)
    if not pending:
        question = say.AskSamePicture(case.id, case.number, number, own=other.id == case.id)
        letters.tell(picture.chat, question, case)
    happened = event(case, Happening.PICTURE_DOUBTED, at, CLOCK, number)
    uow.record(Change(pictures=(doubted,), events=(happened,), notifications=letters.all()))


def _still_counts(case: Case, picture: Picture) -> bool:
    """A step that was taken back meanwhile needs no other picture. One that was exchanged is younger than its step."""
    if picture.shown is Shown.ARRIVED:
        return case.arrived_at is not None and case.arrived_at <= picture.at
    return case.status is Status.RESOLVED and any(one.file == picture.file for one in case.proof)


def _earlier(uow: UnitOfWork, picture: Picture, case: Case) -> Picture | None:
    """The most alike of those that came before it: in its own case what the resident had shown or an earlier finish, in
    others what was proof there. What was sent there by mistake is the right one here; cases that go on together share
    their pictures."""
    own = [one for one in uow.pictures_of(case.id) if one.shown is Shown.BEFORE or one.at < case.clock_from]
    others = [
        one
        for one in uow.pictures_like(marks_near(picture.shape))
        if one.case != case.id and one.at <= picture.at and one.doubt is not Doubt.CHANGED
    ]
    for found in (own, others):
        near = [one for one in found if one.id != picture.id and is_alike(one.shape, picture.shape)]
        apart = [one for one in near if one.case == case.id or not _go_together(uow, case, one)]
        if apart:
            return min(apart, key=lambda one: (distance(one.shape, picture.shape), one.id))
    return None


def _go_together(uow: UnitOfWork, case: Case, one: Picture) -> bool:
    other = uow.case(one.case)
    return bool({case.id, case.joined_to or case.id} & {other.id, other.joined_to or other.id})


# --- what the worker says ---


def answer_picture(uow: UnitOfWork, command: AnswerPicture) -> None:
    """就是这张: the case goes on, and those who watch over it see that the picture was used before. 换一张: the next picture
    takes its place."""
    with uow:
        case = named_case(uow, command) if command.case else _asked_last(uow, command)
        post = acting_post(uow, command.by, case)
        doubted = _doubted(uow, case)
        if not doubted:
            raise AlreadyDone(case.number)
        if command.keep:
            _keep(uow, command, case, post, doubted)
        else:
            if not case.status.is_in_hand and case.status is not Status.RESOLVED:
                raise WrongStatus(case.number, case.status.value)
            ask_for_words(uow, command, case, DraftState.PICTURE, say.AskPicture(case.number))
        uow.commit()


def _asked_last(uow: UnitOfWork, command: Command) -> Case:
    last = uow.picture_asked(command.by.chat)
    if last is None:
        raise Expired
    return uow.case(last.case)


def _doubted(uow: UnitOfWork, case: Case) -> list[Picture]:
    return [one for one in uow.pictures_of(case.id) if one.doubt is Doubt.ASKED]


def _keep(uow: UnitOfWork, command: Command, case: Case, post: PostCode, doubted: Sequence[Picture]) -> None:
    uow.record(Change(pictures=tuple(replace(one, doubt=Doubt.KEPT) for one in doubted)))
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(case)
    letters.tell(command.by.chat, say.PictureSettled(case.number, kept=True), case)
    happened = event(case, Happening.PICTURE_KEPT, command.at, post)
    uow.record(Change(events=(happened,), notifications=letters.all()))


def takes_picture(uow: UnitOfWork, command: StaffHear, asked: Draft | None) -> bool:
    """The other picture that was asked for, when this message brings it. Words alone are heard as ever."""
    said = command.said
    if asked is None or asked.state is not DraftState.PICTURE or asked.about is None:
        return False
    new = tuple(one for one in said.attachments if one.media in SEEN)
    case = uow.case(asked.about)
    if not new or said.number not in {"", case.number}:
        return False
    uow.record(Change(draft=replace(asked, closed=True)))
    post = _post_of(uow, command, case)
    if post is None or not (case.status.is_in_hand or case.status is Status.RESOLVED):
        return False
    _exchange(uow, command, case, post, new)
    return True


def _post_of(uow: UnitOfWork, command: Command, case: Case) -> PostCode | None:
    try:
        return acting_post(uow, command.by, case)
    except NotYours:
        return None


def _exchange(uow: UnitOfWork, command: StaffHear, case: Case, post: PostCode, new: tuple[Attachment, ...]) -> None:
    """Whoever has to say whether it is good gets the new picture too."""
    doubted = _doubted(uow, case)
    wrong = {one.file for one in doubted}
    done = any(one.shown is Shown.DONE for one in doubted) and case.status is Status.RESOLVED
    changed = case
    if done:
        kept = tuple(one for one in case.proof if one.file not in wrong)
        changed = replace(case, proof=kept + new, album=command.said.album or case.album)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.PictureSettled(case.number, kept=False), changed)
    for chat in asked_chats(uow, changed) if done else ():
        letters.tell_of_step(say.ProofChanged(case.number, files_of(new)), changed, to=chat)
    looked = to_look_at(changed, new, Shown.DONE if done else Shown.ARRIVED, command, post)
    settled = tuple(replace(one, doubt=Doubt.CHANGED) for one in doubted)
    happened = event(case, Happening.PICTURE_CHANGED, command.at, post)
    uow.record(Change(case=changed, events=(happened,), notifications=letters.all(), pictures=(*settled, *looked)))
