"""Words for what a holder does besides doing it: ask, transfer, extend, suspend; and for the desks that decide."""

from datetime import datetime, timedelta
from typing import assert_never

from cases.longterm_commands import Milestone
from cases.messages import (
    Answered,
    AskAccount,
    AskExtensionLength,
    AskExtensionReason,
    AskLeave,
    AskObstacle,
    AskQuestion,
    AskTransfer,
    AskTransferReason,
    ExtensionAsked,
    Holding,
    LeaveEnded,
    LeaveTaken,
    Moves,
    NobodyThere,
    Offered,
    Resumed,
    StandIn,
    SuspensionAsked,
)
from cases.model import Agreement, Status
from cases.taps import Verb
from texts.cards import correct_button, done_label
from texts.quoting import quoted
from texts.saying import Button, Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.words import OBSTACLES, WHY, span

MAX_CHOICES = 10


def holding(message: Holding, scene: Scene) -> Saying:
    match message:
        case AskQuestion():
            return ask_question(message)
        case Answered():
            return answered(message, scene)
        case Moves():
            return moves(message)
        case AskExtensionReason():
            return ask_extension_reason(message)
        case AskExtensionLength():
            return ask_extension_length(message, scene)
        case ExtensionAsked():
            return extension_asked(message, scene)
        case AskObstacle():
            return ask_obstacle(message)
        case AskAccount():
            return ask_account(message)
        case SuspensionAsked():
            return suspension_asked(message, scene)
        case Resumed():
            return resumed(message, scene)
        case AskTransferReason():
            return ask_transfer_reason(message)
        case AskTransfer():
            return ask_transfer(message)
        case Offered():
            return offered(message, scene)
        case AskLeave():
            return Saying("请哪几天？这样发：「请假 明天」「请假 3月5号 两天」「请假 周五」。")
        case LeaveTaken():
            return leave_taken(message, scene)
        case StandIn():
            return stand_in(message, scene)
        case NobodyThere():
            return nobody_there(message, scene)
        case LeaveEnded():
            return leave_ended(message)
        case _:
            assert_never(message)


def ask_question(message: AskQuestion) -> Saying:
    return Saying(
        f"{message.number}：想问居民什么？回复这条消息发一句，我转过去；您和居民都看不到对方是谁、电话多少。",
        placeholder="问居民什么",
    )


def answered(message: Answered, scene: Scene) -> Saying:
    said = quoted(message.answer) or ("发来了附件，见下面" if message.files else "发来了位置")
    stood = f"停表 {span(message.waited)}，" if message.waited else ""
    told = f"居民答：{said}" if message.answered else "居民还没有回话，先按现在知道的办。"
    return Saying(
        lines(
            f"{message.number}　{told}",
            f"您问的：{quoted(message.question)}",
            f"{stood}时限接着走：{scene.before(message.due_at)}办结。",
        ),
        (row(button("办结", Verb.RESOLVE, message.case), button("看", Verb.SHOW, message.case)),),
    )


def moves(message: Moves) -> Saying:
    arrive = button("已到场", Verb.ARRIVE, message.case) if message.status == Status.FILED else None
    extend = button("延期", Verb.EXTEND, message.case)
    suspend = button("现在办不了", Verb.SUSPEND, message.case)
    dismiss = button("不予受理", Verb.DISMISS, message.case)
    whistle = button("吹哨", Verb.WHISTLE, message.case) if message.status == Status.FILED else None
    hidden = message.status == Status.ACCEPTED or (message.long_term and message.status != Status.FILED)
    filed_twice = message.same and message.status == Status.FILED  # 并成一组 has its place on the card then
    transfer = button("转派", Verb.TRANSFER, message.case) if hidden or filed_twice else None
    join = button("并成一组", Verb.JOIN, message.case) if message.same and not filed_twice else None
    assist = button("协办", Verb.ASSIST, message.case)
    set_right = correct_button(message.case), button("定难易", Verb.CLASSIFY, message.case)
    if message.long_term:
        return _long_moves(
            message, (*_milestones(message), arrive, whistle, transfer, join, assist, suspend, dismiss, *set_right)
        )
    found = (arrive, whistle, transfer, join, assist, extend, suspend, dismiss, *set_right)
    return Saying(
        f"{message.number} 还可以：吹哨叫部门来，请人协办；延期、现在办不了（挂账）、不予受理，都要上一级批；改主题，定难易。",
        rows((one for one in found if one), 2),
    )


