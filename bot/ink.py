"""What every picture is drawn with: colours, a Chinese font, and one drawing at a time."""

import os
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, DOTS = 9, 110
"""Inches, and dots to the inch."""
INK, LINE = "#23211d", "#d9d3c6"
FACE = "Noto Sans CJK SC"
drawing = Lock()
"""Matplotlib's fonts are shared by all that draw."""


def sheet(height: float, title: str) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor="white", layout="constrained")
    figure.suptitle(title, color=INK, fontproperties=font(14))
    return figure


def png(figure: "Figure") -> bytes:
    out = BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def plain(axes: "Axes", title: str) -> None:
    axes.set_title(title, color=INK, fontproperties=font(11), loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.tick_params(colors=INK, length=0)
    for label in axes.get_yticklabels():
        label.set_fontproperties(font(9))


def font(size: int) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_file(), size=size)


@cache
def _font_file() -> Path:
    """The simplified face of the collection, as a file of its own: matplotlib reads only a collection's first."""
    import matplotlib
    from fontTools.ttLib import TTCollection
    from noto_cjk_sans_otc import FONT_PATH

    kept = Path(matplotlib.get_cachedir(), "minhu-sans-sc.otf")
    if not kept.exists():
        faces = TTCollection(str(FONT_PATH), lazy=True).fonts
        face = next(face for face in faces if face["name"].getDebugName(1) == FACE)
        half = kept.with_suffix(f".{os.getpid()}")
        face.save(half)
        half.replace(kept)
    return kept
