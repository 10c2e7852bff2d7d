"""合并同一处: cases that are one matter are worked on as one. Their residents are told, keep their numbers, and may say that it is
not the same: then theirs goes its own way."""

from collections.abc import Sequence
from dataclasses import replace

from cases import life
from cases import messages as say
from cases.aftercare import own_case
from cases.alike import alike_of, unlike
from cases.commands import Command, Hear
from cases.ending_commands import JoinOwn, SplitCase
from cases.errors import NoSuchCase, NotAlike, NotYours, WrongStatus
from cases.filing import find_owner
from cases.leading import followers, leading_of, residents
from cases.letters import Letters, asked_of, event, reminders_of
from cases.model import CITIZEN, Actor, Case, Change, ChatRef, Draft, Happening, Status
from cases.named import may_see, named_case
from cases.ports import UnitOfWork
from cases.same_issue import neighbourhood
from cases.supervision import corrector, may_correct
from cases.together import leave
from cases.whistle_letters import call_off


def join(uow: UnitOfWork, command: Command, case: Case, to: str = "") -> bool:
    """Joins the case to the one named, or all that are likely one matter under the first of them. False where nothing was
    found that this person may join. Raises NotAlike for what is never joined."""
    post = corrector(uow, command.by, case)
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    leading, others = _named(uow, command.by, case, to) if to else _alike(uow, command.by, case)
    if leading is None or not others:
        return False
    fitting = [one for one in others if not unlike(uow, leading, one)]
    if not fitting:
        raise NotAlike(case.number, unlike(uow, leading, others[0]))
    _join(uow, command, leading, fitting, post, left_out=len(others) - len(fitting))
    return True


def _named(uow: UnitOfWork, by: Actor, case: Case, to: str) -> tuple[Case | None, list[Case]]:
    """The case of that number, or of that day where it is the only one."""
    if "-" in to:
        found = uow.by_number(to)
        known = may_see(uow, by, found)
    else:
        near = _open_near(uow, case)
        same_day = [one for one in near if one.number.startswith(f"{to}-") and one.id != case.id]
        if len(same_day) != 1:
            raise NoSuchCase(to)
        found, known = same_day[0], True
    leading = leading_of(uow, found) or found
    if not known or leading.id == case.id:
        raise NoSuchCase(to)
    if not leading.status.is_in_hand or not may_correct(uow, by, leading):
        return None, []
    return leading, [case]


def _alike(uow: UnitOfWork, by: Actor, case: Case) -> tuple[Case, list[Case]]:
    """Everything open nearby that is likely the same matter and that this person may join, the first in front: the case
    itself at least."""
    root = case.same_as or case.id
    group = [one for one in _open_near(uow, case) if (one.same_as or one.id) == root and may_correct(uow, by, one)]
    leading = max(group, key=lambda one: one.joined) if any(one.joined for one in group) else group[0]
    return leading, [one for one in group if one.id != leading.id]


def _open_near(uow: UnitOfWork, case: Case) -> list[Case]:
    units = neighbourhood(uow.org, case.unit) or (case.unit,)
    found = [one for one in uow.open_under(units[0]) if one.status.is_in_hand]
    return sorted(found, key=lambda one: (one.opened_at, one.number))


def _join(
    uow: UnitOfWork, command: Command, leading: Case, cases: Sequence[Case], post: str, *, left_out: int = 0
) -> None:
    letters = Letters(uow, command.at, command.cause)
    moved = [inner for one in cases for inner in followers(uow, one)]
    joined = leading.joined + len(cases) + len(moved)
    larger = life.lead(leading, (*cases, *moved), uow.rules, at=command.at, joined=joined)
    for one in moved:
        further = replace(one, joined_to=leading.id)
        uow.record(Change(case=further))
        letters.refresh_cards(further)
    for one in cases:
        _put_under(uow, larger, one, post, letters)
    everybody = [larger, *followers(uow, leading), *cases, *moved]
    letters.refresh_cards(larger)
    numbers = tuple(one.number for one in cases)
    told = say.Grouped(leading.id, leading.number, leading.matter, numbers, residents(everybody), left_out)
    if post != CITIZEN:
        _tell_posts(uow, command.by.chat, told, (larger, *cases), letters)
    happened = event(leading, Happening.LEADS, command.at, post, "、".join(numbers))
    uow.record(Change(case=larger, events=(happened,), notifications=letters.all()))


