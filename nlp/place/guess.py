"""Names heard wrong, typed wrong or typed in pinyin: what they may have been, only ever as a question."""

import re
from collections.abc import Iterator

from nlp.place.directory import MOST_OPTIONS
from nlp.place.numbers import NUMBER, Number, number_at
from nlp.place.sounds import alike, sound
from nlp.place.words import SAFE_BEFORE

LONGEST = 6
MOST_ANCHORS = 12
_ENDING = re.compile(r"(?:村民委员会|村委会|大队|社区|小区|村|的)?(?:里|的)? ?$")
_VILLAGE = re.compile(r"村(?!民小组|民组)")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_PINYIN = re.compile(r"([a-z]{4,40}?)(?:cun|xiaoqu)?(?:di)?([0-9]{1,3})(zu|dui|xiaozu|haolou|hao|dong|lou)")
_LITTLE_WORDS = frozenset("的了我你他她们这那哪在是有没和与就都也还很太被把让给请谁吗呢吧啊俺咱本某每各号第")

Guess = tuple[str, Number | None]


class Guesser:
    """Compares the words before 村, 组 or 号楼 with the names of a registry: same sound, or one character wrong."""

    def __init__(self, spoken: dict[str, tuple[str, ...]]) -> None:
        self._spoken = spoken
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_hole: dict[tuple[int, str], list[str]] = {}
        self._by_pinyin: dict[str, list[str]] = {}
        for word in spoken:
            self._by_sound.setdefault(alike(word), []).append(word)
            self._by_pinyin.setdefault("".join(map(sound, word)), []).append(word)
            for hole in _holes(word):
                self._by_hole.setdefault(hole, []).append(word)

    def guess(self, text: str) -> list[Guess]:
        """Codes of villages and compounds that may have been meant, likeliest first, each with the number said."""
        for end, number in _anchors(text):
            stops = {end, end + text.startswith(("村", "里"), end)}  # 孙村 is a whole name, 南张村 is 南张 and 村
            for stop in sorted(stops):
                if codes := self._before(text, stop, numbered=number is not None):
                    return [(code, number) for code in codes]
        return self._typed_in_letters(text)

    def _before(self, text: str, end: int, *, numbered: bool) -> list[str]:
        han = _HAN.search(text, max(0, end - LONGEST), end)
        if han is None:
            return []
        for length in range(len(han[0]), 1, -1):
            start = end - length
            begins = start == han.start() or text[start - 1] in SAFE_BEFORE
            if codes := self._like(han[0][-length:], numbered=numbered, begins=begins):
                return codes
        return []

    def _like(self, heard: str, *, numbered: bool, begins: bool) -> list[str]:
        """`begins`: a word may start here, so that 家庄 in 王家庄 is not taken for a name."""
        if len(heard) == 2 and not begins:
            return []
        same_sound = [word for word in self._by_sound.get(alike(heard), ()) if _may_be_meant(heard, word)]
        if not begins or (len(heard) == 2 and (same_sound or not numbered)):
            return self._codes(same_sound)
        near = [word for hole in _holes(heard) for word in self._by_hole.get(hole, ()) if _may_be_meant(heard, word)]
        codes = self._codes(same_sound + near)
        return codes if same_sound or len(codes) <= MOST_OPTIONS else []

    def _codes(self, words: list[str]) -> list[str]:
        return list(dict.fromkeys(code for word in words for code in self._spoken[word]))

    def _typed_in_letters(self, text: str) -> list[Guess]:
        letters = re.sub(r"[^a-z0-9]+", "", text.lower()) if re.search("[A-Za-z]{3}", text) else ""
        for found in list(_PINYIN.finditer(letters))[:MOST_ANCHORS]:
            for start in range(len(found[1])):
                if names := self._by_pinyin.get(found[1][start:]):
                    return [(code, _number(found)) for code in self._codes(names)]
        return []


def _may_be_meant(heard: str, word: str) -> bool:
    """A little word of the sentence is no misspelt name; and a name spelt right was judged before, by its neighbours."""
    wrong = [character for character, right in zip(heard, word, strict=True) if character != right]
    return bool(wrong) and not any(character in _LITTLE_WORDS for character in wrong)


def _number(found: re.Match[str]) -> Number:
    values = (int(found[2]),)
    if found[3] in ("zu", "dui", "xiaozu"):
        return Number(found.start(2), found.end(), groups=values)
    return Number(found.start(2), found.end(), buildings=values)


def _holes(word: str) -> Iterator[tuple[int, str]]:
    for index in range(len(word)):
        yield index, f"{word[:index]} {word[index + 1 :]}"


def _anchors(text: str) -> Iterator[tuple[int, Number | None]]:
    """Where a name may end: before a number with 组 or 号楼, or before 村. Few, so that a long text stays cheap."""
    for found in list(NUMBER.finditer(text))[:MOST_ANCHORS]:
        number = number_at(text, found.start())
        if number and number.values:
            ending = _ENDING.search(text, max(0, found.start() - 12), found.start())
            yield (ending.start() if ending else found.start()), number
    for found in list(_VILLAGE.finditer(text))[:MOST_ANCHORS]:
        yield found.start(), None
