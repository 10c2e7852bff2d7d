"""Words for 吹哨报到 and 协办: to whoever calls, to the called, to desks, and one line to the resident."""

from typing import assert_never

from cases.messages import (
    AskAssist,
    AskConclusion,
    AskDepartments,
    AskReason,
    AssistWord,
    Called,
    LedgerLine,
    Mustered,
    WhistleCard,
    WhistleLate,
    WhistleLedger,
    WhistleLine,
    WhistleTodo,
    WhistleWord,
    Whistling,
)
from cases.model import WhistleState
from cases.taps import Verb
from texts.quoting import clean, quoted
from texts.saying import Row, Saying, button, fit, lines, row, rows
from texts.scene import Scene
from texts.words import SIGN, span

SHOWN = 12
LINE = 160
ON_CARD = 4
LATE = {"answered": "应了哨，到点没到场", "came": "到了场，到点没报结论"}
NUDGE = {"called": "还没应哨", "answered": "到场的时间过了", "came": "报结论的时间过了"}


def whistling(message: Whistling, scene: Scene) -> Saying:
    match message:
        case AskDepartments():
            return ask_departments(message)
        case WhistleCard():
            return whistle_card(message, scene)
        case AskReason():
            return Saying(
                f"{message.number} 去不了是什么原因？回复这条消息说一句，吹哨的人看得到。", placeholder="什么原因"
            )
        case AskConclusion():
            return ask_conclusion(message)
        case Mustered():
            return mustered(message)
        case WhistleLate():
            return whistle_late(message, scene)
        case Called():
            who = "、".join(clean(one, 40) for one in message.who[:SHOWN]) or "有关部门"
            return Saying(fit(f"{message.number}：已请{who}来一起办。"))
        case WhistleTodo():
            return whistle_todo(message, scene)
        case WhistleLedger():
            return ledger(message, scene)
        case AskAssist():
            return ask_assist(message)
        case WhistleWord():
            return whistle_word(message)
        case AssistWord():
            return assist_word(message)
        case _:
            assert_never(message)


# --- whoever calls ---


def ask_departments(message: AskDepartments) -> Saying:
    choices = message.choices[:SHOWN]
    ticks = (
        button(f"{'☑' if one.value in message.chosen else '☐'} {one.label}", Verb.DEPARTMENT, message.case, one.value)
        for one in choices
    )
    names = "、".join(clean(one.label, 40) for one in choices if one.value in message.chosen)
    if message.again:
        asked = "还没选叫谁：先点下面勾上，再发一遍要他们做什么。"
    elif names:
        asked = f"叫{names}。要他们做什么？回复这条消息发一句，如「清运，加一个桶」，发了就叫。还要叫谁，先在下面勾上。"
    else:
        asked = "吹哨叫谁？在下面勾上，可以几家一起；再回复一句要他们做什么，如「清运，加一个桶」。"
    return Saying(fit(f"{message.number} {asked}"), rows(ticks, 2), placeholder="要他们做什么")


def mustered(message: Mustered) -> Saying:
    if message.state == WhistleState.DECLINED:
        text = f"{message.number} {message.who}来不了：{quoted(message.said)}。可以再吹哨叫别家，或另想办法。"
        return Saying(text, (row(button("吹哨", Verb.WHISTLE, message.case), button("看", Verb.SHOW, message.case)),))
    text = f"{message.number} {message.who}报结论：{quoted(message.said) or '见照片'}。这件还由您办结。"
    buttons = row(button("办结", Verb.RESOLVE, message.case), button("看", Verb.SHOW, message.case))
    return Saying(text, (buttons,), files=message.files)


def whistle_word(message: WhistleWord) -> Saying:
    said = quoted(message.said) or "发来了附件，见下面"
    if not message.whistle:
        return Saying(f"{message.number} {message.who}说：{said}", files=message.files)
    return Saying(
        f"{message.number} {message.who}问：{said}\n回复这条消息，就转给他们；不会转给居民。", placeholder="告诉他们"
    )


# --- the called ---


def whistle_card(message: WhistleCard, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"📣 {SIGN[message.severity]}　{message.number}　{message.by}吹哨",
            f"事情：{message.matter}",
            f"地点：{message.place or '待核，请问吹哨的人'}",
            f"请您：{quoted(message.asked)}" if message.asked else "",
            *_steps(message, scene),
            _next(message, scene),
        ),
        _card_buttons(message),
    )


def _steps(message: WhistleCard, scene: Scene) -> tuple[str, ...]:
    declined, concluded = message.state == WhistleState.DECLINED, message.state == WhistleState.CONCLUDED
    return (
        _answered(message, scene) if message.answered_at and not declined else "",
        f"📍 到场 {scene.step(message.came_at)}" if message.came_at else "",
        f"✋ 去不了：{quoted(message.said)}" if declined else "",
        f"☑️ 结论：{quoted(message.said) or '见照片'}" if concluded else "",
    )


