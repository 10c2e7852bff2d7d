"""Into the console: a link that is good once."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import assert_never

from cases.deeds import COMMAND_LINE, Act
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


DEEDS: Mapping[str, str] = {
    Act.REFUSED: "被拒绝",
    Act.BOUND: "绑定了岗位",
    Act.CODE_ISSUED: "发了绑定码",
    Act.CODE_USED: "用了绑定码",
    Act.LANDMARK: "记住了地标",
    Act.REGISTRY: "换了登记表",
    Act.LEXICON: "词表加了词",
    Act.LOOKED: "看了联系人",
    Act.SIGNED_IN: "进了控制台",
    Act.READ: "看了保密件",
    Act.RETAINED: "到期清理",
    Act.EXPORTED: "导出",
    Act.ERASED: "按本人要求清除",
    Act.READS: "查了谁看过",
    Act.SETTINGS: "设置变了",
    Act.ATTENDANCE: "导入考勤",
    Act.RESTORED: "恢复备份",
    Act.LETTERS_AGAIN: "再发送不到的消息",
    Act.LETTERS_DROPPED: "放下送不到的消息",
    Act.UPDATES_AGAIN: "再处理搁置的更新",
    Act.UPDATES_DROPPED: "放下搁置的更新",
    Act.API_KEY: "发或收回接口钥匙",
    Act.WEBHOOK: "增减回调",
    COMMAND_LINE: "服务器上的管理员",
}


def deed(value: str) -> str:
    """What the audit log calls something -> what people do; what is no word of the log stays."""
    return DEEDS.get(value, value)
