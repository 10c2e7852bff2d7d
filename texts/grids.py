"""公示: the card of a grid, as it would hang at the door."""

from typing import assert_never

from cases.messages import AskAccusation, AskGrid, GridCard, Grids
from cases.taps import Verb
from texts.quoting import quoted
from texts.saying import Saying, button, lines, row
from texts.scene import Scene

MAX_WORKERS = 8


def grids(message: Grids, scene: Scene) -> Saying:
    match message:
        case GridCard():
            return grid_card(message, scene)
        case AskGrid():
            return ask_grid(message)
        case AskAccusation():
            return Saying(
                f"请说是什么事，文字、照片都行。这件不会发给{message.grid}的网格员和本村（社区）工作站，直接报{message.to}。\n"
                "不想留名，登记后点〔不要留我名字〕。",
                placeholder="说一句什么事",
            )
        case _:
            assert_never(message)


def grid_card(message: GridCard, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"您在{message.name}。" if message.here else "",
            f"公示　{message.name}（{message.area}）",
            f"范围：{message.scope}" if message.scope.strip() else "",
            *(f"{worker.role}：{worker.name}" for worker in message.workers[:MAX_WORKERS]),
            "" if message.workers else f"网格员：暂缺，由{message.station}接办",
            f"上一级：{message.station}",
            f"上班：工作日 {'、'.join(message.hours)}；急事随时发，夜里也有人接",
            "有事直接说一句就行，会记在这里；不在这里，话里带上地点。"
            if message.here
            else "有事直接说一句，带上地点就行。",
            f"对网格员有意见，点下面，不会发给他；也可以拨 {scene.hotlines.city}。",
        ),
        (row(button("反映网格员的问题", Verb.ACCUSE, message.code)),),
    )


def ask_grid(message: AskGrid) -> Saying:
    if message.choices:
        listed = [f"{n} {choice.label}" for n, choice in enumerate(message.choices[:6], 1)]
        where = f"{message.within}有几个网格，" if message.within else ""
        return Saying(
            lines(f"{where}看哪一个？", *listed, "回复数字，或再说细一点；也可以点〔发送位置〕。"), ask_location=True
        )
    where = f"{quoted(message.within, 40)}的哪个组、几号楼" if message.within else "哪个村（小区）、几组（几号楼）"
    return Saying(
        f"看哪里的网格员？说一句{where}，或点〔发送位置〕。", ask_location=True, placeholder="比如：大寨村2组"
    )
