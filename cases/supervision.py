"""What duty desks do: look at their digest, press for an answer, hand a case to somebody else, sort what was unclear."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from cases import messages as say
from cases.aftercare import close_question
from cases.alike import unlike
from cases.commands import Command, OfferReassign, OnCase, Reassign, SetTopic, ShowDigest, Supervise
from cases.corrections import note_of, of_topic, with_topic
from cases.dialogue import ask_about
from cases.digesting import burden_of, exempt_among, reused_under, silent_grids
from cases.errors import AlreadyDone, NoSuchPost, NotStaff, NotYours, WrongStatus
from cases.filing import assign, find_owner, reminder
from cases.knowledge import due_for_review
from cases.ladder import looked
from cases.letters import Letters, case_line, event, reassign_slot, reminders_of, step_of
from cases.limits import answer_by
from cases.model import Actor, Case, Change, DraftState, Event, Happening, Load, PostCode, Status
from cases.named import held_of, named_case, posts_called
from cases.ports import UnitOfWork
from cases.registry import Role
from cases.rules import Rules
from cases.same_issue import groups_of
from cases.signs import subject_of
from cases.skills import choice_of, fitting_first
from cases.surges import surges_under
from cases.unanswered import exempt_for_whistles, missed_under, unanswered_of

OFFERED = 5
"""So many are named to whom a case might be handed."""


def supervise_case(uow: UnitOfWork, command: Supervise) -> None:
    """督办: the holder is pushed by name of the desk and owes an answer by a time that the resident hears, the first time, and the
    card shows. Pressed again the same day it rings nobody. Whoever presses one button after another in a page is not buried
    in answers."""
    with uow:
        supervise(uow, command)
        uow.commit()


def supervise(uow: UnitOfWork, command: Supervise) -> None:
    """The same within somebody else's transaction, as are all that follow a use case here."""
    case, desk = _case_under(uow, command)
    letters = Letters(uow, command.at, command.cause)
    if before := _pressed_today(uow, case, command.at):
        told = say.Done(
            case.number, "supervised_before", uow.org.label(before.actor), due_at=answer_by(case, uow.rules)
        )
        letters.tell(command.by.chat, told, case)
        return uow.record(Change(notifications=letters.all()))
    watched = looked(replace(case, supervised_at=command.at), uow.rules, command.at)
    until = answer_by(watched, uow.rules)
    letters.refresh_cards(watched)
    push = replace(reminder(watched, "supervised", uow.org, uow.org.label(desk)), answer_by=until)
    letters.remind(case.holder, push, watched, copies=True)
    if command.typed:
        told = say.Done(case.number, "supervised", uow.org.label(case.holder), due_at=until)
        letters.tell(command.by.chat, told, watched)
    if case.supervised_at is None:
        step = replace(step_of(watched, "supervised", uow.org.label(desk), command.at), until=until)
        letters.tell(case.reporter, step, watched)
    happened = event(case, Happening.SUPERVISED, command.at, desk)
    return uow.record(Change(case=watched, events=(happened,), notifications=letters.all()))


def _pressed_today(uow: UnitOfWork, case: Case, at: datetime) -> Event | None:
    zone = uow.rules.zone
    if case.supervised_at is None or case.supervised_at.astimezone(zone).date() != at.astimezone(zone).date():
        return None
    return _since_pressed(uow, case)[0]


def _since_pressed(uow: UnitOfWork, case: Case) -> tuple[Event | None, Sequence[Event]]:
    """The last 督办, and what has happened since."""
    history = uow.history(case.id)
    for at in range(len(history) - 1, -1, -1):
        if history[at].what is Happening.SUPERVISED:
            return history[at], history[at + 1 :]
    return None, ()


def pressing_desk(uow: UnitOfWork, case: Case) -> PostCode | None:
    """The desk to which whoever has the case still owes an answer: nothing was done and nothing said since it pressed."""
    pressed, since = _since_pressed(uow, case) if case.supervised_at else (None, ())
    if pressed is None:
        return None
    return None if any(line.actor == case.holder for line in since) else PostCode(pressed.actor)


