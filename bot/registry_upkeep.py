"""The registry's workbook for the console: looked over, put into use, written."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli_texts import TEMPLATE_HELP
from bot.desk import change_lines, in_use_lines
from cases.deeds import Doer
from cases.pages.upkeep import Checked
from cases.registry import EMPTY, Registry
from storage.errors import RegistryInUse
from storage.registry_files.diff import diff
from storage.registry_files.faults import RegistryFaults
from storage.registry_files.read import read_registry
from storage.registry_files.workbook_write import write_template, write_workbook
from storage.store import Store

NAME = "工作簿.xlsx"
"""What a fault of the whole file calls it."""


class WorkbookDesk:
    """A cases.pages.upkeep.RegistryFiles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, workbook: bytes) -> Checked:
        return self._look(workbook)[0]

    def save(self, workbook: bytes, seen: Checked, by: Doer) -> Checked:
        now, new = self._look(workbook)
        if new is None or now != seen or not now.can_be_saved:
            return now
        try:
            self._store.save_registry(new, by)
        except RegistryInUse as error:
            return Checked(warnings=now.warnings, changes=now.changes, in_use=tuple(in_use_lines(error.numbers)))
        return Checked(warnings=now.warnings, changes=now.changes, saved=True)

    def present(self, by: Doer) -> bytes:
        registry = self._store.glance.org().registry
        self._store.note_export("registry", len(registry.grids), by)
        return _written(lambda path: write_workbook(registry, path))

    def template(self) -> bytes:
        return _written(lambda path: write_template(path, TEMPLATE_HELP))

    def _look(self, workbook: bytes) -> tuple[Checked, Registry | None]:
        known = self._store.load_registry() or EMPTY
        with TemporaryDirectory() as folder:
            path = Path(folder, NAME)
            path.write_bytes(workbook)
            try:
                loaded = read_registry(path, known)
            except RegistryFaults as found:
                return Checked(faults=tuple(map(str, found.faults))), None
        in_use = self._store.open_cases_without_grid(loaded.registry)
        warnings, changes = map(str, loaded.warnings), change_lines(diff(known, loaded.registry))
        return Checked((), tuple(warnings), tuple(changes), tuple(in_use_lines(in_use))), loaded.registry


def _written(write: Callable[[Path], None]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        write(path)
        return path.read_bytes()
