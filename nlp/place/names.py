"""Every word that may name a place, ours or a neighbour's, and what it may mean; one automaton finds them all."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from cases.registry import Area, Compound, Landmark, Level, Registry
from nlp.clean import clean

SIZES = "大小东西南北前后上下中老新"
NUMBER_GAP = re.compile(r"(?<=[0-9]) (?=[号组队栋幢#]|单元|小组|村民小组)")
"""Some keyboards put a blank between a digit and what it counts: 6 号楼."""
COMMON_LANDMARK = re.compile(
    r"(?:[本我俺]?[们]?[村镇乡]|社区|小区|农村|[大小老新东西南北]|十字|丁字|三岔)*"
    r"(?:学校|小学|中学|幼儿园|卫生[室所院]|诊所|医院|药店|超市|商店|市场|菜市场|村[委支]会|党群服务中心|大队部?|广场|公园"
    r"|信用社|银行|邮局|派出所|加油站|公交站|公?厕所?|路口|桥头?|河边|村[口头尾]|祠堂|戏台|水塔|机井|变压器)"
    r"(?:门口|门前|对面|旁边|附近|后面)?"
)
"""Landmarks that nearly every village has: no registry's list of them is complete."""
VARIANTS = str.maketrans({"侯": "候", "丘": "邱", "雎": "睢"})
"""Characters that are written for each other even on official lists; names are compared after this."""


class Sense(Enum):
    """What a word says about place. Only the first four speak of the district's own places."""

    OURS = auto()
    FAMILY = auto()
    """The tail that several villages share (平陵): never certain."""
    STREET = auto()
    ROAD = auto()
    """A road or a half-named community: too long or too vague for one grid."""
    DISTRICT = auto()
    AROUND = auto()
    """A unit that contains the district: it decides nothing."""
    FORMER = auto()
    """A county that owned part of the district: residents still write it before our villages."""
    OUT = auto()
    CITY = auto()
    MASK = auto()
    """A word that only looks like a place."""


@dataclass(frozen=True, slots=True)
class Name:
    """A word and its meaning. `targets` are codes of villages, compound ids or grid codes."""

    word: str
    sense: Sense
    targets: tuple[str, ...] = ()
    street: str = ""
    """Set when the word also names a street (苏家作, 李万)."""
    needs_number: bool = False
    """Too common a word to stand alone: 阳光, 平陵."""
    compound: bool = False
    short: bool = False
    """A two-character village name without 村: the neighbours of the word must be looked at."""


class NameBook:
    """All names of a registry and its surroundings. Words overlap; the longer wins."""

    def __init__(self, registry: Registry) -> None:
        self.names: dict[str, Name] = {}
        self.spoken: dict[str, tuple[str, ...]] = {}
        """Name without 村 or 小区 -> targets: what a wrongly written word is compared with."""
        for name in _all_names(registry):
            self._add(name)
        self._words = list(self.names)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)
        for compound in registry.compounds:
            self._speak(_compound_core(_plain(compound.name)), compound.id)
        for area in registry.areas:
            if area.level is Level.VILLAGE:
                self._speak(village_core(_plain(area.name)), area.code)

    def find(self, text: str) -> Iterator[tuple[int, int, Name]]:
        """Start, end and name of each word found; spans do not overlap."""
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self.names[self._words[index]]

    def _speak(self, word: str, code: str) -> None:
        if len(word) >= 2:
            self.spoken[word] = (*self.spoken.get(word, ()), code)

    def _add(self, name: Name) -> None:
        known = self.names.get(name.word)
        self.names[name.word] = name if known is None else _merged(known, name)


def plain(text: str) -> str:
    """Text as names are compared: cleaned, simplified, confusable characters folded."""
    return NUMBER_GAP.sub("", clean(text).translate(VARIANTS))


@cache
def _plain(name: str) -> str:
    return plain(name)


def village_core(name: str) -> str:
    """秦屯 for 秦屯村; 孙村 stays, since one character names nothing."""
    for suffix in ("社区", "村"):
        core = name.removesuffix(suffix)
        if core != name and len(core) >= 2:
            return core
    return name


def _compound_core(name: str) -> str:
    core = name.removesuffix("小区")
    return core if len(core) >= 2 else name


