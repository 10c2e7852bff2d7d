"""撤回: the resident takes a case back. Who says 不用来了 or 已经好了 is asked first, since a case taken back is over."""

from collections.abc import Sequence
from dataclasses import replace

from cases import life
from cases import messages as say
from cases.aftercare import add_to, closing, open_cases, own_case
from cases.commands import Command, Hear, Verdict, WithdrawCase
from cases.letters import Letters
from cases.model import Case, Change, Happening, Status
from cases.named import as_choice
from cases.ports import UnitOfWork
from cases.reading import Intent, PlaceKind
from cases.together import leave, pass_the_lead
from cases.whistle_letters import call_off

SHORT = 30
"""Characters up to which 好了 is all that is said."""
TAKEN = frozenset({Status.ACCEPTED, Status.ON_SITE, Status.JOINED})
"""Somebody may have put it right, and says so when it is done: the resident agrees then."""


def withdraw_case(uow: UnitOfWork, command: WithdrawCase) -> None:
    """Without a number the one open case; of several it is asked which."""
    with uow:
        several = open_cases(uow, command) if not command.case else []
        if len(several) > 1:
            uow.record(ask_whether(uow, command, several))
        else:
            uow.record(_withdrawn(uow, several[0] if several else own_case(uow, command), command))
        uow.commit()


def _withdrawn(uow: UnitOfWork, mine: Case, command: Command) -> Change:
    letters = Letters(uow, command.at, command.cause)
    case = replace(leave(uow, life.withdraw(mine, at=command.at), letters), joined=0)
    if mine.status.is_in_hand:
        pass_the_lead(uow, mine, letters)
    letters.tell(case.reporter, say.Closed(case.number, "withdrawn"), case)
    call_off(uow, case, letters)
    letters.refresh_cards(case)
    return closing(case, Happening.WITHDRAWN, command, letters)


def ask_whether(
    uow: UnitOfWork, command: Command, cases: Sequence[Case], *, mended: bool = False, taken: bool = False
) -> Change:
    """Shall it be taken back? The button is the yes; whoever says nothing more keeps the case."""
    letters = Letters(uow, command.at, command.cause)
    choices = tuple(as_choice(case, command.by.chat) for case in cases)
    owner = uow.org.label(cases[0].holder) if len(cases) == 1 else ""
    letters.tell(command.by.chat, say.AskWithdraw(choices, owner, mended, taken))
    return Change(notifications=letters.all())


def mended(uow: UnitOfWork, command: Hear, recent: Sequence[Case]) -> Change | None:
    """灯自己亮了, before anybody said that it is done: whoever has the case reads it, and the resident may take it back."""
    said, reading = command.said, command.said.reading
    plain = said.verdict is Verdict.FIXED and not said.courtesy and not said.matters and len(said.text) <= SHORT
    if not plain or reading is None or reading.fault or reading.intent is not Intent.COMPLAINT:
        return None
    if said.place.kind is not PlaceKind.NONE:
        return None
    cases = [case for case in recent if case.status.is_under_way and reading.object in {"", case.object}]
    if len(cases) != 1:
        return ask_whether(uow, command, cases, mended=True) if cases else None
    uow.record(add_to(uow, cases[0], said, command, quietly=True))
    return ask_whether(uow, command, cases, mended=True, taken=cases[0].status in TAKEN)