def _milestones(message: Moves) -> tuple[Button | None, ...]:
    offer = button("给方案", Verb.MILESTONE, message.case, Milestone.OFFER)
    signed = (
        None if message.agreement == Agreement.SIGNED else button("协议已签", Verb.MILESTONE, message.case, "signed")
    )
    resolve = button(done_label(message.agreement), Verb.RESOLVE, message.case)
    return offer, signed, resolve


def _long_moves(message: Moves, taps: tuple[Button | None, ...]) -> Saying:
    return Saying(
        f"{message.number} 长期件还可以：给方案（原样转给居民，不催签）、协议已签（签了不算办结，办到了才算）、"
        "现在办不了（挂账）和不予受理都要上一级批。",
        rows((one for one in taps if one), 2),
    )


def ask_extension_reason(message: AskExtensionReason) -> Saying:
    return Saying(
        f"{message.number} 为什么要延期？回复这条消息说一句，居民也会看到，如「等配件」。", placeholder="为什么要延期"
    )


def ask_extension_length(message: AskExtensionLength, scene: Scene) -> Saying:
    taps = (button(scene.before(due), Verb.EXTEND, message.case, value) for value, due in message.lengths)
    return Saying(f"{message.number}（{quoted(message.why, 60)}）延到什么时候？点一下，就报给上一级批。", rows(taps, 2))


def extension_asked(message: ExtensionAsked, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"{message.who}申请延期：{message.number} {message.matter}　{message.place}".rstrip(),
            f"原因：{quoted(message.why)}",
            f"原定{scene.before(message.due_at)}，想延到{scene.before(message.asked_due_at)}，这是第 {message.times} 次。",
            "同意了才告诉居民。",
        ),
        (
            row(
                button("同意", Verb.EXTENSION_YES, message.case),
                button("不同意", Verb.EXTENSION_NO, message.case),
                button("看", Verb.SHOW, message.case),
            ),
        ),
    )


def ask_obstacle(message: AskObstacle) -> Saying:
    taps = (button(label, Verb.SUSPEND, message.case, value) for value, label in OBSTACLES.items())
    return Saying(f"{message.number} 为什么现在办不了？点一下。", rows(taps, 2))


def ask_account(message: AskAccount) -> Saying:
    return Saying(
        f"{message.number}（{OBSTACLES.get(message.obstacle, message.obstacle)}）写一句给居民看的话，回复这条消息，如「要等产权单位确认」。",
        placeholder="写给居民看",
    )


def suspension_asked(message: SuspensionAsked, scene: Scene) -> Saying:
    agree = (button(f"同意，{days} 天后再看", Verb.SUSPENSION, message.case, str(days)) for days in message.reviews)
    return Saying(
        lines(
            f"{message.who}说现在办不了，想挂账：{message.number} {message.matter}　{message.place}".rstrip(),
            f"原因：{OBSTACLES.get(message.obstacle, message.obstacle)}。写给居民的话：{quoted(message.account)}",
            f"同意的话选多久以后再看，到时自动恢复；同意了才告诉居民，之后每 {scene.heartbeat_days} 天给居民报一次。",
        ),
        (
            *rows(agree, 2),
            row(button("不同意", Verb.SUSPENSION, message.case, "0"), button("看", Verb.SHOW, message.case)),
        ),
    )


def resumed(message: Resumed, scene: Scene) -> Saying:
    told = f"{message.number} {message.matter}：恢复办理，时限接着走，{scene.before(message.due_at)}办完。"
    if not message.case:
        return Saying(told)
    return Saying(told, (row(button("办结", Verb.RESOLVE, message.case), button("看", Verb.SHOW, message.case)),))


