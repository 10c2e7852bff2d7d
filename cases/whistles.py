"""吹哨报到: the life of one call to one department, as pure rules. Each returns the whistle as it is afterwards, or refuses."""

from dataclasses import replace
from datetime import datetime

from cases.errors import AlreadyDone
from cases.model import Attachment, Case, Happening, PostCode, Whistle, WhistleState
from cases.reading import Severity
from cases.rules import Rules

CALLED, ANSWERED, CAME = WhistleState.CALLED, WhistleState.ANSWERED, WhistleState.CAME
HAPPENED = {
    WhistleState.ANSWERED: Happening.MUSTERED,
    WhistleState.DECLINED: Happening.WHISTLE_DECLINED,
    WhistleState.CAME: Happening.CAME,
    WhistleState.CONCLUDED: Happening.CONCLUDED,
}
"""What the case's history says of each step of a department."""


def call(case: Case, place: int, to: PostCode, *, by: PostCode, asked: str, rules: Rules, at: datetime) -> Whistle:
    """`place`: the how manieth call of this case it is. What can wait is not heard at night, and its clock begins when it is."""
    heard = rules.quiet.awake(at) if case.severity is Severity.NORMAL else at
    return Whistle(
        f"{case.id}~{place}",
        case.id,
        to,
        by,
        asked,
        at,
        heard,
        heard + rules.whistle_patience,
        look_at=heard + rules.whistle_patience,
    )


def answer(
    one: Whistle, case: Case, rules: Rules, *, at: datetime, said: str = "", comes_at: datetime | None = None
) -> Whistle:
    """应哨: they come, within a limit of its own. What they promise themselves binds them where it is sooner; a later promise
    is shown beside the limit and moves nothing."""
    _must_be(one, case, CALLED, ANSWERED) if said else _must_be(one, case, CALLED)
    due_at = _within(case, at, rules.office.add(one.answered_at or at, rules.whistle_arrival[case.severity]))
    if comes_at is not None and at < comes_at < due_at:
        due_at = comes_at
    answered_at = one.answered_at or at
    return replace(
        one, state=ANSWERED, answered_at=answered_at, arrive_due_at=due_at, look_at=due_at, told=0, said=said
    )


def decline(one: Whistle, case: Case, *, why: str, at: datetime) -> Whistle:
    """去不了, with the reason. It is an answer too."""
    _must_be(one, case, CALLED, ANSWERED)
    answered_at = one.answered_at or at
    return replace(one, state=WhistleState.DECLINED, answered_at=answered_at, said=why, ended_at=at, look_at=None)


def come(one: Whistle, case: Case, rules: Rules, *, at: datetime) -> Whistle:
    """到场, which is also the answer when none was given."""
    _must_be(one, case, CALLED, ANSWERED)
    due_at = _within(case, at, rules.office.add(at, rules.whistle_conclusion[case.severity]))
    answered_at = one.answered_at or at
    return replace(one, state=CAME, answered_at=answered_at, came_at=at, conclude_due_at=due_at, look_at=due_at, told=0)


def conclude(one: Whistle, case: Case, *, said: str, proof: tuple[Attachment, ...], at: datetime) -> Whistle:
    """结论, in a sentence. What was settled by telephone has no arrival."""
    _must_be(one, case, CALLED, ANSWERED, CAME)
    answered_at = one.answered_at or at
    return replace(
        one,
        state=WhistleState.CONCLUDED,
        answered_at=answered_at,
        said=said,
        proof=proof,
        ended_at=at,
        look_at=None,
    )


def call_off(one: Whistle, *, at: datetime) -> Whistle:
    """The case needs nobody any more."""
    return replace(one, state=WhistleState.CALLED_OFF, ended_at=at, look_at=None)


def call_again(one: Whistle, rules: Rules) -> Whistle:
    """As it stood before it was called off: what is late and was told of is not told once more."""
    if one.came_at is not None:
        state = CAME
    elif one.answered_at is not None:
        state = ANSWERED
    else:
        state = CALLED
    again = replace(one, state=state, ended_at=None)
    return replace(again, look_at=_climbs_at(again, rules, one.due_at) if one.told else again.step_due_at)


def _within(case: Case, at: datetime, limit: datetime) -> datetime:
    """Help that comes after the case's own limit is none, while that is still ahead."""
    return min(limit, case.due_at) if case.due_at > at else limit


def _must_be(one: Whistle, case: Case, *states: WhistleState) -> None:
    if one.state not in states:
        raise AlreadyDone(case.number)


# --- what the clock finds ---


def told_once_more(one: Whistle, rules: Rules, at: datetime) -> Whistle:
    """Late, and said so. An unanswered whistle is looked at again for the district; beyond that nobody is told twice."""
    late = replace(one, told=one.told + 1)
    return replace(late, look_at=_climbs_at(late, rules, at))


def _climbs_at(one: Whistle, rules: Rules, since: datetime) -> datetime | None:
    """When the district is to hear of one that was told of once; None where it is not."""
    if one.state is not CALLED or one.told != 1:
        return None
    return rules.quiet.awake(rules.office.add(since, rules.whistle_climb))


def is_unanswered(one: Whistle) -> bool:
    """Nobody answered within the limit, and nobody has answered since."""
    return one.state is CALLED and one.told > 0


def was_missed(one: Whistle, at: datetime) -> bool:
    """Nobody answered within the limit, or ever; one that was called off before does not count."""
    return one.answered_at is None and one.due_at <= (one.ended_at or at)


def answered_in_time(one: Whistle) -> bool:
    return one.answered_at is not None and one.answered_at <= one.due_at
