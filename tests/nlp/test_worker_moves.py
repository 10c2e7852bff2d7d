"""What overworked grid workers write under a card, and what must never be done because of it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.commands import Action, Reason
from nlp.plain.amounts import day_of
from nlp.plain.moves import spelt_out
from nlp.plain_words import WorkerSaid, read_worker
from nlp.tables import rows_of

TODAY = date(2026, 2, 26)
"""A Thursday."""
RIGHT_AT_LEAST = 0.95
PARSED_AT_LEAST = 0.95
SURE_AT_LEAST = 0.9
"""A worker who speaks plainly is not asked again."""
DENIALS = "别|不|没|没有|未|不用|不要|不能|不想|不是|先别|先不|莫|甭|休|勿|请勿|可别|别再|不必|还没|从没|决不|不许|不该|没说|没让|没叫你".split("|")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of worker_phrases.csv. `sure`: yes = plain enough to act on, no = must be asked about first, either."""

    text: str
    action: Action
    parsed: dict[str, str]
    sure: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Measured:
    phrases: int
    right: float
    parsed: float
    sure: float
    """Of those plain enough to act on."""
    wrong: tuple[str, ...]
    """Acted on without asking, and wrongly."""


def phrases() -> Iterator[Phrase]:
    with (Path(__file__).parent / "worker_phrases.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            parsed = {name: row[name] for name in ("to", "days", "when", "number", "reason")}
            yield Phrase(row["phrase"], Action(row["action"]), parsed, row["sure"], row["held_out"] == "yes")


PHRASES = list(phrases())
PLAIN = [one for one in PHRASES if one.sure == "yes"]


def measure(some: list[Phrase]) -> Measured:
    heard = [(one, read_worker(one.text, TODAY)) for one in some]
    slots = [right for one, said in heard if one.action is not Action.OTHER for right in parsed_right(one, said)]
    plain = [said.sure for one, said in heard if one.sure == "yes"]
    return Measured(
        len(some),
        sum(is_right(one, said) for one, said in heard) / len(some),
        sum(slots) / len(slots),
        sum(plain) / len(plain),
        tuple(one.text for one, said in heard if acts(said) and (said.action is not one.action or one.sure == "no")),
    )


def acts(said: WorkerSaid) -> bool:
    return said.sure and said.action is not Action.OTHER


def is_right(one: Phrase, said: WorkerSaid) -> bool:
    """Talk is understood when nothing is done because of it."""
    return not acts(said) if one.action is Action.OTHER else said.action is one.action


def parsed_right(one: Phrase, said: WorkerSaid) -> list[bool]:
    """Names, times, number and, where the table gives one, the reason."""
    got = {
        "to": "|".join(said.to),
        "days": str(said.days or ""),
        "when": str(said.until or ""),
        "number": said.number,
        "reason": said.reason.value if said.reason else "",
    }
    return [got[name] == wanted for name, wanted in one.parsed.items() if wanted or name != "reason"]


@pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held out"])
def test_workers_are_understood_and_never_acted_on_wrongly(held_out: bool) -> None:
    measured = measure([one for one in PHRASES if one.held_out is held_out])
    print(measured)
    assert measured.right >= RIGHT_AT_LEAST
    assert measured.parsed >= PARSED_AT_LEAST
    assert measured.sure >= SURE_AT_LEAST
    assert measured.wrong == ()


def test_the_table_is_large_mixed_and_a_third_of_it_unseen() -> None:
    assert len({one.text for one in PHRASES}) == len(PHRASES) >= 320
    assert {one.action for one in PHRASES} == set(Action)
    assert 0.3 < sum(one.held_out for one in PHRASES) / len(PHRASES) < 0.37


@given(denial=st.sampled_from(DENIALS), one=st.sampled_from(PLAIN), gap=st.sampled_from(["", " ", ",", "再", "给我"]))
def test_a_denial_before_an_action_is_never_sure(denial: str, one: Phrase, gap: str) -> None:
    said = read_worker(denial + gap + one.text, TODAY)
    assert not acts(said), said


@given(one=st.sampled_from(PLAIN), tail=st.sampled_from(["吗", "?", "？", "不行", "呢?", "是不是", "行不行", "没有", "谁说的", "再说吧"]))
def test_whoever_asks_or_puts_off_is_not_taken_at_the_word(one: Phrase, tail: str) -> None:
    said = read_worker(one.text + tail, TODAY)
    assert not acts(said) or said.action is Action.ASK, said


@given(one=st.sampled_from(PLAIN), head=st.sampled_from(["要是", "如果", "居民说", "物业说", "能不能", "等会", "谁", "明天", "听说"]))
def test_whoever_supposes_or_reports_is_not_taken_at_the_word(one: Phrase, head: str) -> None:
    assert not acts(read_worker(head + one.text, TODAY))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("问居民: 他是东门还是西门?", WorkerSaid(Action.ASK, "他是东门还是西门", True)),
        ("转给物业", WorkerSaid(Action.TRANSFER, "", True, ("物业",))),
        ("叫环卫来拉走", WorkerSaid(Action.WHISTLE, "叫环卫来拉走", True, ("环卫",))),
        ("吹哨 城管 物业", WorkerSaid(Action.WHISTLE, "", True, ("城管", "物业"))),
        ("退了吧 重复了", WorkerSaid(Action.RETURN, "重复了", True, reason=Reason.DUPLICATE)),
        ("等配件得三天", WorkerSaid(Action.EXTEND, "等配件得三天", True, days=3, reason=Reason.PARTS)),
        ("宽限到周五", WorkerSaid(Action.EXTEND, "", True, until=date(2026, 2, 27))),
        ("挂账 等产权单位", WorkerSaid(Action.SHELVE, "等产权单位", True, reason=Reason.OWNERSHIP)),
        ("0227-018 和0224—006重复", WorkerSaid(Action.SAME, "", True, number="0224-006", reason=Reason.DUPLICATE)),
        ("跟0224那个是一回事", WorkerSaid(Action.SAME, "", True, number="0224", reason=Reason.DUPLICATE)),
        ("0227-018 灯修好了", WorkerSaid(Action.RESOLVE, "灯修好了", True, number="0227-018")),
    ],
)
def test_what_was_said_besides_is_kept(text: str, said: WorkerSaid) -> None:
    assert read_worker(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "days", "sure"),
    [
        ("延两天", 2, True),
        ("延半个月", 15, True),
        ("延一周", 7, True),
        ("延俩礼拜", 14, True),
        ("延3天", 3, True),
        ("延十天", 10, True),
        ("延二十天", 20, True),
        ("延一个月", 30, True),
        ("延一个半月", 45, True),
        ("延三四天", 4, False),
        ("延3-5天", 5, False),
        ("延十来天", 10, False),
        ("延几天", None, False),
        ("延两小时", None, False),
    ],
)
def test_amounts_of_time(text: str, days: int | None, sure: bool) -> None:
    said = read_worker(text, TODAY)
    assert (said.days, acts(said)) == (days, sure)


