"""The one message that stands for a case in a staff chat: what, where, by when, what was done, what can be done now."""

from cases.messages import Card
from cases.model import Agreement, Status
from cases.reading import TOPICS, UNSURE, Severity
from cases.taps import Verb
from texts import safety
from texts.pushes import headline
from texts.quoting import quoted
from texts.saying import Button, Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.together import numbers_of
from texts.whistles import on_card
from texts.words import OBSTACLES, SIGN, WHY, for_kin, ground, in_hand, is_open, source, span, status

MAX_TOPICS = 6
MAX_BUTTONS = 5


def card(message: Card, scene: Scene) -> Saying:
    if not message.mine:
        return Saying(
            lines(
                _title(message, scene),
                _matter(message),
                f"已转 {message.owner}，这张卡片留作记录。",
                "" if message.conflict else _steps(message, scene),
            )
        )
    return Saying(
        lines(
            _title(message, scene),
            _matter(message),
            _class(message),
            _safety(message, scene),
            _said(message),
            "" if message.role == "assist" and not message.said else _from_whom(message),
            _evidence(message),
            _warnings(message),
            _limits(message, scene),
            _duty(message),
            _steps(message, scene),
        ),
        _buttons(message),
    )


def _said(message: Card) -> str:
    """In an emergency with the number that was left to call back."""
    by = "录入" if message.source else "居民说"
    return f"{by}：{quoted(message.said, hide=message.severity is not Severity.CRITICAL)}" if message.said else ""


def _from_whom(message: Card) -> str:
    if not message.source:
        kin = "（代亲属反映）" if for_kin(message.said) else ""
        return f"反映人：{_reporter(message)}{kin}{_business(message)}"
    number = f"，工单号 {message.outside}" if message.outside else ""
    by = f"，{message.entered_by}录入" if message.entered_by else ""
    return f"来源：{source(message.source)}{number}{by}"


def _business(message: Card) -> str:
    return "（经营主体）" if message.business else ""


def _reporter(message: Card) -> str:
    if message.confidential:
        return "保密（街道值班长发「看联系人 编号 理由」）"
    return message.reporter or ("群里不显示" if message.in_group else "不留名")


def _title(message: Card, scene: Scene) -> str:
    at = status(message.status)
    if message.pushed:
        taken = message.accepted_at is not None
        at = headline(message.pushed, scene.left(message.due_at), accepted=taken, long_term=message.long_term)
    elif message.source and message.status == Status.RESOLVED:
        at = "已办结，等代确认"
    return f"{SIGN[message.severity]}　{message.number}　{at}"


def _matter(message: Card) -> str:
    topic = f"（{message.topic}）" if message.topic and message.topic != message.matter else ""
    return lines(f"事情：{message.matter}{topic}", f"地点：{message.place or '待核'}")


def _class(message: Card) -> str:
    term = "，长期件" if message.long_term else ""
    return (
        f"难易：{message.complexity}（{message.mode}{term}）" if message.complexity and in_hand(message.status) else ""
    )


def _safety(message: Card, scene: Scene) -> str:
    return safety.for_staff(message.danger, scene.hotlines) if in_hand(message.status) else ""


def _evidence(message: Card) -> str:
    if not message.evidence:
        return ""
    return f"依据：{'、'.join(message.evidence[:6])}（把握 {message.confidence:.0%}）"


def _warnings(message: Card) -> str:
    return lines(
        "地点待核：问清以后回复这张卡片，发一句地址，就派给那里的网格。" if message.place_pending else "",
        "涉及基层工作人员：请不要转给本网格和本村（社区）工作站。" if message.conflict else "",
        _same(message),
        "居民撤回了一段补充" if message.retracted else "",
        f"附件 {message.files} 个，见下面。" if message.files else "",
    )


def _same(message: Card) -> str:
    if message.joined:
        return f"同一处 {message.residents} 人：这件牵头，并入 {numbers_of(message.joined)}。"
    if message.status == Status.JOINED:
        return f"同一处：并入 {message.joined_to} 一起办，办那一件就行。居民说不是一回事会拆开。"
    if not message.same or not in_hand(message.status):
        return ""
    if not message.joinable:
        return f"同一处：可能和 {message.same} 是同一件事，请一起看。"
    return f"同一处：可能和 {message.same} 是同一件事。是就点〔并成一组〕，或回复「是一回事」。"


def _limits(message: Card, scene: Scene) -> str:
    if not in_hand(message.status):
        return ""
    if message.suspended:
        return "时限：停表，恢复办理后接着走"
    if message.long_term:
        return _regularly(message, scene)
    if message.status != Status.FILED:
        extended = f"（已延期 {message.extended} 次）" if message.extended else ""
        return f"时限：{scene.dated(message.due_at)} 前办结{extended}"
    contact = message.contact_due_at
    if scene.dated(contact) == scene.dated(message.due_at):
        return f"时限：{scene.dated(contact)} 前联系居民并办结"
    return f"时限：{scene.dated(contact)} 前联系居民，{scene.then(message.due_at, contact)} 前办结"


