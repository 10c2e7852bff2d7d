"""Which case a command is about."""

from cases.commands import OnCase
from cases.model import Case
from cases.ports import UnitOfWork


def named_case(uow: UnitOfWork, command: OnCase) -> Case:
    """By its id, as buttons carry it, or by the number that people type. Raises NoSuchCase."""
    return uow.find(command.case) or uow.by_number(command.case)
