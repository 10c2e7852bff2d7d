"""The district's own words beside those that come with the program: read, proposed from corrections, added."""

import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.desk import open_desk
from bot.settings import Settings, SettingsError
from cases.model import Case, CaseId
from nlp.learning.review import Past, Proposal, Review, review
from nlp.tables import BadTable, Row, rows_in
from nlp.topics import Topics

OK, BAD_USAGE = 0, 2
COLUMNS = ("word", "level1", "level2", "weight", "note")
MOST_CASES = 20_000
"""The newest; an older one was read by people who knew other words."""


def topics_of(settings: Settings) -> Topics:
    """The tables that the settings name. Raises SettingsError."""
    learnt = _table("MINHU_LEARNT_TOPICS", settings.learnt_topics) if settings.learnt_topics else None
    own = Path(settings.own_topics)
    return Topics(learnt, own=_table("MINHU_OWN_TOPICS", settings.own_topics) if own.is_file() else ())


def _table(setting: str, path: str) -> list[Row]:
    try:
        return rows_in(Path(path))
    except BadTable as error:
        line = f"第{error.line}行"
    except OSError as error:
        line = f"（{error.strerror}）"
    raise SettingsError(
        f"设置 {setting} 的词表{line}读不了：要有 word、level1、weight 三列，weight 是整数；改好，或者留空。"
    )


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
        _add(Path(settings.own_topics), [one.as_row(f"{today} +{one.gains} -{one.losses}") for one in chosen])
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


def _add(path: Path, rows: list[Row]) -> None:
    """Whole or not at all; what was there stays."""
    known = rows_in(path) if path.is_file() else []
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, COLUMNS, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows([*known, *rows])
    part.replace(path)