def offer_reassign(uow: UnitOfWork, command: OfferReassign) -> None:
    """换人: candidates with what each already carries: those with a skill for it first, then full-time workers before others, the least
    burdened first."""
    with uow:
        ask_to_whom(uow, command)
        uow.commit()


def ask_to_whom(uow: UnitOfWork, command: OfferReassign) -> None:
    """Whoever is named is shown with their load, and the least burdened beside them; a name that is nobody's, or several
    people's, is answered by the list."""
    case, _ = _case_under(uow, command)
    found = reassign_choices(uow, case, command.at)
    meant = named_among(uow, found, command.to)
    chosen = meant[0] if len(meant) == 1 else None
    if chosen is not None:
        meant = (chosen, *(one for one in found if one != chosen))[:2]
    question = say.AskReassign(
        case.id,
        case.number,
        case.matter,
        (meant or found)[:OFFERED],
        named=uow.org.label(PostCode(chosen.value)) if chosen else "",
        unknown="" if meant else command.to,
    )
    close_question(uow, command)
    letters = Letters(uow, command.at, command.cause)
    letters.ask_in_place(command.by.chat, question, case, reassign_slot(case))
    draft = ask_about(case, command, DraftState.REASSIGN, expires_at=command.at + uow.rules.follow_up_patience)
    uow.record(Change(draft=replace(draft, text=chosen.value if chosen else ""), notifications=letters.all()))


def named_among(uow: UnitOfWork, choices: Sequence[say.Choice], name: str) -> tuple[say.Choice, ...]:
    called = posts_called(uow.org, (PostCode(one.value) for one in choices), name)
    return tuple(one for one in choices if one.value in called)


def reassign_choices(uow: UnitOfWork, case: Case, at: datetime) -> tuple[say.Choice, ...]:
    found = candidates(uow, case, at)
    loads = uow.loads(found, _day_end(uow, at))

    def rank(post: PostCode) -> tuple[bool, int, str]:
        return uow.org.role_of(post) is not Role.FULL_TIME, loads[post].open if post in loads else 0, post

    ordered = fitting_first(uow, case, sorted(found, key=rank))
    return tuple(_candidate(uow, post, loads.get(post) or Load(post)) for post in ordered)


def candidates(uow: UnitOfWork, case: Case, at: datetime) -> list[PostCode]:
    """Who may be handed the case, is there and answers somewhere: workers of the village, and the desks in line. Nobody of
    the village when the case complains about them."""
    workers = () if case.conflict else uow.org.colleagues(case.unit)
    out = uow.away(at) | {case.holder}
    return [post for post in (*workers, *uow.org.desks_over(case)) if post not in out and uow.chats_of(post)]


def _candidate(uow: UnitOfWork, post: PostCode, load: Load) -> say.Choice:
    return say.Choice(post, f"{choice_of(uow.org, post).label} {load.open}/{load.due_today}")


def _seal(uow: UnitOfWork, desk: PostCode) -> str:
    head = uow.audit_head() if desk == uow.org.top else None
    return str(head) if head and head.lines else ""


def _day_end(uow: UnitOfWork, at: datetime) -> datetime:
    day = at.astimezone(uow.rules.zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), uow.rules.zone)


def reassign_case(uow: UnitOfWork, command: Reassign) -> None:
    """改派: the limits stay as they are; the resident is told who has it now."""
    with uow:
        reassign(uow, command)
        uow.commit()


def reassign(uow: UnitOfWork, command: Reassign) -> None:
    case, desk = _case_under(uow, command)
    if command.post not in candidates(uow, case, command.at):
        raise NoSuchPost(case.number, command.post)
    letters = Letters(uow, command.at, command.cause)
    handed = assign(uow, case, command.post, letters, command.at)
    who = uow.org.label(command.post)
    done = say.Done(case.number, "reassigned", who)
    letters.ask_in_place(command.by.chat, done, handed, reassign_slot(case), over=command.pressed)
    letters.tell(case.reporter, step_of(handed, "reassigned", who, command.at), handed)
    happened = event(case, Happening.REASSIGNED, command.at, desk, who)
    uow.record(Change(case=handed, events=(happened,), notifications=letters.all(), withdrawn=(reminders_of(case),)))


