"""A desk for tests: the real rules, the real reading, a real SQLite file; only the messenger is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge import knowledge_of
from bot.rules import common_places, default_limits, is_workday
from cases import messages as words
from cases.aftercare import give_verdict
from cases.agenda import due_sweeps
from cases.apart import place_in_question
from cases.clocks import Office, Quiet
from cases.commands import Action, GiveVerdict, Hear, Look, Said, ShowDigest, StaffHear, Target, Verdict, Work
from cases.conversation import hear
from cases.fieldwork import do_work, hear_staff
from cases.messages import Message
from cases.model import Actor, Attachment, Case, CaseId, Cause, ChatRef, Event, Media, PersonRef, PostCode
from cases.org import Org
from cases.ports import OutboxRow, Sent, UseCase
from cases.reading import NOWHERE, Matter, PlaceReading, Reading
from cases.registry import Registry
from cases.rules import Rules
from cases.supervision import show_digest
from cases.sweeps import answer_for_silence, climb_ladder, send_digests
from cases.whistle_watch import watch_whistles
from handlers.resident.words import same_in
from handlers.translate import in_a_word
from handlers.words import split_number
from nlp.place import Locator, Map
from nlp.plain.directives import read_directive
from nlp.plain.follow import put_right_in
from nlp.plain.leave import says_away_too
from nlp.plain.muster import read_muster
from nlp.plain_words import read_verdict, read_worker
from nlp.reader import Reader
from nlp.split import Splitter
from storage.keys import NO_KEYS, Keys
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.conftest import desks_that_answer
from tests.databases import Prepared, copied, prepare
from tests.postgres import Server

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZONE)
LAMP = "文昌街道大寨村2组路灯坏了"


M = TypeVar("M", bound=Message)
Listening = tuple[Reader, Splitter, Map]
ONE_IN = 3
"""Of the rules' tests so many run on PostgreSQL too in `make test`: the rules know no engine, and tests/storage asks both
of every query. `make endurance` runs all of them on both."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on_postgresql = "[postgresql" in item.name and Path(__file__).parent in item.path.parents
        if on_postgresql and crc32(item.name.encode()) % ONE_IN:
            item.add_marker(pytest.mark.endurance)


class Hands:
    """A clock that moves only when a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass
class Desk:
    store: Store
    clock: Hands
    reader: Reader
    splitter: Splitter
    map: Map
    org: Org
    heard: list[tuple[str, Message]] = field(default_factory=list)
    """(who, what) of everything sent so far."""
    shown: list[tuple[str, CaseId | None, int]] = field(default_factory=list)
    """(who, the case it is about, the message's number) of the same."""
    count: int = 0

    # --- people ---

    def resident(self, name: str = "居民甲") -> Actor:
        return Actor(ChatRef(f"tg:{name}"), PersonRef(f"tg:{name}"), name)

    def holder(self, post: str) -> Actor:
        return Actor(ChatRef(f"tg:{post}"), PersonRef(f"tg:{post}"), self.org.label(post))

    # --- doing ---

    def run(self, use_case: UseCase, command: object) -> None:
        use_case(self.store.unit_of_work(), command)

    def cause(self) -> Cause:
        self.count += 1
        return Cause(f"test/{self.count}")

    def say(self, text: str = "", *, by: str = "居民甲", photos: int = 0, **more: object) -> int:
        """A resident says something; returns the message's number."""
        who = self.resident(by)
        draft = self.store.glance.meet(who).draft
        within = place_in_question(draft).code if draft else ""
        reading = self.reader.read(text, within=within) if text else None
        verdict = read_verdict(text)
        cause = self.cause()
        said = Said(
            message=self.count,
            text=text,
            reading=reading,
            matters=self._matters(text, reading, within) if reading else (),
            attachments=tuple(Attachment(Media.PHOTO, f"photo{self.count}.{n}") for n in range(photos)),
            verdict=verdict.verdict,
            note=verdict.note,
        )
        said = replace(in_a_word(said), same=same_in(text), put_right=self._put_right(text, who))
        if reading:
            said = replace(said, place=reading.place)
        self.run(hear, Hear(who, self.clock.at, cause, replace(said, **more)))  # type: ignore[arg-type]
        self.deliver()
        return said.message

    def _put_right(self, text: str, who: Actor) -> PlaceReading:
        words = put_right_in(text)
        near = self.map.around(self.store.glance.grid_of_last(who, self.clock.at))
        return self.reader.read(words, within=near).place if words else NOWHERE

    def _matters(self, text: str, whole: Reading, within: str) -> tuple[Matter, ...]:
        around = self.map.around(whole.place.code) or within
        return self.splitter.matters(text, whole, lambda part: self.reader.read(part, within=around))

    def tell(self, post: str, text: str, *, photos: int = 0, **more: object) -> None:
        """A worker writes something."""
        word = read_worker(text, self.clock.at.date())
        mustered = read_muster(text, word, self.clock.at)
        cause = self.cause()
        said = Said(
            message=self.count,
            text=text,
            attachments=tuple(Attachment(Media.PHOTO, f"photo{self.count}.{n}") for n in range(photos)),
            action=word.action,
            note=word.note,
            sure=word.sure,
            reason=word.reason,
            days=word.days,
            to=word.to,
            muster=mustered.step,
            answer=mustered.note,
            comes_at=mustered.comes_at,
            directive=read_directive(text),
            away_too=says_away_too(text),
            other=word.number if word.action is Action.SAME else "",
            number=split_number(text)[0],
        )
        self.run(hear_staff, StaffHear(self.holder(post), self.clock.at, cause, replace(said, **more)))  # type: ignore[arg-type]
        self.deliver()

    def work(self, post: str, action: Action, case: Case, note: str = "") -> None:
        command = Work(self.holder(post), self.clock.at, self.cause(), action, Target(case=case.id), note)
        self.run(do_work, command)
        self.deliver()

    def judge(self, verdict: Verdict, note: str = "", *, by: str = "居民甲") -> None:
        case = self.case()
        self.run(give_verdict, GiveVerdict(self.resident(by), self.clock.at, self.cause(), case.id, verdict, note))
        self.deliver()

    def wait(self, **span: float) -> None:
        """Lets time pass in one jump, then sweeps."""
        self.clock.at += timedelta(**span)
        self.sweep()

    def later(self, **span: float) -> None:
        """Lets time pass for what is only held back: nothing is swept."""
        self.clock.at += timedelta(**span)
        self.deliver()

    def sweep(self) -> None:
        self.look(climb_ladder, watch_whistles, answer_for_silence, send_digests)
        self.deliver()

    def look(self, *sweeps: UseCase) -> None:
        """Those of them of which the clock is told that there is something to do."""
        for sweep in due_sweeps(self.store.agenda, self.store.rules, self.clock.at):
            if sweep in sweeps:
                self.run(sweep, Look(self.clock.at))

    def deliver(self) -> None:
        """Sends all that may be sent now, as the courier would, and remembers it."""
        while rows := self.store.outbox.claim(50, "test", timedelta(minutes=1)):
            for row in rows:
                self.store.outbox.settle(row.id, self._sent(row))

    def _sent(self, row: OutboxRow) -> Sent:
        who, number = row.chat.removeprefix("tg:"), row.edit or 10_000 + row.id
        self.heard.append((who, row.message))
        self.shown.append((who, row.case, number))
        return Sent(number)

    # --- looking ---

    def case(self, number: int = 0) -> Case:
        """The newest case, or the n-th newest."""
        found = sorted(self.store.glance.case_list(None, 100), key=lambda c: (c.opened_at, c.number), reverse=True)
        return found[number]

    def cases(self) -> list[Case]:
        return list(self.store.glance.case_list(None, 100))

    def heard_by(self, who: str) -> list[Message]:
        return [message for chat, message in self.heard if chat == who]

    def pushes(self, who: str) -> list[words.Reminder | words.Card]:
        """What rang, by itself or on a case's first card."""
        return [one for one in self.heard_by(who) if isinstance(one, words.Reminder | words.Card) and _step(one)]

    def pushed(self, who: str) -> list[str]:
        """The steps of those."""
        return [_step(one) for one in self.pushes(who)]

    def last(self, who: str = "居民甲") -> Message:
        return self.heard_by(who)[-1]

    def told(self, kind: type[M], who: str = "居民甲") -> list[M]:
        """What was said of one kind."""
        return [message for message in self.heard_by(who) if isinstance(message, kind)]

    def steps(self, who: str = "居民甲") -> list[words.StepTaken]:
        """Every step that a resident heard of, in a message of its own or on a fresh receipt."""
        heard = (one.taken if isinstance(one, words.Receipt) else one for one in self.heard_by(who))
        return [one for one in heard if isinstance(one, words.StepTaken)]

    def cards(self, who: str) -> list[words.Card]:
        return self.told(words.Card, who)

    def page(self, post: str) -> words.Digest:
        """The page that a desk asks for now."""
        self.run(show_digest, ShowDigest(self.holder(post), self.clock.at, self.cause()))
        self.deliver()
        found = self.last(post)
        assert isinstance(found, words.Digest)
        return found

    def history(self, case: Case | None = None) -> Sequence[Event]:
        """Of the newest case, if none is named."""
        with self.store.unit_of_work() as uow:
            return uow.history((case or self.case()).id)

    def shown_at(self, who: str, case: Case | None = None) -> int:
        """The first message about a case, the newest if none is named, that was sent there: for a reply."""
        about = (case or self.case()).id
        return next(number for chat, case_id, number in self.shown if (chat, case_id) == (who, about))

    def forget(self) -> None:
        self.heard.clear()


def _step(one: words.Reminder | words.Card) -> str:
    return one.pushed if isinstance(one, words.Card) else one.step


@pytest.fixture(scope="session")
def registry() -> Registry:
    return demo_registry()


@pytest.fixture(scope="session")
def listening(registry: Registry) -> Listening:
    return Reader(Locator(registry)), Splitter(), Map(registry)


@pytest.fixture(scope="session")
def district(registry: Registry, server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A database with the demo district, every post that answers in a chat of its own name; on each engine."""

    def fill(url: str) -> None:
        store = Store(url, Hands(), rules())
        store.migrate()
        store.save_registry(registry)
        posts = [*registry.worker, *desks_that_answer(registry), *registry.department]
        store.bind_desks({PostCode(post): ChatRef(f"tg:{post}") for post in posts})
        store.close()

    return prepare(server, tmp_path_factory.mktemp("district"), fill)


def rules() -> Rules:
    return Rules(
        Office(ZONE, is_workday),
        Quiet(ZONE),
        default_limits(),
        console_url="http://localhost",
        common_places=common_places(),
        knowledge=knowledge_of("demo"),
    )


@pytest.fixture
def url(district: Prepared, tmp_path: Path) -> Iterator[str]:
    with copied(district, tmp_path) as url:
        yield url


@pytest.fixture
def house() -> Rules:
    """The rules of the house. A module that tests others has a `house` of its own."""
    return rules()


@pytest.fixture
def keys() -> Keys:
    return NO_KEYS


@pytest.fixture
def desk(url: str, registry: Registry, listening: Listening, house: Rules, keys: Keys) -> Iterator[Desk]:
    clock = Hands()
    store = Store(url, clock, house, keys=keys)
    yield Desk(store, clock, *listening, Org(registry))
    store.close()


@pytest.fixture
def lamp(desk: Desk) -> Desk:
    """A desk with one ordinary case filed on a Monday at nine."""
    desk.say(LAMP)
    return desk
