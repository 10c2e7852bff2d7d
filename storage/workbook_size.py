"""Whether a workbook can be opened without harm: a few kilobytes may unpack to gigabytes, and one cell typed far away makes a
sheet of billions. Looked at before the reader sees it, which believes what it is given."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

MOST_BYTES = 150_000_000
"""Of all parts, unpacked: the reader takes three times as much. A quarter of a million work orders are less."""
MOST_CELLS = 3_000_000
"""Of a sheet: the reader keeps a place for every one, filled or not."""
FAR_ROW = 100_000
PIECE = 1 << 20
SHEETS, LINKS = "xl/worksheets/", "xl/_rels/workbook.xml.rels"
BROKEN = "打不开这个文件：已损坏或不是 .xlsx，请用表格软件另存为不带密码的 .xlsx 再试。"
TOO_MUCH = f"内容展开后超过 {MOST_BYTES // 1_000_000} MB，请删掉多余的工作表，或分成几个文件。"
_ATTRIBUTES = rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*"""
_CELL = re.compile(rb"<(?:\w+:)?c" + _ATTRIBUTES + rb"(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row" + _ATTRIBUTES + rb"/?>")
_TAG = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")


class OddSheet(Exception):
    """Written as no spreadsheet program writes: where its cells lie cannot be told."""


def why_not(path: Path) -> str:
    """Why a workbook is not to be opened, for whoever sent it; "" when it may be. Raises OSError where there is no such file."""
    try:
        with ZipFile(path) as book:
            far = _far_cell_in(book) if sum(part.file_size for part in book.infolist()) <= MOST_BYTES else None
    except (BadZipFile, ZlibError, OddSheet, KeyError, NotImplementedError, RuntimeError, EOFError):
        return BROKEN
    if far is None:
        return TOO_MUCH
    return f"单元格 {far} 离其他内容太远，多半是误填的，请删掉它所在的行和列再试。" if far else ""


def _far_cell_in(book: ZipFile) -> str:
    """Every part is unpacked once: what it says of its length is then true, or it is broken."""
    links, found = book.read(LINKS).lower(), ""
    if b"&" in links:
        raise OddSheet
    for part in book.infolist():
        if _is_sheet(part, links):
            found = found or _far_cell(b"".join(_unpacked(book, part)))
        else:
            for _ in _unpacked(book, part):
                pass
    return found


def _is_sheet(part: ZipInfo, links: bytes) -> bool:
    """Whatever the workbook may take for one."""
    name = part.filename.lower()
    return name.startswith(SHEETS) or name.rpartition("/")[2].encode() in links


def _unpacked(book: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with book.open(part) as packed:
        yield from iter(lambda: packed.read(PIECE), b"")


def _far_cell(sheet: bytes) -> str:
    """A filled cell that makes a sheet too large; "" when there is none."""
    filled = list(_filled(sheet))
    right = max(filled, key=lambda cell: (len(cell[0]), cell[0]), default=("A", 1))
    lowest = max(filled, key=lambda cell: cell[1], default=("A", 1))
    if column_number(right[0]) * lowest[1] <= MOST_CELLS:
        return ""
    letters, row = lowest if lowest[1] > FAR_ROW else right
    return f"{letters}{row}"


def _filled(sheet: bytes) -> Iterator[tuple[str, int]]:
    """Where the filled cells are."""
    cells, rows = _CELL.findall(sheet), _ROW.findall(sheet)
    if len(cells) + len(rows) != len(_TAG.findall(sheet)):
        raise OddSheet
    unplaced = False
    for attributes, empty in cells:
        place = _PLACE.search(attributes)
        if place and not empty:
            yield place[1].decode().upper() or "A", int(place[2])
        unplaced = unplaced or place is None
    if unplaced:
        yield from _by_their_order(sheet, rows)


def _by_their_order(sheet: bytes, rows: list[bytes]) -> Iterator[tuple[str, int]]:
    """The bounds of what does not say where it is: the next column, of a row that may be any of those named."""
    yield "A", max((int(place[2]) for row in rows if (place := _PLACE.search(row))), default=len(rows))
    yield column_letter(max(len(_CELL.findall(row)) for row in re.split(rb"<(?:\w+:)?row[\s/>]", sheet)) - 1), 1


def column_number(letters: str) -> int:
    """1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letter(place: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
