"""What a resident is told of what is kept on them: all of it, what goes, what stays and why."""

from typing import assert_never

from cases.messages import (
    AskErase,
    AskLook,
    AskSecrecy,
    Erased,
    LookedAt,
    OwnCase,
    OwnData,
    Privacy,
    Reads,
    Revealed,
    SecrecyKept,
    SeenBy,
)
from cases.taps import Verb
from texts.quoting import clean, quoted
from texts.saying import Saying, button, lines, row
from texts.scene import Scene
from texts.words import status

MOST_LISTED = 12
WORDS = 160
WHOLE = "me"
"""The subject of a button that is about the person, not about a case."""


def privacy(message: Privacy, scene: Scene) -> Saying:
    match message:
        case OwnData():
            return own_data(message, scene)
        case AskErase():
            return ask_erase(message)
        case Erased():
            return erased(message)
        case AskSecrecy():
            return ask_secrecy(message)
        case SecrecyKept():
            return secrecy_kept(message)
        case AskLook():
            return ask_look(message)
        case Revealed():
            return revealed(message)
        case LookedAt():
            return looked_at(message, scene)
        case Reads():
            return reads(message, scene)
        case _:
            assert_never(message)


def own_data(message: OwnData, scene: Scene) -> Saying:
    shown = message.cases[:MOST_LISTED]
    more = len(message.cases) - len(shown)
    return Saying(
        lines(
            f"我这里存着您的这些信息：称呼{quoted(message.name, 40) or '（没有）'}，Telegram 账号编号。",
            *(_case(case, scene) for case in shown) if shown else ("没有您的诉求。",),
            f"另有 {more} 件没有列出，要全部请找街道打印。" if more else "",
            f"还有：对话 {message.conversations} 段，发给您的消息 {message.messages} 条，收到的原始消息 {message.updates} 条。",
            f"对话和原始消息 {message.traces_days} 天后删除；诉求画句号 {message.cases_days} 天后去掉您的姓名、原话、门牌和照片，只留统计。",
            "想现在就删，发「删除我的信息」。",
        )
    )


def _case(case: OwnCase, scene: Scene) -> str:
    place = clean(case.place, 60) or "地点待核"
    said = quoted(case.said, WORDS)
    return f"{case.number}　{scene.dated(case.opened_at)}　{clean(case.matter, 40)}　{place}　{status(case.status)}　您说：{said}"


def ask_erase(message: AskErase) -> Saying:
    going_on = "、".join(message.open[:MOST_LISTED])
    return Saying(
        lines(
            "删除后找不回来，请再确认一次。",
            f"已经画句号的 {message.closed} 件：姓名、原话、门牌、照片都删掉，只留统计。" if message.closed else "",
            f"还没办完的 {going_on}：改成匿名接着办，办完照样告诉您；不想办了，请先发「撤回 编号」。"
            if going_on
            else "",
            "谁在什么时候办过什么，只留编码，看不出是您。",
            "确定就点〔删除〕或发「确认删除」，不删就不用管。",
        ),
        (row(button("删除", Verb.ERASE, WHOLE), button("不删了", Verb.KEEP, WHOLE)),),
    )


def erased(message: Erased) -> Saying:
    if message.kept:
        return Saying("好，没有删。")
    going_on = "、".join(message.open[:MOST_LISTED])
    return Saying(
        lines(
            f"删好了：{message.closed} 件画了句号的诉求和我们的对话。",
            f"{going_on} 已改成匿名，接着办。" if going_on else "",
            "您刚发来的这几条，最多 7 天后也会删掉。聊天记录在您手机和 Telegram 上，请您自己删。",
        )
    )


LOOKS = {"verify": "核实情况", "contact": "要尽快联系本人", "ordered": "上级要求"}
KEPT = {
    "anonymous": "匿名：办事的人看不到您的名字、头像、账号。进度照样在这里给您。",
    "confidential": "保密：只有街道值班长能看您是谁，网格员和村（社区）看不到；谁看了、为什么看，我会告诉您。",
}


def ask_secrecy(message: AskSecrecy) -> Saying:
    lead = f"好，{message.number} 先不留您的名字。您再选一种：" if message.number else "可以。您选一种："
    return Saying(
        lines(
            lead,
            f"1 {KEPT['anonymous']}",
            f"2 {KEPT['confidential']}",
            "回复 1 或 2，或者「匿名」「保密」。"
            if message.number
            else "回复 1 或 2，再说是什么事。请别在内容里写自己的门牌。",
        ),
        (
            row(
                button("1 匿名", Verb.SECRECY, message.subject, "1"),
                button("2 保密", Verb.SECRECY, message.subject, "2"),
            ),
        ),
    )


def secrecy_kept(message: SecrecyKept) -> Saying:
    told = KEPT.get(message.secrecy, KEPT["anonymous"])
    if message.number:
        return Saying(f"好，{message.number} 改成{told}")
    return Saying(f"明白。{told}\n请说是什么事、在哪里。请别在内容里写自己的门牌。")


def ask_look(message: AskLook) -> Saying:
    if not message.reasons:
        return Saying(f"{message.number}：反映人的信息已私聊发给您，不在群里显示。没收到就先私聊机器人发一句话。")
    choices = [button(LOOKS.get(reason, reason), Verb.LOOK, message.case, reason) for reason in message.reasons]
    return Saying(
        lines(
            f"{message.number}：为什么要看反映人？点一个，或发「看联系人 {message.number} 理由」。",
            "谁看了、为什么看，会记下来，并告诉反映人。",
        ),
        tuple(row(choice) for choice in choices),
    )


def revealed(message: Revealed) -> Saying:
    numbers = "、".join(message.numbers)
    return Saying(
        lines(
            f"{message.number} 反映人：{clean(message.name, 40) or '没有留名'}",
            f"账号：{message.account}" if message.account else "",
            f"写过的号码：{numbers}" if numbers else "没有留下号码。",
            "只给您本人看，不要转发。要联系，也可以在工单上〔问居民〕。",
        )
    )


def looked_at(message: LookedAt, scene: Scene) -> Saying:
    reason = LOOKS.get(message.reason) or quoted(message.reason, 80)
    return Saying(
        f"{message.number}：{clean(message.desk, 40)}看了您的联系方式，理由：{reason}。您觉得不该看，可以拨 {scene.hotlines.city}。"
    )


def reads(message: Reads, scene: Scene) -> Saying:
    """Posts and moments; nobody's name."""
    shown = message.seen[-MOST_LISTED:]
    earlier = len(message.seen) - len(shown)
    none = "除了派到的岗位收到工单，还没有人打开看过。" if message.secret else "没有人看过您是谁。"
    return Saying(
        lines(
            f"{message.number} 除了派到的岗位收到工单，还有人打开看过 {len(message.seen)} 次："
            if shown
            else f"{message.number} {none}",
            f"（前面还有 {earlier} 次）" if earlier else "",
            *(_seen(one, scene) for one in shown),
            "" if message.secret else "这件不是保密件：办的人都能看内容，只记谁看了您的联系方式。",
            f"觉得不该看，可以拨 {scene.hotlines.city}。" if shown else "",
        )
    )


def _seen(one: SeenBy, scene: Scene) -> str:
    what = "看了您的联系方式" if one.looked else "看了这件的内容"
    reason = LOOKS.get(one.reason) or quoted(one.reason, 80)
    return f"{scene.when(one.at)} {clean(one.post, 40) or '管理员'}{what}" + (f"，理由：{reason}" if one.reason else "")
