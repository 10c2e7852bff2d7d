"""The picture of a chart: drawn with a Chinese font, whatever the figures are."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.charts import pictures
from bot.drawn import Drawn
from bot.hot_map import SHADES, land_of, picture
from cases.charting import pieces_of, spots_of
from cases.messages import Chart, Closed, Spot
from cases.org import Org
from cases.registry import EMPTY
from storage.registry_files.demo import demo_registry

REGISTRY = demo_registry()
picture_of = pictures(lambda: REGISTRY)
SINCE = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
BUSY = Chart(
    "文昌街道服务中心", SINCE, tuple(range(14)), tuple(range(14, 0, -1)), (("大寨村", 9), ("金炉村" * 9, 1)), 3
)


@pytest.mark.parametrize("chart", [BUSY, Chart("大寨村工作站", SINCE, (0,) * 14, (0,) * 14, ())])
@pytest.mark.filterwarnings("error")  # matplotlib warns of every character that its font lacks
async def test_a_chart_is_a_picture_of_some_ten_kilobytes(chart: Chart) -> None:
    drawn = await picture_of(chart)
    assert drawn is not None
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("PNG", (990, 462))
        assert image.getextrema() != ((255, 255),) * len(image.getbands())
    assert len(drawn) < 200_000


async def test_nothing_else_costs_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("asyncio.to_thread")
    assert await picture_of(Closed("1123-018", "confirmed")) is None


CENTRE, VILLAGE = "410871062000", "410871062209"


@pytest.mark.parametrize("area", [REGISTRY.district.code, CENTRE])
@pytest.mark.filterwarnings("error")
async def test_a_chart_with_hot_spots_has_a_map_below(area: str) -> None:
    org = Org(REGISTRY)
    spots = spots_of(org, {unit: count for count, unit in enumerate(pieces_of(org, area))})
    drawn = await picture_of(replace(BUSY, area=area, hot=spots))
    assert drawn is not None
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("PNG", (990, 1034))
    assert len(drawn) < 300_000


def test_the_piece_from_which_most_came_is_the_darkest() -> None:
    org, land = Org(REGISTRY), land_of(VILLAGE, REGISTRY, Drawn())
    assert land is not None
    grids = pieces_of(org, VILLAGE)
    assert set(land.pieces) <= set(grids)
    quiet = picture("大寨村", (), land)
    busy = picture("大寨村", spots_of(org, {grids[0]: 40, grids[1]: 1}), land)
    darkest = tuple(bytes.fromhex(SHADES[-1][1:]))
    assert [_has(one, darkest) for one in (quiet, busy)] == [False, True]


def _has(drawn: bytes, colour: tuple[int, ...]) -> bool:
    with Image.open(BytesIO(drawn)) as image:
        colours = image.convert("RGB").getcolors(1_000_000)
    return colour in {found for _, found in colours or ()}


async def test_where_no_place_is_known_the_chart_is_drawn_without_a_map() -> None:
    drawn = await pictures(lambda: EMPTY)(replace(BUSY, area="nowhere", hot=(Spot("u", "某村", 1),)))
    assert drawn is not None
    with Image.open(BytesIO(drawn)) as image:
        assert image.size == (990, 462)
