"""What a duty desk says in a few words, of a line of its page, a number or the message replied to: it does what the button does,
by the same checks. What may mean several things is shown with its buttons instead."""

from collections.abc import Callable

from cases import appealing, dismissing, extending, suspending, transferring
from cases import messages as say
from cases.commands import (
    AnswerOffer,
    Command,
    DecideExtension,
    DecideSuspension,
    Directive,
    GiveDirective,
    OfferReassign,
    Order,
    Reassign,
    ShowCase,
    StaffHear,
    Supervise,
    Target,
)
from cases.ending_commands import DecideAppeal, DecideDismissal
from cases.errors import NotAsked, NotStaff
from cases.letters import Letters, case_line, what_it_asks
from cases.model import Actor, Case, CaseId, Change, Draft, DraftState, PostCode
from cases.named import named
from cases.ports import UnitOfWork
from cases.supervision import (
    ask_to_whom,
    desk_over,
    highest_desk,
    is_for,
    may_correct,
    named_among,
    reassign,
    reassign_choices,
    show_page,
    supervise,
)

Show = Callable[[UnitOfWork, ShowCase], None]
DECISIONS = frozenset({Order.AGREE, Order.REFUSE, Order.UPHOLD, Order.OVERTURN, Order.TAKE, Order.DECLINE})
OF_APPEALS = frozenset({Order.UPHOLD, Order.OVERTURN})
OF_OFFERS = frozenset({Order.TAKE, Order.DECLINE})
YES = frozenset({Order.AGREE, Order.UPHOLD, Order.TAKE})
WITH_LINES = say.Digest | say.Todo | say.WhistleTodo


def give_directive(uow: UnitOfWork, command: GiveDirective) -> None:
    """By its number, or the message replied to. Raises NotStaff, NoSuchCase, and whatever the button would."""
    with uow:
        if not uow.posts_of(command.by):
            raise NotStaff
        case = named(uow, command, command.target)
        if case is None:
            raise NotAsked
        _carry_out(uow, command, case, command.directive)
        uow.commit()


def hears(uow: UnitOfWork, command: StaffHear, show: Show) -> bool:
    """False for what is no directive, or not for whoever says it: it is heard otherwise then."""
    directive = command.said.directive
    if directive is None:
        return False
    draft = uow.draft_of(command.by)
    if directive.number == "" and not directive.line and _answers_a_question(draft, command):
        return False
    if _says_to_whom(uow, command, draft, directive):
        return True
    case, listed = _pointed(uow, command, directive)
    if case is not None:
        return _is_theirs(uow, command.by, case, directive) and _carried_out(uow, command, case, directive, show)
    desk = highest_desk(uow, command.by)
    silent = command.by.group and not directive.line and command.said.reply_to is None
    if desk is None or silent or not directive.sure:
        return False
    if directive.order is Order.UNFOLD:
        show_page(uow, command, desk, rest=True)
        return True
    if directive.order is Order.SHOW and not (directive.line and listed):
        return False
    waiting = _waiting(uow, command, directive) if not directive.line else []
    if len(waiting) == 1:
        _carry_out(uow, command, waiting[0], directive)
    elif directive.order in OF_OFFERS and not waiting and not directive.line:
        return False  # 我接 of a case in hand
    else:
        show_page(uow, command, desk, unclear=command.said.text)
    return True


def _answers_a_question(draft: Draft | None, command: StaffHear) -> bool:
    """An open question of ours takes what is said next; only a line, a number or a reply says that something else is meant."""
    asked = draft is not None and draft.state is not DraftState.REASSIGN and draft.about is not None
    return asked and command.said.reply_to is None


# --- which case ---


def _pointed(uow: UnitOfWork, command: StaffHear, directive: Directive) -> tuple[Case | None, bool]:
    """The case of the number, the line or the reply; and whether there is a list at all. Raises NoSuchCase for a number that
    this person may not know of."""
    if directive.number:
        return named(uow, command, Target(number=directive.number)), False
    said = command.said
    if not directive.line:
        return named(uow, command, Target(reply_to=said.reply_to)), False
    page = uow.list_shown(command.by.chat, said.reply_to) if said.reply_to is not None else None
    if not isinstance(page, WITH_LINES):
        page = uow.list_shown(command.by.chat)
    cases = _lines_of(page)
    if directive.line > len(cases):
        return None, bool(cases)
    return uow.find(CaseId(cases[directive.line - 1])), True


def _lines_of(page: say.Message | None) -> tuple[str, ...]:
    match page:
        case say.Digest():
            return tuple(line.case for line in page.numbered)
        case say.Todo():
            return tuple(line.case for line in page.cases)
        case _:
            return ()


def _waiting(uow: UnitOfWork, command: Command, directive: Directive) -> list[Case]:
    """What waits for this person's yes or no, as far as that can be meant."""
    if directive.order not in DECISIONS:
        return []
    desks = [post for post in sorted(uow.posts_of(command.by)) if uow.org.is_desk(post)]
    found = {case.id: case for desk in desks for case in uow.open_under(desk) if is_for(uow, desk, case)}
    return [case for case in found.values() if directive.order in _orders_of(case)]


