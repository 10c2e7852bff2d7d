"""A chart as a picture: what came and was closed day by day, where cases are late, and where much comes from."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.drawn import Drawn
from bot.hot_map import Land, draw_spots, land_of
from bot.ink import INK, drawing, font, plain, png, sheet
from cases.messages import Chart, Message
from cases.registry import Registry

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT, WITH_MAP = 4.2, 9.4
"""Inches."""
FILED, CLOSED, LATE = "#1f4e79", "#3d6b57", "#b3261e"
LONGEST_NAME = 14
FEWEST_BARS = 5
"""There is room for as many at least."""


def pictures(registry: Callable[[], Registry]) -> Callable[[Message], Awaitable[bytes | None]]:
    """What draws messages that have a picture."""
    drawn = Drawn()

    def picture(chart: Chart) -> bytes:
        land = land_of(chart.area, registry(), drawn) if chart.hot else None
        return draw(chart, land=land)

    async def picture_of(message: Message) -> bytes | None:
        """Only for these a thread is worth its while."""
        return await asyncio.to_thread(picture, message) if isinstance(message, Chart) else None

    return picture_of


def draw(chart: Chart, *, late: str = "现在超时（件）", land: Land | None = None) -> bytes:
    """PNG. Costs a third of a second, the first time two; the libraries are not loaded before."""
    with drawing:
        figure = sheet(WITH_MAP if land else HEIGHT, chart.post)
        parts = figure.subplot_mosaic(
            "du;mm" if land else "du", width_ratios=(3, 2), height_ratios=(3, 4) if land else None
        )
        _days(parts["d"], chart)
        _units(parts["u"], chart, late)
        if land:
            draw_spots(parts["m"], chart.hot, land)
        return png(figure)


def _days(axes: "Axes", chart: Chart) -> None:
    from matplotlib.ticker import MaxNLocator

    dates = [chart.since + timedelta(days=n) for n in range(len(chart.filed))]
    places = range(len(dates))
    axes.plot(places, chart.filed, color=FILED, marker="o", markersize=4, label="新收")
    axes.plot(places, chart.closed, color=CLOSED, marker="s", markersize=4, linestyle="--", label="办结")
    step = max(1, len(dates) // 7)
    labels = [f"{date.month}/{date.day}" for date in dates]
    axes.set_xticks(list(places)[::step], labels[::step], fontproperties=font(9))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(*chart.filed, *chart.closed, 4) * 1.15)
    axes.legend(prop=font(10), frameon=False, loc="upper left", ncols=2)
    plain(axes, "每天新收、办结（件）")


def _units(axes: "Axes", chart: Chart, title: str) -> None:
    told = [(_short(unit), count) for unit, count in chart.late]
    if chart.late_elsewhere:
        told.append(("其他", chart.late_elsewhere))
    plain(axes, title)
    if not told:
        axes.set_xticks([])
        axes.set_yticks([])
        axes.text(0.5, 0.5, "没有超时", ha="center", va="center", color=INK, fontproperties=font(12))
        return
    places, counts = list(range(len(told))), [count for _, count in told]
    bars = axes.barh(places, counts, height=0.6, color=LATE)
    axes.bar_label(bars, padding=3, fontproperties=font(9))
    axes.set_yticks(places, [unit for unit, _ in told], fontproperties=font(9))
    axes.set_xticks([])
    axes.set_xlim(0, max(counts) * 1.15)
    axes.set_ylim(max(len(told), FEWEST_BARS) - 0.5, -0.5)  # the first on top; one alone is a bar, not a wall


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
