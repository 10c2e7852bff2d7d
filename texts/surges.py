"""Words for crowds of one matter: to the desk that answers, and to residents who hear one dated answer."""

from typing import assert_never

from cases.messages import (
    AskSurgeAnswer,
    Pinned,
    SurgeAnswer,
    SurgeEnded,
    SurgeFound,
    SurgeOn,
    SurgeOver,
    SurgePreview,
    Surging,
    WaitsAlong,
)
from cases.taps import Verb
from texts.quoting import clean
from texts.saying import Saying, button, lines, row
from texts.scene import Scene, amount

LONGEST = 1500
MOST_OPEN = 8


def surging(message: Surging, scene: Scene) -> Saying:
    match message:
        case SurgeFound():
            return found(message)
        case AskSurgeAnswer():
            return ask(message)
        case SurgePreview():
            return preview(message, scene)
        case SurgeOn():
            return stands(message, scene)
        case SurgeOver():
            return over(message)
        case _:
            return _to_residents(message, scene)


def _to_residents(message: Pinned | WaitsAlong | SurgeAnswer | SurgeEnded, scene: Scene) -> Saying:
    match message:
        case Pinned():
            return pinned(message, scene)
        case WaitsAlong():
            return waits(message, scene)
        case SurgeAnswer():
            return answer(message, scene)
        case SurgeEnded():
            return ended(message)
        case _:
            assert_never(message)


# --- the desk ---


def _what(unit: str, matter: str) -> str:
    return f"{clean(unit, 30)}　{clean(matter, 40)}"


def found(message: SurgeFound) -> Saying:
    span = "1 小时" if message.minutes == 60 else f"{message.minutes} 分钟"
    return Saying(
        lines(
            f"🌊 突发：{clean(message.unit, 30)} {span}内已有 {message.filings} 件{clean(message.matter, 40)}",
            "可以发一个统一答复：再有人说这件事，先看到您的答复，愿意等的不再另派单。每件照样有编号，特急件照常单独派。",
            "点下面，或回复「答复 原因、现在在做什么、预计几点恢复」；不需要就回复「不用统一答复」。",
        ),
        (row(button("发统一答复", Verb.SURGE_ANSWER, message.id), button("不用", Verb.SURGE_NONE, message.id)),),
    )


def ask(message: AskSurgeAnswer) -> Saying:
    if not message.open:
        return Saying("您这里现在没有要统一答复的突发诉求。要问居民话，请用〔问居民〕或发「问居民 编号 …」。")
    if len(message.open) == 1:
        unit, matter = message.open[0]
        return Saying(
            lines(
                f"{_what(unit, matter)}：请写统一答复，比如",
                "「答复 主管道爆裂，正在抢修，预计今晚8点恢复」",
                "先给您看，您确认了才发布。写上几点恢复，到点自动结束；没写就按默认时间。",
            )
        )
    listed = [f"「答复 {clean(unit, 30)}{clean(matter, 40)} ……」" for unit, matter in message.open[:MOST_OPEN]]
    return Saying(lines(f"您这里有 {len(message.open)} 起，请写明答的是哪一起：", *listed))


def preview(message: SurgePreview, scene: Scene) -> Saying:
    until = f"到 {scene.dated(message.until)} 为止" + ("" if message.named else "（没写几点恢复，按默认时间）")
    told = f"已登记的 {message.chats} 人白天会收到" if message.chats else "还没有人在等"
    return Saying(
        lines(
            f"【预览】{_what(message.unit, message.matter)}，{until}。居民看到的是：",
            f"「{_dated(message.desk, scene.dated(message.at), message.words)}」",
            f"——\n{told}，再来的人先看到这一条。点下面，或回复「确认发布」「不发布」。",
        ),
        (
            row(
                button("确认发布", Verb.PUBLISH, message.id, message.mark),
                button("不发布", Verb.UNPUBLISH, message.id, message.mark),
            ),
        ),
    )


def stands(message: SurgeOn, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"🌊 {_what(message.unit, message.matter)}：统一答复 {scene.dated(message.given_at)} 发布，"
            f"到 {scene.dated(message.until)} 为止",
            f"共 {message.people} 人反映，其中 {message.waiting} 件等统一结果",
            f"情况变了就再发「答复 ……」，等着的人会收到新的；恢复了请办结牵头的 {clean(message.leading, 20)}，会逐个问等着的人好了没有。",
            "要提前结束，点下面或回复「结束突发」。",
        ),
        (row(button("结束突发", Verb.SURGE_END, message.id)),),
    )


def over(message: SurgeOver) -> Saying:
    what = _what(message.unit, message.matter)
    match message.why:
        case "declined":
            return Saying(f"好，{what}不发统一答复，照常一件件登记派单。")
        case "kept_back":
            return Saying(f"好，{what}的答复没有发布。改好了再发「答复 ……」。")
        case "date":
            why = "到时间了，统一答复自动结束，等着的人已告知；还没恢复的件接着办"
        case "done":
            why = "牵头件已办结，统一答复结束，正在逐个问等着的人好了没有"
        case _:
            why = "统一答复结束，等着的人会知道；没办完的件接着办"
    return Saying(f"🌊 {what}：{why}。共 {message.people} 人反映。")


# --- residents ---


def _dated(desk: str, at: str, words: str) -> str:
    return f"{at} {clean(desk, 30)}答复：{clean(words, LONGEST)}"


def pinned(message: Pinned, scene: Scene) -> Saying:
    wait = amount(message.files_at - scene.now) if message.files_at > scene.now else "几分钟"
    return Saying(
        lines(
            f"{clean(message.unit, 30)}{clean(message.matter, 40)}，已有 {message.people} 人反映。",
            _dated(message.desk, scene.dated(message.given_at), message.words),
            f"（这个答复到 {scene.dated(message.until)} 为止）",
            "1 知道了，等着　2 我的情况不一样　（回复数字也行）",
            f"不回也行：{wait}后照您说的登记。",
        ),
        (
            row(button("知道了，等着", Verb.WAIT_ALONG, message.draft)),
            row(button("我的情况不一样", Verb.NOT_ALIKE, message.draft)),
        ),
    )


def waits(message: WaitsAlong, scene: Scene) -> Saying:
    place = clean(message.place, 40)
    noted = "您前面说过，没有重复登记，编号还是" if message.before else "好，记下了，编号"
    where = f"（{place}）" if place else ""
    how = "照常在办" if message.before else "和大家的一起办"
    return Saying(
        lines(
            f"{noted} {message.number}：{clean(message.matter, 40)}{where}，{how}。",
            f"修好了会来问您好了没有；{scene.dated(message.until)} 前有新消息也会发到这里。",
            "您这里情况有变，直接说一句；发「进度」看办到哪一步。",
        )
    )


def answer(message: SurgeAnswer, scene: Scene) -> Saying:
    lead = "有新的答复" if message.newer else "有答复了"
    return Saying(
        lines(
            f"您反映的{clean(message.matter, 40)}（{message.number}）{lead}：",
            _dated(message.desk, scene.dated(message.given_at), message.words),
            f"（到 {scene.dated(message.until)} 为止。到时还没好，直接说一句「还没好」。）",
        )
    )


def ended(message: SurgeEnded) -> Saying:
    return Saying(
        lines(
            f"{_what(message.unit, message.matter)}：统一答复到此为止。",
            f"您的 {message.number} 还在办，办完会来问您好了没有；现在还没好，直接说一句就行。",
        )
    )
