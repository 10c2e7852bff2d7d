"""A sentence to the grid that owns the place: exact names first, doubts as questions, never a silent guess."""

from dataclasses import replace

from cases.reading import NOWHERE, Option, PlaceKind, PlaceReading
from cases.registry import Level, Registry
from nlp.place import words
from nlp.place.directory import MOST_OPTIONS, Directory
from nlp.place.guess import Guesser
from nlp.place.mentions import Mention, Role, mentions_in
from nlp.place.names import NameBook, Sense, plain
from nlp.place.numbers import Number, bare_number, numbers_in
from nlp.place.roles import assign_roles, clause_start


class Locator:
    """Immutable once built; build a new one when the registry changes. Safe to share between threads."""

    def __init__(self, registry: Registry) -> None:
        self._directory = Directory(registry)
        self._book = NameBook(registry)
        self._guesser = Guesser(self._book.spoken)
        self._streets = [Option(area.code, area.name) for area in registry.areas if area.level is Level.STREET][
            :MOST_OPTIONS
        ]

    def locate(self, text: str, *, within: str = "", home: str = "") -> PlaceReading:
        """Where the matter of a text is.

        `within`: code of the village, street or compound already known from the conversation, so that 「3组」 is enough.
        `home`: code of the resident's registered home (grid, compound or village), offered as a question when the
        text names no place.
        """
        heard = plain(text)
        mentions = mentions_in(heard, self._book)
        assign_roles(heard, mentions)
        found = self._found(heard, mentions, within, home)
        named = found.kind in (PlaceKind.GRID, PlaceKind.PLACE, PlaceKind.ASK)
        return replace(found, whole=True) if named and _says_no_more(heard, mentions) else found

    def _found(self, heard: str, mentions: list[Mention], within: str, home: str) -> PlaceReading:
        free = _free_numbers(heard, mentions)
        return (
            self._named(heard, mentions, free, within)
            or self._outside(heard, mentions)
            or self._continued(heard, free, within)
            or self._guessed(heard, mentions, within)
            or self._of_a_family(mentions, within)
            or self._vague(heard, mentions)
            or self._at_home(free, home)
            or NOWHERE
        )

    def _named(self, text: str, mentions: list[Mention], free: list[Number], within: str) -> PlaceReading | None:
        ours = [m for m in mentions if self._is_place(m, mentions) and m.role is not Role.NEGATED and m.under != "out"]
        if meant := [m for m in ours if m.role is Role.MEANT]:
            return self._incident(text, meant, mentions, free, within)
        if incidents := [m for m in ours if m.role is Role.INCIDENT]:
            return self._incident(text, incidents, mentions, free, within)
        if landmarks := [m for m in ours if m.role is Role.REFERENCE]:
            return self._ask_each(landmarks, within)
        if _happened_abroad(text, mentions):
            return None
        return self._lived_in(text, ours, free, within)

    def _is_place(self, mention: Mention, mentions: list[Mention]) -> bool:
        """苏家作 is a village when it carries 村 or a number, else the street when another place follows."""
        if not mention.ours or (mention.doubtful and mention.name.sense is Sense.FAMILY):
            return False
        if not mention.name.street or mention.suffix or mention.number:
            return True
        followed = any(
            other is not mention and other.ours and mention.end <= other.start <= mention.end + 6 for other in mentions
        )
        return not followed and mention.name.sense is Sense.OURS

    def _incident(
        self, text: str, incidents: list[Mention], mentions: list[Mention], free: list[Number], within: str
    ) -> PlaceReading:
        incidents = self._most_exact(incidents)
        if len(incidents) > 1:
            return self._ask_each(incidents, within)
        mention = incidents[0]
        number = self._with_loose(text, mention, mentions, free)
        reading = self._resolve(mention, number, within)
        if mention.doubtful:  # 刘范翘村: 刘范 with something after it, or 刘范桥 misspelt
            other = self._misheard(text, mentions, within)
            return self._directory.ask([*reading.options, *other], reading.said)
        neighbours = [m for m in mentions if m.name.sense is Sense.OUT]
        abroad = _happened_abroad(text, neighbours) or self._may_be_elsewhere(text, mention)
        return self._doubted(reading) if abroad else reading

    def _may_be_elsewhere(self, text: str, mention: Mention) -> bool:
        """教师新村 and 荷塘月色 are in every city: beside the name of a district that is not ours they are a question."""
        in_compounds = all(target in self._directory.of_compound for target in mention.name.targets)
        if not in_compounds or mention.streets:
            return False
        ours = self._directory.registry.district.name
        return any(not ours.endswith(found.group()) for found in words.ELSEWHERE.finditer(text.upper()))

    def _most_exact(self, incidents: list[Mention]) -> list[Mention]:
        """Drops a village when one of its compounds or groups is named too, and repetitions."""
        kept: dict[tuple[tuple[str, ...], tuple[int, ...]], Mention] = {}
        for mention in incidents:
            kept.setdefault((mention.name.targets, mention.number.values if mention.number else ()), mention)
        rest = list(kept.values())
        return [m for m in rest if not any(other is not m and self._lies_in(other, m) for other in rest)]

    def _lies_in(self, inner: Mention, outer: Mention) -> bool:
        if set(inner.name.targets) & set(outer.name.targets):
            return bool(inner.number) and not outer.number
        return any(set(outer.name.targets) & self._directory.owners(target) for target in inner.name.targets)

    def _with_loose(self, text: str, mention: Mention, mentions: list[Mention], free: list[Number]) -> Number | None:
        """The number of the only place, with those said apart from it: 「三组,大寨村的」, 「大寨村2组…三组也…」."""
        if any(other.ours and other is not mention and other.role is not Role.NEGATED for other in mentions):
            return mention.number
        fitting = [number for number in _meant(text, free) if self._fits(mention, number)]
        return _together([mention.number, *fitting] if mention.number else fitting)

    def _fits(self, mention: Mention, number: Number) -> bool:
        return any(self._directory.numbered(target, number) for target in mention.name.targets)

    def _resolve(self, mention: Mention, number: Number | None, within: str) -> PlaceReading:
        targets, mismatch = self._narrowed(mention, number, within)
        certain = mention.name.sense is Sense.OURS or bool(within and len(targets) == 1)
        if len(targets) > 1 or not certain:
            options = [option for target in targets for option in self._directory.buttons(target, number)]
            return self._directory.ask(options, mention.name.word)
        reading = self._directory.resolve(targets[0], number)
        if mention.name.street and not (mention.suffix or number):
            street = mention.name.street  # 苏家作 alone may be the village or the 乡
            return self._directory.ask(
                [*self._directory.buttons(targets[0], None), self._as_option(street)], reading.said
            )
        return self._doubted(reading) if mismatch or mention.doubtful or mention.under == "former" else reading

    def _narrowed(self, mention: Mention, number: Number | None, within: str) -> tuple[list[str], bool]:
        """Targets left after the street named with the place; and whether that street owns none of them."""
        targets, mismatch = list(mention.name.targets), False
        if mention.streets:
            inside = [t for t in targets if mention.streets & (self._directory.owners(t) - {t})]
            mismatch = not inside and not mention.streets <= set(targets)
            targets = inside or targets
            if inside and mention.under == "former":
                mention.under = ""
        if number and number.values and len(targets) > 1:
            buildings = [t for t in targets if bool(number.buildings) == (t in self._directory.of_compound)]
            targets = buildings or targets
        if within and len(targets) > 1:
            targets = self._inside(targets, within) or targets
        return targets, mismatch

    def _as_option(self, code: str) -> Option:
        return Option(code, self._directory.label(code))

    def _inside(self, targets: list[str], within: str) -> list[str]:
        known = self._directory.owners(within)
        exact = [t for t in targets if t in known]
        return exact or [t for t in targets if within in self._directory.owners(t)]

    def _doubted(self, reading: PlaceReading) -> PlaceReading:
        """What would have been assigned, as a question."""
        if reading.kind not in (PlaceKind.GRID, PlaceKind.PLACE):
            return reading
        return self._directory.ask([Option(reading.code, reading.said)], reading.said)

    def _ask_each(self, mentions: list[Mention], within: str) -> PlaceReading:
        options: list[Option] = []
        for mention in mentions:
            targets, _ = self._narrowed(mention, mention.number, within)
            options += [option for target in targets for option in self._directory.buttons(target, mention.number)]
        return self._directory.ask(options)

    def _lived_in(self, text: str, homes: list[Mention], free: list[Number], within: str) -> PlaceReading | None:
        """Only the writer's home is named. Another number in the text makes it the place: 俺是南张嘞,三组…"""
        if not homes:
            return None
        home = homes[0]
        if home.number is None and (number := self._with_loose(text, home, homes, free)):
            return self._resolve(home, number, within)
        reading = self._resolve(home, home.number, within)
        return replace(self._doubted(reading), home=True)

    def _continued(self, text: str, free: list[Number], within: str) -> PlaceReading | None:
        """「3组」 or 「6号楼」, or a bare 3, inside a place that the conversation already knows."""
        if not within or not self._directory.grids(within):
            return None
        number = _together(_meant(text, free)) or self._bare(text, within)
        return self._directory.resolve(within, number) if number else None

    def _bare(self, text: str, within: str) -> Number | None:
        said = bare_number(text)
        if said is None:
            return None
        if within in self._directory.of_compound:
            return Number(0, len(text), buildings=(said,))
        return Number(0, len(text), groups=(said,))

    def _outside(self, text: str, mentions: list[Mention]) -> PlaceReading | None:
        if any(m.under == "out" and m.role is not Role.NEGATED for m in mentions):
            return PlaceReading(PlaceKind.OUT)
        return PlaceReading(PlaceKind.OUT) if _happened_abroad(text, mentions) else None

    def _guessed(self, text: str, mentions: list[Mention], within: str) -> PlaceReading | None:
        if any(m.ours and not m.doubtful and m.role is not Role.NEGATED for m in mentions):
            return None
        buttons = self._misheard(text, mentions, within)
        return self._directory.ask(buttons) if buttons else None

    def _misheard(self, text: str, mentions: list[Mention], within: str) -> list[Option]:
        guesses = [guess for guess in self._guesser.guess(text) if self._suits(*guess)]
        streets = {m.name.street for m in mentions if m.name.street}
        codes = [code for code, _ in guesses]
        likely = [c for c in codes if streets & self._directory.owners(c)] or self._inside(codes, within) or codes
        return [
            option for code, number in guesses if code in likely for option in self._directory.buttons(code, number)
        ]

    def _suits(self, code: str, number: Number | None) -> bool:
        """A compound has no 组; a village has buildings only where a compound stands in it."""
        if number is None or number.groups:
            return number is None or code not in self._directory.of_compound
        return code in self._directory.of_compound or bool(self._directory.numbered(code, number))

    def _of_a_family(self, mentions: list[Mention], within: str) -> PlaceReading | None:
        """The tail of several names with an unknown character before it (某官庄): any of the family."""
        glued = [m for m in mentions if m.ours and m.doubtful and m.role is not Role.NEGATED and m.under != "out"]
        return self._ask_each(glued, within) if glued else None

    def _vague(self, text: str, mentions: list[Mention]) -> PlaceReading | None:
        named = [m for m in mentions if m.role is not Role.NEGATED]
        if roads := [m for m in named if m.name.sense is Sense.ROAD and m.name.targets]:
            return self._directory.ask(
                [o for m in roads for t in m.name.targets for o in self._directory.buttons(t, None)]
            )
        if streets := list(dict.fromkeys(m.name.street for m in named if m.name.street)):
            said = "、".join(self._directory.label(street) for street in streets)
            return PlaceReading(PlaceKind.ASK, codes=tuple(streets), said=said)
        if any(m.name.sense is Sense.ROAD for m in named) or words.CROSSING.search(text):
            return PlaceReading(PlaceKind.ASK)
        if any(m.name.sense is Sense.DISTRICT for m in named):
            return self._directory.ask(list(self._streets), self._directory.registry.district.name)
        return None

    def _at_home(self, free: list[Number], home: str) -> PlaceReading | None:
        """The registered home, or what a number means beside it (我们村5组): always a question."""
        if not self._directory.knows(home):
            return None
        reading = self._directory.place(home)
        if free:
            grid = self._directory.registry.grid.get(home)
            nearby = self._directory.resolve((grid.compound or grid.village) if grid else home, free[0])
            reading = nearby if nearby.kind is PlaceKind.GRID else reading
        return replace(self._doubted(reading), home=True)


