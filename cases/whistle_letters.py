"""What departments and desks are shown of a whistle: facts only, and nothing of the resident but the place of the matter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cases import messages as say
from cases import whistles
from cases.letters import Letters
from cases.model import Case, Change, PostCode, Whistle, WhistleState
from cases.org import Org
from cases.ports import UnitOfWork


def whistle_card(one: Whistle, case: Case, org: Org) -> say.WhistleCard:
    return say.WhistleCard(
        whistle=one.id,
        number=case.number,
        severity=case.severity,
        matter=case.matter,
        place=case.place,
        asked=one.asked,
        by=org.label(one.by),
        state=one.state.value,
        due_at=one.step_due_at,
        answered_at=one.answered_at,
        came_at=one.came_at,
        said=one.said,
        late=one.told > 0 and one.state.is_open,
    )


def show_whistle(one: Whistle, case: Case, letters: Letters) -> None:
    """Its card in the department's chat: the first time, or edited in place."""
    card = whistle_card(one, case, letters.uow.org)
    for chat in letters.uow.chats_of(one.department):
        letters.keep(chat, card, case, f"whistle/{one.id}", post=one.department, not_before=letters.civil_time(case))


def show_open_whistles(post: PostCode, letters: Letters) -> None:
    """For a phone that has just become a department's."""
    for one in letters.uow.open_whistles(frozenset({post})):
        show_whistle(one, letters.uow.case(one.case), letters)


def call_off(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """Nobody need come any more: each department's card says so. To be called before the case's cards are shown anew."""
    _end(uow, case, letters, lambda _: True)


def call_again(uow: UnitOfWork, case: Case, since: datetime, letters: Letters) -> None:
    """The step that called them off at that moment is taken back."""
    if not case.whistled:
        return
    off = [one for one in uow.whistles_of((case.id,)) if one.state is WhistleState.CALLED_OFF and one.ended_at == since]
    again = tuple(whistles.call_again(one, uow.rules) for one in off)
    for one in again:
        show_whistle(one, case, letters)
    uow.record(Change(whistles=again))


def keep_from_accused(uow: UnitOfWork, case: Case, letters: Letters) -> Case:
    """The case complains about people of the place from now on: whoever may not be called to such a case comes no more, and
    nobody helps with it who was asked to before that was known."""
    allowed = {one.code for one in uow.org.departments(case)}
    _end(uow, case, letters, lambda one: one.department not in allowed)
    return replace(case, assists=())


def _end(uow: UnitOfWork, case: Case, letters: Letters, which: Callable[[Whistle], bool]) -> None:
    if not case.whistled:
        return
    off = [
        whistles.call_off(one, at=letters.at) for one in uow.whistles_of((case.id,)) if one.state.is_open and which(one)
    ]
    for one in off:
        show_whistle(one, case, letters)
    uow.record(Change(whistles=tuple(off)))
