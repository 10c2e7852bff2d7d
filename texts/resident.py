"""Answers to residents while a matter is taken in: what was received, what is missing, who comes and by when."""

from typing import assert_never

from cases.messages import (
    AskChoice,
    AskDanger,
    AskMore,
    AskOut,
    AskPlace,
    AskTopic,
    AskWhat,
    HeardOut,
    Hello,
    Intake,
    Receipt,
    Understood,
)
from cases.reading import TOPICS, Danger, Severity
from cases.taps import Verb
from texts import safety
from texts.quoting import quoted
from texts.saying import NO_PLACE, Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.small_talk import understood
from texts.words import got, matter_of, source

REPEATED = 40
"""UTF-16 units of somebody's own words in our answer."""
MAX_CHOICES = 20
IN_PERSON = {Danger.SELF_HARM, Danger.VIOLENCE}
"""Dangers in which a person is spoken to, not about."""

WHERE = {
    Danger.MEDICAL: "人在哪里？发个地址给我",
    Danger.MISSING: "人是在哪里走失的？发个地址给我",
    Danger.TRAPPED: "人困在哪里？发个地址给我",
    Danger.MANHOLE: "井口在哪里？发个地址给我",
}
"""Where whoever tells of it is in no danger."""


def intake(message: Intake, scene: Scene) -> Saying:
    match message:
        case Hello():
            return hello(message, scene)
        case Understood():
            return understood(message, scene)
        case AskWhat():
            return ask_what(message, scene)
        case AskPlace():
            return ask_place(message, scene)
        case AskChoice():
            return ask_choice(message)
        case AskDanger():
            return ask_danger(message, scene)
        case AskOut():
            return ask_out(message)
        case HeardOut():
            return heard_out(message, scene)
        case Receipt():
            return receipt(message, scene)
        case AskMore():
            return ask_more(message)
        case AskTopic():
            return ask_topic(message)
        case _:
            assert_never(message)


def hello(message: Hello, scene: Scene) -> Saying:
    if message.posts and message.departments == message.posts:
        return Saying(
            f"您好，这里是{'、'.join(message.posts)}。网格员吹哨叫您，卡片就发到这里。\n"
            "点按钮，或回复卡片：「应哨」「去不了 原因」「到了」「结论 做了什么」（可以带照片）。\n"
            "夜里不急的不吵您，早上再响。发 /todo 看没办完的哨。"
        )
    if message.posts:
        return Saying(
            f"您好，您在这里的岗位：{'、'.join(message.posts)}。\n"
            "来件会发成卡片，点按钮或回复「接单」「已到场」「办结 做了什么」都行。\n"
            "替居民录入也是一句：「录入 走访 南张村3组路灯坏了」。\n"
            "办不下去也说一句：「问居民 几单元」「不归我管」「等配件得三天」「现在办不了」。\n"
            "发 /todo 看待办，发 /help 看怎么用。",
            (row(button("录入", Verb.ENTER, "new")),),
        )
    numbers = scene.hotlines
    return Saying(
        "您好，这里是民呼必应。哪里有事，一句话说就行，比如：路灯坏了，阳光里6号楼。\n"
        "文字、照片、语音、位置都可以；不想留名也行。\n"
        "发「进度」看办到哪一步。\n"
        f"着火、有人受困拨 {numbers.fire}，受伤拨 {numbers.medical}，报警拨 {numbers.police}，燃气抢修 {numbers.gas}。"
    )


def ask_what(message: AskWhat, scene: Scene) -> Saying:
    if message.until:
        return Saying(
            lines(
                "语音收到，原声给工作人员留着。语音我还听不了：打字说一句什么事、在哪儿，办得快。",
                f"不方便打字也行，{scene.clock(message.until)} 还没收到就转人工听。很急就回复「急」，马上转。",
            ),
            ask_location=True,
            placeholder="说一句什么事、在哪儿",
        )
    if message.place:
        return Saying(
            f"{message.place}，记下了。那里出了什么事？说一句就行，比如「路灯坏了」。", placeholder="说一句什么事"
        )
    text = f"{got(message.got)}收到。这是什么事？说一句就行，比如「井盖没了」。"
    if message.got in {"location", "venue"}:
        return Saying(text, placeholder="说一句什么事", remove_keyboard=True)
    return Saying(text + "\n顺手点〔发送位置〕，省得您打字。", ask_location=True, placeholder="说一句什么事")


