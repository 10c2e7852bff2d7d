"""Which case leads, and which go on under it."""

from collections.abc import Iterable

from cases.model import Case, Status
from cases.ports import UnitOfWork


def followers(uow: UnitOfWork, leading: Case) -> list[Case]:
    """The cases whose work is done under this one, in the order in which they were told."""
    found = uow.joined_to(leading.id) if leading.joined else ()
    return [case for case in found if case.status is Status.JOINED]


def leading_of(uow: UnitOfWork, case: Case) -> Case | None:
    """The case under which this one is worked on."""
    return uow.find(case.joined_to) if case.joined_to is not None and case.status is Status.JOINED else None


def residents(cases: Iterable[Case]) -> int:
    return len({case.reporter for case in cases})
