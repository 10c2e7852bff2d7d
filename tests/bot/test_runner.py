"""Use cases are tried again when another got in between, and refusals reach whoever asked."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.hands import Hands, one_by_one
from bot.runner import ATTEMPTS, Runner
from cases.errors import NotYours
from cases.ports import UnitOfWork
from storage.errors import AlreadySettled, StaleCase


class Unit:
    def __init__(self, settles: int | None) -> None:
        self.settles = settles


class Shelf:
    """Stands in for the store: hands out units of work."""

    def unit_of_work(self, settles: int | None = None) -> Any:
        return Unit(settles)


@pytest.fixture
def runner() -> Iterator[Runner]:
    runner = Runner(Shelf(), Hands(one_by_one))  # type: ignore[arg-type]
    yield runner
    runner.close()


def failing(times: int, error: Exception) -> Any:
    left = [times]

    def use_case(uow: UnitOfWork, command: list[int]) -> None:
        command.append(1)
        if left[0]:
            left[0] -= 1
            raise error

    return use_case


@pytest.mark.parametrize("error", [StaleCase(), OperationalError("BEGIN", {}, Exception("database is locked"))])
async def test_a_use_case_that_came_second_is_run_again(runner: Runner, error: Exception) -> None:
    calls: list[int] = []
    await runner(failing(2, error), calls)
    assert len(calls) == 3


async def test_patience_ends(runner: Runner) -> None:
    calls: list[int] = []
    with pytest.raises(StaleCase):
        await runner(failing(99, StaleCase()), calls)
    assert len(calls) == ATTEMPTS


async def test_a_refusal_is_raised_at_once_and_wakes_nobody(runner: Runner) -> None:
    woken: list[Any] = []
    runner.after_commit = lambda use_case, command: woken.append(command)
    calls: list[int] = []
    with pytest.raises(NotYours):
        await runner(failing(1, NotYours("0302-001")), calls)
    assert (len(calls), woken) == (1, [])


async def test_an_update_settled_before_passes_in_silence(runner: Runner) -> None:
    run = runner.bound(7)
    await run(failing(1, AlreadySettled(7)), [])
    assert run.settled


async def test_a_bound_run_gives_the_row_to_the_transaction(runner: Runner) -> None:
    seen: list[int | None] = []

    def use_case(uow: Any, command: None) -> None:
        seen.append(uow.settles)

    await runner.bound(7)(use_case, None)
    await runner(use_case, None)
    assert seen == [7, None]


async def test_use_cases_of_one_writer_never_overlap(runner: Runner) -> None:
    inside, most = [0], [0]

    def use_case(uow: UnitOfWork, command: None) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        inside[0] -= 1

    await asyncio.gather(*(runner(use_case, None) for _ in range(50)))
    assert most == [1]


@pytest.mark.parametrize("end", [StopIteration(), KeyboardInterrupt(), MemoryError()])
async def test_however_a_work_ends_somebody_hears_of_it_and_the_hands_go_on(runner: Runner, end: BaseException) -> None:
    def use_case(uow: UnitOfWork, command: None) -> None:
        raise end

    with pytest.raises((RuntimeError, MemoryError)):
        await asyncio.wait_for(runner(use_case, None), 5)
    assert await runner.offload(lambda: 7) == 7
