"""Who serves which grid, where the workers' table says so: one answers for each grid, and everybody has a place in it."""

from collections.abc import Iterator
from dataclasses import replace

from cases.registry import Grid, Level, Registry, Role, Worker
from storage.registry_files.columns import NOTHING
from storage.registry_files.draft import Draft
from storage.registry_files.table import Row

SHOWN = 3
SLOTS = {Role.FULL_TIME: "full_time", Role.PART_TIME: "part_time", Role.LEADER: "leader"}


def assign(found: Draft, rows: list[tuple[Row, str]], *, whole: bool) -> None:
    """Gives every grid its people. Unless the table is `whole`, a grid without 主责 is no fault."""
    of_village: dict[str, list[str]] = {}
    for grid in found.grids.values():
        of_village.setdefault(grid.village, []).append(grid.code)
    served: dict[str, list[str]] = {}
    leads: dict[str, tuple[str, Row]] = {}
    unsure: set[str] = set()
    for row, worker in rows:
        codes = _served(found, row, of_village)
        answers = row.yes("main")
        if answers is None or not worker:
            unsure.update(codes)
        if not worker:
            continue
        _repeated(row, worker, codes, served)
        for code in codes:
            served.setdefault(code, []).append(worker)
        if answers:
            _answer_for(row, worker, codes, leads)
        found.workers[worker] = _homed(found, found.workers[worker], codes)
    for code, grid in found.grids.items():
        lead = leads[code][0] if code in leads else ""
        if whole and not lead and code not in unsure:
            found.rows[code].fault("grid_code", f"网格「{grid.name}」没有主责,请在人员表里给它定一名。")
        found.grids[code] = _staffed(found, grid, lead, served.get(code, []))


def _served(found: Draft, row: Row, of_village: dict[str, list[str]]) -> list[str]:
    """Grid codes of a cell; a village's code stands for all of its grids."""
    if row.plain("grids") == NOTHING:
        return []
    codes: list[str] = []
    for code in row.codes("grids", required=True):
        area = found.areas.get(code)
        if code in of_village or (area and area.level is Level.VILLAGE):
            codes += of_village.get(code, [])
        else:
            codes += found.grid_codes(row, "grids", [code])
    return list(dict.fromkeys(codes))


def _repeated(row: Row, worker: str, codes: list[str], served: dict[str, list[str]]) -> None:
    if again := [code for code in codes if worker in served.get(code, [])]:
        row.fault("grids", f"人员「{worker}」已在前面负责网格 {again[0]},请保留一行。")


def _answer_for(row: Row, worker: str, codes: list[str], leads: dict[str, tuple[str, Row]]) -> None:
    taken = [code for code in codes if leads.setdefault(code, (worker, row))[0] != worker]
    if taken:
        more = f"等 {len(taken)} 个网格" if len(taken) > SHOWN else ""
        names = "、".join(taken[:SHOWN])
        row.fault("main", f"网格 {names}{more}已经有主责(第{leads[taken[0]][1].number}行),每个网格只能有一名。")


def _homed(found: Draft, worker: Worker, codes: list[str]) -> Worker:
    """Where no village is written, that of the first grid."""
    if worker.village or not codes:
        return worker
    return replace(worker, village=found.grids[codes[0]].village)


def _staffed(found: Draft, grid: Grid, lead: str, people: list[str]) -> Grid:
    slots: dict[str, str] = {}
    for person in sorted(people, key=lambda person: person != lead):
        slots.setdefault(SLOTS.get(found.workers[person].role, ""), person)
    full_time, part_time, leader = (slots.get(slot, "") for slot in SLOTS.values())
    placed = {full_time, part_time, leader}
    return replace(
        grid,
        full_time=full_time,
        part_time=part_time,
        leader=leader,
        others=tuple(person for person in people if person not in placed),
        lead=lead if lead != (full_time or part_time or leader) else "",
    )


def duties(registry: Registry) -> dict[str, list[tuple[str, list[str]]]]:
    """Worker id -> 主责 (是 or 否) and grid codes of each row; one row, or two where both are true."""
    found: dict[str, dict[str, list[str]]] = {worker.id: {} for worker in registry.workers}
    for grid in registry.grids:
        for rank, person in enumerate(grid.people):
            found.setdefault(person, {}).setdefault("否" if rank else "是", []).append(grid.code)
    return {worker: list(rows.items()) or [("否", [])] for worker, rows in found.items()}


def shortened(registry: Registry, codes: list[str]) -> Iterator[str]:
    """Codes of a cell: the village instead of all its grids."""
    village = registry.grid[codes[0]].village if codes else ""
    if len(codes) > 1 and codes == [grid.code for grid in registry.grids_of_village[village]]:
        yield village
    else:
        yield from codes or [NOTHING]
