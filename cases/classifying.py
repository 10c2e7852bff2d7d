"""定难易: the class that the machine proposed is set by people. Another class runs on other clocks, which the resident is told."""

from cases import life
from cases import messages as say
from cases.commands import Action, Command
from cases.errors import LimitPassed, OnlyHarder, TooPressing
from cases.letters import Letters, event, reminders_of
from cases.limits import manner_of
from cases.longterm_commands import Classify
from cases.model import Case, Change, Happening, PostCode
from cases.modes import HARDEST, is_harder
from cases.named import meant_by_staff
from cases.pauses import must_run
from cases.ports import UnitOfWork
from cases.reading import Complexity, Severity
from cases.supervision import corrector, deciders

HARDEST_OF_HOLDER = Complexity.HISTORICAL
"""重大疑难 is for a desk to say: it binds others."""


def classify_case(uow: UnitOfWork, command: Classify) -> None:
    """The holder may say that it is harder than it looked, before the limit; a desk over the case may say anything."""
    with uow:
        case = meant_by_staff(uow, command, command.target, Action.OTHER)
        if case is not None:
            post = _may_classify(uow, command, case)
            if command.complexity is None:
                uow.record(_offer(uow, command, case, post))
            else:
                _set(uow, command, case, post, command.complexity)
        uow.commit()


def _may_classify(uow: UnitOfWork, command: Command, case: Case) -> PostCode:
    post = corrector(uow, command.by, case)
    must_run(case)
    if case.severity is not Severity.NORMAL:
        raise TooPressing(case.number)
    return post


def _choices(uow: UnitOfWork, case: Case, post: PostCode) -> tuple[Complexity, ...]:
    others = [one for one in HARDEST if one is not case.complexity]
    if uow.org.is_desk(post):
        return tuple(others)
    return tuple(one for one in others if is_harder(one, case.complexity) and not is_harder(one, HARDEST_OF_HOLDER))


def _offer(uow: UnitOfWork, command: Command, case: Case, post: PostCode) -> Change:
    letters = Letters(uow, command.at, command.cause)
    choices = tuple(one.value for one in _choices(uow, case, post))
    asked = say.AskComplexity(case.id, case.number, case.complexity, choices)
    letters.tell(command.by.chat, asked, case)
    return Change(notifications=letters.all())


def _set(uow: UnitOfWork, command: Command, case: Case, post: PostCode, complexity: Complexity) -> None:
    """Said again it is confirmed to whoever said it, and nothing else happens."""
    letters = Letters(uow, command.at, command.cause)
    if complexity is case.complexity:
        letters.tell(command.by.chat, _classified(uow, case, post), case)
        return uow.record(Change(notifications=letters.all()))
    if complexity not in _choices(uow, case, post):
        raise OnlyHarder(case.number, case.complexity.value)
    if case.is_late(command.at) and not uow.org.is_desk(post):
        raise LimitPassed(case.number)
    anew = life.classify(case, uow.rules, at=command.at, complexity=complexity)
    letters.refresh_cards(anew)
    _tell_staff(command, case, anew, post, letters)
    if (anew.due_at, anew.long_term) != (case.due_at, case.long_term):
        told = say.PromiseChanged(case.id, case.number, case.matter, anew.due_at, anew.long_term, uow.org.label(post))
        letters.tell(case.reporter, told, anew, not_before=letters.civil_time(anew))
    happened = event(case, Happening.CLASS_CHANGED, command.at, post, f"{case.complexity}→{complexity}")
    return uow.record(
        Change(case=anew, events=(happened,), notifications=letters.all(), withdrawn=(reminders_of(case),))
    )


def _tell_staff(command: Command, before: Case, case: Case, post: PostCode, letters: Letters) -> None:
    """Whoever set it, the holder, and the desk over a holder who gave themselves more time."""
    uow = letters.uow
    letters.tell_post(case.holder, _classified(uow, case, post), case, besides=(command.by.chat,))
    if not uow.org.is_desk(post):
        for desk in deciders(uow, case)[:1]:
            told = _classified(uow, case, post, before.complexity)
            letters.tell_post(desk, told, case, not_before=letters.civil_time(case))


def _classified(uow: UnitOfWork, case: Case, post: PostCode, was: Complexity | None = None) -> say.Classified:
    mode = manner_of(case, uow.rules).mode.value
    return say.Classified(
        case.id,
        case.number,
        case.matter,
        case.complexity,
        mode,
        case.due_at,
        case.long_term,
        uow.org.label(post),
        was,
    )
