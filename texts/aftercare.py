"""Words to residents once a case is filed: who moved, whether it is done, what happens when it is not."""

from typing import assert_never

from cases.messages import (
    Added,
    Aftercare,
    AskLacking,
    AskVerdict,
    AskWhich,
    AskWithdraw,
    CaseLine,
    Closed,
    LimitMoved,
    PersonCalled,
    Progress,
    QuestionRelayed,
    Reopened,
    StepTaken,
    Suspended,
    Urged,
    WordsRetracted,
)
from cases.model import Source, Status
from cases.taps import Verb
from texts import safety
from texts.quoting import quoted
from texts.saying import Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.words import in_hand, matter_of, source, status

MAX_SHOWN = 5
ADDED = {
    "aside": "已记进 {number}（{value}），{owner}看得到。",
    "words": "补充的话已记进 {number}，{owner}看得到。",
    "files": "照片（文件）已放进 {number}，{owner}看得到。",
    "place": "{number} 的地点记下了：{value}。由{owner}负责。",
    "topic": "{number} 的事情改成了：{value}。现在由{owner}负责。",
    "same_topic": "{number} 的事情本来就是：{value}，没有改。由{owner}负责。",
    "anonymous": "好，{number} 已不留您的名字：办事的人看不到您是谁，进度照样在这里给您。",
    "later": "好，{number} 先这样：工作人员会问您，想起来随时发一句地址就行。",
    "edited": "您改过的话已记进 {number}，{owner}看得到。",
    "answer": "好，转给{owner}了，{number} 接着办。",
    "severity": "{number} 已改按{value}件办，已通知{owner}。",
}
STEPS = {
    "accepted": "{who} {at} 已接单。",
    "arrived": "{who} {at} 已到现场。",
    "reassigned": "改由{who}负责，原定的时限不变。",
    "supervised": "{who} {at} 已督办，{until}。",
    "covered": "{at} 起由{who}接手，原定的时限不变。",
}
LATE = {
    "reassigned": "这件超时了，现在改由{who}负责。",
    "covered": "这件超时了，{at} 起由{who}接手。",
}
"""Once the limit has passed it is no comfort that it stays."""
CLOSED = {
    "confirmed": "{number} 画句号了，谢谢您。要是又坏了，再说一句，我马上登记。",
    "silent": "{number} 先放这里，没听到您的回音，不算您满意。7 天内说一句「没好」就能重开。",
    "withdrawn": "{number} 已按您的意思撤回。再有事随时说一句。",
}


def aftercare(message: Aftercare, scene: Scene) -> Saying:
    match message:
        case Progress():
            return progress(message, scene)
        case Urged():
            return urged(message, scene)
        case StepTaken():
            return step_taken(message, scene)
        case AskVerdict():
            return ask_verdict(message, scene)
        case QuestionRelayed():
            return question_relayed(message, scene)
        case LimitMoved():
            return limit_moved(message, scene)
        case Suspended():
            return suspended(message, scene)
        case AskLacking():
            return ask_lacking(message)
        case PersonCalled():
            return person_called(message, scene)
        case AskWithdraw():
            return ask_withdraw(message)
        case AskWhich():
            return ask_which(message)
        case Reopened():
            return reopened(message, scene)
        case Closed():
            return Saying(CLOSED[message.how].format(number=message.number))
        case WordsRetracted():
            return words_retracted(message)
        case Added():
            return added(message, scene)
        case _:
            assert_never(message)


def step_taken(message: StepTaken, scene: Scene) -> Saying:
    steps = [(message.step, message.who, message.at)]
    if message.accepted_at:
        steps.insert(0, ("accepted", message.accepted_by, message.accepted_at))
    until = f"{scene.dated(message.until)} 前答复" if message.until else "会盯着办完"
    said = STEPS | LATE if message.late else STEPS
    told = [said[step].format(who=who or "工作人员", at=scene.when(at), until=until) for step, who, at in steps]
    return Saying(lines(f"{message.number}：{told[0]}", *told[1:]))


