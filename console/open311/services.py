"""The services of the interface: the topics of the lexicon, level by level, under codes that do not change (services.csv)."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from cases.reading import UNSURE

GENERAL = "0000"
"""Whoever files under it leaves the topic to the reading of the words."""


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    level1: str
    level2: str
    public: bool
    """Cases of it are about what anybody may see in the street: they are listed."""
    keywords: str

    @property
    def name(self) -> str:
        if self.code == GENERAL:
            return "说不准，请您们看"
        return f"{self.level1}·{self.level2}" if self.level2 else self.level1

    @property
    def description(self) -> str:
        shown = "登记后可以公开查到进度。" if self.public else "登记后不公开列出，只有提交的一方查得到。"
        return f"{self.keywords.replace(' ', '、')}等。{shown}" if self.keywords else shown


@dataclass(frozen=True)
class Services:
    all: Sequence[Service]

    @cached_property
    def by_code(self) -> Mapping[str, Service]:
        return {one.code: one for one in self.all}

    def of(self, topic: str, topic2: str) -> Service:
        """The nearest: of both levels, of the first, the general one."""
        return self._by_topic.get((topic, topic2)) or self._by_topic.get((topic, "")) or self.by_code[GENERAL]

    @cached_property
    def _by_topic(self) -> Mapping[tuple[str, str], Service]:
        return {(one.level1, one.level2): one for one in self.all}

    def topics(self, codes: Sequence[str]) -> frozenset[tuple[str, str]]:
        return frozenset((one.level1, one.level2) for one in self.all if one.code in codes)

    def public(self, codes: Sequence[str] = ()) -> frozenset[tuple[str, str]]:
        """Topics of the listed services, all or those of these codes."""
        return frozenset(
            (one.level1, one.level2) for one in self.all if one.public and (not codes or one.code in codes)
        )


@cache
def services() -> Services:
    rows = csv.DictReader((Path(__file__).parent / "services.csv").read_text("utf-8").splitlines())
    return Services(
        tuple(
            Service(row["code"], row["level1"] or UNSURE, row["level2"], row["public"] == "yes", row["keywords"])
            for row in rows
        )
    )
