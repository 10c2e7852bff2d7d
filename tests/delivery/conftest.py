"""The sandbox of tests/sandbox, and a sender that writes to its people."""

from collections.abc import AsyncIterator

import pytest

from tests.delivery.office import Office
from tests.sandbox.conftest import base_url, http, swap
from tests.sandbox.conftest import desk as desk  # noqa: PLC0414
from tests.sandbox.desk import Desk

__all__ = ["base_url", "desk", "http", "office", "swap"]


@pytest.fixture
async def office(desk: Desk) -> AsyncIterator[Office]:
    office = Office(desk)
    async with office.sender:
        yield office
