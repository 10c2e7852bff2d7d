"""谁看过我的信息: the reporter of a case hears which posts have read it, when, and with what reason. Whoever read it does not."""

from cases import messages as say
from cases.aftercare import own_case
from cases.commands import ShowReads
from cases.errors import NotYours
from cases.letters import Letters
from cases.model import Case, Change
from cases.ports import UnitOfWork


def show_reads(uow: UnitOfWork, command: ShowReads) -> None:
    """Of the newest open case that is kept secret where none is named. Raises NotYours, NoSuchCase."""
    with uow:
        case = _secret_case(uow, command) or own_case(uow, command)
        if case.source is not None:
            raise NotYours(case.number)  # the chat is that of the staff who brought it in
        letters = Letters(uow, command.at, command.cause)
        seen = tuple(
            say.SeenBy(one.at, uow.org.label(one.post), one.reason, one.looked) for one in uow.reads_of(case.id)
        )
        letters.tell(case.reporter, say.Reads(case.number, seen, case.confidential), case)
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def _secret_case(uow: UnitOfWork, command: ShowReads) -> Case | None:
    if command.case:
        return None
    mine = uow.reported_by(command.by.chat, command.at - uow.rules.reopen_window)
    return next((case for case in mine if case.confidential), None)