def _answered(message: WhistleCard, scene: Scene) -> str:
    promised = message.said if message.state == WhistleState.ANSWERED else ""
    at = scene.step(message.answered_at) if message.answered_at else ""
    return f"✅ 应哨 {at}" + (f"，说{quoted(promised, 30)}" if promised else "")


def _next(message: WhistleCard, scene: Scene) -> str:
    late = "（已过时间）" if message.late else ""
    match message.state:
        case WhistleState.CALLED if message.due_at:
            return f"{scene.before(message.due_at)}应哨{late}：点按钮，或回复「应哨」「去不了 原因」。"
        case WhistleState.ANSWERED if message.due_at:
            return f"{scene.before(message.due_at)}到场{late}：到了点〔到场〕，或回复「到了」。"
        case WhistleState.CAME if message.due_at:
            return f"{scene.before(message.due_at)}报结论{late}：发一句结果，可以带照片。"
        case WhistleState.CALLED_OFF:
            return "这件不用来了，谢谢。"
        case WhistleState.CONCLUDED:
            return "谢谢，已告诉吹哨的人。"
    return ""


def _card_buttons(message: WhistleCard) -> tuple[Row, ...]:
    answer = button("应哨", Verb.MUSTER, message.whistle, "answer")
    decline = button("去不了", Verb.MUSTER, message.whistle, "decline")
    come = button("到场", Verb.MUSTER, message.whistle, "come")
    conclude = button("结论", Verb.MUSTER, message.whistle, "conclude")
    shown = {
        WhistleState.CALLED.value: (answer, decline),
        WhistleState.ANSWERED.value: (come, conclude, decline),
        WhistleState.CAME.value: (conclude,),
    }
    return (row(*shown.get(message.state, ())),)


def ask_conclusion(message: AskConclusion) -> Saying:
    if message.got:
        return Saying(
            f"{message.number} 已收到 {message.got} 张照片。再回复一句结果就报上去，如「清了两车」。",
            placeholder="结果怎样",
        )
    return Saying(
        f"{message.number} 结果怎样？回复这条消息说一句，可以带照片，如「清了两车，加了一个桶」。",
        placeholder="结果怎样",
    )


def whistle_todo(message: WhistleTodo, scene: Scene) -> Saying:
    shown = message.whistles[:SHOWN]
    heard = f"我没听懂{quoted(message.said, 60)}。" if message.said else ""
    how = "回复吹哨的卡片：「应哨」「去不了 原因」「到了」「结论 做了什么」，或点下面的按钮。"
    listed = (
        f"{message.post}：{len(message.whistles)} 个哨没办完，急的在前。"
        if shown
        else f"{message.post}：现在没有吹到这里的哨。"
    )
    return Saying(
        lines(
            heard,
            listed,
            *(fit(f"{n} {_todo(one, scene)}", LINE) for n, one in enumerate(shown, 1)),
            how if message.said else "",
        ),
        tuple(_todo_row(n, one) for n, one in enumerate(shown, 1)),
    )


def _todo(one: WhistleCard, scene: Scene) -> str:
    steps = {
        WhistleState.CALLED.value: "应哨",
        WhistleState.ANSWERED.value: "到场",
        WhistleState.CAME.value: "报结论",
    }
    by = f"{scene.late(one.due_at) or scene.before(one.due_at)}{steps.get(one.state, '')}" if one.due_at else ""
    return f"{one.number} {clean(one.matter, 40)} {clean(one.place, 40)} {by}".rstrip()


def _todo_row(n: int, one: WhistleCard) -> Row:
    steps = {
        WhistleState.CALLED.value: (("应哨", "answer"), ("去不了", "decline")),
        WhistleState.ANSWERED.value: (("到场", "come"),),
        WhistleState.CAME.value: (("结论", "conclude"),),
    }
    return row(*(button(f"{n} {label}", Verb.MUSTER, one.whistle, value) for label, value in steps.get(one.state, ())))


# --- lateness ---


def whistle_late(message: WhistleLate, scene: Scene) -> Saying:
    about = f"{message.matter}　{message.place}".strip()
    if message.to == "department":
        return Saying(
            lines(
                f"📣 {message.number} {NUDGE.get(message.state, '时间过了')}：{about}",
                "来不了也请说一声原因，吹哨的人好另想办法。",
            ),
            _nudge_buttons(message),
        )
    unanswered = message.state == WhistleState.CALLED
    late = f"到 {scene.clock(message.due_at)} 没应哨" if unanswered else LATE.get(message.state, "到点没有回音")
    ledger = f"这个月第 {message.times} 次没应哨，已记入部门台账。" if unanswered and message.times else ""
    tail = "请催一催。" if message.to == "desk" else "上一级已知道；这件还由您办，时限不停。"
    show, again = button("看", Verb.SHOW, message.case), button("吹哨", Verb.WHISTLE, message.case)
    return Saying(
        lines(
            f"📣 {message.number} {message.who}{late}：{about}",
            f"吹哨的是{message.by}。" if message.to == "desk" else "",
            ledger,
            tail,
        ),
        (row(show) if message.to == "desk" else row(again, show),),
    )


