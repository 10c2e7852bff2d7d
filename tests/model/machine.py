"""The search: random moves of people, processes and time, each perhaps cut short, and in the end all must come right."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.model.ending import come_to_rest
from tests.model.hands import BEGINNINGS
from tests.model.moves import DAYS
from tests.model.world import Move, World

DANGERS = (0, 30, 60)
"""Of a hundred moves so many are cut short: runs without a crash find what two processes do to one another."""
LENGTHS = (0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 9, 12, 16, 21)
"""At which point from its beginning a move is cut short."""
NUMBERS = st.sampled_from(range(10_000))
"""Evenly drawn, as st.integers would not."""


class District(RuleBasedStateMachine):
    """One rule, so that hypothesis leaves out no kind of move: a run in which nobody ever listens finds nothing."""

    runs = 0
    steps = 0
    world: World | None = None
    broken = False

    @initialize(
        begins=st.sampled_from(BEGINNINGS),
        day=st.sampled_from(DAYS),
        danger=st.sampled_from(DANGERS),
        after_weeks=st.sampled_from((False, False, True)),
    )
    def open(self, begins: datetime, day: tuple[Move, ...], danger: int, after_weeks: bool) -> None:
        District.runs += 1
        self.moves, self.danger, self.after_weeks = day, danger, after_weeks
        self.world = World(begins)

    @rule(move=NUMBERS, pick=NUMBERS, replica=st.integers(0, 1), luck=NUMBERS)
    def next(self, move: int, pick: int, replica: int, luck: int) -> None:
        world = self.world
        assert world is not None
        District.steps += 1
        try:
            world.go(self.moves[move % len(self.moves)], world.replicas[replica], pick, self._fuse(luck))
        except Exception:
            self._is_broken()
            raise

    def _fuse(self, luck: int) -> int | None:
        return LENGTHS[luck // 100 % len(LENGTHS)] if luck % 100 < self.danger else None

    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            if not self.broken:
                come_to_rest(self.world, after_weeks=self.after_weeks)
        except Exception:
            self._is_broken()
            raise
        finally:
            self.world.close()

    def _is_broken(self) -> None:
        self.broken = True
        if self.world:
            note("\n".join(self.world.tape))


def search(runs: int, steps: int) -> Any:
    """Settings: the same runs every time, and none of them shrunk, since each takes too long to be tried a thousandfold."""
    return settings(
        max_examples=runs,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
