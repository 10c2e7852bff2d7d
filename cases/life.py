"""The life of a case as pure rules: each returns the case as it is afterwards, or refuses with a CaseError."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from cases.errors import AlreadyDone, DoneAlready, WrongStatus
from cases.ladder import looked, next_look
from cases.limits import SECOND_TRY, classed, contact_limit, due_from, within_order
from cases.model import Agreement, Attachment, Case, CaseId, Ground, PostCode, Status, TransferReason
from cases.modes import is_harder
from cases.pauses import resume, unpaused
from cases.reading import Complexity
from cases.rules import Rules

MOVES: dict[Status, frozenset[Status]] = {
    Status.FILED: frozenset(
        {Status.ACCEPTED, Status.ON_SITE, Status.RESOLVED, Status.WITHDRAWN, Status.DISMISSED, Status.JOINED}
    ),
    Status.ACCEPTED: frozenset(
        {Status.ON_SITE, Status.RESOLVED, Status.WITHDRAWN, Status.FILED, Status.DISMISSED, Status.JOINED}
    ),
    Status.ON_SITE: frozenset({Status.RESOLVED, Status.WITHDRAWN, Status.FILED, Status.DISMISSED, Status.JOINED}),
    Status.RESOLVED: frozenset({Status.CONFIRMED, Status.SILENT, Status.FILED, Status.WITHDRAWN, Status.VOUCHED}),
    Status.CONFIRMED: frozenset({Status.FILED}),
    Status.SILENT: frozenset({Status.FILED, Status.CONFIRMED, Status.VOUCHED}),
    Status.WITHDRAWN: frozenset(),
    Status.DISMISSED: frozenset({Status.APPEALED}),
    Status.APPEALED: frozenset({Status.DISMISSED, Status.FILED, Status.WITHDRAWN}),
    Status.VOUCHED: frozenset(),
    Status.JOINED: frozenset({Status.WITHDRAWN}),
}
"""From each status, where a case may go. FILED again means reopened, or handed to somebody new.
What else becomes of a JOINED case comes from the leading one, or from leaving it: see below."""


def move(case: Case, to: Status) -> Case:
    """The case at its new status. Raises AlreadyDone when it is there, WrongStatus when the way is not open."""
    if case.status is to:
        raise AlreadyDone(case.number, case.accepted_by)
    if to not in MOVES[case.status]:
        raise WrongStatus(case.number, case.status.value)
    return replace(case, status=to)


def accept(case: Case, rules: Rules, *, post: PostCode, who: str, at: datetime) -> Case:
    """接单. Whoever taps first owns it; the ladder goes on towards the finish limit."""
    moved = replace(move(_kept(case), Status.ACCEPTED), holder=post, accepted_at=at, accepted_by=who, triage=False)
    return looked(moved, rules, at)


def arrive(case: Case, rules: Rules, *, post: PostCode, who: str, at: datetime) -> Case:
    """已到场, which is also an acceptance when nobody had accepted."""
    if case.status is Status.FILED:
        case = accept(case, rules, post=post, who=who, at=at)
    moved = replace(move(_kept(case), Status.ON_SITE), arrived_at=at)
    return looked(moved, rules, at)


def resolve(
    case: Case, rules: Rules, *, post: PostCode, who: str, at: datetime, note: str, proof: tuple[Attachment, ...]
) -> Case:
    """办结 by the worker: now the resident has the word. The silence clock starts."""
    if case.status is Status.RESOLVED:
        raise DoneAlready(case.number, case.status.value)
    case = resume(_unasked(_kept(case)), rules, at)
    if case.status is Status.FILED:
        case = accept(case, rules, post=post, who=who, at=at)
    done = replace(move(case, Status.RESOLVED), resolved_at=at, proof_note=note, proof=proof, rung=0)
    return replace(done, look_at=next_look(done, rules))


def confirm(case: Case, rules: Rules, *, at: datetime) -> Case:
    """认可: the resident agrees; only this closes a case as satisfied. What may break again is asked about once more."""
    closed = _close(move(case, Status.CONFIRMED), at)
    return replace(closed, look_at=next_look(closed, rules))


def vouch(case: Case, *, at: datetime) -> Case:
    """代确认: staff answer for somebody who has no chat here."""
    return _close(move(case, Status.VOUCHED), at)


def fall_silent(case: Case, *, at: datetime) -> Case:
    """沉默: no answer after the reminder. Counted apart."""
    return _close(move(case, Status.SILENT), at)


def withdraw(case: Case, *, at: datetime) -> Case:
    """撤回 by the resident."""
    return _close(move(case, Status.WITHDRAWN), at)


def dismiss(case: Case, *, ground: Ground, at: datetime) -> Case:
    """不予受理: by a desk. What it was due at stays: that it was late remains a fact."""
    return replace(_close(move(case, Status.DISMISSED), at), dismissal=ground)


def appeal(case: Case, rules: Rules, *, at: datetime) -> Case:
    """申请复核: the clock of the desk that looks at it again starts."""
    asked = replace(move(case, Status.APPEALED), appealed_at=at, rung=0)
    return replace(asked, look_at=next_look(asked, rules))


def uphold(case: Case) -> Case:
    """It stays dismissed, as from the first decision."""
    return replace(move(case, Status.DISMISSED), look_at=None, rung=0)


def overturn(case: Case, rules: Rules, *, at: datetime, holder: PostCode, due_at: datetime) -> Case:
    """On appeal it is worked on again. That is no dispute about finished work, and is not counted as one; and should it be
    dismissed once more, that is another decision, with an appeal of its own."""
    again = reopen(case, rules, at=at, lacking=case.lacking, holder=holder, due_at=due_at)
    return replace(again, reopened=case.reopened, dismissal=None, appealed_at=None)


def reopen(case: Case, rules: Rules, *, at: datetime, lacking: str, holder: PostCode, due_at: datetime) -> Case:
    """有异议 -> 重办. The limits run anew; the history keeps the first ones."""
    again = replace(
        move(case, Status.FILED),
        reopened=case.reopened + 1,
        lacking=lacking,
        holder=holder,
        clock_from=at,
        handed_at=at,
        contact_due_at=rules.office.add(at, contact_limit(case, rules)),
        due_at=due_at,
        accepted_at=None,
        accepted_by="",
        arrived_at=None,
        resolved_at=None,
        closed_at=None,
        rung=0,
    )
    return replace(again, look_at=next_look(again, rules))


def hand_to(case: Case, rules: Rules, *, post: PostCode, at: datetime, triage: bool = False) -> Case:
    """Another post becomes responsible, with its own patience to touch the card. The resident's clock never restarts."""
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    if case.holder == post:
        raise AlreadyDone(case.number)
    handed = replace(
        _unasked(_kept(case)),
        status=Status.FILED,
        holder=post,
        assists=tuple(one for one in case.assists if one != post),
        handed_at=at,
        accepted_at=None,
        accepted_by="",
        arrived_at=None,
        triage=triage,
    )
    return looked(handed, rules, at)