def _nudge_buttons(message: WhistleLate) -> tuple[Row, ...]:
    steps = {
        WhistleState.CALLED.value: (("应哨", "answer"), ("去不了", "decline")),
        WhistleState.ANSWERED.value: (("到场", "come"), ("去不了", "decline")),
        WhistleState.CAME.value: (("结论", "conclude"),),
    }
    shown = steps.get(message.state, ())
    return (row(*(button(label, Verb.MUSTER, message.whistle, value) for label, value in shown)),)


def on_card(whistles: tuple[WhistleLine, ...], scene: Scene) -> str:
    """环卫 15:20 应哨，今天 17:00 前到；物业未应哨（15:50 前）."""
    told = "；".join(filter(None, (_on_card(one, scene) for one in whistles[-ON_CARD:])))
    return fit(f"📣 {told}", 2 * LINE) if told else ""


def _on_card(one: WhistleLine, scene: Scene) -> str:
    who, at = clean(one.who, 40), scene.step(one.at) if one.at else ""
    due = scene.before(one.due_at) if one.due_at else ""
    late = "，已过时间" if one.late else ""
    match one.state:
        case WhistleState.CALLED:
            return f"{who}{due}没应哨" if one.late else f"{who}还没应哨（{due}）"
        case WhistleState.ANSWERED:
            promised = f"说{quoted(one.said, 30)}，" if one.said else ""
            return f"{who} {at} 应哨，{promised}{due}到{late}"
        case WhistleState.CAME:
            return f"{who} {at} 到场{late}"
        case WhistleState.DECLINED:
            return f"{who}来不了：{quoted(one.said, 60)}"
        case WhistleState.CONCLUDED:
            return f"{who} {at} 结论：{quoted(one.said, 60) or '见照片'}"
        case WhistleState.CALLED_OFF:
            return f"{who}不用来了"
    return ""


# --- the ledger ---


def ledger(message: WhistleLedger, scene: Scene) -> Saying:
    month = f"{message.year} 年 {message.month} 月"
    until = f"（到 {scene.dated(message.until)}）" if message.until else ""
    if not message.departments:
        return Saying(f"{message.post} 吹哨台账　{month}{until}：这个月没有吹过哨。")
    return Saying(
        lines(
            f"{message.post} 吹哨台账　{month}{until}",
            "部门：",
            *(fit(_ledger_line(one, "被叫"), LINE) for one in message.departments[:SHOWN]),
            _left_out(len(message.departments)),
            "吹哨的岗位：",
            *(fit(_ledger_line(one, "吹哨"), LINE) for one in message.callers[:SHOWN]),
            _left_out(len(message.callers)),
            f"按时应哨：{message.patience_minutes} 分钟内，夜里吹的从早上算起。去不了也算应了。用时是应哨用时的中位数。",
        )
    )


def _ledger_line(one: LedgerLine, called: str) -> str:
    waited = f"　用时 {span(one.median_minutes)}" if one.median_minutes is not None else ""
    late = f"　迟应 {one.late}" if one.late else ""
    declined = f"　去不了 {one.declined}" if one.declined else ""
    return (
        f"{clean(one.post, 40)}　{called} {one.called}　按时应哨 {one.in_time}{late}　未应哨 {one.unanswered}{declined}"
        f"　到场 {one.came}　结论 {one.concluded}{waited}"
    )


def _left_out(count: int) -> str:
    return f"另有 {count - SHOWN} 个没有列出。" if count > SHOWN else ""


# --- co-handlers ---


def ask_assist(message: AskAssist) -> Saying:
    if not message.choices:
        return Saying(f"{message.number}：现在没有可以请来协办的岗位。")
    taps = (button(one.label, Verb.ASSIST, message.case, one.value) for one in message.choices[:SHOWN])
    return Saying(f"{message.number} 请谁协办？点一下就请。他们看得到卡片、能给您留话；办结还是您。", rows(taps, 2))


def assist_word(message: AssistWord) -> Saying:
    said = quoted(message.said) or "发来了附件"
    look = row(button("看", Verb.SHOW, message.case))
    how = "答复督办" if message.answers else "（协办）说"
    return Saying(f"{message.number} {message.who}{how}：{said}", (look,), files=message.files)
