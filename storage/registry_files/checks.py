"""The checks that every registry passes, from whatever file it comes: table by table, each against those before it."""

import re
from collections.abc import Mapping

from cases.registry import Area, Compound, Department, Grid, Landmark, Level, MicroGrid, Role, Worker
from storage.registry_files.columns import AREAS, KINDS, LEVEL_WORDS, ROLE_WORDS, Layout
from storage.registry_files.draft import Draft
from storage.registry_files.positions import read_point
from storage.registry_files.table import Row

LEVELS = {
    **dict.fromkeys(("区", "县"), Level.DISTRICT),
    **dict.fromkeys(("街道", "乡镇", "乡", "镇", "街道/乡镇", "街道办事处"), Level.STREET),
    **dict.fromkeys(("社区", "村", "行政村", "村委会", "居委会"), Level.VILLAGE),
}
RANK = {Level.DISTRICT: 0, Level.STREET: 1, Level.VILLAGE: 2}
ROLES = {role.value: role for role in Role}
GRID_KINDS = {kind: kind for kind in KINDS} | {f"{kind}网格": kind for kind in KINDS}
STATUSES = {"启用": True, "停用": False}
MOST_SKILLS, LONGEST_SKILL = 6, 6
AREA_DIGITS, GRID_DIGITS, MICRO_GRID_DIGITS = 12, 15, 17
FEWEST_URBAN, MOST_URBAN = 200, 600
"""Households of an urban grid; outside this a warning."""
NO_CHATS: Mapping[str, str] = {}
_COMMITTEE = re.compile(r"(?:村民|居民)委员会$")


# --- areas ---


def read_areas(found: Draft, rows: list[Row], layout: Layout = AREAS) -> None:
    kept: list[tuple[Row, Area]] = []
    for row in rows:
        code, level = row.code("code"), _level(row)
        name = _COMMITTEE.sub("", row.required("name"))
        parent = row.code("parent", required=level not in (None, Level.DISTRICT))
        if found.is_new(row, "code", "区划", code) and level is not None:
            area = Area(code, name, level, parent, row.many("aliases"), row.code("civil_code", required=False))
            found.areas[code] = area
            kept.append((row, area))
    names: dict[tuple[str, str], int] = {}
    for row, area in kept:
        _check_parent(found, row, area)
        _check_name(row, "name", names, (area.parent, area.name))
    _check_district(found, rows, len(kept), layout)


def _level(row: Row) -> Level | None:
    return row.choice("level", LEVELS, "级别", "、".join(LEVEL_WORDS))


def _check_parent(found: Draft, row: Row, area: Area) -> None:
    if not area.parent or not found.is_known(row, "parent", "区划", area.parent, "上级编码"):
        return
    above = found.areas.get(area.parent)
    if above and RANK[above.level] >= RANK[area.level]:
        row.fault("parent", f"{area.name}的上级「{above.name}」级别不比它高,请核对上级编码。")
    elif above and len(above.code) == AREA_DIGITS and above.code.isdecimal():
        _check_digits(row, "code", area.code, _significant(above.code), AREA_DIGITS, above="上级编码")


def _significant(code: str) -> str:
    """410871062 of 410871062000: what the codes below begin with."""
    while code.endswith("000"):
        code = code[:-3]
    return code


def _check_digits(row: Row, column: str, code: str, begins: str, digits: int, *, above: str) -> None:
    if not code.startswith(begins):
        row.fault(column, f"编码「{code}」应当以{above}的「{begins}」开头,请核对这里或{above}。")
    elif len(code) != digits or not code.isdecimal():
        row.fault(column, f"编码「{code}」应当是 {digits} 位数字,请核对。")


def _check_name(row: Row, column: str, names: dict[tuple[str, str], int], key: tuple[str, str]) -> None:
    if key[1] and names.setdefault(key, row.number) != row.number:
        row.fault(column, f"名称「{key[1]}」和第{names[key]}行重名,同一个上级下面请起不同的名字。")


def _check_district(found: Draft, rows: list[Row], read: int, layout: Layout) -> None:
    districts = sum(area.level is Level.DISTRICT for area in found.areas.values())
    if districts == 1 or read != len(rows) or layout.kind not in found.whole:
        return  # a row that could not be read may have been the district
    column = rows[0].table.headings.get("level", "level") if rows else ""
    found.faults.add(layout.name, 0, column, f"应当有且只有一个“区”,现在有 {districts} 个。")


