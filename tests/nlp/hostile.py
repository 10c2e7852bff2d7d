"""Texts that try to break a reader: real words mutated, every character there is, and runs that make regular expressions slow."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from cases.registry import Registry
from nlp.tables import rows_of

TABLES = ("topics", "severity", "cues", "intents", "conflict", "objects")
RUNS = (
    "啊", "不", "没没", "1组", "1-1-", "一二三", "十百千万", "1.1,", "(", "((", "【】", "\\", "\\d+", "a" * 7, "aA1", ".*", "?" * 3,
    " ", "\t", "\n", "\r\n", "\u3000", "\u200b", "\u202e", "\u202e\u202c", "\ufeff", "e\u0301", "\u0301", "\ud800", "\udfff\ud800",
    "\x00", "\x1b[0m", "😀", "👨\u200d👩\u200d👧", "龘", "𠮷", "路灯坏了", "煤气味", "我住", "是不是", "能不能", "不是我", "村", "到", "和", "号楼",
    "要是", "怕", "死", "nanzhang1zu", "路 灯 ", "网格员骂人", "物业", "电线垂下来", "\ufdfa", "㍿", "①", "Ⅳ", "٣", "0" * 30, "9" * 9 + "组",
)  # fmt: skip
"""What is said over and over: NFKC makes eighteen characters of \ufdfa, and digits that no int takes are digits too."""
ALPHABETS = (
    (0, 0x10FFFF), (0x20, 0x7E), (0x4E00, 0x9FFF), (0x3000, 0x303F), (0xFF00, 0xFFEF), (0, 0x1F), (0xD800, 0xDFFF),
    (0x200B, 0x206F), (0x300, 0x36F), (0x1F300, 0x1FAFF), (0x2E80, 0x2FDF), (0x0660, 0x0669),
)  # fmt: skip
MARKS = (",", "，", "。", "?", "!", "", "", " ", "\n", "、", "……", "~")


def texts(registry: Registry, count: int, seed: int) -> Iterator[str]:
    """The same texts for the same seed. Most are as long as a message, one in a thousand is very long."""
    random = Random(seed)
    words = _words(registry)
    makers: Sequence[Callable[[Random, Sequence[str]], str]] = (_sentence, _sentence, _mutated, _mutated, _noise, _run)
    for number in range(count):
        text = random.choice(makers)(random, words)
        if number % 1000 == 999:
            text = _long(text or "啊", random.choice((10_000, 60_000, 1_000_000)))
        yield text


def _words(registry: Registry) -> list[str]:
    """What the tables look for, and what the places are called: a text of them reaches every rule."""
    words = {
        word for table in TABLES for row in rows_of(table) for word in _pieces(row.get("word", row.get("words", "")))
    }
    places = {area.name for area in registry.areas} | {compound.name for compound in registry.compounds}
    return sorted(words | places)


def _pieces(phrase: str) -> list[str]:
    return [word for part in phrase.replace("+", "|").split("|") if (word := part.strip("^$ "))]


def _sentence(random: Random, words: Sequence[str]) -> str:
    return "".join(random.choice(words) + random.choice(MARKS) for _ in range(random.randint(1, 24)))


def _mutated(random: Random, words: Sequence[str]) -> str:
    text = list(_sentence(random, words))
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(text) + 1)
        match random.randrange(5):
            case 0:
                text.insert(at, _any(random))
            case 1:
                del text[at : at + random.randint(1, 3)]
            case 2:
                text[at:at] = text[random.randrange(len(text) + 1) :][: random.randint(1, 9)]
            case 3:
                text[at : at + 1] = _any(random)
            case _:
                text[at:at] = random.choice(RUNS) * random.randint(1, 4)
    return "".join(text)


def _noise(random: Random, _: Sequence[str]) -> str:
    first, last = random.choice(ALPHABETS)
    return "".join(chr(random.randint(first, last)) for _ in range(random.randint(0, 200)))


def _run(random: Random, words: Sequence[str]) -> str:
    pieces = [random.choice(RUNS) for _ in range(random.randint(1, 3))]
    run = "".join(pieces) * random.randint(1, 120)
    return random.choice(words) + run + random.choice(words)


def _any(random: Random) -> str:
    return chr(random.randint(*random.choice(ALPHABETS)))


def _long(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]
