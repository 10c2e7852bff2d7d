"""The district's own words beside those that come with the program: proposed from corrections, and added."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from bot.desk import open_desk
from bot.topic_tables import topics_of
from cases.corrections import Correction, correction_in
from cases.model import CITIZEN, Case, Event, Happening
from nlp.learning.review import Past, Proposal, Review, review
from nlp.tables import rows_in, write_rows

OK, BAD_USAGE = 0, 2
MOST_CASES = 20_000
"""The newest; an older one was read by people who knew other words."""


def review_corrections(*, apply: bool, only: str, as_json: bool) -> int:
    """Prints what corrected cases propose; with `apply` adds it, or the words of `only`, to the district's own table."""
    with open_desk() as (settings, store, clock):
        if apply and not settings.own_topics:
            print("要写入，先在 .env 里写 MINHU_OWN_TOPICS=own-topics.csv（本地词表放哪里）。", file=sys.stderr)
            return BAD_USAGE
        told = _told(store.glance.corrections())
        past = [_past(case, told.topics.get(case.id)) for case in store.glance.case_list(None, MOST_CASES) if case.text]
        found = review(past, topics_of(settings))
        today = clock.now().date().isoformat()
    wanted = {word.strip() for word in only.replace("，", ",").split(",") if word.strip()}
    chosen = [one for one in found.proposals if not wanted or one.word in wanted]
    if as_json:
        print(json.dumps(asdict(found) | {"corrected": asdict(told.counts)}, ensure_ascii=False, indent=2))
    else:
        _print(found, told.counts, chosen)
    if apply and chosen:
        own = Path(settings.own_topics)
        added = [one.as_row(f"{today} +{one.gains} -{one.losses}") for one in chosen]
        write_rows(own, [*(rows_in(own) if own.is_file() else ()), *added])
        print(f"已加到 {settings.own_topics}。正在运行的机器人请重启一次。", file=sys.stderr)
    return OK


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