@pytest.mark.parametrize(
    ("said", "today", "day"),
    [
        ("明天", TODAY, date(2026, 2, 27)),
        ("大后天", TODAY, date(2026, 3, 1)),
        ("周五", TODAY, date(2026, 2, 27)),
        ("周四", TODAY, date(2026, 3, 5)),
        ("周一", TODAY, date(2026, 3, 2)),
        ("下周三", TODAY, date(2026, 3, 4)),
        ("下下周三", TODAY, date(2026, 3, 11)),
        ("这周三", TODAY, None),
        ("周末", TODAY, date(2026, 3, 1)),
        ("3月5号", TODAY, date(2026, 3, 5)),
        ("三月十五", TODAY, date(2026, 3, 15)),
        ("5号", TODAY, date(2026, 3, 5)),
        ("28号前", TODAY, date(2026, 2, 28)),
        ("30号", TODAY, date(2026, 3, 30)),
        ("2月1号", TODAY, None),
        ("13月1号", TODAY, None),
        ("1月3号", date(2026, 12, 30), date(2027, 1, 3)),
        ("月底", TODAY, date(2026, 2, 28)),
        ("下月底", date(2026, 12, 30), date(2027, 1, 31)),
        ("下周", TODAY, None),
    ],
)
def test_days_are_counted_from_today(said: str, today: date, day: date | None) -> None:
    assert day_of(said, today) == day


@given(st.text(alphabet="0123456789一二两三十百几半个天日周号月底末初星期礼拜大后明今下这本-到前内延0224 和重复", max_size=24))
def test_no_time_is_too_strange(text: str) -> None:
    read_worker(text, TODAY)


def test_every_row_of_the_table_can_be_read() -> None:
    for row in rows_of("worker_words"):
        assert spelt_out(row["phrase"])
        assert row["action"] in set(Action) if row["action"] else row["reason"] in set(Reason)
