"""What a program brings for somebody: there is no chat to ask anything in, so it is filed at once, whatever is lacking."""

from dataclasses import dataclass

from cases.commands import Command, Said
from cases.model import CaseId, Entry, Source
from cases.ports import UnitOfWork
from cases.taking import file_unasked


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
            entry = Entry(command.id, command.source, uow.org.top, command.at)
            for change in file_unasked(uow, command, command.said, entry):
                uow.record(change)
        uow.commit()