def ask_transfer_reason(message: AskTransferReason) -> Saying:
    return Saying(
        lines(_owns_none(message), f"{message.number} 为什么要转？点一下；别人没接之前，这件还在您名下。"),
        (
            *rows((button(label, Verb.TRANSFER, message.case, why) for why, label in WHY.items()), 2),
            _whistle_instead(message),
        ),
    )


def _owns_none(message: AskTransferReason | AskTransfer) -> str:
    return f"{message.department}是部门，不当主办：要它来做，点〔吹哨〕，这件还由您办。" if message.department else ""


def _whistle_instead(message: AskTransferReason | AskTransfer) -> Row:
    return row(button("吹哨", Verb.WHISTLE, message.case) if message.department else None)


def ask_transfer(message: AskTransfer) -> Saying:
    choices = message.choices[:MAX_CHOICES]
    why = WHY.get(message.why, message.why)
    taps = (button(c.label, Verb.TRANSFER_TO, message.case, f"{message.why}/{c.value}") for c in choices)
    return Saying(
        lines(_owns_none(message), f"{message.number}（{why}）转给谁？点一下就去问他；拿不准就点工作站，由工作站定。"),
        (*rows(taps, 2), _whistle_instead(message)),
    )


def offered(message: Offered, scene: Scene) -> Saying:
    if message.decides:
        return Saying(
            f"{message.number} 这是又一次要转，改由{message.who}定归谁办，{scene.before(message.until)}定。定下来之前，这件还在您名下，时限不停。"
        )
    return Saying(
        f"{message.number} 已问{message.who}。对方没接之前，这件还在您名下，时限不停；{scene.before(message.until)}没有答复，就报给上一级。"
    )


def _time(begins: datetime, ends: datetime, scene: Scene) -> str:
    """Whole days by their dates; a day that has begun from its hour."""
    first, last = scene.dated(begins), scene.dated(ends - timedelta(minutes=1)).rpartition(" ")[0]
    day, _, hour = first.rpartition(" ")
    first = day if hour == "00:00" else first
    return f"{day} 一天" if first == last else f"{first} 起，到 {last}"


def leave_taken(message: LeaveTaken, scene: Scene) -> Saying:
    to = f"{'、'.join(message.covers)}（B岗）代办" if message.covers else "上一级值班室代管，已通知"
    held = f"手上 {message.open} 件和这期间的新件" if message.open else "这期间的新件"
    return Saying(
        lines(
            f"请假记下了：{'、'.join(message.posts)}，{_time(message.begins, message.ends, scene)}。",
            f"{held}由{to}，时限不变。",
            "提前回来或不请了，发「销假」。",
        )
    )


def stand_in(message: StandIn, scene: Scene) -> Saying:
    due = f"，其中 {message.due} 件这期间到期" if message.due else ""
    held = f"手上 {message.open} 件{due}" if message.open else "手上现在没有件"
    return Saying(
        lines(
            f"🔁 {_time(message.begins, message.ends, scene)}，请您代{message.who}：{held}。",
            "到时卡片会发给您，这期间的新件也直接给您。",
        ),
        (row(button("我也不在", Verb.AWAY_TOO, message.leave)),),
    )


def nobody_there(message: NobodyThere, scene: Scene) -> Saying:
    shown = "、".join(message.grids[:MAX_CHOICES]) + (
        f" 等 {len(message.grids)} 个网格" if len(message.grids) > MAX_CHOICES else ""
    )
    return Saying(
        lines(
            f"⚠️ {shown}：{_time(message.begins, message.ends, scene)} A岗、B岗都不在。",
            f"这期间的新件会直接到您这里；手上的 {message.open} 件请用「换人 编号」安排。",
        )
    )


def leave_ended(message: LeaveEnded) -> Saying:
    if not message.posts:
        return Saying("您现在没有请假。")
    return Saying(f"销假了：{'、'.join(message.posts)}，来件照常派给您。")