def words_retracted(message: WordsRetracted) -> Saying:
    if message.staff:
        return Saying(f"{message.number} 居民撤回了一段补充，请以卡片上现在的话为准；撤回的请不要再用。")
    if not message.number:
        if message.asked:
            return Saying("写了号码的那段撤回了，不会登记。前面问您的，照样回答就行。")
        return Saying("刚才说的撤回了，没有登记。有事随时说一句。")
    return Saying(f"{message.number} 这段撤回了，工单上已经没有；负责的人知道有一段不算数。")


def progress(message: Progress, scene: Scene) -> Saying:
    unknown = f"没有查到您的 {message.unknown}，请核对编号。" if message.unknown else ""
    if not message.cases:
        return Saying(unknown + "您现在没有在办的事。哪里有事，一句话说就行。")
    shown = message.cases[:MAX_SHOWN]
    rest = len(message.cases) - len(shown)
    return Saying(
        lines(
            unknown,
            "" if message.part else _how_many(message),
            *(_line(case, scene) for case in shown),
            f"另有 {rest} 件，办完前面的会接着显示。" if rest else "",
        ),
        tuple(r for case in shown for r in _buttons(case)),
    )


def _how_many(message: Progress) -> str:
    still = sum(1 for case in message.cases if case.status in set(Status) and Status(case.status).is_open)
    return f"您有 {still} 件没画句号：" if still else "您的事都画句号了，最近的是："


def _line(case: CaseLine, scene: Scene) -> str:
    together = "（和同一处先报的并在一起办）" if case.under else ""
    return lines(f"{case.number} {case.matter}　{case.place}{together}".rstrip(), "　" + _where_it_is(case, scene))


def _where_it_is(case: CaseLine, scene: Scene) -> str:
    if case.status == Status.RESOLVED:
        done = f"{scene.when(case.resolved_at)} " if case.resolved_at else ""
        return f"{done}工作人员说办完了，您看是吗？"
    if case.status == Status.APPEALED:
        return "您申请了复核，等上一级答复。"
    if not in_hand(case.status):
        return status(case.status) + "。"
    taken = f"{scene.when(case.accepted_at)} {case.owner}已接单，" if case.accepted_at else f"{case.owner}待接单，"
    if case.suspended:
        return f"{taken}暂时办不了，已挂账，每 {scene.heartbeat_days} 天给您报一次。"
    if case.question:
        return f"{taken}问您：{quoted(case.question)}，等您回一句。"
    if case.long_term:
        return lines(f"{taken}{_regularly(case, scene)}", _last_news(case, scene))
    if not case.overdue:
        call = f"{scene.before(case.contact_due_at)}联系您，" if case.contact_due_at else ""
        return f"{taken}{call}{scene.before(case.due_at)}办完。"
    owed = case.answer_by if case.answer_by and case.answer_by > scene.now else None
    answer = f"，{scene.before(owed)}答复" if owed else ""
    watched = f"上级已督办{answer}。" if case.supervised else "已催，您也可以催一下。"
    return f"{taken}这件超时了（原定{scene.before(case.due_at)}），{watched}"


def _regularly(case: CaseLine, scene: Scene) -> str:
    late = "没有按时报，已经催办" if case.overdue else f"下次最晚{scene.dated(case.due_at)}"
    return f"长期件，每 {scene.heartbeat_days} 天给您报一次，{late}。"


def _last_news(case: CaseLine, scene: Scene) -> str:
    return f"　上次（{scene.day(case.news_at)}）：{quoted(case.news, 80)}" if case.news and case.news_at else ""


