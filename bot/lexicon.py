"""The district's own words beside those that come with the program: proposed from corrections, and added."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.desk import open_desk
from bot.topic_tables import topics_of
from cases.model import Case, CaseId
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
        corrected = store.glance.topic_corrected()
        past = [_past(case, corrected) for case in store.glance.case_list(None, MOST_CASES) if case.text]
        found = review(past, topics_of(settings))
        today = clock.now().date().isoformat()
    wanted = {word.strip() for word in only.replace("，", ",").split(",") if word.strip()}
    chosen = [one for one in found.proposals if not wanted or one.word in wanted]
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _print(found, chosen)
    if apply and chosen:
        own = Path(settings.own_topics)
        added = [one.as_row(f"{today} +{one.gains} -{one.losses}") for one in chosen]
        write_rows(own, [*(rows_in(own) if own.is_file() else ()), *added])
        print(f"已加到 {settings.own_topics}。正在运行的机器人请重启一次。", file=sys.stderr)
    return OK


def _past(case: Case, corrected: frozenset[CaseId]) -> Past:
    return Past(case.text, case.topic, case.id in corrected)


def _print(found: Review, chosen: list[Proposal]) -> None:
    print(
        f"过去 {found.cases} 件，其中 {found.corrections} 件的主题是人改过的；现在的词表读对 {found.right_before} 件。"
    )
    if not chosen:
        print("没有要改的：还看不出哪个词能让至少两件变对、又不带坏别的。")
        return
    for one in chosen:
        print(f"  {one.word} → {one.topic}，权重 {one.weight}：变对 {one.gains} 件，变错 {one.losses} 件")
    print(f"全部采用后读对 {found.right_after} 件。采用：minhu lexicon review --apply（只要几个词：--only 词,词）。")