def _orders_of(case: Case) -> frozenset[Order]:
    match what_it_asks(case):
        case "appeal":
            return OF_APPEALS
        case "offer":
            return OF_OFFERS
        case "":
            return frozenset()
    return frozenset({Order.AGREE, Order.REFUSE})


def _is_theirs(uow: UnitOfWork, by: Actor, case: Case, directive: Directive) -> bool:
    if directive.order in OF_OFFERS or (case.offered_to and case.offered_to in uow.posts_of(by)):
        return case.offered_to in uow.posts_of(by)
    if directive.order is Order.SHOW:
        return directive.line > 0 or directive.number == ""
    desks = {post for post in uow.posts_of(by) if uow.org.is_desk(post)}
    return bool(desks) and bool(desks & {*uow.org.desks_over(case), *uow.org.line(case)})


# --- what is done ---


def _carried_out(uow: UnitOfWork, command: StaffHear, case: Case, directive: Directive, show: Show) -> bool:
    asks = what_it_asks(case)
    if directive.order is Order.UNFOLD or (not directive.sure and directive.order in DECISIONS and not asks):
        return False
    if directive.order is Order.CONFIRM or (not directive.sure and directive.to):
        return False  # nobody was asked to whom
    if directive.order is Order.SHOW:
        show(uow, ShowCase(command.by, command.at, command.cause, Target(case=case.id)))
    elif not directive.sure:
        _ask_back(uow, command, case, command.said.text)
    else:
        _carry_out(uow, command, case, directive)
    return True


def _carry_out(uow: UnitOfWork, command: Command, case: Case, directive: Directive) -> None:
    by, at, cause = command.by, command.at, command.cause
    match directive.order:
        case Order.SUPERVISE:
            supervise(uow, Supervise(by, at, cause, case.id, typed=True))
        case Order.REASSIGN:
            ask_to_whom(uow, OfferReassign(by, at, cause, case.id, directive.to))
        case _:
            _decide(uow, command, case, directive)


def _decide(uow: UnitOfWork, command: Command, case: Case, directive: Directive) -> None:
    """The yes or no that is meant by what the case asks for. Where it asks for something else, or how long is not said, the
    buttons say what there is to choose from."""
    by, at, cause = command.by, command.at, command.cause
    order, grants = directive.order, directive.order in YES
    asks = what_it_asks(case)
    if asks != "offer":
        desk_over(uow, by, case)
    match asks:
        case "offer" if order in OF_OFFERS:
            return transferring.answer(uow, AnswerOffer(by, at, cause, case.id, grants, directive.note))
        case "appeal" if order in OF_APPEALS:
            return appealing.decide(uow, DecideAppeal(by, at, cause, case.id, grants))
        case "dismissal" if order in {Order.AGREE, Order.REFUSE}:
            return dismissing.decide(uow, DecideDismissal(by, at, cause, case.id, grants, directive.note))
        case "extension" if order is Order.REFUSE or (order is Order.AGREE and _is_asked(uow, case, directive.days)):
            return extending.decide(uow, DecideExtension(by, at, cause, case.id, grants, directive.note))
        case "suspension" if order is Order.REFUSE or (order is Order.AGREE and directive.days in suspending.REVIEWS):
            days = directive.days if grants and directive.days else 0
            return suspending.decide(uow, DecideSuspension(by, at, cause, case.id, days, directive.note))
        case "":
            raise NotAsked(case.number)
    return _ask_back(uow, command, case, "")


def _is_asked(uow: UnitOfWork, case: Case, days: int | None) -> bool:
    """So many days are what the holder asked for, counted as working days or as days."""
    if days is None or case.asked_due_at is None:
        return days is None
    return (
        dict(extending.lengths(uow, case)).get(str(days)) == case.asked_due_at
        or days == (case.asked_due_at.date() - case.due_at.date()).days
    )


def _ask_back(uow: UnitOfWork, command: Command, case: Case, said: str) -> None:
    line = case_line(case, uow.org, command.at)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskDirective(line, said, suspending.REVIEWS), case)
    uow.record(Change(notifications=letters.all()))


def _says_to_whom(uow: UnitOfWork, command: StaffHear, draft: Draft | None, directive: Directive) -> bool:
    """Whoever was asked to whom a case should go says it in words: 确定 of whom they named before, 给网格员丁."""
    if draft is None or draft.state is not DraftState.REASSIGN or draft.about is None or directive.number:
        return False
    case = uow.case(draft.about)
    post = _named_now(uow, command, case, directive, draft.text)
    if post is None or not may_correct(uow, command.by, case):
        return False
    reassign(uow, Reassign(command.by, command.at, command.cause, case.id, post))
    return True


def _named_now(uow: UnitOfWork, command: StaffHear, case: Case, directive: Directive, before: str) -> PostCode | None:
    if directive.order in {Order.CONFIRM, Order.AGREE} and before and not directive.line and not directive.note:
        return PostCode(before)
    if directive.order is not Order.REASSIGN or not directive.to or directive.line:
        return None
    found = named_among(uow, reassign_choices(uow, case, command.at), directive.to)
    return PostCode(found[0].value) if len(found) == 1 else None
