"""并成一组, 跟0224那个是一回事: whoever may joins the cases; a holder who has only one of them puts it before the desk."""

from cases import transferring
from cases.commands import Action, Target, Transfer
from cases.ending_commands import JoinCases
from cases.errors import NotAlike
from cases.joining import join
from cases.model import TransferReason
from cases.named import meant_by_staff
from cases.ports import UnitOfWork


def join_cases(uow: UnitOfWork, command: JoinCases) -> None:
    with uow:
        begin(uow, command)
        uow.commit()


def begin(uow: UnitOfWork, command: JoinCases) -> None:
    """The same within somebody else's transaction."""
    case = meant_by_staff(uow, command, command.target, Action.SAME)
    if case is None or join(uow, command, case, command.to):
        return
    if case.holder not in uow.posts_of(command.by):
        raise NotAlike(case.number)
    target = Target(case=case.id)
    transferring.begin(uow, Transfer(command.by, command.at, command.cause, target, TransferReason.DUPLICATE))
