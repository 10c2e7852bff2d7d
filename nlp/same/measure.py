"""Same issue, measured: dated messages are joined one by one as they come in, and the groups compared with a standard."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from nlp.same.likeness import DISTRICT, RARE, Commonness, Telling, far_apart, likeness
from nlp.same_issue import ENOUGH

STREAM = "stream.csv"
AGREED = 2
"""Rows that so many teams put into an issue are the silver standard; the others are left out."""
LOOKED_AT = 20
"""Candidates that are compared in full."""
REPOST = 0.8
"""Both cosines above this: one text, sent twice, with whatever district."""


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    time: str
    title: str
    body: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """B-cubed figures of an online run, 0 to 1."""

    messages: int
    """Of the standard."""
    issues: int
    groups: int
    """Made of them."""
    precision: float
    recall: float
    f1: float
    threshold: float
    bodies: int
    """How many had a body, from the stream beside the file."""
    stream: int
    """Other messages that came in between; they were joined too when `among_all`."""
    among_all: bool


def evaluate(path: Path, *, among_all: bool = False, threshold: float = ENOUGH) -> Figures:
    """Joins each message to the nearest earlier one that is alike enough, else begins a group. Knows nothing of later
    messages, and of issues not before the end.

    Without `among_all` only messages of the standard are joined, and the stream beside them tells which words are common.
    With it the whole stream is joined, as a desk would have to, and a group may hold strangers. `path` has the columns
    issue, 留言编号, teams_at_least, 留言主题, 留言时间; stream.csv has id, time, title, body. Raises ValueError when there
    is no message of the standard."""
    stream = list(_stream(path.with_name(STREAM)))
    standard = list(_standard(path, {_number(message.id): message.body for message in stream}))
    if not standard:
        raise ValueError(f"{path.name}: no row with teams_at_least >= {AGREED}")
    known = {_number(message.id) for message in standard}
    others = [message for message in stream if _number(message.id) not in known]
    groups = join(standard, others, threshold, among_all=among_all)
    issues = [message.issue for message in standard]
    precision, recall = b_cubed(issues, [groups[message.id] for message in standard])
    return Figures(
        messages=len(standard),
        issues=len(set(issues)),
        groups=len({groups[message.id] for message in standard}),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        threshold=threshold,
        bodies=sum(1 for message in standard if message.body),
        stream=len(others),
        among_all=among_all,
    )


def b_cubed(issues: Sequence[str], groups: Sequence[int]) -> tuple[float, float]:
    """Precision and recall: of a message's group, the share of its issue; of its issue, the share in its group."""
    both, by_issue, by_group = Counter(zip(issues, groups, strict=True)), Counter(issues), Counter(groups)
    precision = sum(count * count / by_group[group] for (_, group), count in both.items())
    recall = sum(count * count / by_issue[issue] for (issue, _), count in both.items())
    return precision / len(issues), recall / len(issues)


def strangers(path: Path, most: int | None = None) -> list[float]:
    """For each message of a stream that names one district: how alike the nearest earlier message is that names another,
    lowest first. These are surely two matters, unless one text was sent twice, so this is what chance makes of one."""
    earlier, nearest = Earlier(), []
    for message in sorted(_stream(path), key=lambda message: message.time)[:most]:
        telling, found = earlier.meet(message)
        if len(telling.districts) == 1:
            nearest.append(max((_by_chance(telling, *one) for one in found), default=0.0))
    return sorted(nearest)


def _by_chance(telling: Telling, other: Telling, how: float) -> float:
    repost = how > REPOST + DISTRICT
    return how + DISTRICT if far_apart(telling, other) and not repost else 0.0


def join(
    standard: Sequence[Message], others: Sequence[Message], threshold: float, *, among_all: bool
) -> Mapping[str, int]:
    """Message id -> group, for all that were joined."""
    earlier, groups = Earlier(), dict[str, int]()
    joined = {message.id for message in (*standard, *others)} if among_all else {message.id for message in standard}
    for message in sorted((*standard, *others), key=lambda message: message.time):
        if message.id not in joined:
            earlier.common.learn(message.title, message.body)
            continue
        _, found = earlier.meet(message)
        other, how = max(found, key=lambda one: one[1], default=(None, 0.0))
        same = other is not None and how >= threshold
        groups[message.id] = groups[earlier.ids[id(other)]] if same else len(groups)
    return groups


class Earlier:
    """What has come in so far, found again by the rare grams that it shares with what comes in now."""

    def __init__(self) -> None:
        self.common = Commonness()
        self.ids: dict[int, str] = {}
        self._tellings: list[Telling] = []
        self._holding: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)

    def meet(self, message: Message) -> tuple[Telling, list[tuple[Telling, float]]]:
        """The message ready to be compared, and the earlier ones most like it; from now on it is one of them."""
        self.common.learn(message.title, message.body)
        telling = self.common.telling(message.title, message.body)
        found = [(other, likeness(telling, other)) for other in self._candidates(telling)]
        self._add(message.id, telling)
        return telling, found

    def _candidates(self, telling: Telling) -> list[Telling]:
        shared: defaultdict[int, float] = defaultdict(float)
        for gram, share in self._leading(telling):
            for number, other in self._holding[gram]:
                shared[number] += share * other
        return [self._tellings[number] for number in nlargest(LOOKED_AT, shared, key=shared.__getitem__)]

    def _leading(self, telling: Telling) -> Iterator[tuple[str, float]]:
        for gram, share in telling.whole.items():
            if self.common.weight(gram) >= RARE or gram in telling.title:
                yield gram, share + telling.title.get(gram, 0.0)

    def _add(self, id_: str, telling: Telling) -> None:
        for gram, share in self._leading(telling):
            self._holding[gram].append((len(self._tellings), share))
        self._tellings.append(telling)
        self.ids[id(telling)] = id_


def _standard(path: Path, bodies: Mapping[str, str]) -> Iterator[Message]:
    for row in _rows(path):
        if int(row["teams_at_least"]) >= AGREED:
            id_ = row["留言编号"]
            yield Message(id_, row["留言时间"], row["留言主题"], bodies.get(_number(id_), ""), row["issue"])


def _stream(path: Path) -> Iterator[Message]:
    """Nothing where there is no such file."""
    if path.is_file():
        for row in _rows(path):
            yield Message(row["id"], row["time"], row["title"], row["body"])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as table:
        yield from csv.DictReader(table)


def _number(id_: str) -> str:
    """The public boards write one number with and without a letter before it."""
    return id_.lstrip("AH")
