"""A desk with its doors open: the demo district on each engine, the real reading, no messenger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.hands import hands_for
from bot.listening import Minds
from bot.outside import Outsider
from bot.rules import rules_from
from bot.runner import Runner
from bot.settings import GivenSettings
from cases.commands import Action, Hear, Said, Target, Work
from cases.conversation import hear
from cases.fieldwork import do_work
from cases.model import Actor, Case, Cause, ChatRef, PersonRef, PostCode, Secrecy
from cases.ports import OutboxRow, Sent, UseCase
from storage.keys import Keys
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.cases.conftest import Hands
from tests.conftest import desks_that_answer
from tests.databases import Prepared, copied, prepare
from tests.postgres import Server

LAMP = "文昌街道大寨村2组路灯坏了"


@dataclass
class Doors:
    settings: GivenSettings
    store: Store
    clock: Hands
    runner: Runner
    outsider: Outsider
    minds: Minds
    count: int = 0

    def run(self, use_case: UseCase, command: object) -> None:
        use_case(self.store.unit_of_work(), command)

    def say(self, text: str, *, secrecy: Secrecy | None = None, by: str = "居民甲", **more: float) -> Case:
        """A resident of the chat reports something."""
        self.count += 1
        reading = self.minds.get().reader.read(text)
        said = Said(message=self.count, text=text, reading=reading, place=reading.place, secrecy=secrecy, **more)  # type: ignore[arg-type]
        who = Actor(ChatRef(f"tg:{by}"), PersonRef(f"tg:{by}"), by)
        before = len(self.cases())
        self.run(hear, Hear(who, self.clock.at, Cause(f"test/{self.count}"), said))
        assert len(self.cases()) == before + 1, "a question was asked first"
        return self.newest()

    def work(self, action: Action, case: Case, note: str = "") -> None:
        self.count += 1
        who = Actor(ChatRef(f"tg:{case.holder}"), PersonRef(f"tg:{case.holder}"))
        command = Work(who, self.clock.at, Cause(f"test/{self.count}"), action, Target(case=case.id), note)
        self.run(do_work, command)

    def newest(self) -> Case:
        return max(self.cases(), key=lambda case: (case.opened_at, case.number))

    def cases(self) -> list[Case]:
        return list(self.store.glance.case_list(None, 1000))

    def deliver(self) -> list[OutboxRow]:
        """All that would be sent now."""
        found: list[OutboxRow] = []
        while rows := self.store.outbox.claim(50, "test", timedelta(minutes=1)):
            for row in rows:
                self.store.outbox.settle(row.id, Sent(10_000 + row.id))
            found += rows
        return found


@pytest.fixture(scope="session")
def prepared(server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demo district, every post that answers in a chat of its own name."""

    def fill(url: str) -> None:
        store = Store(url, Hands(), rules_from(GivenSettings(database_url=url)))
        store.migrate()
        registry = demo_registry()
        store.save_registry(registry)
        posts = [*registry.worker, *desks_that_answer(registry), *registry.department]
        store.bind_desks({PostCode(post): ChatRef(f"tg:{post}") for post in posts})
        store.close()

    return prepare(server, tmp_path_factory.mktemp("doors"), fill)


@pytest.fixture
def doors(prepared: Prepared, tmp_path: Path) -> Iterator[Doors]:
    with copied(prepared, tmp_path) as url:
        settings = GivenSettings(database_url=url, open311="write", open311_a_minute=30, undo_seconds=0)
        clock = Hands()
        store = Store(url, clock, rules_from(settings), keys=Keys.of("k" * 64))
        runner = Runner(store, hands_for(store))
        minds = _minds(settings, store)
        yield Doors(settings, store, clock, runner, Outsider(minds, runner, store, clock), minds)
        runner.close()
        store.close()


_READY: list[Minds] = []


def _minds(settings: GivenSettings, store: Store) -> Minds:
    """Built once: every copy has the same registry."""
    if not _READY:
        _READY.append(Minds(settings, store.glance))
        _READY[0].get()
    _READY[0].get().places._glance = store.glance
    return _READY[0]
