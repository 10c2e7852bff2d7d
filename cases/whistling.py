"""吹哨: a holder, or a desk over the case, calls departments. The case stays where it is, and its limits run on."""

from collections.abc import Iterable
from dataclasses import replace

from cases import messages as say
from cases import whistles
from cases.aftercare import close_question
from cases.commands import Action, Command, StaffHear
from cases.dialogue import ask_about
from cases.errors import NobodyToCall
from cases.letters import Letters, event
from cases.model import Case, Change, Draft, DraftState, Happening, PostCode, Whistle
from cases.named import meant_by_staff, named_case
from cases.pauses import must_run
from cases.ports import UnitOfWork
from cases.registry import Department
from cases.skills import fitting_first
from cases.supervision import corrector
from cases.whistle_commands import AskWhistle, ChooseDepartment
from cases.whistle_letters import show_whistle

BETWEEN = ","
CHOICES = 12


def ask_whistle(uow: UnitOfWork, command: AskWhistle) -> None:
    """Whom, and to do what; at once where both are said."""
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: AskWhistle) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.WHISTLE)
    if case is None:
        return
    open_to = _may_call(uow, command, case)
    named = [one.code for one in open_to if _is_named(one, command.to)]
    close_question(uow, command)
    if named and command.asked:
        _call(uow, command, case, map(PostCode, named), command.asked)
    else:
        _ask(uow, command, case, open_to, replace(_question(uow, command, case), text=BETWEEN.join(named)))


def _may_call(uow: UnitOfWork, command: Command, case: Case) -> list[Department]:
    """Whom they may call. Raises NotYours but for the holder and the desks over it, WrongStatus, and NobodyToCall where no
    department answers."""
    corrector(uow, command.by, case)
    must_run(case)
    if not (found := callable_for(uow, case)):
        raise NobodyToCall(case.number)
    return found


def callable_for(uow: UnitOfWork, case: Case) -> list[Department]:
    """Departments of the case's areas that answer somewhere, and that it does not complain about."""
    found = {PostCode(one.code): one for one in uow.org.departments(case)}
    answering = [post for post in found if uow.chats_of(post)]
    return [found[post] for post in fitting_first(uow, case, answering)[:CHOICES]]


def _is_named(department: Department, said: Iterable[str]) -> bool:
    return any(word in name or name in word for word in said for name in department.words)


def _question(uow: UnitOfWork, command: Command, case: Case) -> Draft:
    return ask_about(case, command, DraftState.WHISTLE, expires_at=command.at + uow.rules.follow_up_patience)


def _ask(
    uow: UnitOfWork,
    command: Command,
    case: Case,
    open_to: list[Department],
    draft: Draft,
    *,
    again: bool = False,
    anew: bool = False,
) -> None:
    """One message, whose ticks change in place; `anew`, below what was typed."""
    choices = tuple(say.Choice(one.code, one.name) for one in open_to)
    letters = Letters(uow, command.at, command.cause)
    message = say.AskDepartments(case.id, case.number, choices, tuple(_chosen(draft)), again)
    slot = f"departments/{draft.id}/{int(again)}"
    if anew:
        letters.ask_in_place(command.by.chat, message, case, slot)
    else:
        letters.keep(command.by.chat, message, case, slot)
    uow.record(Change(draft=draft, notifications=letters.all()))


def _chosen(draft: Draft) -> list[str]:
    return list(filter(None, draft.text.split(BETWEEN)))


def choose_department(uow: UnitOfWork, command: ChooseDepartment) -> None:
    """A tick, or none again. Whoever taps has the question to answer."""
    with uow:
        case = named_case(uow, command)
        open_to = _may_call(uow, command, case)
        draft = uow.draft_of(command.by)
        if draft is None or draft.state is not DraftState.WHISTLE or draft.about != case.id:
            close_question(uow, command)
            draft = _question(uow, command, case)
        chosen = _chosen(draft)
        chosen = [one for one in chosen if one != command.post] if command.post in chosen else [*chosen, command.post]
        known = [one.code for one in open_to if one.code in chosen]
        _ask(uow, command, case, open_to, replace(draft, text=BETWEEN.join(known)), anew=command.typed)
        uow.commit()


def take_asked(uow: UnitOfWork, command: StaffHear, case: Case) -> None:
    """The sentence that says what they should do: now they are called."""
    open_to = _may_call(uow, command, case)
    draft = uow.draft_of(command.by)
    allowed = {one.code for one in open_to}
    chosen = [PostCode(one) for one in (_chosen(draft) if draft else []) if one in allowed]
    if draft is not None and not chosen:
        return _ask(uow, command, case, open_to, draft, again=True)
    close_question(uow, command)
    return _call(uow, command, case, chosen, command.said.text)


def _call(uow: UnitOfWork, command: Command, case: Case, posts: Iterable[PostCode], asked: str) -> None:
    """Whoever is called already, and has not ended it, is not called again."""
    by, before = corrector(uow, command.by, case), uow.whistles_of((case.id,))
    busy = {one.department for one in before if one.state.is_open}
    fresh = [post for post in posts if post not in busy]
    calls = tuple(
        whistles.call(case, len(before) + n, post, by=by, asked=asked, rules=uow.rules, at=command.at)
        for n, post in enumerate(fresh, start=1)
    )
    whistled = replace(case, whistled=len(before) + len(calls))
    events = tuple(event(case, Happening.WHISTLED, command.at, by, _note(uow, one)) for one in calls)
    uow.record(Change(case=whistled, events=events, whistles=calls))
    _tell(uow, command, whistled, calls)


def _note(uow: UnitOfWork, one: Whistle) -> str:
    return f"{uow.org.label(one.department)} {one.asked}"


def _tell(uow: UnitOfWork, command: Command, case: Case, calls: tuple[Whistle, ...]) -> None:
    """The called, whoever sees the case's card, and the resident in a line."""
    letters = Letters(uow, command.at, command.cause)
    for one in calls:
        show_whistle(one, case, letters)
    who = tuple(uow.org.label(one.department) for one in calls)
    if who:
        letters.tell(case.reporter, say.Called(case.number, who), case, not_before=letters.civil_time(case))
    letters.refresh_cards(case)
    due_at = max((one.due_at for one in calls), default=None)
    done = say.Done(case.number, "whistled" if who else "whistled_before", "、".join(who), due_at=due_at)
    letters.tell(command.by.chat, done, case)
    uow.record(Change(notifications=letters.all()))
