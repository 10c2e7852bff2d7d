"""Words of announcements: to residents, to the desk that sends them, to whoever has to call."""

from typing import assert_never

from cases.messages import (
    Announced,
    Announcement,
    Announcing,
    AskAnnouncement,
    CallList,
    OfferSubscription,
    Subscribed,
)
from cases.taps import Verb
from texts.quoting import clean
from texts.saying import Saying, button, lines, row
from texts.scene import Scene

LONGEST = 2000
MAX_PEOPLE = 30


def announcing(message: Announcing, scene: Scene) -> Saying:
    match message:
        case OfferSubscription():
            return offer(message)
        case Subscribed():
            return subscribed(message)
        case AskAnnouncement():
            return ask(message)
        case Announcement():
            return preview(message, scene) if message.preview else announcement(message, scene)
        case Announced():
            return announced(message)
        case CallList():
            return call_list(message, scene)
        case _:
            assert_never(message)


def offer(message: OfferSubscription) -> Saying:
    how = "想收哪里的通知？发「订阅 村名（小区、组）」，比如「订阅 大寨村」；不想收了发「退订」。"
    if not message.case:
        return Saying(how)
    unit = clean(message.unit, 20)
    return Saying(
        lines(f"您上次说的事在{unit}，要收{unit}的通知就点下面，或发「订阅 {unit}」。不点就不会发给您。", how),
        (row(button(f"订阅{unit}", Verb.SUBSCRIBE, message.case)),),
    )


def subscribed(message: Subscribed) -> Saying:
    if not message.units:
        return Saying("好，通知都退订了，不再发给您。您自己的事照样在这里办。")
    return Saying(
        f"好，{'、'.join(clean(unit, 20) for unit in message.units)}的通知会发到这里，夜里不发。不想收了发「退订」。"
    )


def ask(message: AskAnnouncement) -> Saying:
    return Saying(
        lines(
            f"没找到「{clean(message.said, 30)}」，或不归您这里管。" if message.said else "",
            "这样发：「通知 大寨村 明天上午停水，请提前存水」「通知 本村 …」。先给您看，您点了才发。",
            "有期限的写上「截止 3月10日」：快到期还没点〔知道了〕的，会请网格员打电话。",
        )
    )


def _words(message: Announcement, scene: Scene) -> str:
    deadline = f"截止：{scene.dated(message.deadline)}" if message.deadline else ""
    return lines(
        f"📢 {clean(message.desk, 30)}通知（{clean(message.unit, 30)}）", clean(message.words, LONGEST), deadline
    )


def announcement(message: Announcement, scene: Scene) -> Saying:
    if message.known:
        return Saying(lines(_words(message, scene), "✅ 您已知道"))
    return Saying(
        lines(_words(message, scene), "看到了请点〔知道了〕，或回复「通知知道了」。不想收通知发「退订」。"),
        (row(button("知道了", Verb.KNOWN, message.id)),),
    )


def preview(message: Announcement, scene: Scene) -> Saying:
    reached = (
        f"会发给 {message.chats} 个订阅了的居民，白天发。"
        if message.chats
        else "这里还没有居民订阅，发了也没有人收到。"
    )
    return Saying(
        lines(_words(message, scene), f"——\n{reached}点下面，或回复「发出」「不发」。"),
        (row(button("发出", Verb.SEND_OUT, message.id), button("不发", Verb.KEEP_BACK, message.id)),),
    )


def announced(message: Announced) -> Saying:
    unit = clean(message.unit, 30)
    if message.dropped:
        return Saying(f"好，{unit}的通知没有发。")
    return Saying(f"{unit}的通知：发给 {message.sent} 人，知道了 {message.known} 人。")


def call_list(message: CallList, scene: Scene) -> Saying:
    shown = message.people[:MAX_PEOPLE]
    rest = len(message.people) - len(shown)
    names = "、".join(f"{clean(name, 20) or '没留名'}（{clean(place, 20)}）" for name, place in shown)
    return Saying(
        lines(
            f"📞 请电话或上门告知（{scene.dated(message.deadline)}截止）：{names}"
            + (f" 等，另有 {rest} 人" if rest else ""),
            f"通知：{clean(message.words, 300)}",
            "他们还没有点〔知道了〕。电话请用本网格自己的联系簿，这里没有。",
        )
    )