def offer(case: Case, rules: Rules, *, to: PostCode, why: TransferReason | None, at: datetime, until: datetime) -> Case:
    """转派: somebody else is asked to take it. Until they do it stays with its holder, and so do its limits. Raises
    WrongStatus, and AlreadyDone while somebody is being asked."""
    may_transfer(case)
    asked = replace(case, offered_to=to, offered_why=why, offered_until=until, offered=case.offered + 1)
    return looked(asked, rules, at)


def may_transfer(case: Case) -> None:
    """Raises WrongStatus, and AlreadyDone while somebody is being asked."""
    if not case.status.is_in_hand:
        raise WrongStatus(case.number, case.status.value)
    if case.offered_to:
        raise AlreadyDone(case.number)


def keep(case: Case, rules: Rules, *, at: datetime) -> Case:
    """Nobody takes it: it stays where it is."""
    return looked(_kept(case), rules, at)


def _kept(case: Case) -> Case:
    return replace(case, offered_to=PostCode(""), offered_why=None, offered_until=None)


def extend(case: Case, rules: Rules, *, at: datetime, due_at: datetime) -> Case:
    """延期 granted: a later limit. The history keeps the first one."""
    return looked(replace(_unasked(case), due_at=due_at, extended=case.extended + 1), rules, at)


def report(case: Case, rules: Rules, *, at: datetime, news: str, agreement: Agreement | None) -> Case:
    """A milestone for the resident. In a long-term case the next word is due a whole heartbeat later."""
    told = replace(case, news=news, news_at=at, agreement=agreement or case.agreement)
    if not case.long_term:
        return told
    return looked(replace(told, due_at=rules.quiet.awake(at + rules.heartbeat)), rules, at)


