"""Labelled messages from a file: CSV or a workbook for topics, a line of JSON each for everything else."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

csv.field_size_limit(10_000_000)  # a pasted page in one cell is a bad message, not a bad file

HEADINGS = {
    "title": ("title", "标题", "主题", "留言主题"),
    "body": ("body", "text", "内容", "正文", "诉求内容", "留言详情", "文本"),
    "topic": ("topic", "类别", "分类", "一级", "一级分类", "一级标签"),
}
SAME_ISSUE = "teams_at_least"
Line = Mapping[str, Any]


class Kind(StrEnum):
    """What a file of labelled messages can be evaluated for."""

    TOPICS = "topics"
    READINGS = "readings"
    PLACES = "places"
    SAME_ISSUE = "same issue"


class Fault(StrEnum):
    """Why a file cannot be used."""

    NOT_TEXT = "not text"
    BAD_JSON = "bad json"
    NO_COLUMN = "no column"
    NOTHING_LABELLED = "nothing labelled"
    UNKNOWN_KIND = "unknown kind"


class BadFile(Exception):
    """`line` counts from 1, 0 means the whole file; `what` names the missing column, or is empty."""

    def __init__(self, fault: Fault, line: int = 0, what: str = "") -> None:
        super().__init__(f"{fault} {line} {what}")
        self.fault, self.line, self.what = fault, line, what


@dataclass(frozen=True, slots=True)
class Example:
    """A message and the first-level topic that people gave it. `title` may be empty."""

    title: str
    body: str
    topic: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One file: `examples` when it is a table of topics, else the `lines` as they were written."""

    kind: Kind
    path: Path
    examples: tuple[Example, ...] = ()
    lines: tuple[Line, ...] = ()


def read_labelled(path: Path) -> Labelled:
    """Raises BadFile, OSError."""
    if path.suffix.lower() == ".xlsx":
        return Labelled(Kind.TOPICS, path, examples=_examples(_workbook_rows(path)))
    text = _decoded(path.read_bytes())
    if text.lstrip().startswith("{"):
        lines = tuple(_json_lines(text))
        return Labelled(_kind_of(lines[0]), path, lines=lines)
    rows = list(csv.reader(io.StringIO(text)))
    if rows and SAME_ISSUE in rows[0]:
        return Labelled(Kind.SAME_ISSUE, path)
    return Labelled(Kind.TOPICS, path, examples=_examples(rows))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(Fault.NOT_TEXT)


def _json_lines(text: str) -> Iterable[Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise BadFile(Fault.BAD_JSON, number) from None
        if not isinstance(row, dict):
            raise BadFile(Fault.BAD_JSON, number)
        if not isinstance(row.get("text"), str):
            raise BadFile(Fault.NO_COLUMN, number, "text")
        yield row


def _kind_of(first: Line) -> Kind:
    if "expect" in first:
        return Kind.PLACES
    if first.keys() & {"severity", "intent", "topic", "conflict"}:
        return Kind.READINGS
    raise BadFile(Fault.UNKNOWN_KIND)


def _workbook_rows(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except CalamineError:
        raise BadFile(Fault.NOT_TEXT) from None
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def _examples(rows: Sequence[Sequence[str]]) -> tuple[Example, ...]:
    """Rows without a topic or without words teach nothing and are left out."""
    headings = [cell.strip().lower() for cell in rows[0]] if rows else []
    at = {name: _column(headings, words) for name, words in HEADINGS.items()}
    if at["body"] is None and at["title"] is None:
        raise BadFile(Fault.NO_COLUMN, 1, "text")
    if at["topic"] is None:
        raise BadFile(Fault.NO_COLUMN, 1, "topic")
    read = (Example(*(_cell(row, at[name]) for name in ("title", "body", "topic"))) for row in rows[1:] if any(row))
    found = tuple(one for one in read if one.topic and (one.title or one.body))
    if not found:
        raise BadFile(Fault.NOTHING_LABELLED)
    return found


def _column(headings: Sequence[str], words: Sequence[str]) -> int | None:
    return next((headings.index(word) for word in words if word in headings), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""