def _buttons(case: CaseLine) -> tuple[Row, ...]:
    if case.status == Status.RESOLVED:
        fixed = button(f"好了 {case.number}", Verb.FIXED, case.case)
        return (row(fixed, button(f"没好 {case.number}", Verb.NOT_FIXED, case.case)),)
    if not in_hand(case.status):
        return ()
    urge = button(f"催 {case.number}", Verb.URGE, case.case)
    if case.under:
        return (row(urge, button(f"不是一回事 {case.number}", Verb.SPLIT, case.case)),)
    return (row(urge, button(f"撤回 {case.number}", Verb.WITHDRAW, case.case)),)


def urged(message: Urged, scene: Scene) -> Saying:
    if message.again:
        return Saying(
            f"您今天已经催过 {message.number}，不再重复发，免得刷屏。"
            f"{scene.before(message.next_at)}没有答复，会自动报到上一级。"
        )
    return Saying(
        f"已记下 {message.number} 的第 {message.times} 次催办，发给了负责的人。"
        f"{scene.before(message.next_at)}没有答复，会自动报到上一级。"
    )


def ask_verdict(message: AskVerdict, scene: Scene) -> Saying:
    if message.source:
        return ask_voucher(message, scene)
    lead = "还等您一句话：" if message.reminder else ""
    pictures = "（附照片）" if message.files else ""
    silent = f"{scene.before(message.silent_on)}没有回音就先放下，不算您满意。" if message.silent_on else ""
    labels = ("1 好了", "2 没好", "3 好了又坏了", "4 这不是我说的事")
    verbs = (Verb.FIXED, Verb.NOT_FIXED, Verb.BROKE_AGAIN, Verb.NOT_MINE)
    return Saying(
        lines(
            f"{lead}工作人员说 {message.number} {message.matter}办完了{pictures}，您看是吗？",
            f"做了什么：{quoted(message.note)}" if message.note else "",
            "　".join(labels),
            f"回复数字就行。{silent}",
        ),
        rows(button(label, verb, message.case) for label, verb in zip(labels, verbs, strict=True)),
        files=message.files,
    )


def ask_voucher(message: AskVerdict, scene: Scene) -> Saying:
    """The same to staff, who answer for somebody else."""
    lead = "还等您确认：" if message.reminder else ""
    pictures = "（附照片）" if message.files else ""
    silent = f"{scene.before(message.silent_on)}没有确认，就按沉默办结。" if message.silent_on else ""
    asked = "请您核实确认" if message.source == Source.PATROL else "请您代居民确认"
    return Saying(
        lines(
            f"{lead}{message.number}（{source(message.source)}录入）说办完了{pictures}，{asked}。",
            f"{matter_of(message.matter)}　{message.place}".rstrip(),
            f"做了什么：{quoted(message.note)}" if message.note else "",
            f"点下面，或发「代确认 {message.number}」「代确认 {message.number} 没好 还差什么」。{silent}",
        ),
        (row(button("办好了", Verb.FIXED, message.case), button("没办好", Verb.NOT_FIXED, message.case)),),
        files=message.files,
    )


def question_relayed(message: QuestionRelayed, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"{message.number}：{message.who or '工作人员'}问您：{quoted(message.question)}",
            f"直接回复就行，发照片、发位置也行。{scene.before(message.until)}没收到，就先按现在知道的办。",
        ),
        placeholder="回答工作人员",
    )


def limit_moved(message: LimitMoved, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"{message.number} 一时办不完，改到{scene.before(message.due_at)}办完，是{message.who}同意的。",
            f"原因：{quoted(message.why)}" if message.why else "",
            "等不了，点〔催一下〕或回复「催一下」。",
        ),
        (row(button("催一下", Verb.URGE, message.case)),),
    )


def person_called(message: PersonCalled, scene: Scene) -> Saying:
    call = f"{scene.before(message.contact_at)}联系您。" if message.contact_at else ""
    return Saying(
        f"好，告诉{message.owner}了：{message.number} 您想跟人说。{call}"
        f"想马上有人接电话，拨 {scene.hotlines.city}，报编号 {message.number}。"
    )


