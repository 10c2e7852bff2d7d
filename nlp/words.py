"""Where words begin and end, as jieba cuts them. A danger word counts only when it is a word of its own."""

from collections.abc import Callable, Iterator
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


def runs(text: str, parts: int, longest: int) -> Iterator[str]:
    """Words of Chinese characters, and up to `parts` neighbours written as one, of at most `longest` characters."""
    words = cut(text)
    for start in range(len(words)):
        run = ""
        for word in words[start : start + parts]:
            run += word
            if len(run) > longest or not all("\u4e00" <= char <= "\u9fff" for char in word):
                break
            yield run


def boundaries(text: str) -> frozenset[int]:
    """Offsets at which a word begins or ends."""
    offset, edges = 0, {0}
    for word in cut(text):
        offset += len(word)
        edges.add(offset)
    return frozenset(edges)
