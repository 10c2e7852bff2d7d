"""Learns keyword weights from labelled messages: integers in a table, never a text.

One linear support-vector machine per topic over substrings, as `nlp.topics` counts them; then the words that move the
scores least are dropped and the rest is learnt again, until `words` are left. Needs scikit-learn, which a desk does not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ahocorasick_rs import AhoCorasick

from nlp.clean import clean
from nlp.learning.labelled import Example
from nlp.tables import Row
from nlp.topics import counted
from nlp.words import runs

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WORDS = 2_000
LEAST_MESSAGES = 20
"""Of a topic: from fewer nothing can be learnt that would not be chance."""
SCALE = 20
LEAST = 1
"""Weights below this change nothing and fill pages."""
LONGEST, PARTS = 8, 3
"""A word of the table has at most so many characters, and is up to so many neighbouring words of the text."""
SEEN = 5
"""In so many messages at least: less is chance, and could show whose message it was."""
SMALLER = 0.6
"""What is left of the words after each round of dropping."""
SOFTNESS = 0.6
TELLING = 0.5
"""How much lighter a word is made that is as frequent in every topic: it must earn its weight (1 would be in full)."""
TITLE_SHARE = 0.6
"""Each title is an example of its own, of this weight beside a message: chat is as short."""
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Learnt:
    """`seen` in so many of the messages."""

    word: str
    topic: str
    weight: int
    seen: int


def unheard(_: str) -> None: ...


def learn(examples: Iterable[Example], *, words: int = WORDS, told: Told = unheard) -> list[Learnt]:
    """Weights for at most `words` words, sorted by topic and weight. The same examples give the same weights."""
    import numpy
    from scipy.sparse import diags, vstack
    from sklearn.preprocessing import normalize
    from sklearn.svm import LinearSVC

    known = [Example(clean(one.title), clean(one.body), one.topic) for one in examples]
    titled = [one for one in known if one.title and one.body]
    topics = [one.topic for one in (*known, *titled)]
    share = numpy.concatenate([numpy.ones(len(known)), numpy.full(len(titled), TITLE_SHARE)])
    vocabulary = candidates(known)
    table = vstack([_table(vocabulary, known), _table(vocabulary, [Example("", one.title, "") for one in titled])])
    table = table.tocsr()
    seen = _count_rows(table[: len(known)])
    rarity = numpy.log((1 + table.shape[0]) / (1 + _count_rows(table))) + 1
    scale = rarity * _contrast(table, topics, share) ** TELLING
    kept = numpy.arange(len(vocabulary))
    while True:
        told(f"{len(kept)}")
        rows = normalize(table[:, kept] @ diags(scale[kept]))
        model = LinearSVC(C=SOFTNESS, class_weight="balanced", fit_intercept=False, random_state=0)
        model.fit(rows, topics, sample_weight=share)
        moving = _per_topic(model).std(0) * numpy.sqrt(numpy.asarray(rows.multiply(rows).mean(0)).ravel())
        if len(kept) <= words:
            break
        fewer = max(words, int(len(kept) * SMALLER))
        kept = numpy.sort(kept[numpy.argsort(-moving, kind="stable")[:fewer]])
    weights = _per_topic(model) * scale[kept] * SCALE
    weights -= weights.mean(0)  # changes no order, and what speaks for a topic is then above zero
    found = [
        Learnt(vocabulary[word], str(topic), round(float(weights[at, index])), int(seen[word]))
        for at, topic in enumerate(model.classes_)
        for index, word in enumerate(kept)
    ]
    return sorted(
        (one for one in found if abs(one.weight) >= LEAST), key=lambda one: (one.topic, -one.weight, one.word)
    )


def as_rows(learnt: Iterable[Learnt], day: date | None = None) -> Iterator[Row]:
    """Rows of the lexicon. The note says when, and from how many messages."""
    for one in learnt:
        note = f"{day.isoformat()} n={one.seen}" if day else f"n={one.seen}"
        yield {"word": one.word, "level1": one.topic, "level2": "", "weight": str(one.weight), "note": note}


def candidates(examples: Sequence[Example]) -> list[str]:
    """Words, and neighbouring words written as one, that `SEEN` messages hold. Only Chinese ones: the rest is names."""
    seen: Counter[str] = Counter()
    for one in examples:
        seen.update({word for text in (one.title, one.body) for word in runs(text, PARTS, LONGEST)})
    return sorted(word for word, count in seen.items() if count >= SEEN)


def _table(vocabulary: Sequence[str], examples: Sequence[Example]) -> "csr_matrix":
    """One row per message, one column per word: what it counts there."""
    from scipy.sparse import csr_matrix

    automaton = AhoCorasick(vocabulary)

    def hits(text: str) -> Any:
        return automaton.find_matches_as_indexes(text, overlapping=True)

    values, columns, ends = list[float](), list[int](), [0]
    for one in examples:
        counts = counted(hits(one.body), hits(one.title))
        columns += counts.keys()
        values += counts.values()
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(examples), len(vocabulary)))


def _count_rows(table: "csr_matrix") -> Any:
    return table.getnnz(axis=0)


def _contrast(table: "csr_matrix", topics: Sequence[str], share: Any) -> Any:
    """How far each word's frequency differs between topics: the spread of its logarithm."""
    import numpy

    names, at = numpy.unique(topics, return_inverse=True)
    said = table.astype(bool).astype(float)
    among = numpy.vstack([said.T @ (share * (at == number)) for number in range(len(names))])
    return numpy.log((among + 0.5) / numpy.bincount(at, weights=share)[:, None]).std(0)


def _per_topic(model: Any) -> Any:
    """Of two topics the machine keeps one row of weights only: the other's are their negatives."""
    import numpy

    return numpy.vstack([-model.coef_, model.coef_]) if len(model.classes_) == 2 else model.coef_