def ask_withdraw(message: AskWithdraw) -> Saying:
    if len(message.choices) != 1:
        return Saying(
            "您说的是哪一件？不用办了的，点它的〔撤回〕，或回复「撤回 编号」；不点就照常办。",
            tuple(row(button(f"撤回 {one.label}", Verb.WITHDRAW, one.value)) for one in message.choices[:MAX_SHOWN]),
        )
    (case,) = message.choices
    if message.taken:
        asked = f"{case.label}，您说已经好了：记上了，{message.owner}看得到，他报办完时会再请您看一眼。"
    elif message.mended:
        asked = f"{case.label}，您说已经好了：记上了，{message.owner}看得到。"
    else:
        asked = f"{case.label}，不用办了吗？"
    return Saying(
        f"{asked}不用来了就点〔撤回〕或回复「撤回」；不点就照常办。",
        (row(button("撤回", Verb.WITHDRAW, case.value)),),
    )


def ask_which(message: AskWhich) -> Saying:
    labels = tuple(f"{nth} {one.label}" for nth, one in enumerate(message.choices[:MAX_SHOWN], 1))
    return Saying(
        lines(f"地点改成{message.place}：是哪一件？", *labels, "回复数字或编号就行。"),
        rows(
            button(label, Verb.MEANT, message.draft, one.value)
            for label, one in zip(labels, message.choices, strict=False)
        ),
    )


def suspended(message: Suspended, scene: Scene) -> Saying:
    lead = "还没有新进展，没有忘。" if message.again else "这件暂时办不了，不是不管了。"
    agreed = "" if message.again else f"{message.who}同意先挂账。"
    return Saying(
        lines(
            f"{message.number} {message.matter}：{lead}",
            f"原因：{quoted(message.account)}" if message.account else "",
            f"{agreed}每 {scene.heartbeat_days} 天给您报一次，下次{scene.dated(message.next_at)}；{scene.dated(message.review_at)}再看能不能办。",
            "不同意，点〔请上级看〕或回复「催一下」。",
        ),
        (row(button("请上级看", Verb.URGE, message.case)),),
    )


def ask_lacking(message: AskLacking) -> Saying:
    return Saying(
        f"知道了，{message.number} 还没好，会重办，前情不用再说。还差什么？说一句，或拍一张。",
        placeholder="还差什么",
    )


def reopened(message: Reopened, scene: Scene) -> Saying:
    lacking = f"还差：{quoted(message.lacking)}。" if message.lacking else ""
    by = scene.before(message.due_at)
    if message.moved_up:
        who = f"这件不止一次没办好，改由{message.watcher}负责，{by}办完。"
        return Saying(
            lines(
                f"{message.number} 重新打开。{lacking}",
                who,
                f"您也可以随时拨 {scene.hotlines.city}，编号直接报给他们。",
            )
        )
    return Saying(
        lines(f"好，{message.number} 重新打开，前情不用再说。{lacking}", f"{by}再办一次，由{message.watcher}盯着。")
    )


def _not_this(message: Added) -> str:
    if not message.draft:
        return ""
    others = "是别的那件就回复编号，" if message.others else ""
    return f"不是说这件？{others}点〔是另一件事〕或回复「是另一件事」。"


def added(message: Added, scene: Scene) -> Saying:
    owner = message.owner or "负责的人"
    call = f"{scene.before(message.contact_at)}联系您。" if message.contact_at else ""
    apart = tuple(button(f"是 {number} 的", Verb.MEANT, message.draft, number) for number in message.others[:MAX_SHOWN])
    return Saying(
        lines(
            ADDED[message.what].format(number=message.number, value=message.value, owner=owner) + call,
            _not_this(message),
            safety.until_safe(message.danger),
        ),
        rows((*apart, button("是另一件事", Verb.MEANT, message.draft))) if message.draft else (),
        remove_keyboard=message.what == "place",
    )
