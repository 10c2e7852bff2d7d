"""Wrong characters, dialect and pinyin put right, so that every other table needs one spelling only."""

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from nlp.tables import rows_of


class Spelling:
    def __init__(self) -> None:
        right = {row["wrong"]: row["right"] for row in rows_of("spelling")}
        self._right = list(right.values())
        self._wrong = AhoCorasick(list(right), MATCHKIND_LEFTMOST_LONGEST)

    def put_right(self, text: str) -> str:
        hits = self._wrong.find_matches_as_indexes(text)
        if not hits:
            return text
        pieces, done = [], 0
        for index, start, end in hits:
            pieces += [text[done:start], self._right[index]]
            done = end
        return "".join([*pieces, text[done:]])
