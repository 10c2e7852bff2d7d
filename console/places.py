"""地图: where the open cases lie, drawn and as a table; and the cases of one place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.model import PostCode
from cases.org import Org
from cases.pages.map import Drawing, Load, Shape
from cases.pages.work import Asked
from console.desk import ConsoleDesk
from console.shown import shown
from console.today import SHOWN, row_of
from console.visitors import Visitor, for_desk, refused
from console.words import spoken

MOST_GRIDS = 400
"""An area of more is drawn by its villages: smaller pieces could be neither seen nor hit."""
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""The oldest case of a place is younger than the first, the second, the third, or older."""
AGE_NAMES = ("没有在办", "最久不到 1 天", "最久 1～3 天", "最久 3～7 天", "最久 7 天以上")


@dataclass(frozen=True, slots=True)
class Place:
    unit: str
    name: str
    above: str
    open: int
    late: int
    oldest: str
    """How long the oldest has waited, in words; "" where none is open."""
    age: int
    """An index of AGE_NAMES."""
    zoom: str
    """Link to a nearer map, or to the cases where there is none."""
    cases: str
    shape: Shape | None

    @property
    def told(self) -> str:
        if not self.open:
            return f"{self.name}：没有在办"
        late = f"，超时 {self.late} 件" if self.late else ""
        return f"{self.name}：在办 {self.open} 件{late}，最久 {self.oldest}"


@dataclass(frozen=True, slots=True)
class MapPage:
    name: str
    up: tuple[tuple[str, str], ...]
    """(link, name) of the areas above, as far as the visitor's own."""
    places: tuple[Place, ...]
    """The busiest first; what is on none is last."""
    box: tuple[int, int, int, int] | None
    """Left, top, width and height of what is drawn."""
    letter: int
    """Height of the numbers, in units of the drawing."""
    outlines: tuple[str, ...]
    """Paths of the areas one level down, drawn thicker."""
    open: int
    undrawn: int
    ages: tuple[tuple[int, str], ...] = tuple(enumerate(AGE_NAMES))

    @property
    def drawn(self) -> list[Place]:
        return [place for place in self.places if place.shape is not None]


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def show(request: Request, visitor: Visitor, post: PostCode) -> Response:
        unit = str(request.path_params.get("unit", post))
        if not visitor.org.is_desk(unit) or post not in visitor.org.path(unit):
            return _nowhere(visitor)
        now = desk.clock.now()
        loads = await desk.ask(desk.map.loads, visitor.scope_in(unit), now)
        page = map_page(unit, loads, await desk.drawing(), visitor, now)
        return shown("map.html", visitor, at=now, page=page)

    async def listed(request: Request, visitor: Visitor, post: PostCode) -> Response:
        unit = str(request.path_params["unit"])
        if post not in visitor.org.path(unit):
            return _nowhere(visitor)
        now, asked = desk.clock.now(), Asked(size=SHOWN)
        queue = await desk.ask(desk.work.queue, visitor.scope_in(unit), asked, now)
        rows = [row_of(case, visitor.org, now) for case in queue.cases]
        up = _up(visitor, unit)
        return shown(
            "place.html", visitor, at=now, name=visitor.org.unit_label(unit), up=up, rows=rows, found=queue.found
        )

    return [
        Route("/map", for_desk(desk, show)),
        Route("/map/{unit}", for_desk(desk, show)),
        Route("/map/{unit}/cases", for_desk(desk, listed)),
    ]


def _nowhere(visitor: Visitor) -> Response:
    """A place of others and one that there is not get the same answer."""
    return refused("您的辖区里没有这个地方。", visitor, 404)


def _up(visitor: Visitor, unit: str) -> tuple[tuple[str, str], ...]:
    path = visitor.org.path(unit)
    own = path[1 : path.index(str(visitor.desk)) + 1]
    return tuple((f"/map/{code}", visitor.org.unit_label(code)) for code in reversed(own))


def map_page(unit: str, loads: Mapping[str, Load], drawing: Drawing, visitor: Visitor, at: datetime) -> MapPage:
    org = visitor.org
    grids = org.grids_under(unit)
    pieces = dict.fromkeys(grids if len(grids) <= MOST_GRIDS else map(org.parent, grids))
    gathered = _gathered(pieces, loads, org)
    places = [
        _place(code, load, drawing.get(code) if code in pieces else None, org, at, is_rest=code not in pieces)
        for code, load in gathered.items()
    ]
    box = _box([place.shape for place in places if place.shape])
    return MapPage(
        org.unit_label(unit),
        _up(visitor, unit),
        tuple(sorted(places, key=lambda place: (-place.late, -place.open, -place.age))),
        box,
        max(box[2], box[3]) // 26 if box else 0,
        tuple(drawing[below].path for below in org.units_below(unit) if below in drawing and below not in pieces),
        sum(load.open for load in loads.values()),
        sum(code not in drawing for code in pieces),
    )


def _gathered(pieces: Iterable[str], loads: Mapping[str, Load], org: Org) -> Mapping[str, Load]:
    """Each piece with what lies in it; what lies in none stands under its own area."""
    found = dict.fromkeys(pieces, Load())
    for unit, load in loads.items():
        piece = next((code for code in org.path(unit) if code in found), unit)
        found[piece] = found.get(piece, Load()) + load
    return found


def _place(code: str, load: Load, shape: Shape | None, org: Org, at: datetime, *, is_rest: bool) -> Place:
    """`is_rest`: what lies in an area and in none of the pieces it is drawn by."""
    span = at - load.oldest if load.oldest else timedelta()
    cases = f"/map/{code}/cases"
    return Place(
        code,
        org.unit_label(code) + ("（还没有定到更细）" if is_rest else ""),
        org.unit_label(org.parent(code)),
        load.open,
        load.late,
        spoken(span) if load.open else "",
        1 + sum(span >= limit for limit in AGES) if load.open else 0,
        f"/map/{code}" if org.is_desk(code) and not is_rest else cases,
        cases,
        shape,
    )


def _box(shapes: Sequence[Shape]) -> tuple[int, int, int, int] | None:
    if not shapes:
        return None
    left, top = min(shape.box[0] for shape in shapes), min(shape.box[1] for shape in shapes)
    right, bottom = max(shape.box[2] for shape in shapes), max(shape.box[3] for shape in shapes)
    return left, top, max(right - left, 1), max(bottom - top, 1)
