"""Words of matters that are hard or take months: honest about how long, regular, and pressing nobody to sign."""

from typing import assert_never

from cases.longterm_commands import Milestone
from cases.messages import (
    AskBackground,
    AskComplexity,
    AskLasting,
    AskMilestone,
    Classified,
    Lasts,
    LongTerm,
    News,
    NewsTold,
    NoNews,
    PromiseChanged,
)
from cases.reading import Complexity
from cases.taps import Verb
from texts.quoting import quoted
from texts.saying import Button, Saying, button, lines, row, rows
from texts.scene import Scene
from texts.words import matter_of

ASKED = {
    "news": "{number} 有什么进展？回复这条消息说一句，马上发给居民，如「走访了村两委2人，户籍底册已申请调取」。",
    "offer": "{number} 方案的原文是什么？回复这条消息发来，原样转给居民。不要替居民拿主意，也不要催签。",
}
TOLD = {"news": "进展发给居民了", "offer": "方案原样发给居民了，没有催签", "signed": "已告诉居民协议签了"}
STILL = {
    "路灯": ("路灯还亮着吗？", "还亮着"),
    "楼道": ("楼道灯还亮着吗？", "还亮着"),
    "交通信号灯": ("信号灯还亮着吗？", "还亮着"),
    "下水道": ("下水道还通着吗？", "还通着"),
    "雨水箅子": ("雨水箅子还好着吗？", "还好着"),
    "暖气": ("暖气还热着吗？", "还热着"),
}
"""How one asks after a thing, and what one says when it is well."""
MEANING: dict[str, str] = {
    Complexity.SIMPLE: "一个人当天能办的",
    Complexity.ORDINARY: "要到现场办的",
    Complexity.COMPLEX: "要几家一起协调的",
    Complexity.HISTORICAL: "要查老底子、几个月的（长期件）",
    Complexity.MAJOR: "牵涉很多人、要几级一起办的（长期件）",
}


def long_term(message: LongTerm, scene: Scene) -> Saying:
    match message:
        case AskLasting():
            return ask_lasting(message)
        case Lasts():
            return Saying(f"{message.number} 记下了，还好着，谢谢您。以后哪里有事，随时说一句。")
        case AskBackground():
            return ask_background(message)
        case AskMilestone():
            return Saying(
                ASKED.get(message.what, ASKED["news"]).format(number=message.number), placeholder="写给居民看"
            )
        case News():
            return news(message, scene)
        case NoNews():
            return no_news(message, scene)
        case NewsTold():
            return news_told(message, scene)
        case AskComplexity():
            return ask_complexity(message)
        case Classified():
            return classified(message, scene)
        case PromiseChanged():
            return promise_changed(message, scene)
        case _:
            assert_never(message)


def ask_lasting(message: AskLasting) -> Saying:
    question, fine = STILL.get(message.object, (f"{message.object or message.matter}现在还好着吗？", "还好着"))
    return Saying(
        f"{message.number} {message.matter}修好有些日子了，随访一句：{question}\n回复「{fine}」或「又坏了」；不回也没关系。",
        (
            row(
                button(fine, Verb.LASTS, message.case),
                button("又坏了", Verb.BROKE_LATER, message.case),
            ),
        ),
    )


def ask_background(message: AskBackground) -> Saying:
    asked = ("哪个村、哪个组（小区、几号楼）", "大概哪一年的事", "手里有什么材料（没有也行）")[message.placed :]
    return Saying(
        lines(
            f"收到：{matter_of(message.matter)}。这类事要查老底子、几方坐下来谈，一般要几个月，我不骗您。先登记，一条消息里说就行：",
            *(f"{n} {one}" for n, one in enumerate(asked, 1)),
            "记不清的不用说。材料可以拍照发来，证件号请遮住。",
        ),
        placeholder="记得多少说多少",
    )


def news(message: News, scene: Scene) -> Saying:
    return Saying(
        lines(*_news(message, scene), _next(message, scene)),
        (_look_up(message.case),) if message.what == Milestone.OFFER else (),
    )


