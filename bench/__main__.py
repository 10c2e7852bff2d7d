"""`make bench`: each row is a ratio measured in one run, median of five, because absolute times are noise; then the console's pages
in milliseconds, as people wait for them. `ARGS="--cases 20000"` for fewer cases below the pages, 0 for no pages."""

import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import jieba

from bench import pages
from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.commands import Hear, Look, Said
from cases.conversation import hear
from cases.model import Actor, Cause, ChatRef, PersonRef, PostCode
from cases.sweeps import climb_ladder
from nlp.place import Locator
from nlp.reader import Reader
from storage.registry_files.demo import demo_registry
from storage.store import Store

ROUNDS = 5
COMPLAINT = "文昌街道大寨村2组路灯坏了三天，晚上黑得很，老人出门不方便，请尽快派人来看看。"
LETTER = (COMPLAINT * 12)[:400]
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """`ours` and `floor` are seconds for the same amount of work."""

    name: str
    ours: list[float]
    floor: list[float]

    def __str__(self) -> str:
        ratios = sorted(f / o for o, f in zip(self.ours, self.floor, strict=True))
        return f"{self.name:<58} {median(ratios):8.2f}   ({ratios[0]:.2f} … {ratios[-1]:.2f})"


class Still:
    def now(self) -> datetime:
        return NOON


def timed(work: Callable[[], Any], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - start


def compared(name: str, ours: Callable[[], Any], floor: Callable[[], Any], times: int) -> Row:
    """Both in turn within each round, so that whatever else the machine does hits both."""
    pairs = [(timed(ours, times), timed(floor, times)) for _ in range(ROUNDS)]
    return Row(name, [ours for ours, _ in pairs], [floor for _, floor in pairs])


def main() -> int:
    asked = ArgumentParser(prog="bench")
    asked.add_argument("--cases", type=int, default=pages.CASES)
    count = asked.parse_args().cases
    ratios()
    return pages.table_of(count) if count else 0


def ratios() -> None:
    registry = demo_registry()
    reader = Reader(Locator(registry))
    jieba.initialize()
    reader.read(LETTER)
    print(f"{'':<58} {'ratio':>8}   (lowest … highest of {ROUNDS})")
    print(
        compared(
            "reading + place of a 400-character letter : jieba.lcut",
            lambda: reader.read(LETTER),
            lambda: jieba.lcut(LETTER),
            100,
        )
    )
    print(
        compared(
            "reading + place of a chat message : jieba.lcut",
            lambda: reader.read(COMPLAINT),
            lambda: jieba.lcut(COMPLAINT),
            300,
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.db'}", Still(), rules_from(GivenSettings()))
        store.migrate()
        store.save_registry(registry)
        store.bind_desks({PostCode(post): ChatRef(f"tg:{n}") for n, post in enumerate(registry.worker)})
        print(
            compared(
                "one complaint filed (read, placed, committed) : one commit", Filing(store, reader), Commit(store), 100
            )
        )
        print(
            compared(
                "sweep with nothing due : one commit",
                lambda: climb_ladder(store.unit_of_work(), Look(NOON)),
                Commit(store),
                100,
            )
        )
        store.close()


class Filing:
    """Hears one new complaint each time it is called."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store, self._reader, self._count = store, reader, 0

    def __call__(self) -> None:
        self._count += 1
        me = f"tg:{100_000 + self._count}"
        reading = self._reader.read(COMPLAINT)
        said = Said(self._count, COMPLAINT, reading=reading, place=reading.place)
        by = Actor(ChatRef(me), PersonRef(me), "居民")
        hear(self._store.unit_of_work(), Hear(by, NOON, Cause(f"bench/{self._count}"), said))


class Commit:
    """The floor of everything durable: one empty unit of work, opened and committed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self) -> None:
        with self._store.unit_of_work() as uow:
            uow.next_number(NOON)
            uow.commit()


if __name__ == "__main__":
    sys.exit(main())
