"""Words for cases that end otherwise than by being done: why not, who decided, which door is next, and how to appeal."""

from cases.messages import (
    AppealDecided,
    Appealed,
    AppealMade,
    AskDismissalAccount,
    AskGround,
    DismissalAsked,
    Dismissed,
    Ending,
)
from cases.model import Ground
from cases.taps import Verb
from texts.quoting import quoted
from texts.saying import Row, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.together import together
from texts.words import ground, matter_of

EXAMPLES = {
    Ground.COURT.value: "法院已经受理，要等判决",
    Ground.REPEATED.value: "上月已按程序答复过，这次没有新的情况",
    Ground.ELSEWHERE.value: "这条路归邻县管",
    Ground.PRIVATE.value: "这是两家之间的借款，要双方商量或打官司",
    Ground.UNTRUE.value: "今天去看过两次，那里没有堆放的东西",
    Ground.UNLAWFUL.value: "内容涉及不能传的信息",
    Ground.FOUND.value: "修了三次，昨天现场测过已经达标",
}


def ending(message: Ending, scene: Scene) -> Saying:
    match message:
        case AskGround():
            return ask_ground(message)
        case AskDismissalAccount():
            return ask_account(message)
        case DismissalAsked():
            return dismissal_asked(message)
        case Dismissed():
            return dismissed(message, scene)
        case Appealed():
            return appealed(message, scene)
        case AppealMade():
            return appeal_made(message, scene)
        case AppealDecided():
            return appeal_decided(message, scene)
        case _:
            return together(message, scene)


def ask_ground(message: AskGround) -> Saying:
    taps = (button(ground(one), Verb.DISMISS, message.case, one) for one in message.grounds)
    return Saying(
        f"{message.number} 为什么不予受理？点一下。只能提，要上一级同意才算；居民会看到理由，可以申请复核。",
        rows(taps, 2),
    )


def ask_account(message: AskDismissalAccount) -> Saying:
    example = EXAMPLES.get(message.ground)
    return Saying(
        f"{message.number}（{ground(message.ground)}）写一句给居民看的话，说清依据，回复这条消息"
        + (f"，如「{example}」。" if example else "。"),
        placeholder="写给居民看的依据",
    )


def dismissal_asked(message: DismissalAsked) -> Saying:
    return Saying(
        lines(
            f"{message.who}提出不予受理：{message.number} {message.matter}　{message.place}".rstrip(),
            f"居民说：{quoted(message.said)}" if message.said else "",
            f"理由：{ground(message.ground)}。写给居民的话：{quoted(message.account)}",
            "同意了这件就结束，居民会收到理由和您这里的名称，可以申请复核；不同意就接着办，时限不停。",
            "上面没有别的值班室，请换一位同志来定。" if message.another else "",
            f"点按钮，或发「同意 {message.number}」「不同意 {message.number}」。",
        ),
        (
            row(
                button("同意", Verb.DISMISSAL_YES, message.case),
                button("不同意", Verb.DISMISSAL_NO, message.case),
                button("看", Verb.SHOW, message.case),
            ),
        ),
    )


def dismissed(message: Dismissed, scene: Scene) -> Saying:
    found = message.ground == Ground.FOUND
    verdict = f"{message.who}研究后认为：{quoted(message.account)}。这件先办结。" if found else ""
    why = f"原因：{ground(message.ground)}。{quoted(message.account)}"
    return Saying(
        lines(
            f"{message.number} {matter_of(message.matter)}：" + (verdict or _decided(message)),
            "" if found else why,
            next_door(message.ground, scene),
            _how_to_appeal(message, scene),
        ),
        _appeal_button(message.case),
    )


def _decided(message: Dismissed) -> str:
    match message.ground:
        case Ground.UNTRUE:
            return f"查过了，没有查到，这件先结束，是{message.who}定的。"
        case Ground.REPEATED:
            return f"这件以前按程序办结过，这次不再重复办，是{message.who}定的。"
        case _:
            return f"这件在这里办不了，是{message.who}定的。"


def next_door(why: str, scene: Scene) -> str:
    """Where the matter can be taken instead."""
    match why:
        case Ground.COURT:
            return (
                "走法院、仲裁、复议的事，要在那里走完；不服的走上诉或申诉，这是规定，不是推。\n"
                f"免费问法律、申请法律援助：拨 {scene.hotlines.legal}。"
            )
        case Ground.PRIVATE:
            return f"可以请村（社区）人民调解员调解；免费问法律、申请法律援助：拨 {scene.hotlines.legal}。"
        case Ground.ELSEWHERE:
            return f"请向当地反映，或拨 {scene.hotlines.city} 请他们转。"
        case Ground.REPEATED | Ground.UNTRUE:
            return "有新的情况（照片、时间、在场的人），随时再说一句，会重新登记。"
        case Ground.FOUND:
            return "办理的记录都保留。"
        case _:
            return ""


def _how_to_appeal(message: Dismissed, scene: Scene) -> str:
    who = message.appeal_to
    looks = f"{who}上面没有别的值班室，由它再看一遍" if message.again else f"由{who}另外看"
    return f"不同意，{scene.dated(message.until)} 前点〔申请复核〕，或回复「不同意」加上您的话，{looks}。"


def _appeal_button(case: str) -> tuple[Row, ...]:
    return (row(button("申请复核", Verb.APPEAL, case)),)


def appealed(message: Appealed, scene: Scene) -> Saying:
    looks = f"{message.who}上面没有别的值班室，由它再看一遍" if message.again else f"由{message.who}另外看"
    other = f"您也可以随时拨 {scene.hotlines.city}，编号直接报给他们。" if message.again else ""
    return Saying(
        lines(
            f"{message.number} 申请复核记下了，{looks}，{scene.before(message.until)}给您答复。",
            "还有话要说、有照片，回复这条消息就行。" + other,
        )
    )


def appeal_made(message: AppealMade, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"居民申请复核：{message.number} {message.matter}　{message.place}".rstrip(),
            f"{message.decided_by}定的不予受理：{ground(message.ground)}。{quoted(message.account)}",
            f"居民说：{quoted(message.words)}" if message.words else "居民没有写理由。",
            f"{scene.before(message.until)}请定：维持，或重新办理。",
            "这是本岗位自己定的，请换一位同志来看。" if message.another else "",
            f"点按钮，或发「维持 {message.number}」「重新办理 {message.number}」。",
        ),
        (appeal_buttons(message.case),),
    )


def appeal_buttons(case: str) -> Row:
    return row(
        button("维持", Verb.UPHOLD, case), button("重新办理", Verb.OVERTURN, case), button("看", Verb.SHOW, case)
    )


def appeal_decided(message: AppealDecided, scene: Scene) -> Saying:
    lead = f"{message.number} {matter_of(message.matter)}："
    if message.upheld:
        return Saying(
            lines(
                f"{lead}{message.who}重新看过，维持原来的决定，这件到这里结束。",
                f"依据：{quoted(message.account)}" if message.account else "",
                f"记录都保留。您也可以拨 {scene.hotlines.city}，编号直接报给他们；有新的情况随时再说一句。",
            )
        )
    due = f"{scene.before(message.due_at)}办完" if message.due_at else "接着办"
    return Saying(f"{lead}{message.who}重新看过，同意您说的，重新办理：由{message.owner}负责，{due}。")
