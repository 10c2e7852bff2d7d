"""Where much comes from, as a picture: the land of an area in its pieces, the darker the more was filed there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.drawn import Drawn
from bot.ink import INK, drawing, font, plain, png, sheet
from cases.charting import HOT_DAYS, pieces_of, shade_of
from cases.messages import Spot
from cases.org import Org
from cases.pages.map import Shape
from cases.registry import Registry

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 6.5
SHADES = ("#f1ede3", "#f7e9c4", "#f6cf95", "#f0ab7c", "#ea8f84")
EDGE, OUTLINE = "#8a8375", INK
SPACE, LETTER = (900, 440), 13
"""Dots that a map has at least, across and down, and that a letter on it takes."""
LEAST_LINE, MOST_LINES = 3, 3


@dataclass(frozen=True)
class Land:
    """Pieces by unit, and the areas one level down, which are outlined."""

    pieces: dict[str, Shape]
    areas: tuple[Shape, ...]


def land_of(area: str, registry: Registry, drawn: Drawn) -> Land | None:
    """None where the registry knows of no place there."""
    org, shapes = Org(registry), drawn.of(registry)
    pieces = {unit: shapes[unit] for unit in pieces_of(org, area) if unit in shapes}
    return Land(pieces, tuple(shapes[unit] for unit in org.units_below(area) if unit in shapes)) if pieces else None


def picture(title: str, spots: Sequence[Spot], land: Land) -> bytes:
    """PNG."""
    with drawing:
        figure = sheet(HEIGHT, title)
        draw_spots(figure.subplots(), spots, land)
        return png(figure)


def draw_spots(axes: "Axes", spots: Sequence[Spot], land: Land) -> None:
    """`spots` come with the most first."""
    from matplotlib.patches import PathPatch

    filed = {spot.unit: spot.filed for spot in spots}
    most = max(filed.values(), default=0)
    for unit, shape in land.pieces.items():
        shade = SHADES[shade_of(filed.get(unit, 0), most)]
        axes.add_patch(PathPatch(_outline(shape), facecolor=shade, edgecolor=EDGE, linewidth=0.5))
    for area in land.areas:
        axes.add_patch(PathPatch(_outline(area), fill=False, edgecolor=OUTLINE, linewidth=1.2))
    scale = _scale(land)
    for spot in spots:
        if piece := land.pieces.get(spot.unit):
            told = "\n".join((*_lines(spot.name, piece, scale), str(spot.filed)))
            axes.annotate(told, piece.at, ha="center", va="center", color=INK, fontproperties=font(8))
    plain(axes, f"近 {HOT_DAYS} 天新收（件），颜色越深越多；示意图，不是实测界线")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.invert_yaxis()


def _scale(land: Land) -> float:
    """Dots to a unit of the drawing."""
    boxes = [shape.box for shape in land.pieces.values()]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    return min(SPACE[0] / max(width, 1), SPACE[1] / max(height, 1))


def _lines(name: str, shape: Shape, scale: float) -> list[str]:
    """The name as it fits the piece; nothing where it does not."""
    left, top, right, bottom = shape.box
    across, down = int((right - left) * scale / LETTER), int((bottom - top) * scale / LETTER / 1.5)
    lines = [name[start : start + across] for start in range(0, len(name), across)] if across >= LEAST_LINE else []
    return lines if len(lines) <= min(MOST_LINES, down - 1) else []


def _outline(shape: Shape) -> Any:
    """The path of an SVG as matplotlib's: rings of straight lines."""
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for ring in shape.path.removesuffix("Z").split("Z"):
        corners = [tuple(map(float, corner.split())) for corner in ring.removeprefix("M").split("L")]
        points += [(x, y) for x, y in (*corners, corners[0])]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(corners) - 1), Path.CLOSEPOLY]
    return Path(points, codes)
