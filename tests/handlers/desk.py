"""Stand-ins for everything around the handlers: they record what was run and answer reads from plain dicts."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from cases.errors import CaseError
from cases.model import Actor, Case, CaseId, Cause, ChatRef, Draft, DraftState, PersonRef, PostCode, Status
from cases.org import Org
from cases.ports import Below, Met, SaidBefore, UseCase
from cases.reading import NOWHERE, Complexity, Intent, Matter, Option, PlaceKind, PlaceReading, Reading, Severity
from cases.registry import Registry
from handlers.feed import Listener
from handlers.kit import Kit
from nlp.place import Datum, PointReading
from tests.handlers.phone import BOT, CHIEF, FORUM, GROUP, TOPIC, USERNAME, WORKER, Raw
from texts.zh import Zh

NOW = datetime(2026, 2, 27, 14, 0, tzinfo=timezone(timedelta(hours=8)))
CAUSE = Cause("update/1")
NOWHERE_KNOWN = Org(Registry((), ()))
LAMP = Reading(
    intent=Intent.COMPLAINT,
    topic="基础设施",
    topic2="路灯",
    object="路灯",
    fault="不亮",
    severity=Severity.NORMAL,
    doubtful=False,
    danger=None,
    complexity=Complexity.SIMPLE,
    conflict=False,
    confidence=0.9,
    top3=("基础设施",),
    evidence=(),
    place=NOWHERE,
)


@dataclass
class Books:
    """A Glance over dicts."""

    posts: dict[str, str] = field(
        default_factory=lambda: {
            f"tg:{WORKER}": "Z0007",
            f"tg:{CHIEF}": "410871001",
            f"tg:{GROUP}": "410871001001",
            f"tg:{FORUM}/{TOPIC}": "410871001002",
        }
    )
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    said: dict[tuple[str, int], SaidBefore] = field(default_factory=dict)
    """What was said before, by chat and number."""

    def meet(self, actor: Actor, below: Below | None = None) -> Met:
        said = self._said_below(actor.chat, below) if below else None
        return Met(NOWHERE_KNOWN, self.posts_of(actor), self.drafts.get((actor.chat, actor.person)), said)

    def posts_of(self, actor: Actor) -> frozenset[PostCode]:
        return frozenset({PostCode(self.posts[actor.chat])} if actor.chat in self.posts else ())

    def case_list(self, statuses: frozenset[Status] | None, limit: int) -> Sequence[Case]:
        return [case for case in self.cases if statuses is None or case.status in statuses][:limit]

    def grid_of_last(self, actor: Actor, at: datetime) -> str:
        return next((case.grid for case in self.cases if case.reporter == actor.chat), "")

    def _said_below(self, chat: ChatRef, below: Below) -> SaidBefore | None:
        if below.reply:
            return self.said.get((chat, below.message))
        there = [one for (where, number), one in self.said.items() if where == chat and number < below.message]
        return max(there, default=None, key=lambda one: one.number)

    def org(self) -> Org:
        raise NotImplementedError


@dataclass
class Sentences:
    """A reader that always reads the same, and remembers what it was asked."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def read(self, text: str, *, title: str = "", within: str = "", home: str = "") -> Reading:
        self.asked.append((text, within))
        return LAMP


class Halves:
    """A splitter that knows a message of two matters by its full stop."""

    def matters(self, text: str, whole: Reading, read: Callable[[str], Reading]) -> tuple[Matter, ...]:
        parts = [part for part in text.split("。") if part]
        return tuple(Matter(part, read(part), whole.place) for part in parts) if len(parts) == 2 else ()


@dataclass
class Paper:
    """A map on which every point lies in one grid."""

    asked: list[tuple[float, float, float | None, Datum]] = field(default_factory=list)

    def around(self, code: str) -> str:
        return code

    def at(self, lon: float, lat: float, accuracy_m: float | None, datum: Datum) -> PointReading:
        self.asked.append((lon, lat, accuracy_m, datum))
        return PointReading(PlaceKind.GRID, "G1", (Option("G1", "大寨村1组"),), owners={"G1": frozenset({"G1"})})


class StoppedClock:
    def now(self) -> datetime:
        return NOW


class Wire(BaseSession):
    """Telegram's end of the line: notes every call, and can be dead."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.dead = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        self.calls.append(method)
        if self.dead:
            raise OSError("no route to host")
        return True  # type: ignore[return-value]

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


class Desk:
    """A Listener with stand-ins around it."""

    def __init__(self) -> None:
        self.books, self.reader, self.map, self.wire = Books(), Sentences(), Paper(), Wire()
        self.ran: list[tuple[str, Any]] = []
        self.refusing: dict[str, Exception] = {}
        self.bot = Bot(f"{BOT}:TEST-TOKEN-THAT-IS-NONE", session=self.wire)
        self.kit = Kit(
            self.books,
            self.reader,
            Halves(),
            self.map,
            StoppedClock(),
            USERNAME,
            Zh(UTC, gas_hotline=""),
            self.books.meet,
        )
        self.listener = Listener(self.kit, self.bot)

    async def run(self, use_case: UseCase, command: Any) -> None:
        self.ran.append((use_case.__name__, command))
        if error := self.refusing.get(use_case.__name__):
            raise error

    async def hear(self, *updates: Raw) -> list[tuple[str, Any]]:
        """Feeds updates; the (use case, command) pairs that ran for them."""
        self.ran.clear()
        for raw in updates:
            await self.listener.hear(raw, self.run, CAUSE)
        await self.listener.close()
        return list(self.ran)

    async def command(self, raw: Raw) -> Any:
        """The one command an update becomes."""
        ((_, command),) = await self.hear(raw)
        return command

    async def names(self, raw: Raw) -> list[str]:
        return [name for name, _ in await self.hear(raw)]

    def refuse(self, use_case: str, error: CaseError) -> None:
        self.refusing[use_case] = error

    def ask(self, person: int, state: DraftState, place: PlaceReading | None = None, about: str = "") -> Draft:
        """An open question to a person in their private chat."""
        chat, who = ChatRef(f"tg:{person}"), PersonRef(f"tg:{person}")
        case = CaseId(about) if about else None
        draft = Draft(CaseId("d1"), chat, who, "张三", state, NOW, place=place, about=case)
        self.books.drafts[chat, who] = draft
        return draft