def _regularly(message: Card, scene: Scene) -> str:
    contact = "" if message.accepted_at else f"{scene.dated(message.contact_due_at)} 前联系居民，"
    late = "（已过期，请马上补写）" if scene.late(message.due_at) else ""
    return f"时限：{contact}{scene.dated(message.due_at)} 前给居民报一次进展{late}"


def _duty(message: Card) -> str:
    match message.role:
        case "holder":
            return ""
        case "copy":
            return f"抄送给您，主办：{message.owner}"
        case "cover":
            if message.pushed:
                return f"主办：{message.owner}"
            if message.away:
                return f"请您代岗：{message.owner}请假，这件先由您办"
            return f"请您代岗：{message.owner}还没有接单，谁先接归谁"
        case "supervisor":
            at = f"（{status(message.status)}）" if message.pushed else ""
            return f"主办：{message.owner or '无主，请指定'}{at}"
        case "assist":
            return f"请您协办，主办：{message.owner}。有话回复这张卡片，转给主办；办结由主办来。"
        case "offered":
            why = f"（{WHY[message.offered_why]}）" if message.offered_why in WHY else ""
            decide = "，也可以换人" if message.to_desk else ""
            return f"{message.owner}想转给您办{why}。您点〔我接〕之前，还归他；不该您办就点〔不接〕{decide}。"
        case "triage":
            return "请分拣：点下面的类别，就派给管这个地点的网格。"


def _steps(message: Card, scene: Scene) -> str:
    """What happened so far, growing downwards."""
    return lines(
        f"第 {message.reopened} 次重办，居民说还差：{quoted(message.lacking) or '没有说'}" if message.reopened else "",
        _supervised(message, scene),
        f"✅ 接单 {scene.step(message.accepted_at)} {message.accepted_by}".rstrip() if message.accepted_at else "",
        f"📍 到场 {scene.step(message.arrived_at)}" if message.arrived_at else "",
        *(_under_way(message, scene) if message.mine else ()),
        on_card(message.whistles, scene) if message.mine else "",
        f"🤝 协办：{'、'.join(message.assists[:MAX_TOPICS])}" if message.assists and message.mine else "",
        f"☑️ 办结 {scene.step(message.resolved_at)} {quoted(message.proof_note)}".rstrip()
        if message.resolved_at
        else "",
        "📷 复用照片：以前用过，工作人员说就是这张" if message.reused else "",
        _end(message, scene),
    )


def _supervised(message: Card, scene: Scene) -> str:
    if not message.supervised:
        return ""
    owed = message.answer_by if in_hand(message.status) else None
    return f"🔔 上级已督办，{scene.dated(owed)} 前答复" if owed else "🔔 上级已督办"


def _end(message: Card, scene: Scene) -> str:
    if not message.closed_at:
        return ""
    if not message.dismissal:
        return f"{status(message.status)} {scene.step(message.closed_at)}"
    appealed = "🔔 居民申请复核，等上一级定" if message.status == Status.APPEALED else ""
    return lines(f"{status(Status.DISMISSED)} {scene.step(message.closed_at)} {ground(message.dismissal)}", appealed)


def _under_way(message: Card, scene: Scene) -> tuple[str, ...]:
    """What is asked and asked for: no business of whoever has the case no more."""
    return (
        *_asked(message, scene),
        _news(message, scene),
        _suspension(message, scene),
        f"⏳ 提出不予受理：{ground(message.dismissal)}，等批" if message.dismissal and in_hand(message.status) else "",
        f"⏳ 申请延到{scene.before(message.asked_due_at)}，等批" if message.asked_due_at else "",
        _offered(message),
    )


def _news(message: Card, scene: Scene) -> str:
    agreed = {Agreement.OFFERED: "（已给方案）", Agreement.SIGNED: "（协议已签，等办到）"}
    mark = agreed.get(Agreement(message.agreement), "") if message.agreement in set(Agreement) else ""
    told = f"🗒 进展 {scene.step(message.news_at)}{mark} {quoted(message.news)}" if message.news_at else ""
    return told.rstrip()


def _suspension(message: Card, scene: Scene) -> str:
    if not message.obstacle:
        return ""
    why = f"{OBSTACLES.get(message.obstacle, message.obstacle)}，{quoted(message.account)}"
    if not message.suspended:
        return f"⏳ 申请挂账：{why}，等批"
    return f"⏸ 挂账停表：{why}，{scene.dated(message.review_at)} 再看" if message.review_at else f"⏸ 挂账停表：{why}"


def _offered(message: Card) -> str:
    if not message.offered_to or message.role == "offered":
        return ""
    return f"↪ 已问{message.offered_to}接不接，没接之前还由{message.owner}办"


