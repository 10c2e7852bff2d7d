"""One CSV file of a registry, cell by cell: every bad cell becomes a fault and reading goes on."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.registry_files.faults import FaultList

HEADINGS = {
    "编码": "code",
    "区划编码": "code",
    "区划名称": "name",
    "名称": "name",
    "级别": "level",
    "上级编码": "parent",
    "别名": "aliases",
    "网格编码": "grid_code",
    "网格名称": "name",
    "网格类型": "kind",
    "所属村社区编码": "parent_code12",
    "村民小组": "group_no",
    "小区编号": "compound_id",
    "小区名称": "name",
    "小区别名": "aliases",
    "起始楼号": "bldg_from",
    "截止楼号": "bldg_to",
    "楼号": "building_no",
    "管辖范围": "scope",
    "范围": "scope",
    "户数": "households",
    "网格长": "leader",
    "专职网格员": "fulltime",
    "兼职网格员": "parttime",
    "代表点经度": "lon",
    "代表点纬度": "lat",
    "坐标系": "datum",
    "人员编号": "worker_id",
    "姓名": "name",
    "岗位": "role",
    "手机号": "phone",
    "微网格编码": "micro_code",
    "微网格名称": "name",
}
"""Chinese headings a district may write instead of ours."""

_EXCEL_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+|\d+\.0+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file. The readers return a harmless value after noting a fault."""

    file: str
    number: int
    cells: dict[str, str]
    faults: FaultList

    def fault(self, column: str, message: str) -> None:
        self.faults.add(self.file, self.number, column, message)

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def required(self, column: str) -> str:
        value = self.text(column)
        if not value:
            self.fault(column, "此处不能为空,请补填。")
        return value

    def code(self, column: str, *, required: bool = True) -> str:
        value = self.required(column) if required else self.text(column)
        if _EXCEL_NUMBER.fullmatch(value):
            self.fault(column, f"编码「{value}」已被表格软件改成数字,请把整列设为“文本”格式后重新填写。")
            return ""
        return value

    def many(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text(column).split("|") if part.strip())

    def whole(self, column: str) -> int | None:
        value = self.text(column)
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", value):
            self.fault(column, f"「{value}」不是整数,请核对。")
            return None
        return int(value)

    def degrees(self, column: str) -> float | None:
        value = self.text(column)
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", value):
            self.fault(column, f"「{value}」不是经纬度,请填写十进制度数,如 113.30571。")
            return None
        return float(value)


def read_rows(path: Path, columns: tuple[str, ...], faults: FaultList, *, optional: bool = False) -> list[Row]:
    """The lines of a file, headings translated. A missing file or column is a fault, and then no line is read."""
    text = read_text(path, faults, optional=optional)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text))
    headings = [HEADINGS.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
    missing = [column for column in columns if column not in headings]
    for column in missing:
        faults.add(path.name, 1, column, "缺少这一列,请对照模板补上。")
    return [] if missing else list(_rows(path.name, headings, reader, faults))


def _rows(file: str, headings: list[str], reader: Iterator[list[str]], faults: FaultList) -> Iterator[Row]:
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            yield Row(file, number, {h: cell.strip() for h, cell in zip(headings, cells, strict=False)}, faults)


def read_text(path: Path, faults: FaultList, *, optional: bool) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        if not optional:
            faults.add(path.name, 0, "", "没有找到这个文件,请放进同一个文件夹。")
    except UnicodeDecodeError:
        faults.add(path.name, 0, "", "文件不是 UTF-8 编码,请另存为“CSV UTF-8”。")
    return None
