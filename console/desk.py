"""What the pages are given: the door to the use cases, the clock, and a reader for each topic."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from cases.messages import Burden, Choice, Ranking, Spot, WhistleLedger
from cases.model import CaseId, PostCode
from cases.months import Month
from cases.pages.figures import FigurePages
from cases.pages.map import Drawing, MapPages
from cases.pages.upkeep import Upkeep
from cases.pages.work import WorkPages
from cases.ports import Clock, Failures, Glance, Run, Sessions

T = TypeVar("T")


class Ask(Protocol):
    """Runs a reader's call in a thread: a page may wait for the database, the process may not."""

    def __call__(self, read: Callable[..., T], /, *args: object) -> Awaitable[T]: ...


@dataclass(frozen=True)
class Rules:
    """Pages that the chat has too, by the same rules."""

    ranking: Callable[[PostCode, Month | None], Awaitable[Ranking]]
    whistles: Callable[[PostCode, Month | None], Awaitable[WhistleLedger]]
    burden: Callable[[PostCode, datetime, datetime], Awaitable[Burden | None]]
    chart: Callable[[PostCode], Awaitable[bytes]]
    """A picture (PNG) of the last two weeks."""
    month_book: Callable[[Month], Awaitable[bytes]]
    """The whole district's month as a workbook."""


@dataclass(frozen=True)
class ConsoleDesk:
    run: Run
    clock: Clock
    ask: Ask
    glance: Glance
    sessions: Sessions
    failures: Failures
    dead: Callable[[], int]
    parked: Callable[[], int]
    """How many there are of each, however many are shown."""
    work: WorkPages
    candidates: Callable[[CaseId], Awaitable[Sequence[Choice]]]
    """Whom a case may be handed to, with what each carries."""
    map: MapPages
    fetch: Callable[[str], Awaitable[bytes | None]]
    """A file by the messenger's handle; None where it is not to be had now."""
    drawing: Callable[[], Awaitable[Drawing]]
    """Of the registry as it is: made once for each state of it."""
    hot_map: Callable[[PostCode, Sequence[Spot]], Awaitable[bytes | None]]
    """A picture (PNG) of an area's land and from where most came; None where no place of it is known."""
    figures: FigurePages
    rules: Rules
    upkeep: Upkeep
    """Only the district's desk has use for it."""
    hosts: tuple[str, ...]
    """Names under which the pages answer: another site's name pointed at this machine gets nothing."""
    secure: bool
    """People reach it by https: the cookie never goes another way."""
