"""`minhu import cases`: a spreadsheet of 12345 becomes cases. Stopped halfway, it goes on where it stopped when it is run again."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.desk import FAULTS, OK
from bot.opening import open_desk
from bot.order_files import FIELDS, OrderFault, OrderSheet, orders_of, read_mapping, read_orders
from bot.progress import counted
from bot.work_orders import OrderClerk, WorkOrder, clerk_for
from cases.commands import EnterOrder
from cases.errors import AlreadyEntered
from cases.model import Case
from cases.ordering import enter_order
from cases.ports import Clock
from cases.reading import PlaceKind, Severity
from storage.plain_table import UnreadableTable
from storage.store import Store

SHOWN_FAULTS = 50


@dataclass(slots=True)
class Count:
    new: int = 0
    known: int = 0
    homeless: int = 0
    """Their place is not clear: a person sorts them."""
    critical: list[str] = field(default_factory=list)


def import_orders(path: Path, mapping: Path | None, post: str, *, dry_run: bool, skip: bool) -> int:
    """With any fault nothing is written, unless the faulty rows are to be skipped."""
    with open_desk() as (settings, store, clock):
        try:
            sheet = read_orders(path, settings.zone, read_mapping(mapping) if mapping else None)
        except UnreadableTable as error:
            print(error, file=sys.stderr)
            return FAULTS
        except OSError as error:
            print(f"读不了 {error.filename or path}：{error.strerror or error}", file=sys.stderr)
            return FAULTS
        faults = _tell(sheet)
        if faults and not skip:
            print(f"共 {faults} 行要改，什么也没有写入；改好再试，或加 --skip 跳过这些行，其余照导。", file=sys.stderr)
            return FAULTS
        clerk = clerk_for(settings, store, post)
        orders = list(orders_of(sheet))
        try:
            count = _look(store, clerk, orders, clock) if dry_run else _file(store, clerk, orders, clock)
        except KeyboardInterrupt:
            print("停下了：写进去的都在，再运行一次接着导，不会重复。", file=sys.stderr)
            raise
    _sum_up(count, len(sheet.rows) - faults - len(orders), clerk, dry_run=dry_run)
    return FAULTS if faults else OK


def _tell(sheet: OrderSheet) -> int:
    """How many rows are faulty."""
    pairs = (f"{heading}＝{FIELDS[field]}" for field, heading in sheet.columns.items())
    print(f"列：{'，'.join(pairs)}" + (f"；没有用到：{'、'.join(sheet.unused)}" if sheet.unused else ""))
    faults = [row for _, row in sheet.rows if isinstance(row, OrderFault)]
    for fault in faults[:SHOWN_FAULTS]:
        print(fault)
    if len(faults) > SHOWN_FAULTS:
        print(f"…… 还有 {len(faults) - SHOWN_FAULTS} 行")
    return len(faults)


def _look(store: Store, clerk: OrderClerk, orders: Iterable[tuple[int, WorkOrder]], clock: Clock) -> Count:
    count = Count()
    for row, order in counted(orders, "检查"):
        if _known(store, order.number):
            count.known += 1
            continue
        count.new += 1
        command = clerk.command(order, clock.now())
        count.homeless += command.said.place.kind is not PlaceKind.GRID
        if _is_critical(command):
            count.critical.append(f"第{row}行 {order.number}")
    return count


def _file(store: Store, clerk: OrderClerk, orders: list[tuple[int, WorkOrder]], clock: Clock) -> Count:
    count = Count()
    for _, order in counted(orders, "导入", len(orders)):
        command = clerk.command(order, clock.now())
        try:
            enter_order(store.unit_of_work(), command)
        except AlreadyEntered:
            count.known += 1
            continue
        count.new += 1
        count.homeless += command.said.place.kind is not PlaceKind.GRID
        if _is_critical(command) and (case := _known(store, order.number)):
            count.critical.append(case.number)
    return count


def _is_critical(command: EnterOrder) -> bool:
    return command.said.reading is not None and command.said.reading.severity is Severity.CRITICAL


def _known(store: Store, number: str) -> Case | None:
    """The case that this number stands on."""
    with store.unit_of_work() as uow:
        entry = uow.entry_from(number)
        return uow.find(entry.id) if entry else None


def _sum_up(count: Count, doubled: int, clerk: OrderClerk, *, dry_run: bool) -> None:
    print(f"{'可以导入' if dry_run else '已导入'} {count.new} 件，其中 {count.homeless} 件地点不清，要人分拣。")
    if count.known or doubled:
        print(f"跳过：以前已有 {count.known} 件，表里编号重复 {doubled} 行。")
    if count.critical:
        print(f"特急 {len(count.critical)} 件：{'，'.join(count.critical[:20])}")
    print(
        f"由 {clerk.post} 代为确认。"
        + ("以上只是检查，没有写入；去掉 --dry-run 再运行一次。" if dry_run else "正在运行的机器人马上派出去。")
    )