def _merged(known: Name, other: Name) -> Name:
    """A word with two meanings. Exact names beat family tails; a street's name is remembered beside a village's."""
    if Sense.STREET in (known.sense, other.sense) and known.sense is not other.sense:
        place, street = (other, known) if known.sense is Sense.STREET else (known, other)
        return replace(place, street=street.street) if place.sense in (Sense.OURS, Sense.FAMILY) else street
    if known.sense is other.sense:
        targets = tuple(dict.fromkeys(known.targets + other.targets))
        needs_number = known.needs_number and other.needs_number
        return replace(known, targets=targets, needs_number=needs_number)
    return known if known.sense.value <= other.sense.value else other


def _all_names(registry: Registry) -> Iterator[Name]:
    for area in registry.areas:
        if area.level is Level.VILLAGE:
            yield from _village_names(area)
        elif area.level is Level.STREET:
            yield from _street_names(area)
        else:
            yield from (Name(_plain(word), Sense.DISTRICT) for word in (area.name, *area.aliases))
    for compound in registry.compounds:
        yield from _compound_names(compound)
    for grid in registry.grids:
        if grid.group is None and not grid.compound and len(grid.scope) >= 3:
            yield Name(_plain(grid.scope), Sense.OURS, (grid.code,))
        yield from (Name(_plain(word), Sense.OURS, (grid.code,)) for word in grid.aliases if len(_plain(word)) >= 2)
    for landmark in registry.landmarks:
        yield from _landmark_names(landmark)
    yield from neighbours()


def _landmark_names(landmark: Landmark) -> Iterator[Name]:
    """One without a grid says nothing; with several, all of them are its targets and the resident is asked. So is who
    says a word that many places go by."""
    for word in map(_plain, (landmark.name, *landmark.aliases)):
        common = len(word) <= 3 or COMMON_LANDMARK.fullmatch(word)
        if len(word) >= 2 and landmark.grids:
            yield Name(word, Sense.FAMILY if common else Sense.OURS, landmark.grids)


def _village_names(area: Area) -> Iterator[Name]:
    name, own = _plain(area.name), (area.code,)
    core = village_core(name)
    yield from (Name(_plain(word), Sense.OURS, own) for word in (area.name, *area.aliases))
    if name.endswith("社区"):
        if len(core) >= 3:
            yield Name(core, Sense.ROAD, own)
        return
    if core != name:
        yield Name(core, Sense.OURS, own, short=len(core) == 2)
    tail = core[1:]
    if len(tail) >= 2:
        yield Name(tail, Sense.FAMILY, own, needs_number=True)
    if len(tail) >= 2 or core[0] in SIZES:
        yield Name(f"{tail.removesuffix('村')}村", Sense.FAMILY, own)


def _street_names(area: Area) -> Iterator[Name]:
    name = _plain(area.name)
    core = next((name.removesuffix(s) for s in ("街道", "镇", "乡") if name.endswith(s)), name)
    endings = ("街道", "街道办", "街道办事处", "办事处", "街", "镇", "乡", "镇政府", "乡政府", "")
    for word in {name, *(_plain(alias) for alias in area.aliases), *(core + ending for ending in endings)}:
        if len(word) >= 2:
            yield Name(word, Sense.STREET, street=area.code)


def _compound_names(compound: Compound) -> Iterator[Name]:
    name, own = _plain(compound.name), (compound.id,)
    core = _compound_core(name)
    yield Name(name, Sense.OURS, own, compound=True)
    if core != name:
        yield Name(core, Sense.OURS, own, needs_number=len(core) == 2, compound=True)
    for alias in compound.aliases:
        word = _plain(alias)
        if len(word) >= 2:
            needs_number = len(word) <= (2 if word == core else 3)
            yield Name(word, Sense.OURS, own, needs_number=needs_number, compound=True)


_SENSES = {
    "former": Sense.FORMER,
    "former_word": Sense.FORMER,
    "county": Sense.OUT,
    "town": Sense.OUT,
    "village": Sense.OUT,
    "city": Sense.CITY,
    "around": Sense.AROUND,
    "mask": Sense.MASK,
    "road": Sense.ROAD,
}


@cache
def neighbours() -> tuple[Name, ...]:
    """Names around the district, from a short list kept by hand: enough to say that a place is not ours."""
    text = files(__package__).joinpath("neighbours.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Name(_plain(row["name"]), _SENSES[row["kind"]], needs_number=row["kind"] == "former_word") for row in rows
    )
