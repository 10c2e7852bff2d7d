"""The district's own words beside those that come with the program: proposed from corrections, and added."""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock

from bot.opening import open_desk
from bot.settings import Settings
from bot.topic_tables import topics_of
from cases.corrections import Correction, correction_in
from cases.deeds import ADMINISTRATOR, Doer
from cases.model import CITIZEN, Case, Event, Happening
from cases.pages.upkeep import WordChange, WordReview
from cases.ports import Clock
from nlp.learning.review import Past, Proposal, Review, review
from nlp.tables import rows_in, write_rows
from storage.store import Store

OK, BAD_USAGE = 0, 2
MOST_CASES = 20_000
"""The newest; an older one was read by people who knew other words."""


def review_corrections(*, apply: bool, only: str, as_json: bool) -> int:
    """Prints what corrected cases propose; with `apply` adds it, or the words of `only`, to the district's own table."""
    with open_desk() as (settings, store, clock):
        if apply and not settings.own_topics:
            print("要写入，先在 .env 里写 MINHU_OWN_TOPICS=own-topics.csv（本地词表放哪里）。", file=sys.stderr)
            return BAD_USAGE
        found, counts = reviewed(settings, store)
        wanted = {word.strip() for word in only.replace("，", ",").split(",") if word.strip()}
        chosen = [one for one in found.proposals if not wanted or one.word in wanted]
        if as_json:
            print(json.dumps(asdict(found) | {"corrected": asdict(counts)}, ensure_ascii=False, indent=2))
        else:
            _print(found, counts, chosen)
        if apply and chosen:
            adopt(settings, store, chosen, clock)
            print(f"已加到 {settings.own_topics}。正在运行的机器人请重启一次。", file=sys.stderr)
    return OK


def reviewed(settings: Settings, store: Store) -> tuple[Review, "Counts"]:
    """Every proposal is replayed on the past cases: with many of them that takes a while."""
    told = _told(store.glance.corrections())
    past = [_past(case, told.topics.get(case.id)) for case in store.glance.case_list(None, MOST_CASES) if case.text]
    return review(past, topics_of(settings)), told.counts


def adopt(settings: Settings, store: Store, chosen: Sequence[Proposal], clock: Clock, by: Doer = ADMINISTRATOR) -> None:
    """Into the district's own table; who did it is in the audit log. Raises OSError."""
    own, today = Path(settings.own_topics), clock.now().date().isoformat()
    added = [one.as_row(f"{today} +{one.gains} -{one.losses}") for one in chosen]
    write_rows(own, [*(rows_in(own) if own.is_file() else ()), *added])
    store.note_lexicon(len(added), by)


class WordDesk:
    """A cases.pages.upkeep.Words."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self._settings, self._store, self._clock = settings, store, clock
        self._at_work = Lock()

    @property
    def table(self) -> str:
        return self._settings.own_topics

    def review(self) -> WordReview:
        found, _ = reviewed(self._settings, self._store)
        return WordReview(
            found.cases, found.corrections, found.right_before, found.right_after, tuple(map(_change, found.proposals))
        )

    def adopt(self, chosen: Collection[WordChange], by: Doer) -> int:
        with self._at_work:
            found, _ = reviewed(self._settings, self._store)
            still = [one for one in found.proposals if _change(one) in chosen]
            if still and self.table:
                adopt(self._settings, self._store, still, self._clock, by)
            return len(still) if self.table else 0


def _change(one: Proposal) -> WordChange:
    return WordChange(one.word, one.topic, one.weight, one.gains, one.losses)


@dataclass
class Counts:
    """Corrections that people made, each counted; one case may have had several."""

    topic_by_resident: int = 0
    topic_by_staff: int = 0
    severity_by_resident: int = 0
    severity_by_staff: int = 0


@dataclass
class Told:
    """`topics`: by case, what the machine had read (of the first correction) and what it is (of the last)."""

    topics: dict[str, Correction] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)


def _told(history: Iterable[Event]) -> Told:
    told = Told()
    for line in history:
        correction = correction_in(line)
        if correction is None or not correction.changes:
            continue
        what = "severity" if line.what is Happening.SEVERITY_CHANGED else "topic"
        name = f"{what}_by_{'resident' if line.actor == CITIZEN else 'staff'}"
        setattr(told.counts, name, getattr(told.counts, name) + 1)
        if what == "topic":
            first = told.topics.get(line.case, correction)
            told.topics[line.case] = replace(first, now=correction.now)
    return told


def _past(case: Case, corrected: Correction | None) -> Past:
    """A topic that was changed and changed back is no correction."""
    if corrected is None or not corrected.changes:
        return Past(case.text, case.topic, corrected=False)
    return Past(case.text, case.topic, corrected=True, read_as=corrected.was, misled=corrected.words)


def _print(found: Review, counts: Counts, chosen: list[Proposal]) -> None:
    print(
        f"过去 {found.cases} 件，其中 {found.corrections} 件的主题是人改过的；现在的词表读对 {found.right_before} 件。"
    )
    print(
        f"改主题：居民 {counts.topic_by_resident} 次，工作人员 {counts.topic_by_staff} 次；"
        f"改急缓：居民 {counts.severity_by_resident} 次，工作人员 {counts.severity_by_staff} 次。"
    )
    if found.as_before:
        print(f"改过的里面，有 {found.as_before} 件现在的词表还会读成原来的样子。")
    if not chosen:
        print("没有要改的：还看不出哪个词能让至少两件变对、又不带坏别的。")
        return
    for one in chosen:
        print(f"  {one.word} → {one.topic}，权重 {one.weight}：变对 {one.gains} 件，变错 {one.losses} 件")
    print(f"全部采用后读对 {found.right_after} 件。采用：minhu lexicon review --apply（只要几个词：--only 词,词）。")
