"""Praise, in the resident's own words and without their name."""

from typing import assert_never

from cases.messages import AskPraised, Praised, PraisePassedOn, Thanks
from texts.quoting import quoted
from texts.saying import Saying, lines


def thanks(message: Thanks) -> Saying:
    match message:
        case Praised():
            return praised(message)
        case PraisePassedOn():
            return passed_on(message)
        case AskPraised():
            return Saying(
                "收到您的表扬，谢谢！夸的是哪个村（小区）几组的谁？说一句地点，我转给本人。",
                placeholder="比如：大寨村2组",
            )
        case _:
            assert_never(message)


def praised(message: Praised) -> Saying:
    about = "　".join(part for part in (message.number, message.matter, message.place) if part)
    return Saying(
        lines(
            f"🌷 居民表扬{message.who}" if message.desk else "🌷 居民表扬您",
            quoted(message.words),
            about,
            "单独计数，不算评分；不显示是谁说的。",
        )
    )


def passed_on(message: PraisePassedOn) -> Saying:
    if not message.to:
        return Saying("收到您的表扬，谢谢！已经记下，单独计数。")
    return Saying(f"谢谢您！已转给{'和'.join(message.to)}，不写是谁说的。")
