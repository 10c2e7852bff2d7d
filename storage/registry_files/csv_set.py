"""A district's registry read from a folder of CSV files: all of it, or a list of everything to mend."""

import csv
import io
from dataclasses import replace
from pathlib import Path

from cases.registry import Registry
from storage.inert import meant
from storage.registry_files import checks, columns, holdings
from storage.registry_files.columns import Column, Layout
from storage.registry_files.draft import Draft
from storage.registry_files.faults import FaultList
from storage.registry_files.shapes import read_shapes
from storage.registry_files.table import Row, Table

SHAPES = "grids.geojson"


def _with(layout: Layout, file: str, *more: Column, also_there: tuple[str, ...] = (), without: str = "") -> Layout:
    kept = tuple(column for column in layout.columns if column.key not in without.split())
    return Layout(file, layout.kind, (*kept, *more), also_there)


AREAS = _with(columns.AREAS, "areas.csv", also_there=("parent",))
COMPOUNDS = Layout(
    "compounds.csv",
    "小区",
    (
        Column("compound_id", "小区编号", True),
        Column("name", "小区名称", True, also="名称"),
        Column("aliases", "小区别名", also="别名"),
        Column("parent_code12", "所属村社区编码", True),
    ),
)
WORKERS = _with(
    replace(columns.WORKERS, columns=tuple(replace(c, required=c.key != "phone") for c in columns.WORKERS.columns[:4])),
    "workers.csv",
    *(column for column in columns.WORKERS.columns if column.key in {"cover", "backup", "on_duty", "skills"}),
    *columns.WORKERS.columns[-2:],
    also_there=("phone",),
)
GRIDS = _with(
    columns.GRIDS,
    "grids.csv",
    Column("compound_id", "小区编号"),
    Column("bldg_from", "起始楼号"),
    Column("bldg_to", "截止楼号"),
    Column("leader", "网格长"),
    Column("fulltime", "专职网格员"),
    Column("parttime", "兼职网格员"),
    Column("lead", "主责人员"),
    Column("others", "其他人员"),
)
BUILDINGS = Layout(
    "buildings.csv",
    "楼栋",
    (
        Column("compound_id", "小区编号", True),
        Column("building_no", "楼号", True, also="楼栋"),
        Column("grid_code", "网格编码", True),
        Column("unit_no", "单元"),
    ),
)
MICRO_GRIDS = _with(columns.MICRO_GRIDS, "microgrids.csv")
LANDMARKS = _with(columns.LANDMARKS, "landmarks.csv")
DEPARTMENTS = _with(columns.DEPARTMENTS, "departments.csv")


def read_csv_set(directory: Path) -> Registry:
    """As `read_csv_draft`. Raises RegistryFaults with every fault of the set when there is any."""
    return read_csv_draft(directory).registry()


def read_csv_draft(directory: Path, grid_code: str = "") -> Draft:
    """Areas, grids and workers (required) and compounds, buildings, micro-grids, landmarks, departments,
    shapes (optional)."""
    found = Draft(grid_code=grid_code)
    checks.read_areas(found, _rows(found, directory, AREAS), AREAS)
    checks.read_compounds(found, _rows(found, directory, COMPOUNDS, optional=True))
    checks.read_workers(found, _rows(found, directory, WORKERS))
    checks.read_grids(found, _rows(found, directory, GRIDS))
    held = holdings.Holdings()
    holdings.read_spans(found, held)
    holdings.read_buildings(found, held, _rows(found, directory, BUILDINGS, optional=True))
    holdings.give_holdings(found, held)
    checks.read_micro_grids(found, _rows(found, directory, MICRO_GRIDS, optional=True))
    checks.read_landmarks(found, _rows(found, directory, LANDMARKS, optional=True))
    checks.read_departments(found, _rows(found, directory, DEPARTMENTS, optional=True))
    text = _text(directory / SHAPES, found.faults, optional=True)
    if text is not None:
        found.shapes.update(read_shapes(text, SHAPES, found.grids, {}, found.faults))
    return found


def _rows(found: Draft, directory: Path, layout: Layout, *, optional: bool = False) -> list[Row]:
    """The lines of a file, headings translated. A missing file or column is a fault."""
    text = _text(directory / layout.name, found.faults, optional=optional)
    if text is None:
        if optional:
            found.whole.add(layout.kind)
            found.absent.add(layout.kind)
        return []
    reader = csv.reader(io.StringIO(text))
    headings = next(reader, [])
    keys = layout.keys(headings)
    missing = [key for key in layout.there if key not in keys]
    for key in missing:
        found.faults.add(layout.name, 1, key, "缺少这一列,请对照模板补上。")
    shown = {key: heading.strip() for key, heading in zip(keys, headings, strict=True)}
    table = Table(layout.name, found.faults, shown, {}, frozenset(layout.heading) - set(keys), layout.required)
    if not missing:
        found.whole.add(layout.kind)
    return [
        _row(table, number, keys, cells) for number, cells in enumerate(reader, start=2) if any(map(str.strip, cells))
    ]


def _row(table: Table, number: int, keys: list[str], cells: list[str]) -> Row:
    return Row(table, number, {key: meant(cell.strip()) for key, cell in zip(keys, cells, strict=False) if key})


def _text(path: Path, faults: FaultList, *, optional: bool) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        if not optional:
            faults.add(path.name, 0, "", "没有找到这个文件,请放进同一个文件夹。")
    except UnicodeDecodeError:
        faults.add(path.name, 0, "", "文件不是 UTF-8 编码,请另存为“CSV UTF-8”。")
    return None
