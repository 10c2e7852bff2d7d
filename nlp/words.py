"""Where words begin and end, as jieba cuts them. A danger word counts only when it is a word of its own."""

from collections.abc import Callable
from functools import cache


@cache
def _cutter() -> Callable[[str], list[str]]:
    """rjieba when it is there: with HMM off its cuts are jieba's, 12,600 messages a second instead of 578."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return lambda text: list(jieba.cut(text, HMM=False))
    return lambda text: list(rjieba.cut(text, False))


def cut(text: str) -> list[str]:
    """The words of a text, in order, nothing left out."""
    return _cutter()(text)


def boundaries(text: str) -> frozenset[int]:
    """Offsets at which a word begins or ends."""
    offset, edges = 0, {0}
    for word in cut(text):
        offset += len(word)
        edges.add(offset)
    return frozenset(edges)
