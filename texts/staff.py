"""Words to workers and desks about one case: pushes, proofs, results, who takes over, what was refused."""

from typing import assert_never

from cases.messages import (
    AskProof,
    AskReassign,
    Bound,
    Card,
    Done,
    EnoughReminders,
    Field,
    Files,
    OfferLandmark,
    Refusal,
    Reminder,
    StaffHelp,
    Undone,
)
from cases.taps import Verb
from texts.cards import card
from texts.ending import appeal_buttons
from texts.pushes import headline
from texts.quoting import clean, quoted
from texts.refusals import refusal
from texts.saying import Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.words import SIGN, happening

MAX_CHOICES = 10
ENOUGH = (
    "今天的新件和提醒已有 {limit} 条，其余到期提醒不再一条条发：发 /todo 看全部。紧急、特急和上级督办照样马上告诉您。"
)
FOR_DESKS = {"unanswered", "station", "centre", "district", "no_owner", "offer"}
DONE = {
    "accepted": "已接单，居民同时收到。",
    "arrived": "已记到场，居民同时收到。",
    "resolved": "已办结，发给居民确认了，等居民认可。",
    "supervised": "已督办，通知了主办，{until}答复。",
    "supervised_before": "今天{who}已督办，{until}答复，不再重复提醒。",
    "reassigned": "已派给{who}，时限不变。",
    "triaged": "已分拣，交给{who}。",
    "noted": "已记下。",
    "topic": "的主题改好了。",
    "asked": "问过去了，等居民回话，时限先停表：",
    "extension_asked": "报给{who}批了，批之前还按原来的时限。",
    "extended": "延到{until}，{who}同意了，居民同时收到。",
    "extension_refused": "不延期（{who}），还按{until}办完。",
    "suspension_asked": "报给{who}批了，批之前时限照走。",
    "suspended": "已挂账（{who}同意），{on}再看，时限停表。",
    "suspension_refused": "不挂账（{who}），还按{until}办完。",
    "declined": "记下了，您不接，还由{who}办。",
    "declined_to_you": "{who}不接，还由您办。再转一次，就由上一级来定。",
    "kept_from_you": "好，您回避，这件已改由{who}负责，后面的事不再发给您。",
    "dismissal_asked": "报给{who}了，等它定；没同意之前照常办，时限不停。",
    "dismissed": "不予受理（{who}定的），这件结束，居民同时收到理由，可以申请复核。",
    "dismissal_refused": "不同意不予受理（{who}），还按{until}办完。",
    "upheld": "复核维持（{who}），这件结束，居民同时收到。",
    "overturned": "复核后重新办理（{who}），居民同时收到。",
    "vouched": "已确认，画句号了。只算代确认，不算居民满意，也不进评价。",
    "contested": "的申诉报给{who}定了。",
    "contest_upheld": "申诉成立（{who}）：评价和超时不计入统计，事实照样列出。",
    "contest_refused": "申诉没有成立（{who}）：照常计入统计。",
    "whistled": "吹哨了：{who}，{until}应哨，卡片上看得到。这件还由您办。",
    "whistled_before": "他们已经叫过了，还没办完，不用再叫。",
    "assist_added": "已请{who}协办，看得到卡片，能给您留话。这件还由您办结。",
    "word_passed": "记下了，转给{who}了。",
    "split": "拆开了，由{who}单独办，居民同时收到。",
    "landmark": "记住了，以后居民这么说，就知道是{who}。",
}
ACTIONS = {
    "accept": Verb.ACCEPT,
    "arrive": Verb.ARRIVE,
    "resolve": Verb.RESOLVE,
    "ask": Verb.ASK,
    "transfer": Verb.TRANSFER,
    "return": Verb.TRANSFER,
    "extend": Verb.EXTEND,
    "shelve": Verb.SUSPEND,
    "dismiss": Verb.DISMISS,
    "whistle": Verb.WHISTLE,
    "same": Verb.JOIN,
}
MEANT = {
    "accept": "接单",
    "arrive": "已到场",
    "resolve": "办结",
    "ask": "问居民",
    "transfer": "转派",
    "return": "转派",
    "extend": "延期",
    "shelve": "挂账",
    "dismiss": "不予受理",
    "whistle": "吹哨",
    "same": "和别的件是一回事",
}


def field(message: Field, scene: Scene) -> Saying:
    match message:
        case Card():
            return card(message, scene)
        case Files():
            what = "附件" if message.files else "位置"
            return Saying(f"{message.number} 的{what}", files=message.files, lon=message.lon, lat=message.lat)
        case Reminder():
            return reminder(message, scene)
        case EnoughReminders():
            return Saying(ENOUGH.format(limit=message.limit))
        case AskProof():
            return ask_proof(message)
        case AskReassign():
            return ask_reassign(message)
        case OfferLandmark():
            return offer_landmark(message)
        case Done():
            return done(message, scene)
        case Bound():
            return bound(message)
        case StaffHelp():
            return staff_help(message)
        case Refusal():
            return refusal(message)
        case Undone():
            return Saying(f"{message.number} 撤销了{happening(message.what)}，居民没有收到。")
        case _:
            assert_never(message)


def reminder(message: Reminder, scene: Scene) -> Saying:
    left = scene.left(message.due_at)
    push = headline(message.step, left, accepted=message.accepted, long_term=message.long_term)
    return Saying(
        lines(
            f"{SIGN[message.severity]}　{message.number}　{push}",
            f"{message.matter}　{message.place}".strip(),
            f"主办：{message.owner}" if message.owner else "",
            f"时限：{scene.before(message.due_at)}{'报进展' if message.long_term else ''}",
            quoted(message.note),
            f"{scene.before(message.answer_by)}答复：接单、办结，或回复这条说一句进展。" if message.answer_by else "",
        ),
        (_push_buttons(message),),
    )


