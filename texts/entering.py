"""Words to staff who bring in what others told them, or what they found."""

from typing import assert_never

from cases.messages import AskEntry, Entering, PutRight
from cases.model import Source
from cases.taps import Verb
from texts.quoting import clean
from texts.saying import Saying, button, lines, rows
from texts.words import SOURCES, matter_of, source


def entering(message: Entering) -> Saying:
    match message:
        case AskEntry():
            return ask_entry(message)
        case PutRight():
            return put_right(message)
        case _:
            assert_never(message)


def ask_entry(message: AskEntry) -> Saying:
    if message.source:
        return Saying(
            f"录入（{source(message.source)}）：什么事、在哪里？一句话说全，比如「南张村3组王家门口路灯坏了」，也可以带照片。",
            placeholder="什么事、在哪里",
        )
    return Saying(
        lines(
            "替居民录入，来源是哪一种？点下面，或一句话发全：",
            "「录入 走访 南张村3组路灯坏了」",
            "「录入 12345 工单号GD20260302 南张村3组路灯坏了」",
            "自己发现、当场弄好的：发照片，配一句「巡查 已处理 南张村3组井盖挪正了」。",
        ),
        rows((button(label, Verb.ENTER, "new", value) for value, label in SOURCES.items() if value != Source.API), 4),
    )


def put_right(message: PutRight) -> Saying:
    told = f"，已请{message.desk}确认" if message.desk else ""
    return Saying(
        f"记下了，编号 {message.number}：主动发现、当场处理{told}。\n"
        f"{matter_of(clean(message.matter, 40))}　{clean(message.place, 40) or '地点待核'}"
    )
