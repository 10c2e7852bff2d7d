"""The battery's table, printed once at the end."""

import pytest

from bot.demo import populate
from tests.databases import Prepared, prepare
from tests.endurance.table import Table
from tests.postgres import Server

TABLE = pytest.StashKey[Table]()


@pytest.fixture(scope="session")
def whole_district(server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demo district with every post bound, all hundred stations too."""
    return prepare(server, tmp_path_factory.mktemp("whole-district"), populate)


@pytest.fixture(scope="session")
def table(pytestconfig: pytest.Config) -> Table:
    return pytestconfig.stash.setdefault(TABLE, Table())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(TABLE, None)
    if found and found.lines:
        terminalreporter.section("endurance")
        terminalreporter.write_line(str(found))
