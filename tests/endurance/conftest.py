"""The battery's table, printed once at the end."""

import pytest

from tests.endurance.table import Table

TABLE = pytest.StashKey[Table]()


@pytest.fixture(scope="session")
def table(pytestconfig: pytest.Config) -> Table:
    return pytestconfig.stash.setdefault(TABLE, Table())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(TABLE, None)
    if found and found.lines:
        terminalreporter.section("endurance")
        terminalreporter.write_line(str(found))
