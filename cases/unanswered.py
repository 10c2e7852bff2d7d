"""Whistles that nobody answered, as a desk's morning page tells of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from cases import messages as say
from cases.model import Case, PostCode
from cases.ports import UnitOfWork
from cases.whistles import is_unanswered, was_missed


def unanswered_of(uow: UnitOfWork, cases: Sequence[Case]) -> Mapping[str, str]:
    """For each of the cases that waits for a department's answer: whose."""
    called = [case.id for case in cases if case.whistled]
    found: dict[str, list[str]] = {}
    for one in uow.whistles_of(called) if called else ():
        if is_unanswered(one):
            found.setdefault(one.case, []).append(uow.org.label(one.department))
    return {case: "、".join(dict.fromkeys(names)) for case, names in found.items()}


def missed_under(uow: UnitOfWork, desk: PostCode, since: datetime, at: datetime) -> tuple[tuple[str, int], ...]:
    """Every department that was called, with how often it did not answer; nothing where all did."""
    missed: Counter[PostCode] = Counter()
    for one in uow.whistles_under(desk, since, at):
        missed[one.department] += was_missed(one, at)
    if not missed.total():
        return ()
    return tuple((uow.org.label(post), times) for post, times in missed.most_common())


def exempt_for_whistles(late: Sequence[Case], unanswered: Mapping[str, str]) -> tuple[say.Exempt, ...]:
    """They stand among the late as well: late in fact, and not their holder's doing alone."""
    return tuple(say.Exempt(case.number, "whistle") for case in late if case.id in unanswered)
