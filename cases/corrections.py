"""What people corrected in a reading, kept in the note of the history line: what was read, by which words, and what it is."""

import json
from dataclasses import dataclass, replace

from cases.errors import Expired
from cases.model import Case, Event, Happening
from cases.reading import TOPICS, UNSURE

CORRECTING = frozenset({Happening.TOPIC_CHANGED, Happening.TRIAGED, Happening.SEVERITY_CHANGED})
"""The lines whose note is a Correction; of old ones the note is only what it became."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`was` is what the machine, or whoever corrected before, had it as; "" where an old line does not say."""

    now: str
    was: str = ""
    was2: str = ""
    """The second level of a topic."""
    confidence: float = 0.0
    """Of `was`; 0 where a person had chosen that."""
    words: tuple[str, ...] = ()
    """The words that spoke for `was`, as they were read."""

    @property
    def changes(self) -> bool:
        """False where a desk agreed with what was read."""
        return self.now != self.was


def of_topic(case: Case, now: str) -> Correction:
    words = _words_for(case, case.topic)
    by_machine = bool(words) or case.topic == UNSURE
    return Correction(now, case.topic, case.topic2, case.confidence if by_machine else 0.0, words)


def with_topic(case: Case, topic: str) -> Case:
    """The case under another topic. What is broken stays what it is. Raises Expired for what is none: of our buttons none says
    that."""
    if topic == UNSURE or topic not in {*TOPICS, *case.top3}:
        raise Expired(case.number)
    return replace(case, topic=topic, topic2="", matter=case.matter if case.fault else topic)


def of_severity(case: Case, now: str) -> Correction:
    return Correction(now, case.severity, words=_words_for(case, case.severity))


def _words_for(case: Case, choice: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.word for one in case.evidence if one.argues_for == choice and one.weight > 0))


def note_of(correction: Correction) -> str:
    """One line of JSON; what is empty is left out."""
    named = {
        "was": correction.was,
        "was2": correction.was2,
        "sure": round(correction.confidence, 3),
        "words": correction.words,
        "now": correction.now,
    }
    return json.dumps({name: value for name, value in named.items() if value}, ensure_ascii=False)


def correction_in(event: Event) -> Correction | None:
    """The correction that a history line tells of; None for every other line."""
    if event.what not in CORRECTING:
        return None
    if not event.note.startswith("{"):
        return Correction(event.note)
    told = json.loads(event.note)
    return Correction(
        told["now"], told.get("was", ""), told.get("was2", ""), told.get("sure", 0.0), tuple(told.get("words", ()))
    )


def shown(event: Event) -> str:
    """The note of a history line as people may read it."""
    correction = correction_in(event)
    if correction is None:
        return event.note
    return f"{correction.was} → {correction.now}" if correction.was and correction.changes else correction.now
