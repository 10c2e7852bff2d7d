"""公示 is asked for by command, in words, and by the link at the door."""

import pytest

from tests.handlers.desk import Desk
from tests.handlers.phone import GROUP, RESIDENT, WORKER, says


@pytest.mark.parametrize(
    "text", ["/网格", "/grid", "网格", "我的网格员是谁", "我的网格员是谁？", "大寨村2组的网格员叫什么", "网格员是谁啊"]
)
async def test_these_ask_for_the_card(desk: Desk, text: str) -> None:
    assert await desk.names(says(text=text)) == ["show_grid"]


@pytest.mark.parametrize(
    "text",
    ["网格员不接电话", "网格员是谁都不来", "我要投诉网格员", "路灯坏了，网格员是谁我不管你们来修", "网格化管理是什么"],
)
async def test_these_are_words_like_any_others(desk: Desk, text: str) -> None:
    assert await desk.names(says(text=text)) == ["hear"]


async def test_the_place_that_was_named_is_read(desk: Desk) -> None:
    await desk.hear(says(text="大寨村2组的网格员叫什么"))
    assert desk.reader.asked == [("大寨村2组", "")]


async def test_the_link_at_the_door_carries_the_grid_and_a_plain_start_does_not(desk: Desk) -> None:
    command = await desk.command(says(text="/start grid_410871101201002"))
    assert command.grid == "410871101201002"
    assert await desk.names(says(text="/start")) == ["greet"]
    assert await desk.names(says(WORKER, "/start grid_1", GROUP)) != ["enter_grid"]
    assert await desk.names(says(RESIDENT, "/start bind_ABC")) == ["bind_post"]