# --- compounds as a table of their own ---


def read_compounds(found: Draft, rows: list[Row]) -> None:
    for row in rows:
        code = row.code("compound_id")
        name, village = row.required("name"), _village(found, row)
        if found.is_new(row, "compound_id", "小区", code):
            found.compounds[code] = Compound(code, name, village, row.many("aliases"))


def _village(found: Draft, row: Row, *, required: bool = True) -> str:
    code = row.code("parent_code12", required=required)
    if code and found.is_known(row, "parent_code12", "区划", code, "所属村社区编码"):
        area = found.areas.get(code)
        if required and area and area.level is not Level.VILLAGE:
            row.fault("parent_code12", f"「{area.name}」不是村或社区,请填所属村社区的编码。")
    return code


# --- workers ---


def read_workers(found: Draft, rows: list[Row], chats: Mapping[str, str] = NO_CHATS) -> list[tuple[Row, str]]:
    """Each row with the worker's id, "" where it is refused; a worker may have a further row for further grids.
    `chats`: by worker id, for rows that do not name one."""
    read: list[tuple[Row, str]] = []
    phones: dict[str, str] = {}
    for row in rows:
        code = row.code("worker_id")
        worker = _worker(found, row, code, chats)
        if code and _goes_on(found, row, worker):
            read.append((row, code))
        elif found.is_new(row, "worker_id", "人员", code):
            found.workers[code] = worker
            read.append((row, code))
            if worker.phone and phones.setdefault(worker.phone, worker.name) != worker.name:
                row.warn("phone", f"号码 {worker.phone} 和{phones[worker.phone]}的一样,请确认。")
        else:
            read.append((row, ""))
    for row, _ in read:
        found.is_known(row, "cover", "人员", row.code("cover", required=False), "代班人员编号")
    return read


def _worker(found: Draft, row: Row, code: str, chats: Mapping[str, str]) -> Worker:
    role = row.choice("role", ROLES, "岗位", "、".join(ROLE_WORDS))
    name, phone = row.person("name", "phone")
    on_duty = row.yes("on_duty")
    return Worker(
        code,
        name,
        role or Role.OTHER,
        phone,
        _village(found, row, required=False),
        row.plain("telegram_user_id") or chats.get(code, ""),
        row.plain("cover"),
        row.text("backup"),
        on_duty is not False,
        _skills(row),
    )


def _skills(row: Row) -> tuple[str, ...]:
    """Free words, short ones: they stand on buttons."""
    words = tuple(dict.fromkeys(filter(None, re.split(r"[、,，|｜;；\s]+", row.text("skills")))))
    if len(words) > MOST_SKILLS:
        row.fault("skills", f"技能最多写 {MOST_SKILLS} 个,请留下主要的。")
    for word in words:
        if len(word) > LONGEST_SKILL or any(char.isdigit() for char in word):
            row.fault("skills", f"技能「{word}」要写成 {LONGEST_SKILL} 个字以内的词,如「电工」,几个用顿号分开。")
    return words


def _goes_on(found: Draft, row: Row, worker: Worker) -> bool:
    """A further row of a worker already read, with other grids."""
    known = found.workers.get(worker.id)
    return bool(known and "grids" in row.cells and (known.name, known.phone) == (worker.name, worker.phone))


# --- grids ---


def read_grids(found: Draft, rows: list[Row]) -> None:
    """Without the compounds' buildings and, where the workers' table says who serves which grid, without people."""
    names: dict[tuple[str, str], int] = {}
    groups: dict[tuple[str, int], str] = {}
    for row in rows:
        code = row.code("grid_code")
        grid = _grid(found, row, code)
        if not found.is_new(row, "grid_code", "网格", code):
            continue
        if row.choice("status", STATUSES, "状态") is False:
            found.retired.add(code)
            continue
        found.grids[code], found.rows[code] = grid, row
        _check_grid_code(found, row, grid)
        _check_name(row, "name", names, (grid.village, grid.name))
        _check_groups(row, grid, groups)