def _happened_abroad(text: str, mentions: list[Mention]) -> bool:
    """A place outside is named, and not only as where somebody works, studies or comes from."""
    return any(
        m.name.sense in (Sense.OUT, Sense.CITY, Sense.FORMER)
        and m.role is Role.INCIDENT
        and not m.name.needs_number
        and not words.AWAY.search(text, m.end, m.end + 10)
        for m in mentions
    )


def _says_no_more(text: str, mentions: list[Mention]) -> bool:
    """Nothing is left of the text without its places, its numbers and the small words of an address."""
    if len(text) > words.LONGEST_ADDRESS:
        return False
    spans = [(one.start, one.end) for one in mentions] + [(one.start, one.end) for one in numbers_in(text)]
    left = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end in spans))
    return not words.LETTER.search(words.OF_ADDRESS.sub("", left))


def _meant(text: str, free: list[Number]) -> list[Number]:
    """Without those denied (不是2组) and the writer's own (我是四组的)."""
    before = {number: text[clause_start(text, number.start) : number.start] for number in free}
    return [n for n in free if not words.HOME.search(before[n]) and not words.NEGATED.search(before[n])]


def _together(numbers: list[Number]) -> Number | None:
    """Several numbers of the first one's kind as one, so that more than one grid becomes a question."""
    if not numbers:
        return None
    first = numbers[0]
    alike = [number for number in numbers if bool(number.groups) == bool(first.groups)]
    groups = tuple(dict.fromkeys(value for number in alike for value in number.groups))
    buildings = tuple(dict.fromkeys(value for number in alike for value in number.buildings))
    return Number(first.start, first.end, groups, buildings)


def _free_numbers(text: str, mentions: list[Mention]) -> list[Number]:
    """组 and building numbers that belong to no mention and stand where a place may stand (not 有三组器材)."""
    taken = [(m.start, m.end) for m in mentions]
    return [
        number
        for number in numbers_in(text)
        if number.values
        and not any(start <= number.start < end for start, end in taken)
        and not words.THINGS_COUNTED.match(text, number.end)
        and words.NUMBER_LEFT.search(text[max(0, number.start - 1) : number.start])
    ]