def ask_place(message: AskPlace, scene: Scene) -> Saying:
    advise = safety.reminder if message.again else safety.advice
    return Saying(
        lines(advise(message.danger, scene.hotlines), _got_matter(message), _place_question(message)),
        ask_location=True,
        replies=() if message.number else (NO_PLACE,),
        placeholder="比如：阳光里6号楼东边",
    )


def _got_matter(message: AskPlace) -> str:
    if message.again and message.number:
        return ""
    if message.number and message.danger in IN_PERSON:
        return f"我已请值班的同志马上联系您，编号 {message.number}。"
    filed = f"已报给值班室，编号 {message.number}。" if message.number else ""
    if message.angry and not message.danger:
        return f"听到了，{_matters_of(message)}，换谁都急。"
    return f"收到：{quoted(message.words, REPEATED) or _matters_of(message)}。{filed}"


def _matters_of(message: AskPlace | AskChoice) -> str:
    """路灯不亮、井盖缺失: all that the place is asked for."""
    return "、".join(dict.fromkeys(matter_of(matter) for matter in (message.matter, *message.also)))


def _place_question(message: AskPlace) -> str:
    if message.danger in IN_PERSON:
        return "您现在在哪儿？发个地址给我，或点〔发送位置〕。"
    if message.danger and message.number:
        unheard = "我没听懂地点。" if message.again else ""
        return f"{unheard}{WHERE.get(message.danger, '到安全的地方后，发个地址给我')}，或点〔发送位置〕。"
    if message.again and not message.within:
        return f"我没听懂地点，再说一次？{_example(message)}，或点〔发送位置〕。"
    if message.within:
        detail = "几号楼、几单元" if message.urban else "哪个组、谁家附近"
        lead = "再说细一点" if message.again else "还差一件"
        return f"{lead}：在{message.within}的{detail}？发文字，或点〔发送位置〕；不便说就回复「{NO_PLACE}」。"
    asked = "在哪个小区、几号楼" if message.urban else "在哪个村（小区）、几组（几号楼）"
    return f"还差一件：{asked}？发文字，或点〔发送位置〕；不便说就回复「{NO_PLACE}」。"


def _example(message: AskPlace) -> str:
    return "比如「阳光里6号楼」" if message.urban else "比如「大寨村2组」"


HEARD = {"voice": "您的语音机器听着像是下面这里，对吗？", "photo": "照片上写的像是下面这里，对吗？"}


def ask_choice(message: AskChoice) -> Saying:
    choices = message.choices[:MAX_CHOICES]
    listed = [f"{n} {choice.label}" for n, choice in enumerate(choices, 1)]
    said = f"您说的{quoted(message.said, 60)}，" if message.said else ""
    return Saying(
        lines(
            f"收到：{_matters_of(message)}。{HEARD.get(message.heard) or f'{said}是下面哪一处？'}",
            *listed,
            f"回复数字就行；都不是，再说一次地点；也可以回复「{NO_PLACE}」。",
        ),
        rows(button(text, Verb.PLACE, message.draft, c.value) for text, c in zip(listed, choices, strict=True))
        + rows([button(NO_PLACE, Verb.NO_PLACE, message.draft)]),
    )


def ask_danger(message: AskDanger, scene: Scene) -> Saying:
    still, over = safety.answers(message.danger)
    advise = safety.in_short if message.over else safety.advice
    return Saying(
        lines(
            advise(message.danger, scene.hotlines),
            safety.question(message.danger),
            f"1 {still}　2 {over}　（回复 1 或 2）",
        ),
        (
            row(
                button(f"1 {still}", Verb.DANGER_YES, message.draft),
                button(f"2 {over}", Verb.DANGER_NO, message.draft),
            ),
        ),
    )