def _news(message: News, scene: Scene) -> tuple[str, ...]:
    words = quoted(message.words)
    about = f"{message.number} {message.matter}"
    match message.what:
        case Milestone.OFFER:
            return (
                f"{about}：给您提了一个方案，原文如下。",
                words,
                f"您可以考虑，不急着答；也可以请法律援助先看看（电话 {scene.hotlines.legal}）。不签，这件照样办。",
            )
        case Milestone.SIGNED:
            said = f"（{words}）" if words else ""
            return (f"{about}：协议已签{said}。钱到账、事办到那天，再请您画句号；没办到，这件不会关。",)
        case _:
            return (f"{about}，有进展：{words}",)


def _next(message: News, scene: Scene) -> str:
    return f"下次最晚{scene.dated(message.next_at)} 再告诉您，没进展也报。" if message.next_at else ""


def _look_up(case: str) -> tuple[Button, ...]:
    return row(button("请上级看", Verb.URGE, case))


def no_news(message: NoNews, scene: Scene) -> Saying:
    last = f"上一次是 {scene.dated(message.news_at)}：{quoted(message.news, 80)}" if message.news_at else ""
    return Saying(
        lines(
            f"{message.number} {message.matter}：这 {scene.heartbeat_days} 天没有新进展，跟您说一声，没有忘。",
            last,
            f"已经催办，上一级也看得到。下次最晚{scene.dated(message.next_at)} 再告诉您。",
            "等不及，点〔请上级看〕或回复「催一下」。",
        ),
        (_look_up(message.case),),
    )


def news_told(message: NewsTold, scene: Scene) -> Saying:
    told = TOLD.get(message.what, TOLD["news"])
    not_done = "钱到账、事办到了，再办结。" if message.what == Milestone.SIGNED else ""
    next_one = f"下次{scene.dated(message.next_at)} 前再写一次。" if message.next_at else ""
    return Saying(lines(f"{message.number} {told}。{next_one}{not_done}", quoted(message.words)))


def ask_complexity(message: AskComplexity) -> Saying:
    if not message.choices:
        return Saying(f"{message.number} 现在是{message.complexity}，您这里不能再往上定，请工作站或服务中心来定。")
    return Saying(
        lines(
            f"{message.number} 现在是{message.complexity}。定为哪一类？点一下，时限跟着改，居民会收到新的时间。",
            *(f"{one}：{MEANING.get(one, one)}" for one in message.choices),
        ),
        rows((button(one, Verb.CLASSIFY, message.case, one) for one in message.choices), 2),
    )


def classified(message: Classified, scene: Scene) -> Saying:
    limit = (
        f"长期件，{scene.dated(message.due_at)} 前给居民报一次进展"
        if message.long_term
        else f"{scene.before(message.due_at)}办结"
    )
    if message.was is None:
        return Saying(f"{message.number} 定为{message.complexity}（{message.mode}），{limit}。")
    return Saying(
        lines(
            f"{message.who}把 {message.number} {message.matter}从{message.was}定为{message.complexity}（{message.mode}）：{limit}。",
            "居民已经知道新的时间。定得不对，点〔定难易〕改，或回复「定为一般」。",
        ),
        (row(button("定难易", Verb.CLASSIFY, message.case), button("看", Verb.SHOW, message.case)),),
    )


def promise_changed(message: PromiseChanged, scene: Scene) -> Saying:
    about = f"{message.number} {message.matter}"
    if message.long_term:
        told = (
            f"{about}：{message.who}看过，这类事要查老底子，一般要几个月，不骗您。改按长期件办，原来说的时间办不完了。",
            f"每 {scene.heartbeat_days} 天给您报一次，没进展也报；第一次最晚{scene.dated(message.due_at)}。",
        )
    else:
        told = (f"{about}：{message.who}重新看了难易，改到{scene.before(message.due_at)}办完。", "")
    return Saying(lines(*told, "不同意，点〔请上级看〕或回复「催一下」。"), (_look_up(message.case),))
