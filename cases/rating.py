"""After the resident has agreed: was it solved, were you satisfied, did anybody press you. Staff never learn who said what."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cases import messages as say
from cases.aftercare import own_case
from cases.commands import Command, Hear, RateCase, Said, Verdict
from cases.errors import Expired, WrongStatus
from cases.letters import Letters
from cases.model import Case, Change, Draft, DraftState, Happening, PostCode, Rating, Status
from cases.ports import UnitOfWork
from cases.scores import Answer, Answers, Pressed, Satisfied, Solved

BY_NUMBER = dict(enumerate(zip(Solved, Satisfied, strict=True), 1))
"""What a typed number means to the first question and to the second."""
A_NUMBER = re.compile(r"\d{1,2}")
OPEN_TO_ALL_WORDS = frozenset({DraftState.LACKING, DraftState.ANSWER})


def rate_case(uow: UnitOfWork, command: RateCase) -> None:
    """解决, 满意, 有人催我: one tap each, on one's own case only."""
    with uow:
        if command.answer is None:
            raise Expired
        uow.record(rate(uow, own_case(uow, command), command, command.answer))
        uow.commit()


def rate(uow: UnitOfWork, case: Case, command: Command, answer: Answer) -> Change:
    """Keeps the answer and turns the question into the next one, or into thanks."""
    if case.status is not Status.CONFIRMED:
        raise WrongStatus(case.number, case.status.value)
    before = uow.rating(case.id) or Rating(case.id, case.holder, Answers(_contacted(uow, case)), command.at)
    answers = before.answers.having(answer)
    letters = Letters(uow, command.at, command.cause)
    desk = _desk_to_tell(uow, case) if answers.pressed else None
    if desk and not before.answers.pressed:
        letters.report(desk, say.RatingPressed(case.id, case.number, uow.org.label(case.holder)), case)
    told = uow.org.label(desk) if desk else ""
    question = say.AskRating(case.id, case.number, answers.solved, answers.satisfied, answers.pressed, told)
    letters.ask_rating(case, question)
    answered = (answers.solved, answers.satisfied) != (before.answers.solved, before.answers.satisfied)
    rating = replace(before, answers=answers, at=command.at if answered else before.at)
    return Change(rating=rating, notifications=letters.all())


def _contacted(uow: UnitOfWork, case: Case) -> bool:
    """接单, 到场 or a question to the resident: a 办结 out of nowhere says that nobody was in touch before the end."""
    lines = [*uow.history(case.id), *(uow.history(case.joined_to) if case.joined_to else ())]
    return any(line.what in {Happening.ACCEPTED, Happening.ARRIVED, Happening.ASKED} for line in lines)


def _desk_to_tell(uow: UnitOfWork, case: Case) -> PostCode | None:
    """The centre, or the first desk above it that answers; never whoever had the case."""
    desks = uow.org.receivers(case.unit, skip_accused=True)
    return next((desk for desk in desks if desk != case.holder and uow.chats_of(desk)), None)


# --- the same, typed ---


def rate_in_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """满意, 没解决, or the number of the answer: what the newest open question of this kind is told."""
    said = command.said
    if said.attachments or (said.rating is None and not A_NUMBER.fullmatch(said.text.strip())):
        return None
    recent = uow.reported_by(command.by.chat, command.at - uow.rules.reopen_window)
    for case in _closed_by_hand(uow, command, recent):
        if _asked_since(case, said, recent, draft):
            continue
        rating = uow.rating(case.id)
        answers = rating.answers if rating else Answers(contacted=False)
        if (answer := _meant(said, answers)) is not None:
            return rate(uow, case, command, answer)
        if said.rating is None and not answers.over:
            return _once_more(uow, case, command, answers)
    return None


def _once_more(uow: UnitOfWork, case: Case, command: Command, answers: Answers) -> Change:
    """5, where 1 to 3 were offered: the question again, below what was typed."""
    letters = Letters(uow, command.at, command.cause)
    letters.ask_rating(case, say.AskRating(case.id, case.number, answers.solved, answers.satisfied), over=0)
    return Change(notifications=letters.all())


def _closed_by_hand(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> list[Case]:
    """Cases the resident agreed to, the last first; of a reply only the one it is about."""
    said = command.said
    about = uow.case_at(command.by.chat, said.reply_to) if said.reply_to is not None else None
    closed = [case for case in recent if case.status is Status.CONFIRMED and about in {None, case.id}]
    return sorted(closed, key=lambda case: case.closed_at or case.opened_at, reverse=True)


def _asked_since(case: Case, said: Said, recent: Sequence[Case], draft: Draft | None) -> bool:
    """True where the words would also answer something that was asked after this: a number answers any question, any
    words answer what a holder asks or what is still missing, 满意 and 没解决 also whether another case is finished."""
    number = said.rating is None
    asked = [draft.opened_at] if draft and (number or draft.state in OPEN_TO_ALL_WORDS) else []
    if number or said.verdict is not Verdict.NONE:
        asked += [one.resolved_at for one in recent if one.status is Status.RESOLVED and one.resolved_at]
    return any(at > (case.closed_at or at) for at in asked)


def _meant(said: Said, answers: Answers) -> Answer | None:
    """The answer to what is still open, None where the words answer nothing of it."""
    if isinstance(said.rating, Pressed):
        return said.rating
    if answers.over:
        return None
    if said.rating is None:
        pair = BY_NUMBER.get(int(said.text))
        return pair and pair[0 if answers.solved is None else 1]
    given = answers.solved if isinstance(said.rating, Solved) else answers.satisfied
    return said.rating if given is None else None
