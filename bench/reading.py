"""Row c: the whole reading of a message, place included, against the words that jieba cuts it into."""

from collections.abc import Iterator

import jieba

from bench.desks import COMPLAINT
from bench.rows import Row, compared
from nlp.place import Locator
from nlp.reader import Reader
from storage.registry_files.demo import demo_registry

LETTER = (COMPLAINT * 12)[:400]


def rows() -> Iterator[Row]:
    reader = Reader(Locator(demo_registry()))
    jieba.initialize()
    for name, text, times in (("a 400-character letter", LETTER, 100), ("a chat message", COMPLAINT, 300)):
        reader.read(text)
        yield compared(
            f"c  reading and place of {name} : jieba.lcut",
            lambda text=text: reader.read(text),  # type: ignore[misc]
            lambda text=text: jieba.lcut(text),  # type: ignore[misc]
            times,
            asked=20,
        )