def _grid(found: Draft, row: Row, code: str) -> Grid:
    lon, lat = read_point(row)
    groups = row.numbers("group_no") or ()
    borders = tuple(row.text(side) for side in ("east", "west", "south", "north"))
    kind = row.choice("kind", GRID_KINDS, "网格类型", "、".join(KINDS))
    return Grid(
        code=code,
        name=row.required("name"),
        kind=kind or "",
        village=_village(found, row),
        group=groups[0] if groups else None,
        also_groups=groups[1:],
        compound=_known_compound(found, row),
        scope=row.text("scope"),
        households=row.whole("households") or 0,
        leader=_known_worker(found, row, "leader"),
        full_time=_known_worker(found, row, "fulltime"),
        part_time=_known_worker(found, row, "parttime"),
        lead=_known_worker(found, row, "lead"),
        others=tuple(w for w in row.codes("others") if found.is_known(row, "others", "人员", w, "人员编号")),
        lon=lon,
        lat=lat,
        aliases=row.many("aliases"),
        borders=borders if any(borders) else (),
    )


def _known_compound(found: Draft, row: Row) -> str:
    compound = row.text("compound_id")
    if compound:
        found.is_known(row, "compound_id", "小区", compound, "小区编号")
    return compound


def _known_worker(found: Draft, row: Row, column: str) -> str:
    worker = row.plain(column)
    if worker:
        found.is_known(row, column, "人员", worker, "人员编号")
    return worker


def _check_grid_code(found: Draft, row: Row, grid: Grid) -> None:
    if found.grid_code:
        if not re.fullmatch(found.grid_code, grid.code):
            row.fault("grid_code", f"编码「{grid.code}」不合本地的编码规则 {found.grid_code},请核对。")
        return
    village = found.areas.get(grid.village)
    if village and village.level is Level.VILLAGE and len(village.code) == AREA_DIGITS and village.code.isdecimal():
        _check_digits(row, "grid_code", grid.code, village.code, GRID_DIGITS, above="所属村社区编码")


def _check_groups(row: Row, grid: Grid, groups: dict[tuple[str, int], str]) -> None:
    for group in grid.groups:
        other = groups.setdefault((grid.village, group), grid.code)
        if other != grid.code:
            row.fault("group_no", f"第{group}组同时属于两个网格(另一个是 {other}),请只保留一个。")
            return


def check_size(found: Draft, grid: Grid) -> None:
    if grid.kind == "城市" and not FEWEST_URBAN <= grid.households <= MOST_URBAN:
        fewer = "不到 200" if grid.households < FEWEST_URBAN else "超过 600"
        found.rows[grid.code].warn("households", f"城市网格「{grid.name}」{grid.households} 户,{fewer} 户,请确认。")


# --- micro-grids, landmarks and departments ---


def read_micro_grids(found: Draft, rows: list[Row]) -> None:
    for row in rows:
        code, grid, name = row.code("micro_code"), row.code("grid_code"), row.required("name")
        households = row.whole("households") or 0
        known = bool(grid) and found.is_known(row, "grid_code", "网格", grid, "网格编码")
        if not found.is_new(row, "micro_code", "微网格", code):
            continue
        if known and len(grid) == GRID_DIGITS and grid.isdecimal():
            _check_digits(row, "micro_code", code, grid, MICRO_GRID_DIGITS, above="网格编码")
        if grid not in found.retired:
            micro = MicroGrid(code, grid, name, row.text("scope"), row.text("contact"), households)
            found.micro_grids[code] = micro


def read_landmarks(found: Draft, rows: list[Row]) -> None:
    for row in rows:
        name = row.required("name")
        grids = tuple(found.grid_codes(row, "grids", row.codes("grids")))
        if name in found.landmarks:
            row.fault("name", f"地标「{name}」重复出现,请合成一行,几个网格用 | 分隔。")
        elif name:
            found.landmarks[name] = Landmark(name, row.text("kind"), grids, row.many("aliases"))


def read_departments(found: Draft, rows: list[Row]) -> None:
    """Their codes are posts, as those of workers and areas are: none may stand for two."""
    names: dict[tuple[str, str], int] = {}
    for row in rows:
        code, unit = row.code("department_id"), row.code("parent_code")
        name, trade = row.required("name"), row.required("trade")
        if unit:
            found.is_known(row, "parent_code", "区划", unit, "服务区划编码")
        if code in found.workers or code in found.areas:
            row.fault("department_id", f"编号「{code}」已经是一名人员或一个区划的,请另起一个。")
        elif found.is_new(row, "department_id", "部门", code):
            _check_name(row, "name", names, (unit, name))
            found.departments[code] = Department(code, name, unit, trade, row.many("aliases"))
