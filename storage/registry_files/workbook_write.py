"""A registry written as the workbook that read_workbook reads: what goes out comes back equal. The template is one too."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cases.registry import Area, Compound, Department, Grid, Holding, Landmark, Level, MicroGrid, Registry, Role, Worker
from storage.registry_files import columns
from storage.registry_files.columns import ALL, Column, level_word
from storage.registry_files.people import duties, shortened
from storage.registry_files.table import spans

Cells = dict[str, object]
LAST_ROW = 10_000
"""Down to here cells are text and have their choices."""
HELP_SHEET = "说明"
TEXT = 49
"""The format that every spreadsheet program has built in for text."""


def write_workbook(registry: Registry, path: Path) -> None:
    """Boundaries are not in it: they travel as GeoJSON. Raises OSError when the file cannot be written."""
    _write(registry, path, extras=True)


def write_template(path: Path, help: Iterable[str]) -> None:
    """Headings, a made-up example, choices, text columns, and a sheet of `help` lines."""
    _write(EXAMPLE, path, extras=False, help=help)


def _write(registry: Registry, path: Path, *, extras: bool, help: Iterable[str] = ()) -> None:
    book = Workbook(str(path))
    text, title = book.add_format({"num_format": TEXT}), book.add_format({"bold": True, "bg_color": "#D9E7F5"})
    for layout, rows in zip(columns.SHEETS, _sheets(registry), strict=True):
        shown = [column for column in layout.columns if extras or not column.extra]
        sheet = book.add_worksheet(layout.name)
        _head(sheet, shown, title, text)
        _fill(sheet, shown, rows, text)
    if lines := list(help):
        _explain(book.add_worksheet(HELP_SHEET), lines, book.add_format({"text_wrap": True, "valign": "top"}))
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _head(sheet: Worksheet, shown: list[Column], title: Format, text: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(shown):
        sheet.set_column(place, place, max(10, 2 * len(column.heading) + 4), None if column.number else text)
        sheet.write_string(0, place, column.heading + "*" * column.required, title)
        if column.note:
            sheet.write_comment(0, place, column.note)
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "error_message": "请从下拉中选择"}
            loose = (
                {"error_type": "information"}
                if column.key in {"kind", "trade"} and column.heading in {"类型", "类别"}
                else {}
            )
            sheet.data_validation(1, place, LAST_ROW, place, rule | loose)


def _fill(sheet: Worksheet, shown: list[Column], rows: Iterator[Cells], text: Format) -> None:
    for number, cells in enumerate(rows, start=1):
        for place, column in enumerate(shown):
            value = cells.get(column.key, "")
            if value in ("", None):
                continue
            if column.number and isinstance(value, int | float):
                sheet.write_number(number, place, value)
            else:
                sheet.write_string(number, place, str(value), text)


def _explain(sheet: Worksheet, lines: list[str], wrapped: Format) -> None:
    sheet.set_column(0, 0, 100)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, wrapped)


def _sheets(registry: Registry) -> tuple[Iterator[Cells], ...]:
    """In the order of columns.SHEETS."""
    return (
        (_area(area) for area in registry.areas),
        (_grid(grid) for grid in registry.grids),
        (_holding(registry, grid, part) for grid in registry.grids for part in grid.parts),
        _workers(registry),
        (_micro_grid(micro) for micro in registry.micro_grids),
        (_landmark(landmark) for landmark in registry.landmarks),
        (_department(department) for department in registry.departments),
    )


def _area(area: Area) -> Cells:
    return {
        "code": area.code,
        "name": area.name,
        "level": level_word(area),
        "parent": area.parent,
        "civil_code": area.civil_code,
        "aliases": "|".join(area.aliases),
    }


def _grid(grid: Grid) -> Cells:
    return {
        "grid_code": grid.code,
        "name": grid.name,
        "kind": grid.kind,
        "parent_code12": grid.village,
        "group_no": spans(grid.groups),
        "households": grid.households,
        "scope": grid.scope,
        **dict(zip(("east", "west", "south", "north"), grid.borders, strict=False)),
        "lon": grid.lon,
        "lat": grid.lat,
        "datum": "WGS-84" if grid.lon is not None else "",
        "aliases": "|".join(grid.aliases),
        "status": "启用",
    }


def _holding(registry: Registry, grid: Grid, part: Holding) -> Cells:
    compound = registry.compound[part.compound]
    return {
        "grid_code": grid.code,
        "name": compound.name,
        "aliases": "|".join(compound.aliases),
        "building_no": spans(part.buildings) or ALL,
        "unit_no": spans(part.units),
        "compound_id": compound.id,
    }


def _workers(registry: Registry) -> Iterator[Cells]:
    rows = duties(registry)
    for worker in registry.workers:
        for main, codes in rows[worker.id]:
            yield {
                "worker_id": worker.id,
                "name": worker.name,
                "role": worker.role.value,
                "phone": worker.phone,
                "grids": "|".join(shortened(registry, codes)),
                "main": main,
                "cover": worker.cover,
                "backup": worker.backup,
                "on_duty": "是" if worker.on_duty else "否",
                "skills": "、".join(worker.skills),
                "parent_code12": worker.village,
                "telegram_user_id": worker.chat,
            }


def _micro_grid(micro: MicroGrid) -> Cells:
    return {
        "micro_code": micro.code,
        "grid_code": micro.grid,
        "name": micro.name,
        "scope": micro.scope,
        "contact": micro.contact,
        "households": micro.households or "",
    }


def _landmark(landmark: Landmark) -> Cells:
    return {
        "name": landmark.name,
        "kind": landmark.kind,
        "grids": "|".join(landmark.grids),
        "aliases": "|".join(landmark.aliases),
    }


def _department(department: Department) -> Cells:
    return {
        "department_id": department.code,
        "name": department.name,
        "trade": department.trade,
        "parent_code": department.unit,
        "aliases": "|".join(department.aliases),
    }


EXAMPLE = Registry(
    areas=(
        Area("990001000000", "示例区", Level.DISTRICT, "", ("示例新区",)),
        Area("990001001000", "示例街道", Level.STREET, "990001000000", civil_code="990011001000"),
        Area("990001001001", "示例路社区", Level.VILLAGE, "990001001000"),
        Area("990001001201", "示例村", Level.VILLAGE, "990001001000", ("老示例",)),
    ),
    grids=(
        Grid(
            code="990001001001001",
            name="示例路社区示例花园1-6号楼网格",
            kind="城市",
            village="990001001001",
            compound="990001001001/示例花园",
            buildings=(1, 2, 3, 4, 5, 6, 8),
            scope="示例花园1-6、8号楼",
            households=320,
            leader="L0001",
            full_time="Z0001",
        ),
        Grid(
            code="990001001201001",
            name="示例村第1、3-5村民小组网格",
            kind="农村",
            village="990001001201",
            group=1,
            scope="示例村第1、3-5村民小组",
            households=86,
            lead="L0002",
            part_time="J0001",
            leader="L0002",
            lon=113.30571,
            lat=35.18151,
            also_groups=(3, 4, 5),
            aliases=("东头",),
            borders=("示例河", "示例路", "村南沟", "乡道"),
        ),
    ),
    compounds=(Compound("990001001001/示例花园", "示例花园", "990001001001", ("老纺织厂家属院",)),),
    workers=(
        Worker("L0001", "示例网格长一", Role.LEADER, "10000000001", "990001001001"),
        Worker(
            "Z0001", "示例专职员", Role.FULL_TIME, "10000000002", "990001001001", cover="L0001", skills=("电工", "调解")
        ),
        Worker("L0002", "示例网格长二", Role.LEADER, "10000000003", "990001001201"),
        Worker("J0001", "示例兼职员", Role.PART_TIME, "10000000004", "990001001201", backup="0391-0000000"),
    ),
    micro_grids=(MicroGrid("99000100120100101", "990001001201001", "示例村1-1微网格", "1组1-30号", "示例联户人", 30),),
    landmarks=(Landmark("示例面粉厂", "其他", ("990001001201001",), ("老面粉厂",)),),
    departments=(
        Department("B0001", "示例街道环卫中心", "990001001000", "环卫", ("保洁公司",)),
        Department("B0002", "示例花园物业公司", "990001001001", "物业"),
    ),
)
"""Shows every column once; places and people are made up, and the telephone numbers are nobody's."""