def triage_case(uow: UnitOfWork, command: SetTopic) -> None:
    """The topic of an unclear case was chosen: it goes to the grid that owns the place, or stays where none does."""
    with uow:
        case = named_case(uow, command)
        post = corrector(uow, command.by, case)
        if not case.status.is_in_hand:
            raise WrongStatus(case.number, case.status.value)
        if not case.triage:
            raise AlreadyDone(case.number)
        uow.record(sort_out(uow, case, command, command.topic, post, typed=command.typed))
        uow.commit()


def sort_out(
    uow: UnitOfWork, case: Case, command: Command, topic: str, post: PostCode, *, typed: bool = False
) -> Change:
    """Pressed on the card it is answered by the card; typed, in words."""
    sorted_out = replace(with_topic(case, topic), triage=False)
    letters = Letters(uow, command.at, command.cause)
    owner = find_owner(uow, case.unit, command.at, conflict=case.conflict, triage=False).post
    if owner == case.holder:
        letters.refresh_cards(sorted_out)
    else:
        sorted_out = assign(uow, sorted_out, owner, letters, command.at)
    if typed:
        letters.tell(command.by.chat, say.Done(case.number, "triaged", uow.org.label(owner), topic), case)
    happened = event(case, Happening.TRIAGED, command.at, post, note_of(of_topic(case, topic)))
    return Change(case=sorted_out, events=(happened,), notifications=letters.all())


def _case_under(uow: UnitOfWork, command: OnCase) -> tuple[Case, PostCode]:
    """The case, named by id or number, and the desk of its subtree that this person holds. Raises NoSuchCase, NotYours,
    or WrongStatus once it is done."""
    case = named_case(uow, command)
    desk = desk_over(uow, command.by, case)
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    return case, desk


