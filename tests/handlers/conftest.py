"""One desk for each test."""

import pytest

from tests.handlers.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