def ask_out(message: AskOut) -> Saying:
    return Saying(
        "您出来了吗？\n1 已在外面　2 还有人在里面　（回复 1 或 2）",
        (row(button("1 已在外面", Verb.OUT, message.case), button("2 还有人在里面", Verb.INSIDE, message.case)),),
    )


def heard_out(message: HeardOut, scene: Scene) -> Saying:
    where = "" if message.placed else "还差地址：发个地址给我，或点〔发送位置〕。"
    if message.out:
        stay = safety.until_safe(message.danger) or "请不要回去。"
        return Saying(
            lines(f"好，出来就好。{stay}值班室看得到，编号 {message.number}。", where), ask_location=bool(where)
        )
    numbers = scene.hotlines
    return Saying(
        lines(
            f"请您先出来，不要回去找。现在拨 {numbers.fire}，说清还有人在里面；有人头晕、受伤拨 {numbers.medical}。",
            f"已马上告诉值班室，编号 {message.number}。",
            where,
        ),
        ask_location=bool(where),
    )


def receipt(message: Receipt, scene: Scene) -> Saying:
    if message.source:
        return entered(message, scene)
    return Saying(
        lines(
            safety.advice(message.danger, scene.hotlines),
            _filed(message),
            f"事情：{matter_of(message.matter)}",
            f"地点：{message.place or '待核'}" if message.place or message.place_pending else "",
            _who(message, scene),
            _promise(message, scene),
            _about_place(message),
            _before(message, scene),
            _hidden(message),
            SECRECY.get(message.secrecy, ""),
            "写错了，点下面改，或回复「改地点」「改事情」「补照片」「不留名」。",
        ),
        (*_same_buttons(message), *_corrections(message), _retract(message)),
    )


def _retract(message: Receipt) -> Row:
    able = message.masked and message.severity is not Severity.CRITICAL
    return row(button("撤回这段", Verb.RETRACT, message.case) if able else None)


def entered(message: Receipt, scene: Scene) -> Saying:
    """To staff who brought it in for somebody else."""
    number = f"，工单号 {message.outside}" if message.outside else ""
    urgent = f"，按{message.severity.value}件办" if message.severity is not Severity.NORMAL else ""
    return Saying(
        lines(
            safety.for_staff(message.danger, scene.hotlines),
            f"录入好了{urgent}，编号 {message.number}（{source(message.source)}{number}）",
            f"事情：{matter_of(message.matter)}",
            f"地点：{message.place or '待核'}" if message.place or message.place_pending else "",
            _about_place(message),
            f"负责：{message.owner or '值班室'}，{scene.before(message.due_at)}办完。",
            "办完了会请您代居民确认。写错了，点下面改，或回复「改地点」「改事情」「补照片」。",
        ),
        _corrections(message),
    )


SECRECY = {
    "anonymous": "办事的人看不到您的名字、头像、账号（匿名）。要街道值班长能联系您，回复「保密」。",
    "confidential": "只有街道值班长能看您是谁（保密）；谁看了、为什么看，我会告诉您。",
}


def _hidden(message: Receipt) -> str:
    if not message.masked:
        return ""
    if message.severity is Severity.CRITICAL:
        return "您留的电话已给值班的人，别处都遮住。"
    return "您写的电话（证件号）已遮住，办事的人看不到；要问您的话都在这里问。不想留这段，点〔撤回这段〕或回复「撤回这段」。"


def _filed(message: Receipt) -> str:
    if message.timed_out:
        return f"我先把这件事报上去了，编号 {message.number}"
    if message.severity is Severity.NORMAL:
        return f"收到，已登记，编号 {message.number}"
    return f"收到，按{message.severity.value}件办，编号 {message.number}"


