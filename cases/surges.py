"""What belongs to a crowd, which case leads it, and whether its answer may stand before a filing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases.apart import message_of
from cases.commands import Command
from cases.filing import unit_of
from cases.leading import leading_of, residents
from cases.letters import Letters, question_key
from cases.model import Case, Change, Draft, DraftState, PostCode, Status, Surge
from cases.ports import UnitOfWork
from cases.reading import NOWHERE, Intent, Reading, Severity

TO_NOTHING = frozenset({Status.WITHDRAWN, Status.DISMISSED})
ALONE = frozenset({Intent.VISIT, Intent.ACCUSATION})
"""What has nothing to do with a crowd, whatever it is about."""


def belongs(uow: UnitOfWork, surge: Surge, case: Case) -> bool:
    """It is of this crowd: the same matter in its area. A danger to life, and a complaint about staff, never are."""
    alike = case.matter == surge.matter and not case.conflict and case.severity is not Severity.CRITICAL
    return alike and case.status not in TO_NOTHING and surge.unit in uow.org.path(case.unit)


def crowd_of(uow: UnitOfWork, surge: Surge) -> list[Case]:
    """All that was told of it, closed or not, oldest first."""
    found = uow.filed_under(surge.unit, surge.since, matter=surge.matter)
    return [case for case in found if belongs(uow, surge, case)]


def lead_of(uow: UnitOfWork, surge: Surge, crowd: Sequence[Case] | None = None) -> Case | None:
    """The case in hand under which others wait: the one that was chosen, or what became of it. None once it is done. The
    crowd is looked up where it is not at hand."""
    chosen = uow.find(surge.leading) if surge.leading else None
    leading = chosen and (leading_of(uow, chosen) or chosen)
    if leading is not None and leading.status not in TO_NOTHING | {Status.APPEALED}:
        return leading if leading.status.is_in_hand else None
    told = crowd_of(uow, surge) if crowd is None else crowd
    in_hand = [case for case in told if case.status.is_in_hand]
    return max(in_hand, key=lambda case: (case.joined, case.severity.rank), default=None)


def answer_for(uow: UnitOfWork, draft: Draft, at: datetime) -> Surge | None:
    """The answer that stands for what is about to be filed, of the nearest area. None for nearly everything."""
    reading = draft.reading
    if reading is None or draft.also or not reading.fault or not _may_wait(reading):
        return None
    open_ones = [one for one in uow.open_surges() if one.is_answered(at) and one.matter == reading.matter]
    if not open_ones or uow.entry(message_of(draft.id)) is not None:
        return None
    path = uow.org.path(unit_of(uow.org, draft.place or NOWHERE))
    found = [one for one in open_ones if one.unit in path]
    return min(found, key=lambda one: path.index(one.unit), default=None)


def pinned_for(uow: UnitOfWork, draft: Draft, at: datetime) -> Surge | None:
    """The same, where it was not shown already and somebody still works on it."""
    if draft.state is DraftState.SURGE:
        return None
    surge = answer_for(uow, draft, at)
    return surge if surge is not None and lead_of(uow, surge) is not None else None


def _may_wait(reading: Reading) -> bool:
    pressing = reading.severity is Severity.CRITICAL or reading.doubtful
    return not pressing and not reading.conflict and reading.intent not in ALONE


def answering(uow: UnitOfWork, posts: frozenset[PostCode], surge: Surge) -> PostCode | None:
    """The lowest of these posts that may answer it: a desk over its area."""
    return next((desk for desk in uow.org.desks(surge.unit) if desk in posts), None)


def offer_answer(uow: UnitOfWork, command: Command, draft: Draft, surge: Surge) -> Change:
    """The dated answer before anything is filed; without a word from the resident it is filed as ever."""
    assert surge.given_at is not None
    assert surge.until is not None
    files_at = command.at + uow.rules.question_patience
    asked = replace(draft, state=DraftState.SURGE, options=(), asked=draft.asked + 1, expires_at=files_at, closed=False)
    pinned = say.Pinned(
        draft.id,
        surge.matter,
        uow.org.unit_label(surge.unit),
        uow.org.label(surge.given_by),
        surge.given_at,
        surge.words,
        surge.until,
        residents(crowd_of(uow, surge)),
        files_at,
    )
    letters = Letters(uow, command.at, command.cause)
    letters.ask(draft.chat, pinned, draft.id)
    return Change(draft=asked, notifications=letters.all(), withdrawn=(question_key(draft.id),))


def surges_under(uow: UnitOfWork, desk: PostCode) -> tuple[tuple[str, str, int], ...]:
    """Crowds that have not ended, in the area of a desk: matter, area, how many people."""
    mine = [one for one in uow.open_surges() if desk in uow.org.path(one.unit)]
    return tuple((one.matter, uow.org.unit_label(one.unit), residents(crowd_of(uow, one))) for one in mine)