def classify(case: Case, rules: Rules, *, at: datetime, complexity: Complexity) -> Case:
    """Another class: the finish limit is computed anew from the same start, later by what it stood still. A harder class
    takes back no time that was granted, an easier one leaves a working day; the first contact stays as promised."""
    anew = classed(replace(case, complexity=complexity), rules)
    due_at = due_from(anew, rules) + timedelta(minutes=case.waited)
    if due_at <= at:
        due_at = rules.office.add(at, SECOND_TRY)
    due_at = within_order(anew, due_at)
    if is_harder(complexity, case.complexity) and not anew.long_term:
        due_at = max(due_at, case.due_at)
    return looked(replace(anew, due_at=due_at, contact_due_at=min(case.contact_due_at, due_at)), rules, at)


# --- 同一处 ---


def join(case: Case, rules: Rules, *, to: CaseId, at: datetime) -> Case:
    """The work goes on under another case. Its own limits stay as they were."""
    running = resume(_unasked(_kept(case)), rules, at)
    return replace(move(running, Status.JOINED), joined_to=to, look_at=None, rung=0)


def lead(case: Case, others: Iterable[Case], rules: Rules, *, at: datetime, joined: int) -> Case:
    """The others go on under it: what another office wants of any of them is wanted of it too."""
    leads = replace(case, joined=joined)
    for one in others:
        if one.order_due_at is not None:
            pressed = replace(leads, order_due_at=one.order_due_at)
            first = min(one.order_due_at, leads.order_due_at or one.order_due_at)
            due_at = within_order(pressed, leads.due_at)
            leads = replace(leads, due_at=due_at, contact_due_at=min(leads.contact_due_at, due_at), order_due_at=first)
        leads = _by_the_sooner(leads, one)
    return leads if leads.due_at == case.due_at else looked(leads, rules, at)


def _by_the_sooner(leading: Case, other: Case) -> Case:
    """What was promised to whoever goes on under it is kept: a limit never moves away by joining. Of what stands still, was
    given more time or takes months the residents have been told."""
    stands = leading.paused_at is not None or leading.extended or leading.long_term or other.long_term
    if stands or other.due_at >= leading.due_at:
        return leading
    due_at = other.due_at
    return replace(leading, due_at=due_at, contact_due_at=min(leading.contact_due_at, due_at))


def part(case: Case, rules: Rules, *, at: datetime) -> Case:
    """It goes its own way again, as far as it had come; nobody is reminded of what was due meanwhile."""
    return looked(replace(case, status=_come_to(case), joined_to=None), rules, at)


def lead_after(case: Case, leading: Case, rules: Rules, *, at: datetime, joined: int) -> Case:
    """It leads instead of the one before, in the same hands and as far as the work has come, within its own limits."""
    leads = replace(_as_far_as(case, leading), handed_at=leading.handed_at, joined_to=None, joined=joined, same_as=None)
    return looked(replace(leads, status=_come_to(leads)), rules, at)


def resolve_with(case: Case, leading: Case, rules: Rules) -> Case:
    """The leading case is done: the resident of this one has the word as well."""
    done = replace(
        _as_far_as(case, leading),
        status=Status.RESOLVED,
        resolved_at=leading.resolved_at,
        proof_note=leading.proof_note,
        proof=leading.proof,
        rung=0,
    )
    return replace(done, look_at=next_look(done, rules))


def rejoin(case: Case, leading: Case) -> Case:
    """Another resident disputes it: the work goes on, within the limits of the leading case."""
    limits = (leading.clock_from, leading.contact_due_at, leading.due_at)
    waiting = replace(unresolved(case), holder=leading.holder)
    return replace(waiting, clock_from=limits[0], contact_due_at=limits[1], due_at=limits[2])


def unresolved(case: Case) -> Case:
    """Under the leading case as before, where it is not done after all."""
    undone = replace(case, accepted_at=None, accepted_by="", arrived_at=None, resolved_at=None, proof_note="", proof=())
    return replace(undone, status=Status.JOINED, look_at=None, rung=0)


def _as_far_as(case: Case, leading: Case) -> Case:
    return replace(
        case,
        holder=leading.holder,
        accepted_at=leading.accepted_at,
        accepted_by=leading.accepted_by,
        arrived_at=leading.arrived_at,
    )


def _come_to(case: Case) -> Status:
    if case.arrived_at is not None:
        return Status.ON_SITE
    return Status.FILED if case.accepted_at is None else Status.ACCEPTED


def _unasked(case: Case) -> Case:
    obstacle = case.obstacle if case.suspended else None
    return replace(case, asked_due_at=None, asked_why="", obstacle=obstacle, dismissal=None)


def _close(case: Case, at: datetime) -> Case:
    return replace(unpaused(_unasked(_kept(case))), closed_at=at, look_at=None, rung=0)
