"""A text as it is compared: characters and pairs of characters, the names of places in it, the districts it names."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from nlp.clean import clean

Grams = Counter[str]
"""Single characters and pairs of neighbours -> how often."""

_MASKED = re.compile(r"[A-Z]\d*[市县区]|西地省")
"""Districts in published letters, masked: A7县. They tell where, and nothing else."""
_DISTRICT = re.compile(r"[A-Z]\d+[市县区]")
_RUN = re.compile(r"\w+")
_KIND = (
    "小区|新城|社区|村|大道|路|街道|街|镇|乡|广场|中学|小学|大学|学院|学校|幼儿园|医院|公司|集团|花园|家园|公园|市场|国际|大厦|"
    "城|苑|府|湾|郡|园|号线|项目|楼盘|酒店|超市|工地|物业"
)
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9]{{2,12}}?(?:{_KIND})+")
_BEFORE_NAME = re.compile(
    r"[的在于到和与是有对为从去往及了被把请问]|投诉|反映|咨询|举报|关于|建议|希望|要求|附近|旁边?|我们?|他们|你们|这个?|那个?|什么"
)
_LONGEST_NAME = 8


@lru_cache(maxsize=64)
def grams(text: str) -> Grams:
    """Counted across no blank and no mark of punctuation. Treat as read-only: it is remembered."""
    return Counter(gram for run in _RUN.findall(text) for gram in _grams_of(run))


def _grams_of(run: str) -> Iterator[str]:
    yield from run
    for start in range(len(run) - 1):
        yield run[start : start + 2]


def pairs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def unmasked(text: str) -> str:
    """Clean, and without masked districts: they would make strangers of one district look alike."""
    return _MASKED.sub(" ", clean(text))


def districts(text: str) -> frozenset[str]:
    return frozenset(_DISTRICT.findall(text))


def names(text: str) -> frozenset[str]:
    """What looks like the name of a place: characters that end in 小区, 路, 中学 …, from the last word that begins one."""
    found = (_BEFORE_NAME.split(name)[-1] for run in _RUN.findall(text) for name in _NAME.findall(run))
    return frozenset(name[-_LONGEST_NAME:] for name in found if len(name) > 2)


def shared_runs(one: str, other: str) -> list[str]:
    """The longest stretches of two or more letters that both have, in the order of the first: 阳光里, 垃圾桶."""
    found, start = [], 0
    while start < len(one) - 1:
        end = start + 2
        if one[start:end] not in other or not one[start:end].isalnum():
            start += 1
            continue
        while end < len(one) and one[end].isalnum() and one[start : end + 1] in other:
            end += 1
        found.append(one[start:end])
        start = end
    return found
