"""A spreadsheet of 12345's work orders: which column is what, and what is wrong in which row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from pathlib import Path

from bot.work_orders import BadOrder, WorkOrder
from storage.plain_table import Cell, UnreadableTable, as_text, rows_of

FIELDS = {
    "number": "工单编号",
    "words": "诉求内容",
    "title": "标题",
    "address": "地址",
    "called_at": "来电时间",
    "phone": "联系电话",
    "due_at": "办理时限",
}
"""Attributes of WorkOrder and what a mapping calls them."""
GUESSES = {
    "number": (
        "工单编号",
        "工单号",
        "诉求编号",
        "受理编号",
        "受理单号",
        "转办单号",
        "任务号",
        "编号",
        "工单流水号",
        "number",
        "service_request_id",
    ),
    "words": (
        "诉求内容",
        "工单内容",
        "问题描述",
        "反映内容",
        "诉求描述",
        "主要内容",
        "内容",
        "事项内容",
        "text",
        "words",
        "description",
    ),
    "title": ("工单标题", "诉求标题", "标题", "事项标题", "title"),
    "address": (
        "事发地址",
        "问题地址",
        "诉求地址",
        "发生地址",
        "事件地址",
        "详细地址",
        "地址",
        "地点",
        "place",
        "address",
    ),
    "called_at": ("来电时间", "受理时间", "诉求时间", "反映时间", "登记时间", "创建时间", "called_at"),
    "phone": ("联系电话", "来电号码", "联系方式", "手机号", "手机号码", "电话", "phone"),
    "due_at": (
        "办理时限",
        "办结时限",
        "处理时限",
        "截止时间",
        "办理期限",
        "要求办结时间",
        "到期时间",
        "deadline",
        "due_at",
    ),
}
"""Headings as cities write them, the surest first."""
NEEDED = ("number", "words")
MOMENTS = frozenset({"called_at", "due_at"})
EXACT = 10**15
"""From here on a spreadsheet rounds the digits of a number."""
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：时点](\d{1,2})?(?:[:：分]\d{0,2}秒?(?:\.\d+)?)?分?)?"
)
_LOOSE = re.compile(r"[（(].*|[\s*:：]", re.DOTALL)
ABOVE = 5
"""In so many rows the headings must come."""
DAY_END = time(23, 59)


@dataclass(frozen=True, slots=True)
class OrderFault:
    """`row` as the spreadsheet program shows it; `column` as the file calls it, "" for the whole row."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"第{self.row}行{f' {self.column}' if self.column else ''}：{self.why}"


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """`columns`: field -> heading, in the order of FIELDS; `unused` are headings that mean nothing here."""

    columns: Mapping[str, str]
    unused: Sequence[str]
    rows: Sequence[tuple[int, WorkOrder | OrderFault]]


def read_orders(path: Path, zone: tzinfo, mapping: Mapping[str, str] | None = None) -> OrderSheet:
    """`mapping` is field -> heading; without it, headings are guessed. Times without a zone are of `zone`. Raises
    UnreadableTable, and OSError where there is no such file."""
    rows = [(number, row) for number, row in enumerate(rows_of(path), start=1) if any(map(as_text, row))]
    if not rows:
        raise UnreadableTable(f"{path.name} 是空的。")
    top, headings, columns = _heading_row(rows, mapping)
    rest = [(number, row) for number, row in rows if number > top]
    places = {field: headings.index(columns[field]) for field in FIELDS if field in columns}
    return OrderSheet(
        {field: columns[field] for field in places},
        [heading for heading in headings if heading and heading not in columns.values()],
        [(number, _order(number, row, places, headings, zone)) for number, row in rest],
    )