def _push_buttons(message: Reminder) -> Row:
    if message.step == "appeal":
        return appeal_buttons(message.case)
    look = button("看", Verb.SHOW, message.case)
    if message.step in FOR_DESKS or (message.desk and message.step != "alarm"):
        supervise = None if message.step == "no_owner" else button("督办", Verb.SUPERVISE, message.case)
        return row(supervise, button("换人", Verb.REASSIGN, message.case), look)
    if not message.accepted:
        return row(button("接单", Verb.ACCEPT, message.case), look)
    if message.long_term:
        return row(button("写进展", Verb.MILESTONE, message.case), look)
    return row(button("办结", Verb.RESOLVE, message.case), look)


def ask_proof(message: AskProof) -> Saying:
    if message.said:
        return Saying(
            f"{message.number}：就按{quoted(message.said, 60)}办结吗？是的话点〔直接办结〕，或回复「直接办结」；不是就不用管。",
            (row(button("直接办结", Verb.RESOLVE_NOW, message.case)),),
        )
    if message.got:
        return Saying(
            f"{message.number} 已收到 {message.got} 张照片。再说一句做了什么就办结；不用说就点〔直接办结〕，或回复「直接办结」。",
            (row(button("直接办结", Verb.RESOLVE_NOW, message.case)),),
        )
    return Saying(
        f"办结 {message.number}：请回复这条消息，发一张处理后的照片，或说一句做了什么，如「清了两个桶」。",
        placeholder="做了什么",
    )


def ask_reassign(message: AskReassign) -> Saying:
    if not message.choices:
        return Saying(f"{message.number} {message.matter}：附近没有可换的人，请先在登记表里加人。")
    choices = message.choices[:MAX_CHOICES]
    if message.named:
        return _confirm_reassign(message)
    unknown = f"没有找到「{clean(message.unknown, 20)}」，" if message.unknown else ""
    return Saying(
        f"{message.number} {message.matter}，{unknown}换给谁？时限不变。\n"
        "名字后面是：手上件数/今天到期。点一下就派，或回复「给 名字」。",
        rows((button(c.label, Verb.ASSIGN, message.case, c.value) for c in choices), 1),
    )


def _confirm_reassign(message: AskReassign) -> Saying:
    """Whoever was named, with their load, and somebody else beside them."""
    chosen, *others = message.choices
    other = f"另一人选：{others[0].label}。" if others else ""
    return Saying(
        lines(
            f"{message.number} {message.matter} → {chosen.label}。{other}时限不变。",
            "名字后面是：手上件数/今天到期。",
            f"确定给{message.named}？点一下，或回复「确定」" + ("「给 名字」。" if others else "。"),
        ),
        rows(
            (
                button("确定", Verb.ASSIGN, message.case, chosen.value),
                *(button(f"给{one.label}", Verb.ASSIGN, message.case, one.value) for one in others),
            ),
            1,
        ),
    )


def offer_landmark(message: OfferLandmark) -> Saying:
    return Saying(
        f"{message.number} 居民说的「{message.name}」还没有登记。要记住它在{message.grid}吗？要就点一下，不要就不用管。",
        (row(button(f"记住“{message.name}”在本网格", Verb.REMEMBER, message.case, message.name)),),
    )


def done(message: Done, scene: Scene) -> Saying:
    until = scene.before(message.due_at) if message.due_at else "原来的时限"
    on = scene.dated(message.due_at) if message.due_at else "到时"
    effect = DONE[message.what].format(who=message.who or "负责的岗位", until=until, on=on)
    return Saying(lines(f"{message.number} {effect}".strip(), quoted(message.note)))


def bound(message: Bound) -> Saying:
    if message.moved:
        return Saying(
            f"岗位「{message.post}」已绑定到另一个聊天，这里不再收它的来件。如果不是您本人换的，请马上告诉管理员。"
        )
    return Saying(f"绑定好了：这个聊天现在是「{message.post}」，来件会发到这里。发 /todo 看待办，发 /help 看怎么用。")


def staff_help(message: StaffHelp) -> Saying:
    if message.choices:
        return which_case(message)
    if message.action:
        return Saying("您手上现在没有待办的件。知道编号的话，发 /case 编号 看一件。")
    about = f"（{message.number}）" if message.number else ""
    return Saying(
        lines(
            f"我没听懂{quoted(message.said, 60)}{about}。" if message.said else f"可以这样用{about}：",
            "回复卡片：「接单」「已到场」「办结 清了两个桶」，按钮上的字照着打也一样。",
            "办不下去：「问居民 几单元」「不归我管」「等配件得三天」「现在办不了」。",
            "命令：/todo 我的待办，/case 编号 看一件，/accept 编号 接单，/resolve 编号 做了什么。",
        )
    )


def _heard(message: StaffHelp) -> str:
    if not message.said:
        return ""
    if message.action in MEANT:
        return f"您说{quoted(message.said, 60)}：是{MEANT[message.action]}吗？是的话点一下，不是就不用管。"
    return f"我没听懂{quoted(message.said, 60)}。可以回复卡片：「接单」「已到场」「办结 清了两个桶」。"


def which_case(message: StaffHelp) -> Saying:
    choices = message.choices[:MAX_CHOICES]
    verb = ACTIONS.get(message.action, Verb.SHOW)
    return Saying(
        lines(
            _heard(message),
            "您手上有这些，说的是哪一件？点一下，或回复那件的卡片。" if len(choices) > 1 else "",
            *(choice.label for choice in choices),
        )
        or "说的是这一件吗？点一下。",
        rows((button(choice.label, verb, choice.value) for choice in choices), 1),
    )
