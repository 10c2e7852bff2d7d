"""Who owns a place and who stands above whom: pure look-ups over the registry."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.model import Case, PostCode
from cases.registry import Department, Level, Registry, Role


@dataclass(frozen=True)
class Org:
    """Posts are workers (by id), the duty desks of areas (by code) and departments (by code)."""

    registry: Registry

    def knows(self, post: str) -> bool:
        return post in self.registry.worker or post in self.registry.area or self.is_department(post)

    def is_desk(self, post: str) -> bool:
        return post in self.registry.area

    def is_department(self, post: str) -> bool:
        return post in self.registry.department

    def label(self, post: str) -> str:
        """What staff and residents call a post: 专职网格员012, 大寨村工作站."""
        if worker := self.registry.worker.get(post):
            return worker.name
        if area := self.registry.area.get(post):
            return area.name + DESK[area.level]
        if department := self.registry.department.get(post):
            return department.name
        return post

    def unit_label(self, unit: str) -> str:
        if grid := self.registry.grid.get(unit):
            return grid.name
        area = self.registry.area.get(unit)
        return area.name if area else ""

    def parent(self, unit: str) -> str:
        """The unit above a grid, compound or area; "" above the district."""
        if grid := self.registry.grid.get(unit):
            return grid.village
        if compound := self.registry.compound.get(unit):
            return compound.village
        area = self.registry.area.get(unit)
        return area.parent if area else ""

    def path(self, unit: str) -> tuple[str, ...]:
        """The unit and everything above it, lowest first. A compound is no unit: its path begins with its village."""
        return tuple(code for code in self._climb(unit) if code not in self.registry.compound)

    def _climb(self, unit: str) -> Iterator[str]:
        while unit:
            yield unit
            unit = self.parent(unit)

    def staff(self, unit: str) -> tuple[PostCode, ...]:
        """Who receives in a grid, in order: who has the 主责, then 专职, 兼职 as cover, 网格长. Empty for an area."""
        grid = self.registry.grid.get(unit)
        return tuple(PostCode(post) for post in grid.people) if grid else ()

    def grids_of(self, post: str) -> tuple[str, ...]:
        """The grids in which a worker receives."""
        return self.registry.grids_of_worker.get(post, ())

    def is_above_station(self, post: str) -> bool:
        """A centre or the district."""
        area = self.registry.area.get(post)
        return area is not None and area.level in {Level.STREET, Level.DISTRICT}

    def leader(self, unit: str) -> PostCode | None:
        grid = self.registry.grid.get(unit)
        return PostCode(grid.leader) if grid and grid.leader else None

    def desks(self, unit: str) -> tuple[PostCode, ...]:
        """The duty desks above a unit, lowest first: station, centre, district."""
        return tuple(PostCode(code) for code in self.path(unit) if code in self.registry.area)

    def receivers(self, unit: str, *, skip_accused: bool = False) -> tuple[PostCode, ...]:
        """Every post a case of this unit may fall to, in order. `skip_accused` leaves out the grid and its station,
        for a message that complains about the very people who would receive it."""
        if skip_accused:
            above = tuple(d for d in self.desks(unit) if self.registry.area[d].level is not Level.VILLAGE)
            return above or self.desks(unit)
        return self.staff(unit) + self.desks(unit)

    def may_judge(self, desk: str) -> bool:
        """A complaint about the people of its territory comes to this desk."""
        return desk in self.receivers(desk, skip_accused=True)

    def line(self, case: Case) -> tuple[PostCode, ...]:
        """Every post that may know of a case, in order of receipt. Nobody it complains about is among them."""
        return self.receivers(case.unit, skip_accused=case.conflict)

    def cover(self, case: Case) -> tuple[PostCode, ...]:
        """Who stands in for the holder: the others in line, nearest first."""
        return tuple(post for post in self.line(case) if post != case.holder)

    def desks_over(self, case: Case) -> tuple[PostCode, ...]:
        """The duty desks in line, lowest first."""
        return tuple(post for post in self.line(case) if self.is_desk(post))

    def desks_above(self, case: Case) -> tuple[PostCode, ...]:
        """The duty desks in line above the holder, lowest first."""
        desks = self.desks_over(case)
        return desks[desks.index(case.holder) + 1 :] if case.holder in desks else desks

    def desk_above(self, case: Case) -> PostCode | None:
        """The duty desk one rung above the holder."""
        return next(iter(self.desks_above(case)), None)

    def colleagues(self, unit: str) -> tuple[PostCode, ...]:
        """Full-time workers of the same village, then of the street: whom a case may be handed to."""
        village = next((c for c in self.path(unit) if c in self.registry.grids_of_village), "")
        found = [PostCode(g.full_time) for g in self.registry.grids_of_village.get(village, ()) if g.full_time]
        found += [PostCode(g.part_time) for g in self.registry.grids_of_village.get(village, ()) if g.part_time]
        return tuple(dict.fromkeys(found))

    def departments(self, case: Case) -> tuple[Department, ...]:
        """Whoever can be called to a case, those of the nearest area first. In a complaint about people of the place none
        that it names, and nobody who runs compounds: words for them are too many to know."""
        path = self.path(case.unit)
        found = [one for unit in path for one in self.registry.departments if one.unit == unit]
        return tuple(one for one in found if not (case.conflict and _is_accused(one, case)))

    def units_below(self, area: str) -> tuple[str, ...]:
        """One level down, in the registry's order: streets, villages, or the grids of a village."""
        areas = tuple(one.code for one in self.registry.areas if one.parent == area)
        return areas or tuple(grid.code for grid in self.registry.grids_of_village.get(area, ()))

    def grids_under(self, area: str) -> tuple[str, ...]:
        """Every grid of an area, however deep."""
        return tuple(
            grid
            for unit in self.units_below(area)
            for grid in ((unit,) if unit in self.registry.grid else self.grids_under(unit))
        )

    def under(self, unit: str) -> tuple[str, ...]:
        """The unit and everything below it."""
        return (unit, *(one for below in self.units_below(unit) for one in self.under(below)))

    @property
    def top(self) -> PostCode:
        return PostCode(self.registry.district.code)

    def role_of(self, post: str) -> Role | None:
        worker = self.registry.worker.get(post)
        return worker.role if worker else None


def _is_accused(department: Department, case: Case) -> bool:
    return department.runs_compounds or any(word in case.text for word in department.words)


DESK = {Level.DISTRICT: "调度中心", Level.STREET: "服务中心", Level.VILLAGE: "工作站", Level.GRID: ""}
"""The field's names for the duty desk of each level; data of the vocabulary, not conversation."""
