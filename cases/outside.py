"""What a program brings for somebody: there is no chat to ask anything in, so it is filed at once, whatever is lacking."""

from dataclasses import dataclass, replace

from cases.apart import undoubted
from cases.commands import Command, Said
from cases.dialogue import open_draft
from cases.filing import file_draft
from cases.model import CaseId, Change, Entry, Source
from cases.ports import UnitOfWork
from cases.withholding import withheld


@dataclass(frozen=True, slots=True)
class FileOutside(Command):
    """`id` is the same whenever the same is brought again."""

    said: Said
    source: Source
    id: CaseId


def file_outside(uow: UnitOfWork, command: FileOutside) -> None:
    """Once under its id. It stands under the top desk, which nobody has to have bound: what becomes of it is fetched."""
    with uow:
        if uow.find(command.id) is None:
            _file(uow, command)
        uow.commit()


def _file(uow: UnitOfWork, command: FileOutside) -> None:
    said = withheld(uow, command, command.said, of=command.id)
    draft = replace(open_draft(command.by, said, command.at, uow.rules), id=command.id)
    uow.record(Change(entry=Entry(command.id, command.source, uow.org.top, command.at)))
    for change in file_draft(uow, undoubted(draft), command.at, command.cause):  # 现在还有吗? has nobody to ask
        uow.record(change)
