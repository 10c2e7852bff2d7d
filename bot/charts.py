"""A chart as a picture: what came and what was closed day by day, and where cases are late."""

import asyncio
import os
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from cases.messages import Chart, Message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DOTS = 9, 4.2, 110
"""Inches, and dots to the inch."""
FILED, CLOSED, LATE, INK, LINE = "#1f4e79", "#3d6b57", "#b3261e", "#23211d", "#d9d3c6"
FACE = "Noto Sans CJK SC"
LONGEST_NAME = 14
drawing = Lock()
"""Matplotlib's fonts are shared by all that draw."""


async def picture_of(message: Message) -> bytes | None:
    """Of messages that have one. Only for these a thread is worth its while."""
    return await asyncio.to_thread(draw, message) if isinstance(message, Chart) else None


def draw(chart: Chart, *, late: str = "现在超时（件）") -> bytes:
    """PNG. Costs a third of a second, the first time two; the libraries are not loaded before."""
    from matplotlib.figure import Figure

    with drawing:
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor="white", layout="constrained")
        days, units = figure.subplots(1, 2, width_ratios=(3, 2))
        figure.suptitle(chart.post, color=INK, fontproperties=_font(14))
        _days(days, chart)
        _units(units, chart, late)
        out = BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def _days(axes: "Axes", chart: Chart) -> None:
    from matplotlib.ticker import MaxNLocator

    dates = [chart.since + timedelta(days=n) for n in range(len(chart.filed))]
    places = range(len(dates))
    axes.plot(places, chart.filed, color=FILED, marker="o", markersize=4, label="新收")
    axes.plot(places, chart.closed, color=CLOSED, marker="s", markersize=4, linestyle="--", label="办结")
    step = max(1, len(dates) // 7)
    labels = [f"{date.month}/{date.day}" for date in dates]
    axes.set_xticks(list(places)[::step], labels[::step], fontproperties=_font(9))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(*chart.filed, *chart.closed, 4) * 1.15)
    axes.legend(prop=_font(10), frameon=False, loc="upper left", ncols=2)
    _plain(axes, "每天新收、办结（件）")


def _units(axes: "Axes", chart: Chart, title: str) -> None:
    told = [(_short(unit), count) for unit, count in chart.late]
    if chart.late_elsewhere:
        told.append(("其他", chart.late_elsewhere))
    _plain(axes, title)
    if not told:
        axes.set_xticks([])
        axes.set_yticks([])
        axes.text(0.5, 0.5, "没有超时", ha="center", va="center", color=INK, fontproperties=_font(12))
        return
    places, counts = list(range(len(told))), [count for _, count in told]
    bars = axes.barh(places, counts, color=LATE)
    axes.bar_label(bars, padding=3, fontproperties=_font(9))
    axes.set_yticks(places, [unit for unit, _ in told], fontproperties=_font(9))
    axes.set_xticks([])
    axes.set_xlim(0, max(counts) * 1.15)
    axes.invert_yaxis()


def _plain(axes: "Axes", title: str) -> None:
    axes.set_title(title, color=INK, fontproperties=_font(11), loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.tick_params(colors=INK, length=0)
    for label in axes.get_yticklabels():
        label.set_fontproperties(_font(9))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _font(size: int) -> Any:
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
