"""The month's list of what is worked on no further, for a desk."""

from cases.messages import DismissalLine, DismissalList
from texts.quoting import clean
from texts.saying import Saying, fit, lines
from texts.scene import Scene
from texts.words import ground

SHOWN = 15
LINE = 160
STATES = {
    "asked": "还没批",
    "dismissed": "不予受理",
    "refused": "没同意，接着办",
    "appealed": "居民申请复核中",
    "upheld": "复核维持",
    "overturned": "复核后重新办理",
}


def dismissals(message: DismissalList, scene: Scene) -> Saying:
    month = f"{message.year} 年 {message.month} 月"
    until = f"（到 {scene.dated(message.until)}）" if message.until else ""
    title = f"{message.post} 不予受理台账　{month}{until}"
    if not message.lines:
        return Saying(f"{title}：这个月没有提过。")
    ended = sum(one.state in {"dismissed", "appealed", "upheld"} for one in message.lines)
    appealed = sum(one.appealed for one in message.lines)
    rest = len(message.lines) - SHOWN
    return Saying(
        lines(
            title,
            f"提出 {len(message.lines)} 件　不予受理 {ended} 件　居民申请复核 {appealed} 件",
            *(_line(one) for one in message.lines[-SHOWN:]),
            f"前面还有 {rest} 件，管理员导出的月报里都有。" if rest > 0 else "",
        )
    )


def _line(one: DismissalLine) -> str:
    why = clean(ground(one.ground), 30) or "理由已到期清除"
    decided = f"　{clean(one.decided, 20)}批" if one.decided else ""
    matter, place = clean(one.matter, 30), clean(one.place, 30)
    return fit(f"{one.number} {matter}　{place}　{why}　{clean(one.by, 20)}提{decided}　{STATES[one.state]}", LINE)