def corrector(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    """The post by which a person may correct how a case was read: its holder, or a desk over it. Raises NotYours."""
    return case.holder if case.holder in uow.posts_of(by) else desk_over(uow, by, case)


def may_correct(uow: UnitOfWork, by: Actor, case: Case) -> bool:
    try:
        corrector(uow, by, case)
    except NotYours:
        return False
    return True


def deciders(uow: UnitOfWork, case: Case) -> list[PostCode]:
    """The desks above the holder that answer somewhere, lowest first: the first decides what the holder asks for."""
    return [desk for desk in uow.org.desks_above(case) if uow.chats_of(desk)]


def dismissal_deciders(uow: UnitOfWork, case: Case, asked_by: PostCode) -> list[PostCode]:
    """The desks that may end a case as 不予受理, lowest first: those above whoever asks for it, at the very top itself."""
    above = deciders(uow, replace(case, holder=asked_by))
    return above or ([asked_by] if asked_by == uow.org.top else [])


def desk_over(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    return held_of(uow, by, case, uow.org.desks_over(case))


# --- the digest ---


def is_for(uow: UnitOfWork, desk: PostCode, case: Case) -> bool:
    """Its holder asks for something that this desk decides: an offer to it, or more time where it is the next above."""
    if case.status is Status.APPEALED or case.asks_dismissal:
        return _ends(uow, desk, case)
    if case.offered_to:
        return case.offered_to == desk
    asked = case.asked_due_at is not None or case.asks_suspension
    return asked and desk in deciders(uow, case)[:1]


def _ends(uow: UnitOfWork, desk: PostCode, case: Case) -> bool:
    """It decides whether the case is dismissed, or about the appeal."""
    about = uow.dismissal(case.id)
    if about is None:
        return False
    if case.status is Status.APPEALED:
        return about.appealed_to == desk
    return desk in dismissal_deciders(uow, case, about.by)[:1]


def show_digest(uow: UnitOfWork, command: ShowDigest) -> None:
    """/digest: the page as it stands now, for the highest desk this person holds."""
    with uow:
        desk = highest_desk(uow, command.by)
        if desk is None:
            raise NotStaff
        show_page(uow, command, desk, rest=command.rest)
        uow.commit()


def show_page(uow: UnitOfWork, command: Command, desk: PostCode, *, rest: bool = False, unclear: str = "") -> None:
    """What did not fit on the page before (`rest`), or the page with what was said and could not be told of which line."""
    page = digest_of(uow, desk, command.at)
    page = replace(page, rest=rest and len(page.numbered) > say.LISTED, unclear=unclear)
    letters = Letters(uow, command.at, command.cause)
    letters.list_out(command.by.chat, page, desk)
    uow.record(Change(notifications=letters.all()))


def highest_desk(uow: UnitOfWork, by: Actor) -> PostCode | None:
    """Of the desks that this person holds; None for whoever holds none."""
    desks = [post for post in uow.posts_of(by) if uow.org.is_desk(post)]
    return min(desks, key=lambda post: (len(uow.org.path(post)), post), default=None)


def _by_businesses(cases: list[Case]) -> tuple[say.TopicCount, ...]:
    counted = Counter(case.topic for case in cases if case.by_business)
    return tuple(say.TopicCount(topic, count) for topic, count in counted.most_common())


def _reviews(uow: UnitOfWork, at: datetime) -> tuple[str, ...]:
    today = at.astimezone(uow.rules.zone).date()
    return tuple(entry.title for entry in due_for_review(uow.rules.knowledge, today))


def page_before(rules: Rules, at: datetime) -> datetime:
    """The digest hour of the last working day before that of `at`: what came on days off stands on the next page."""
    day = rules.office.workdays_before(at, 1).astimezone(rules.zone).date()
    return datetime.combine(day, rules.digest_at, rules.zone)


def digest_of(uow: UnitOfWork, desk: PostCode, at: datetime) -> say.Digest:
    """The morning page: counts since the page of the working day before, and everything open that needs a decision."""
    since = page_before(uow.rules, at)
    # A desk never sees a complaint about its own people, nor from the counts that there is one.
    counts = uow.counts_under(desk, since, at, complaints=uow.org.may_judge(desk))
    seen = [c for c in uow.open_under(desk) if desk in uow.org.line(c)]
    in_hand = [case for case in seen if case.status.is_in_hand]
    running = [case for case in in_hand if case.paused_at is None]
    day_end = _day_end(uow, at)

    def lines(cases: list[Case]) -> tuple[say.CaseLine, ...]:
        return tuple(replace(case_line(case, uow.org, at), answer_by=answer_by(case, uow.rules)) for case in cases)

    late = [case for case in in_hand if case.is_late(at)]
    silent = unanswered_of(uow, late)
    return say.Digest(
        post=uow.org.label(desk),
        since=since,
        at=at,
        filed=counts.filed,
        resolved=counts.resolved,
        confirmed=counts.confirmed,
        silent=counts.silent,
        disputed=counts.disputed,
        overdue=tuple(replace(line, unanswered=silent.get(line.case, "")) for line in lines(late)),
        due_today=lines([case for case in running if not case.is_late(at) and case.due_at < day_end]),
        triage=lines([case for case in in_hand if case.triage]),
        no_owner=lines([case for case in in_hand if not uow.chats_of(case.holder)]),
        open_total=sum(case.status is not Status.JOINED for case in seen),
        same=groups_of((case for case in seen if case.status.is_under_way), partial(unlike, uow)),
        to_decide=lines([case for case in seen if is_for(uow, desk, case)]),
        waiting=sum(case.awaits_answer for case in in_hand),
        suspended=sum(case.suspended for case in in_hand),
        sensitive=lines([case for case in in_hand if subject_of(case, uow.rules.sensitive)])
        if uow.org.is_above_station(desk)
        else (),
        vouched=counts.vouched,
        found=counts.found,
        exempt=(*exempt_among(in_hand, uow.rules, at), *exempt_for_whistles(late, silent)),
        silent_grids=silent_grids(uow, desk, at),
        burden=burden_of(uow, desk, since, at),
        reused=reused_under(uow, desk, since, at),
        whistles=missed_under(uow, desk, since, at),
        business=_by_businesses(in_hand),
        reviews=_reviews(uow, at) if desk == uow.org.top else (),
        dismissed=counts.dismissed,
        seal=_seal(uow, desk),
        surges=surges_under(uow, desk),
    )