def _heading_row(
    rows: Sequence[tuple[int, Sequence[Cell]]], mapping: Mapping[str, str] | None
) -> tuple[int, list[str], Mapping[str, str]]:
    """The first row that has all that is needed; above it a sheet may have its name. Raises UnreadableTable."""
    for number, row in rows[:ABOVE]:
        headings = [as_text(cell) for cell in row]
        columns = mapping or guessed(headings)
        if set(columns) >= set(NEEDED) and set(columns.values()) <= set(headings):
            return number, headings, columns
    number, row = rows[0]
    headings = [as_text(cell) for cell in row]
    columns = mapping or guessed(headings)
    missing = [FIELDS[field] for field in NEEDED if field not in columns]
    absent = [heading for heading in columns.values() if heading not in headings]
    raise UnreadableTable(
        f"第{number}行的列名里没有{'、'.join([*absent, *missing])}；有的是 {'、'.join(filter(None, headings))}。请用 --map 写明哪一列是什么。"
    )


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Each field from the heading that most surely means it; no heading twice."""
    bare = {_LOOSE.sub("", heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for field, names in GUESSES.items():
        heading = next((bare[name] for name in names if name in bare and bare[name] not in found.values()), None)
        if heading is not None:
            found[field] = heading
    return found


def read_mapping(path: Path) -> dict[str, str]:
    """Two columns: the heading in their file, and one of FIELDS. Raises UnreadableTable, and OSError."""
    known = {name: field for field, name in FIELDS.items()} | {field: field for field in FIELDS}
    found: dict[str, str] = {}
    for number, row in enumerate(rows_of(path), start=1):
        cells = [as_text(cell) for cell in row[:2]]
        if len(cells) < 2 or not all(cells):
            continue
        if cells[1] in known:
            found[known[cells[1]]] = cells[0]
        elif number > 1:  # the first row may be a heading of its own
            raise UnreadableTable(f"{path.name} 第{number}行：{cells[1]} 不认识，可以写 {'、'.join(FIELDS.values())}。")
    if not found:
        raise UnreadableTable(f"{path.name} 里没有对应关系：每行写 他们的列名,{'|'.join(FIELDS.values())}。")
    return found


def _order(
    number: int, row: Sequence[Cell], places: Mapping[str, int], headings: Sequence[str], zone: tzinfo
) -> WorkOrder | OrderFault:
    values: dict[str, object] = {}
    for field, place in places.items():
        cell = row[place] if place < len(row) else ""
        try:
            values[field] = _value(field, cell, zone)
        except ValueError as error:
            return OrderFault(number, headings[place], str(error))
    try:
        return WorkOrder(**values).checked()  # type: ignore[arg-type]
    except BadOrder as error:
        return OrderFault(number, headings[places[error.field]], error.why)


def _value(field: str, cell: Cell, zone: tzinfo) -> object:
    """Raises ValueError with a Chinese sentence."""
    if field in MOMENTS:
        return _moment(cell, zone, day_ends=field == "due_at")
    if field == "number" and isinstance(cell, float) and cell >= EXACT:
        raise ValueError("这一列是数字格式，后几位已经不准：请改成文本格式再导出")
    return as_text(cell)


def _moment(cell: Cell, zone: tzinfo, *, day_ends: bool) -> datetime | None:
    match cell:
        case datetime():
            return cell if cell.tzinfo else cell.replace(tzinfo=zone)
        case date():
            return datetime.combine(cell, DAY_END if day_ends else time(), zone)
        case "":
            return None
    try:
        return _moment_written(as_text(cell), zone, day_ends=day_ends)
    except ValueError:
        raise ValueError(f"{as_text(cell)[:20]} 不是时间，要写成 2026-03-02 09:15") from None


def _moment_written(text: str, zone: tzinfo, *, day_ends: bool) -> datetime:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute = found.groups()
    at = time(int(hour), int(minute or 0)) if hour else DAY_END if day_ends else time()
    return datetime.combine(date(int(year), int(month), int(day)), at, zone)


def orders_of(sheet: OrderSheet) -> Iterator[tuple[int, WorkOrder]]:
    """Each number once: the first row that has it."""
    seen: set[str] = set()
    for row, order in sheet.rows:
        if isinstance(order, WorkOrder) and order.number not in seen:
            seen.add(order.number)
            yield row, order
