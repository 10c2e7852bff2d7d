"""The picture of a chart: drawn with a Chinese font, whatever the figures are."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.charts import picture_of
from cases.messages import Chart, Closed

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
