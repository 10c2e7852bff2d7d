"""Into the console: a link that is good once."""

from datetime import tzinfo
from typing import assert_never

from cases.messages import ConsoleLink, LinkSentApart, SigningIn
from texts.saying import Saying, lines


def signing_in(message: SigningIn, zone: tzinfo) -> Saying:
    match message:
        case ConsoleLink():
            until = message.until.astimezone(zone)
            return Saying(
                lines(
                    "打开下面的链接，再点页面上的〔进入〕，就进了控制台：",
                    message.url,
                    f"只能用一次，{until:%H:%M} 前有效。别转给别人：谁点了谁就以您的身份进去。",
                )
            )
        case LinkSentApart():
            return Saying("控制台的链接私聊发给您了。没收到的话，请先私聊我发一句「控制台」。")
        case _:
            assert_never(message)
