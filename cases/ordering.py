"""工单导入: work orders of another office, a file of them at a time. Each is a case like any other, once."""

from dataclasses import replace

from cases.commands import EnterOrder
from cases.dialogue import own_id
from cases.entering import release
from cases.errors import NotStaff
from cases.model import Entry
from cases.ports import UnitOfWork
from cases.taking import file_unasked, without_receipt


def enter_order(uow: UnitOfWork, command: EnterOrder) -> None:
    """Filed as far as it is known: what lacks a place or a topic goes to triage. Raises AlreadyEntered with the number of the
    case there is, and NotStaff where the desk does not answer in this chat."""
    with uow:
        if command.post not in uow.posts_of(command.by):
            raise NotStaff
        release(uow, command.outside)
        _file(uow, command)
        uow.commit()


def _file(uow: UnitOfWork, command: EnterOrder) -> None:
    own = own_id(command.by.chat, f"order/{command.outside}", uow.rules)
    entry = Entry(own, command.source, command.post, command.at, command.outside)
    for change in file_unasked(uow, command, command.said, entry, order_due_at=command.due_at):
        uow.record(replace(change, notifications=without_receipt(change.notifications)))
