"""What an import would change, code by code: shown before anything is applied."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from cases.registry import Landmark, Registry


@dataclass(frozen=True, slots=True)
class Changes:
    """Codes of one kind, in the order of their source."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class RegistryDiff:
    """Changes by kind. False when both registries are the same."""

    areas: Changes = field(default_factory=Changes)
    grids: Changes = field(default_factory=Changes)
    compounds: Changes = field(default_factory=Changes)
    workers: Changes = field(default_factory=Changes)
    micro_grids: Changes = field(default_factory=Changes)
    shapes: Changes = field(default_factory=Changes)
    landmarks: Changes = field(default_factory=Changes)
    departments: Changes = field(default_factory=Changes)

    def __bool__(self) -> bool:
        kinds = (self.areas, self.grids, self.compounds, self.workers, self.micro_grids, self.shapes)
        return any((*kinds, self.landmarks, self.departments))


def diff(old: Registry, new: Registry) -> RegistryDiff:
    return RegistryDiff(
        areas=_changes(old.area, new.area),
        grids=_changes(old.grid, new.grid),
        compounds=_changes(old.compound, new.compound),
        workers=_changes(old.worker, new.worker),
        micro_grids=_changes({m.code: m for m in old.micro_grids}, {m.code: m for m in new.micro_grids}),
        shapes=_changes(old.shapes, new.shapes),
        landmarks=_changes(_landmarks(old, new), {m.name: m for m in new.landmarks}),
        departments=_changes(old.department, new.department),
    )


def _landmarks(old: Registry, new: Registry) -> dict[str, Landmark]:
    """Without those learnt at the desk that the new registry does not name: they stay."""
    named = {landmark.name for landmark in new.landmarks}
    return {landmark.name: landmark for landmark in old.landmarks if landmark.name in named or not landmark.learnt}


def _changes(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> Changes:
    return Changes(
        new=tuple(code for code in new if code not in old),
        changed=tuple(code for code in new if code in old and old[code] != new[code]),
        removed=tuple(code for code in old if code not in new),
    )
