"""What a row of the table is: ours and its floor in turn within each round, so that whatever else the machine does hits both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

ROUNDS = 5
HEAD = f"{'':<66} {'ratio':>7}   {'spread':<17} {'asked':>9}"


@dataclass(frozen=True)
class Row:
    """`ratios` are floor / ours, one of each round: 1 is as good as the floor, more is better. `remark` has what each costs."""

    name: str
    ratios: list[float]
    asked: float | None = None
    at_most: bool = False
    """The ratio is ours / floor, and less is better."""
    remark: str = ""

    @property
    def holds(self) -> bool | None:
        """None where nothing is asked."""
        if self.asked is None:
            return None
        return median(self.ratios) <= self.asked if self.at_most else median(self.ratios) >= self.asked

    def __str__(self) -> str:
        asked = "" if self.asked is None else f"{'<=' if self.at_most else '>='} {self.asked:g}"
        short = {True: "", False: "  short", None: ""}[self.holds]
        spread = f"{min(self.ratios):.2f} … {max(self.ratios):.2f}"
        line = f"{self.name:<66} {median(self.ratios):7.2f}   {spread:<17} {asked:>9}{short}"
        return f"{line}\n    {self.remark}" if self.remark else line


def timed(work: Callable[[], Any], times: int, clock: Callable[[], float] = time.process_time) -> float:
    begun = clock()
    for _ in range(times):
        work()
    return clock() - begun


def compared(
    name: str,
    ours: Callable[[], Any],
    floor: Callable[[], Any],
    times: int,
    *,
    asked: float | None = None,
    clock: Callable[[], float] = time.process_time,
    unit: float = 1,
    per: str = "",
) -> Row:
    """CPU-seconds of this process, unless another clock is given. `unit` things are done in one call, each called `per`."""
    pairs = [(timed(ours, times, clock), timed(floor, times, clock)) for _ in range(ROUNDS)]
    each = [median(column) / times / unit for column in zip(*pairs, strict=True)]
    remark = f"{amount(each[0])} : {amount(each[1])} {per}".rstrip()
    return Row(name, [floor / ours for ours, floor in pairs], asked, remark=remark)


def amount(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds >= 0.0001 else f"{seconds * 1e6:.1f} µs"
