"""Where a text names places: each mention with its own number, after the look at what stands left and right of it."""

from dataclasses import dataclass, field
from enum import Enum, auto

from nlp.place import words
from nlp.place.names import SIZES, Name, NameBook, Sense
from nlp.place.numbers import Number, number_at

MOST_MENTIONS = 40
"""A longer list of places is no address any more, and comparing them all would cost time."""


class Role(Enum):
    """What a place is doing in the sentence."""

    INCIDENT = auto()
    HOME = auto()
    REFERENCE = auto()
    NEGATED = auto()
    MEANT = auto()
    """「我说的是X」: overrides every other place."""


@dataclass(slots=True)
class Mention:
    """A place named in the text. `end` includes 村委会 or 小区 and the number."""

    name: Name
    start: int
    word_end: int
    end: int
    suffix: str = ""
    number: Number | None = None
    doubtful: bool = False
    """What stands beside the name may make it another place: ask."""
    role: Role = Role.INCIDENT
    streets: set[str] = field(default_factory=set)
    """Streets or villages named right before it."""
    under: str = ""
    """Set when a place outside the district is named right before it: 'former' or 'out'."""

    @property
    def ours(self) -> bool:
        return self.name.sense in (Sense.OURS, Sense.FAMILY)


def mentions_in(text: str, book: NameBook) -> list[Mention]:
    """All mentions in order; words that only look like places are left out."""
    found: list[Mention] = []
    for start, word_end, name in book.find(text):
        mention = _grown(text, start, word_end, name)
        if start < (found[-1].end if found else 0):
            continue
        if len(found) == MOST_MENTIONS:
            break
        left_end = found[-1].end if found else 0
        if mention.ours and not _stands(text, mention, left_end):
            continue
        found.append(mention)
    return [mention for mention in found if mention.name.sense is not Sense.MASK]


def _grown(text: str, start: int, word_end: int, name: Name) -> Mention:
    if name.sense not in (Sense.OURS, Sense.FAMILY):
        return Mention(name, start, word_end, word_end)
    suffix = words.SUFFIX.match(text, word_end)
    end = suffix.end() if suffix else word_end
    gap = words.GAP.match(text, end)
    number = number_at(text, gap.end()) if gap else None
    return Mention(name, start, word_end, number.end if number else end, suffix[0] if suffix else "", number)


def _stands(text: str, mention: Mention, left_end: int) -> bool:
    """False when the word is no place here; sets `doubtful` when it may be another place."""
    name, end = mention.name, mention.word_end
    anchored = bool(mention.suffix or mention.number)
    if name.street and not anchored:
        return True
    if name.needs_number and not mention.number and not (name.sense is Sense.FAMILY and mention.suffix):
        return False
    if not anchored and not _right_side_fits(text, mention):
        return False
    if not anchored and _is_common_word(name) and not _spoken_as_place(text, mention):
        return False
    if not anchored and _longer_to_the_right(text, end):
        mention.doubtful = True
    if mention.start > left_end and _glued_to_the_left(text, mention):
        mention.doubtful = True
    return True


def _right_side_fits(text: str, mention: Mention) -> bool:
    name, end = mention.name, mention.word_end
    if text[end - 1 : end + 1] in words.STRADDLES:
        return False
    if name.word.endswith("村") and len(name.word) == 2:
        return words.VILLAGE_RIGHT.match(text, end) is None
    return not (name.short and words.PERSON_RIGHT.match(text, end))


def _is_common_word(name: Name) -> bool:
    """大李, 前四: ordinary words as much as names, unlike 大寨."""
    return name.short and name.word[0] in words.COMMON_START and name.word[1] not in words.VILLAGE_ENDS


def _spoken_as_place(text: str, mention: Mention) -> bool:
    start, end = mention.start, mention.word_end
    return bool(words.AT_PLACE.search(text[max(0, start - 1) : start]) or words.PLACE_FOLLOWS.match(text, end))


def _longer_to_the_right(text: str, end: int) -> bool:
    """朱庄镇, 朱庄路 or 南张羌村: another place, named after ours or merely beginning like it."""
    if words.OTHER_UNIT.match(text, end) or words.NAMED_AFTER.match(text, end):
        return True
    longer = words.LONGER_NAME.match(text, end)
    return longer is not None and not any(c in words.OWN_WORDS for c in longer[1])


def _glued_to_the_left(text: str, mention: Mention) -> bool:
    """南张 or 御景湾 after an unknown character may be another place's name."""
    before = text[mention.start - 1]
    if not "\u4e00" <= before <= "\u9fff" or text[max(0, mention.start - 2) : mention.start] in words.SAFE_PAIRS:
        return False
    length = len(mention.name.word.removesuffix("村"))
    if mention.name.compound:
        return length <= 4 and before not in words.SAFE_BEFORE and before not in SIZES
    return length <= 3 and (before in SIZES or (length <= 2 and before not in words.SAFE_BEFORE))