def _who(message: Receipt, scene: Scene) -> str:
    owner = message.owner or "值班室"
    if message.taken:
        owner = f"{owner}，{scene.when(message.taken.at)} 已接单"
    if message.conflict:
        return (
            f"负责：{owner}。这件涉及基层工作人员，不会发给本网格和本村（社区）工作站。\n"
            f"涉嫌违纪违法的，也可以向纪检监察机关反映，电话 {scene.hotlines.discipline}。"
        )
    return f"负责：{owner}" + ("（先看归谁办，再派人）" if message.triage else "")


def _promise(message: Receipt, scene: Scene) -> str:
    if message.long_term:
        return (
            f"这是长期件，一般要几个月。{scene.before(message.contact_at)}联系您；"
            f"以后每 {scene.heartbeat_days} 天给您报一次，没进展也报，第一次最晚{scene.dated(message.due_at)}。"
        )
    night = "，夜里也有人管" if message.severity is not Severity.NORMAL else ""
    by = scene.before(message.due_at)
    if scene.before(message.contact_at) == by:
        return f"{by}联系您并办完{night}。"
    return f"{scene.before(message.contact_at)}联系您，{by}办完{night}。"


def _about_place(message: Receipt) -> str:
    if not message.place_pending or message.danger:
        return ""
    return "地址还要核实：工作人员会问您，您随时发一句地址就行。"


def _before(message: Receipt, scene: Scene) -> str:
    """Others told it too, and how far it is; without a word more it stays a case of its own."""
    before = message.before
    if before is None:
        return ""
    what = f"「{before.matter}」" if before.matter else ""
    told = f"（{before.residents} 人）" if before.residents > 1 else ""
    if before.suspended:
        far = "，暂时办不了，已挂账"
    elif before.arrived_at:
        far = f"，{scene.when(before.arrived_at)} 已到现场"
    elif before.accepted_at:
        far = f"，{scene.when(before.accepted_at)} 已接单在办"
    else:
        far = "，已派给网格员"
    return (
        f"同一处{scene.when(before.at)} 已有人报过{what}{told}{far}。"
        "是这件就点〔就是这件，我也遇到〕或回复「就是这件」，并在一起办；不是就点〔不是一回事〕；不点也照样给您单独办。"
    )


def _same_buttons(message: Receipt) -> tuple[Row, ...]:
    if message.before is None:
        return ()
    same = button("就是这件，我也遇到", Verb.JOIN_OWN, message.case)
    return (row(same, button("不是一回事", Verb.SPLIT, message.case)),)


def _corrections(message: Receipt) -> tuple[Row, ...]:
    place = "补地点" if message.place_pending else "改地点"
    first = row(button(place, Verb.FIX_PLACE, message.case), button("改事情", Verb.FIX_TOPIC, message.case))
    photo = button("补照片", Verb.ADD_PHOTO, message.case)
    if message.danger not in {None, Danger.MANHOLE}:
        return (row(first[0] if first else None, photo),)
    anonymous = (
        None
        if message.source or message.secrecy == "anonymous"
        else button("不要留我名字", Verb.ANONYMOUS, message.case)
    )
    return (first, row(photo, anonymous))


def ask_more(message: AskMore) -> Saying:
    if message.what == "photo":
        return Saying(f"好，请发照片，我放进 {message.number}。一次几张都行。")
    return Saying(
        f"好，{message.number} 的地点改成哪里？发文字，或点〔发送位置〕。",
        ask_location=True,
        placeholder="比如：阳光里6号楼东边",
    )


def ask_topic(message: AskTopic) -> Saying:
    """The likeliest first, then every other topic: whoever corrects us has seen that the likeliest were wrong."""
    likely = tuple(choice.value for choice in message.choices)
    topics = likely + tuple(topic for topic in TOPICS if topic not in likely)
    in_words = "，或用一句话说是什么事" if message.in_words else ""
    return Saying(
        f"{message.number} 是下面哪一类事？点一下就改{in_words}。",
        rows((button(topic, Verb.SET_TOPIC, message.case, topic) for topic in topics[:MAX_CHOICES]), 3),
    )
