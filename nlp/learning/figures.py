"""The figures that readings are judged by. All shares are 0..1; an empty set has no share and gives 0."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Judged = Sequence[tuple[str, str]]
"""(what it is, what was read) per message."""
BINS = 10
KEPT = (1.0, 0.95, 0.9, 0.8, 0.7, 0.5)
"""Shares of the messages that the machine keeps, the surest first; the rest goes to a person."""


@dataclass(frozen=True, slots=True)
class OfClass:
    """How one class fares. `count` are the messages that truly are of it."""

    name: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages read with about the same confidence: the mean of it, and how many of them were right."""

    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Accuracy when only the surest share of the messages is read by the machine."""

    share: float
    threshold: float
    accuracy: float


def share(right: Iterable[bool]) -> float:
    marks = list(right)
    return sum(marks) / len(marks) if marks else 0.0


def accuracy(judged: Judged) -> float:
    return share(truth == read for truth, read in judged)


def by_class(judged: Judged) -> tuple[OfClass, ...]:
    """The classes that occur in truth, most frequent first."""
    truths, reads = Counter(truth for truth, _ in judged), Counter(read for _, read in judged)
    both = Counter(truth for truth, read in judged if truth == read)
    return tuple(
        OfClass(
            name,
            both[name] / reads[name] if reads[name] else 0.0,
            both[name] / count,
            2 * both[name] / (count + reads[name]),
            count,
        )
        for name, count in truths.most_common()
    )


def macro_f1(judged: Judged) -> float:
    """The mean F1 of the classes that occur, each counting alike however rare."""
    classes = by_class(judged)
    return sum(one.f1 for one in classes) / len(classes) if classes else 0.0


def confusions(judged: Judged, most: int = 10) -> tuple[tuple[str, str, int], ...]:
    """(truth, read, how often) of the commonest mistakes."""
    wrong = Counter((truth, read) for truth, read in judged if truth != read)
    return tuple((truth, read, count) for (truth, read), count in wrong.most_common(most))


def calibration(sure: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Ten bins of equal width over (confidence, right?), without the empty ones."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in sure:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    return tuple(
        Bin(sum(c for c, _ in found) / len(found), share(right for _, right in found), len(found))
        for _, found in sorted(bins.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between confidence and accuracy (expected calibration error)."""
    total = sum(one.count for one in bins)
    return sum(abs(one.confidence - one.accuracy) * one.count for one in bins) / total if total else 0.0


def abstention(sure: Sequence[tuple[float, bool]]) -> tuple[Kept, ...]:
    ranked = sorted(sure, key=lambda one: -one[0])
    found = []
    for kept in KEPT:
        some = ranked[: round(kept * len(ranked))]
        if some:
            found.append(Kept(kept, some[-1][0], share(right for _, right in some)))
    return tuple(found)