def _put_under(uow: UnitOfWork, leading: Case, case: Case, post: str, letters: Letters) -> None:
    joined = replace(life.join(case, uow.rules, to=leading.id, at=letters.at), joined=0)
    call_off(uow, joined, letters)
    letters.refresh_cards(joined)
    own = leading.number if leading.reporter == case.reporter else ""
    told = say.Joined(
        case.id,
        case.number,
        case.matter,
        uow.org.label(leading.holder),
        leading.due_at,
        own,
        asked=post == CITIZEN,
    )
    not_before = None if post == CITIZEN else letters.civil_time(joined)
    letters.tell(case.reporter, told, joined, not_before=not_before)
    happened = event(case, Happening.JOINED, letters.at, post, leading.number)
    uow.record(Change(case=joined, events=(happened,), withdrawn=(reminders_of(case), asked_of(case))))


def _tell_posts(uow: UnitOfWork, actor: ChatRef, told: say.Grouped, cases: Sequence[Case], letters: Letters) -> None:
    """Whoever joined them, and whoever had any of them."""
    chats = dict.fromkeys((actor, *(chat for case in cases for chat in uow.chats_of(case.holder))))
    for chat in chats:
        letters.tell(chat, told, cases[0])


# --- 不是一回事 ---


def split_case(uow: UnitOfWork, command: SplitCase) -> None:
    """By the resident of the case, or by whoever may correct how it was read."""
    with uow:
        case = named_case(uow, command)
        who = CITIZEN if case.reporter == command.by.chat else corrector(uow, command.by, leading_of(uow, case) or case)
        uow.record(split(uow, case, command, who))
        uow.commit()


def split(uow: UnitOfWork, case: Case, command: Command, who: str) -> Change:
    """The case goes its own way with its own limits, as they were."""
    linked = case.status.is_in_hand and case.same_as is not None and who == CITIZEN
    if case.status is not Status.JOINED and not linked:
        raise WrongStatus(case.number, case.status.value)
    letters = Letters(uow, command.at, command.cause)
    apart = leave(uow, case, letters)
    if who == CITIZEN:
        apart = replace(apart, same_as=None)
    if case.status is Status.JOINED:
        apart = _on_its_own(uow, life.part(apart, uow.rules, at=command.at), command, letters)
    if linked:
        letters.refresh_cards(apart)
    owner = uow.org.label(apart.holder)
    letters.tell(case.reporter, say.SplitOff(case.number, case.matter, owner, apart.due_at), apart)
    if command.by.chat != case.reporter:
        letters.tell(command.by.chat, say.Done(case.number, "split", owner), apart)
    happened = event(case, Happening.SPLIT, command.at, who)
    return Change(case=apart, events=(happened,), notifications=letters.all())


def _on_its_own(uow: UnitOfWork, case: Case, command: Command, letters: Letters) -> Case:
    """Back to whoever had it, else to whoever has the place now."""
    if not uow.chats_of(case.holder):
        owner = find_owner(uow, case.unit, command.at, conflict=case.conflict, triage=case.triage)
        case = life.hand_to(case, uow.rules, post=owner.post, at=command.at, triage=case.triage)
    letters.show_card(case, case.holder, "triage" if case.triage else "holder")
    letters.refresh_cards(case, skip=uow.chats_of(case.holder))
    told = say.SplitFrom(case.id, case.number, case.matter, case.place, case.due_at, case.status.value)
    letters.tell_post(case.holder, told, case, not_before=letters.civil_time(case))
    return case


def split_in_words(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """不是一回事, 就是这件: about the case replied to or named, else the last that was joined or likened."""
    said = command.said
    if said.same is None or (draft is not None and not draft.is_idle):
        return None
    about = uow.case_at(command.by.chat, said.reply_to) if said.reply_to is not None else None
    mine = [
        case
        for case in uow.reported_by(command.by.chat, command.at)
        if about in {None, case.id} and said.number in {"", case.number}
    ]
    joined = [case for case in mine if case.status is Status.JOINED]
    likened = [case for case in mine if case.status.is_in_hand and case.same_as is not None]
    if said.same:
        return join_own(uow, likened[0], command) if likened else None
    found = joined or likened
    return split(uow, found[0], command, CITIZEN) if found else None


# --- 我也遇到 ---


def join_own_case(uow: UnitOfWork, command: JoinOwn) -> None:
    """就是这件，我也遇到: by the resident."""
    with uow:
        change = join_own(uow, own_case(uow, command), command)
        if change is None:
            raise NotYours
        uow.record(change)
        uow.commit()


def join_own(uow: UnitOfWork, case: Case, command: Command) -> Change | None:
    leading = alike_of(uow, case)
    if leading is None:
        return None
    _join(uow, command, leading, (case,), CITIZEN)
    return Change()


def join_under(uow: UnitOfWork, command: Command, leading: Case, case: Case) -> None:
    """By the resident of the case, of two that may be joined."""
    _join(uow, command, leading, (case,), CITIZEN)
