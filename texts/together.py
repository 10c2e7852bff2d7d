"""Words for cases that are one matter: joined, told again, and taken apart. Nobody hears who the others are."""

from typing import assert_never

from cases.messages import Grouped, Joined, JoinedAdds, JoinedAgain, LeadsNow, SplitFrom, SplitOff
from cases.taps import Verb
from texts.quoting import quoted
from texts.saying import Saying, button, lines, row
from texts.scene import Scene
from texts.words import in_hand, matter_of

MAX_NUMBERS = 6
Together = Joined | JoinedAgain | Grouped | LeadsNow | JoinedAdds | SplitOff | SplitFrom


def together(message: Together, scene: Scene) -> Saying:
    match message:
        case Joined():
            return joined(message, scene)
        case JoinedAgain():
            return joined_again(message, scene)
        case Grouped():
            return grouped(message)
        case LeadsNow():
            return leads_now(message, scene)
        case JoinedAdds():
            return joined_adds(message)
        case SplitOff():
            return Saying(
                f"好，{message.number} {matter_of(message.matter)}：不并了，单独办，由{message.owner}负责，"
                f"{scene.before(message.due_at)}办完。"
            )
        case SplitFrom():
            return split_from(message, scene)
        case _:
            assert_never(message)


def joined(message: Joined, scene: Scene) -> Saying:
    what = f"{message.number} {matter_of(message.matter)}"
    if message.own:
        lead = f"{what}：和您先报的 {message.own} 是一件事，并在一起办。"
    elif message.asked:
        lead = f"好，{what}：和先报的并在一起办。"
    else:
        lead = f"{what}：同一处早些时候有人报过，并在一起办。"
    return Saying(
        lines(
            f"{lead}由{message.who}负责，{scene.before(message.due_at)}办完。",
            "您的编号照用，办到哪一步、办没办好都照样问您。不是一回事，点下面或回复「不是一回事」，就给您单独办。",
        ),
        (row(button("不是一回事", Verb.SPLIT, message.case)),),
    )


def joined_again(message: JoinedAgain, scene: Scene) -> Saying:
    return Saying(
        f"{message.number} {matter_of(message.matter)}：同一处还有人说没办好，重新办，由{message.who}负责，"
        f"{scene.before(message.due_at)}办完。办完再问您。"
    )


def numbers_of(numbers: tuple[str, ...]) -> str:
    return "、".join(numbers[:MAX_NUMBERS]) + (" 等" if len(numbers) > MAX_NUMBERS else "")


def grouped(message: Grouped) -> Saying:
    left = f"另有 {message.left_out} 件不能并（更急，或居民说过不是一回事），还单独办。" if message.left_out else ""
    return Saying(
        lines(
            f"已并成一组：{message.number} {message.matter} 牵头，并入 {numbers_of(message.numbers)}，涉及居民 {message.residents} 人。",
            "只办牵头的这件，每一步居民都会收到；办结后分别问每个人。居民说不是一回事，会自动拆开。",
            f"要拆开，发「拆开 {message.numbers[0]}」。{left}" if message.numbers else left,
        ),
        (row(button("看", Verb.SHOW, message.case)),),
    )


def leads_now(message: LeadsNow, scene: Scene) -> Saying:
    others = f"，还有 {message.others} 件跟着它" if message.others else ""
    return Saying(
        f"{message.before} 不再牵头，同一处改由 {message.number} {message.matter} 牵头{others}，"
        f"{scene.before(message.due_at)}办结。接着办就行，卡片见上。",
        (row(button("办结", Verb.RESOLVE, message.case), button("看", Verb.SHOW, message.case)),),
    )


def joined_adds(message: JoinedAdds) -> Saying:
    said = quoted(message.words) or f"发来附件 {message.files} 个，见下面"
    return Saying(f"{message.leading} 同一处的另一位居民（{message.number}）补充：{said}")


def split_from(message: SplitFrom, scene: Scene) -> Saying:
    accept = button("接单", Verb.ACCEPT, message.case) if message.status == "filed" else None
    resolve = button("办结", Verb.RESOLVE, message.case) if in_hand(message.status) else None
    return Saying(
        f"{message.number} {message.matter}　{message.place}：不是一回事，拆开单独办，{scene.before(message.due_at)}办结。",
        (row(accept, resolve, button("看", Verb.SHOW, message.case)),),
    )
