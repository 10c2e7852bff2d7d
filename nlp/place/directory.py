"""A registry asked about places: who owns a code, which grids a number means, and how a place is said to people."""

from collections import Counter

from cases.reading import Option, PlaceKind, PlaceReading
from cases.registry import Grid, Level, Registry
from nlp.place.numbers import Number

MOST_OPTIONS = 6


class Directory:
    """Places are codes of streets, villages and grids, or compound ids."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.of_compound: dict[str, list[Grid]] = {}
        self.by_group: dict[tuple[str, int], Grid] = {}
        self.by_building: dict[tuple[str, int], list[Grid]] = {}
        for grid in registry.grids:
            self._index(grid)
        names = [area.name for area in registry.areas] + [compound.name for compound in registry.compounds]
        self._same_named = {name for name, count in Counter(names).items() if count > 1}

    def _index(self, grid: Grid) -> None:
        for group in grid.groups:
            self.by_group.setdefault((grid.village, group), grid)
        for compound in dict.fromkeys(part.compound for part in grid.parts):
            self.of_compound.setdefault(compound, []).append(grid)
        for pair in dict.fromkeys((part.compound, number) for part in grid.parts for number in part.buildings):
            self.by_building.setdefault(pair, []).append(grid)

    def knows(self, code: str) -> bool:
        return code in self.registry.area or code in self.registry.compound or code in self.registry.grid

    def owners(self, code: str) -> frozenset[str]:
        """The place itself and all that contain it: compound, village, street, district."""
        found: set[str] = set()
        while code and code not in found:
            found.add(code)
            if grid := self.registry.grid.get(code):
                found |= {part.compound for part in grid.parts}
                code = grid.village
            elif compound := self.registry.compound.get(code):
                code = compound.village
            else:
                area = self.registry.area.get(code)
                code = area.parent if area else ""
        return frozenset(found - {""})

    def street(self, code: str) -> str:
        areas = (self.registry.area.get(owner) for owner in self.owners(code))
        return next((area.code for area in areas if area and area.level is Level.STREET), "")

    def grids(self, place: str) -> list[Grid]:
        if place in self.of_compound:
            return self.of_compound[place]
        if grid := self.registry.grid.get(place):
            return [grid]
        return list(self.registry.grids_of_village.get(place, ()))

    def numbered(self, place: str, number: Number) -> list[tuple[Grid, int]]:
        """Grids of a place that the number means, with the number's value for the label."""
        if number.groups:
            pairs = ((self.by_group.get((place, value)), value) for value in number.groups)
            return [(grid, value) for grid, value in pairs if grid]
        return [(grid, value) for value in number.buildings for grid in self._holding(place, value)]

    def _holding(self, place: str, building: int) -> list[Grid]:
        if place in self.registry.compound:
            return self.by_building.get((place, building)) or self._whole(place)
        grids = self.registry.grids_of_village.get(place, ())
        return [grid for grid in grids if building in grid.buildings or self._part_with(grid, building)]

    def _whole(self, compound: str) -> list[Grid]:
        """The only grid of a compound, when it has all of its buildings, however many there are."""
        grids = self.of_compound.get(compound, [])
        whole = [grid for grid in grids if any(p.compound == compound and not p.buildings for p in grid.parts)]
        return whole if len(grids) == 1 else []

    def _part_with(self, grid: Grid, building: int) -> str:
        """The compound of a grid in which a building stands; "" when none has it."""
        return next((part.compound for part in grid.parts if building in part.buildings), "")

    def label(self, code: str) -> str:
        """The place in clean words; a name that occurs twice is preceded by its street."""
        if grid := self.registry.grid.get(code):
            return self._grid_label(grid)
        compound, area = self.registry.compound.get(code), self.registry.area.get(code)
        name = compound.name if compound else area.name if area else ""
        street = self.registry.area.get(self.street(code))
        return f"{street.name}{name}" if name in self._same_named and street else name

    def building_label(self, grid: Grid, building: int, place: str = "") -> str:
        """`place`: the compound that was named, where a grid has several."""
        named = place if place in self.registry.compound else self._part_with(grid, building) or grid.compound
        return f"{self.label(named)}{building}号楼" if named else self._grid_label(grid)

    def _grid_label(self, grid: Grid) -> str:
        if grid.group is not None:
            return f"{self.label(grid.village)}{'、'.join(map(str, grid.groups))}组"
        if grid.compound and grid.buildings and not grid.holdings:
            first, last = grid.buildings[0], grid.buildings[-1]
            span = f"{first}-{last}" if last > first else f"{first}"
            return f"{self.label(grid.compound)}{span}号楼"
        return grid.scope or grid.name

    def answer(self, grid: Grid, building: int | None = None, place: str = "") -> PlaceReading:
        said = self._grid_label(grid) if building is None else self.building_label(grid, building, place)
        return PlaceReading(PlaceKind.GRID, grid.code, (grid.code,), said=said)

    def place(self, code: str) -> PlaceReading:
        """A known village or compound; with one grid only, that grid; with few, their buttons."""
        grids = self.grids(code)
        if len(grids) == 1:
            return PlaceReading(PlaceKind.GRID, grids[0].code, (grids[0].code,), said=self.label(code))
        few = grids if len(grids) <= MOST_OPTIONS else []
        options = tuple(Option(grid.code, self._grid_label(grid)) for grid in few)
        return PlaceReading(PlaceKind.PLACE, code, (code,), options, said=self.label(code))

    def resolve(self, place: str, number: Number | None) -> PlaceReading:
        """A place with what number was said: its grid, several grids to ask about, or the place alone."""
        meant = self.numbered(place, number) if number else []
        grids = {grid.code: (grid, value) for grid, value in meant}
        if number and number.values and not grids:
            return self._without_number(place)
        if not grids:
            return self.place(place)
        if len(grids) > 1:
            return self.ask([self._numbered_option(grid, value, place) for grid, value in grids.values()])
        grid, value = next(iter(grids.values()))
        return self.answer(grid, value if grid.buildings else None, place)

    def _numbered_option(self, grid: Grid, value: int, place: str) -> Option:
        return Option(grid.code, self.building_label(grid, value, place) if grid.buildings else self._grid_label(grid))

    def _without_number(self, place: str) -> PlaceReading:
        """A number nobody has. The only grid still owns a compound's unknown building, never a village's group."""
        known = self.place(place)
        if known.kind is PlaceKind.GRID:
            return PlaceReading(
                PlaceKind.PLACE, place, (place,), (Option(known.code, self.label(known.code)),), known.said
            )
        return known

    def buttons(self, place: str, number: Number | None) -> list[Option]:
        """A place as exact as the number allows: one button, or one for each grid that the numbers mean."""
        reading = self.resolve(place, number)
        if reading.kind is PlaceKind.ASK:
            return list(reading.options)
        return [Option(reading.code, reading.said)]

    def ask(self, options: list[Option], said: str = "", *, home: bool = False) -> PlaceReading:
        shown = tuple({option.code: option for option in options}.values())[:MOST_OPTIONS]
        codes = tuple(option.code for option in shown)
        return PlaceReading(PlaceKind.ASK, "", codes, shown, said, home)