def _asked(message: Card, scene: Scene) -> tuple[str, ...]:
    if not message.question:
        return ()
    if message.paused_at and not message.suspended:
        return (f"⏸ 问居民：{quoted(message.question)} {scene.step(message.paused_at)} 起停表，等回话",)
    stood = f"（停表 {span(message.waited)}，已记“等居民”）" if message.waited else ""
    said = f"居民答：{quoted(message.answer) or '见附件、位置'}" if message.answered_at else "居民没有回话"
    return (f"💬 问：{quoted(message.question)} {said}{stood}",)


def _buttons(message: Card) -> tuple[Row, ...]:
    usual = _usual_buttons(message)
    if not message.undo:
        return usual
    undo = row(button("撤销", Verb.UNDO, message.case))
    room = MAX_BUTTONS - len(undo) - sum(map(len, usual[:-1]))
    return (*usual[:-1], undo + usual[-1][max(0, len(usual[-1]) - room) :]) if usual else (undo,)


def _usual_buttons(message: Card) -> tuple[Row, ...]:
    correct = correct_button(message.case) if message.role in {"holder", "supervisor"} else None
    if not in_hand(message.status):
        return (row(correct),) if correct and is_open(message.status) else ()
    if message.role == "assist":
        return ()
    if message.role == "supervisor":
        urge = None if message.supervised else button("督办", Verb.SUPERVISE, message.case)
        whistle = button("吹哨", Verb.WHISTLE, message.case)
        return (row(urge, button("换人", Verb.REASSIGN, message.case), whistle, _join(message), correct),)
    if message.role == "offered":
        other = button("换人", Verb.REASSIGN, message.case) if message.to_desk else None
        decline = button("不接", Verb.DECLINE, message.case)
        return (
            row(button("我接", Verb.TAKE, message.case), decline, other, _join(message) if message.to_desk else None),
        )
    if message.role == "triage":
        return _triage_buttons(message)
    if message.suspended and message.role == "holder":
        return (row(button("恢复办理", Verb.RESUME, message.case), button("办结", Verb.RESOLVE, message.case)),)
    work = work_buttons(message.case, message.status)
    if message.role != "holder":
        return (work,)
    if message.long_term:
        return (_long_work(message), row(*_moves(message)))
    if message.status == Status.FILED:
        work = tuple(one for one in work if one.tap.verb is not Verb.ARRIVE)  # behind 更多, for there are five
    return (work, row(*_moves(message)))


def _long_work(message: Card) -> Row:
    """What has to be done regularly comes first; the end lies behind 更多 until somebody has it in hand."""
    news = button("写进展", Verb.MILESTONE, message.case)
    if message.status == Status.FILED:
        return row(button("接单", Verb.ACCEPT, message.case), news)
    return row(news, button(done_label(message.agreement), Verb.RESOLVE, message.case))


def done_label(agreement: str) -> str:
    """A signature is not the end: only what was agreed, performed, is."""
    return "钱到账、事办到" if agreement else "办结"


def _moves(message: Card) -> tuple[Button | None, ...]:
    """At most five buttons on a card: what is rarer lies behind the last."""
    ask = None if message.paused_at else button("问居民", Verb.ASK, message.case)
    transfer = None if message.offered_to else button("转派", Verb.TRANSFER, message.case)
    whistle = button("吹哨", Verb.WHISTLE, message.case)
    if message.status == Status.FILED:
        return ask, _join(message) or transfer, button("更多", Verb.MORE, message.case)
    if message.long_term or message.status == Status.ACCEPTED:  # whoever took it hardly hands it on
        return ask, whistle, button("更多", Verb.MORE, message.case)
    return ask, transfer, whistle, button("更多", Verb.MORE, message.case)


def _join(message: Card) -> Button | None:
    return button("并成一组", Verb.JOIN, message.case) if message.joinable and not message.joined else None


def _triage_buttons(message: Card) -> tuple[Row, ...]:
    """The likeliest topics, and the way to all the others."""
    likely = tuple(topic for topic in message.topics if topic != UNSURE)[:MAX_TOPICS]
    offered = rows((button(topic, Verb.TRIAGE, message.case, topic) for topic in likely or TOPICS), 3)
    return (*offered, row(button("别的类别", Verb.FIX_TOPIC, message.case))) if likely else offered


def correct_button(case: str) -> Button | None:
    return button("改主题", Verb.FIX_TOPIC, case)


def work_buttons(case: str, at: str) -> Row:
    """What can be done next by hand; nothing that was done already."""
    accept = button("接单", Verb.ACCEPT, case) if at == Status.FILED else None
    arrive = button("已到场", Verb.ARRIVE, case) if at in {Status.FILED, Status.ACCEPTED} else None
    return row(accept, arrive, button("办结", Verb.RESOLVE, case))
