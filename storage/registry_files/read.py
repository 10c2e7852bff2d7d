"""A registry from whatever it is kept in: a workbook, a folder of CSV files, or boundaries for the registry in use."""

from dataclasses import dataclass, replace
from pathlib import Path

from cases.registry import EMPTY, Registry
from storage.registry_files.csv_set import read_csv_draft
from storage.registry_files.faults import FaultList, RegistryFault
from storage.registry_files.shapes import read_shapes

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
MAPS = frozenset({".geojson", ".json"})
KINDS = WORKBOOKS | MAPS | {".csv"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A registry without a fault; warnings are for people to look at and stop nothing."""

    registry: Registry
    warnings: tuple[RegistryFault, ...] = ()


def read_registry(path: Path, known: Registry = EMPTY, grid_code: str = "") -> Loaded:
    """From a folder or a file whose suffix is among KINDS. `known` is the registry in use: a workbook keeps its
    boundaries, what names no departments keeps those, a map file is put into it. `grid_code`: a pattern, where codes are not village and three digits.
    Raises RegistryFaults."""
    if path.suffix.lower() in MAPS and path.is_file():
        return _with_shapes(path, known)
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        from storage.registry_files.workbook import read_workbook_draft  # `minhu read` needs no workbooks

        draft = read_workbook_draft(path, known, grid_code)
    else:
        draft = read_csv_draft(path.parent if path.is_file() else path, grid_code)
        draft.keep_departments(known)
    return Loaded(draft.registry(), tuple(draft.faults.warnings))


def _with_shapes(path: Path, known: Registry) -> Loaded:
    faults = FaultList()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        faults.add(path.name, 0, "", "打不开这个文件,请另存为 UTF-8 编码的 GeoJSON。")
        text = ""
    if not known.grids:
        faults.add(path.name, 0, "", "还没有网格可以对上,请先导入网格,再导入边界。")
    faults.raise_if_any()
    shapes = read_shapes(text, path.name, known.grid, known.shapes, faults)
    faults.raise_if_any()
    return Loaded(replace(known, shapes={**known.shapes, **shapes}), tuple(faults.warnings))
