"""Answers to questions in the words of the district's table, and an honest no with the next doors."""

from datetime import date
from typing import assert_never

from cases.counsel_commands import Wish
from cases.messages import Consulted, Counsel, Outdated, TurnedAway
from cases.reading import Beyond
from cases.taps import Verb
from texts.saying import Row, Saying, button, lines, row
from texts.scene import Scene

WISHES = {
    Wish.VISIT: "我行动不便，请上门",
    Wish.PERSON: "没说清，问人",
    Wish.AID: "找免费法律援助",
    Wish.MEDIATOR: "找调解员",
    Wish.OTHER: "记下别的诉求",
}
"""What the buttons say; pressed, it is also what the resident has said."""
DECIDED_ELSEWHERE = {
    Beyond.COURT: "官司和判决的事要由法院定（不服走上诉或申诉，不执行找法院执行局）",
    Beyond.ARBITRATION: "仲裁的事要由仲裁机构和法院定",
    Beyond.REVIEW: "行政复议要由复议机关定",
}


def counsel(message: Counsel, scene: Scene) -> Saying:
    match message:
        case Consulted():
            return consulted(message, scene)
        case Outdated():
            return Saying(
                f"「{message.title}」我记的办法是 {_dated(message.updated, scene)}的，可能已变，我问一下，问清了告诉您。"
            )
        case TurnedAway():
            return turned_away(message)
        case _:
            assert_never(message)


def consulted(message: Consulted, scene: Scene) -> Saying:
    wishes = (Wish.VISIT, Wish.PERSON) if message.visits else (Wish.PERSON,)
    numbered = message.numbered and message.visits
    place = "，".join(part for part in (message.where, message.hours) if part)
    return Saying(
        lines(
            f"{message.title}：{message.who}。",
            f"一次带齐：{'；'.join(message.bring)}。",
            f"去：{place}。",
            f"电话：{message.phone}" if message.phone.strip() else "",
            f"来源：{message.source}，{_dated(message.updated, scene)}更新。",
            _numbered(wishes) if numbered else "没说清就点下面，我去问人。",
        ),
        _doors(message.draft, wishes, numbered=numbered),
    )


def turned_away(message: TurnedAway) -> Saying:
    wishes = (Wish.AID, Wish.MEDIATOR, Wish.OTHER)
    ruled = DECIDED_ELSEWHERE.get(message.what, DECIDED_ELSEWHERE[Beyond.COURT])
    return Saying(
        lines(
            f"{ruled}，我这里办不了（这是规定，不是推）。可以帮您：",
            _numbered(wishes) if message.numbered else "点下面选一样。",
        ),
        _doors(message.draft, wishes, numbered=message.numbered),
    )


def _numbered(wishes: tuple[Wish, ...]) -> str:
    return "　".join(f"{n} {WISHES[wish]}" for n, wish in enumerate(wishes, 1)) + "　（回复数字也行）"


def _doors(draft: str, wishes: tuple[Wish, ...], *, numbered: bool) -> tuple[Row, ...]:
    labels = [f"{n} {WISHES[wish]}" if numbered else WISHES[wish] for n, wish in enumerate(wishes, 1)]
    return tuple(row(button(label, Verb.FURTHER, draft, wish)) for label, wish in zip(labels, wishes, strict=True))


def _dated(day: date, scene: Scene) -> str:
    year = "" if day.year == scene.now.astimezone(scene.zone).year else f"{day.year} 年 "
    return f"{year}{day.month} 月 {day.day} 日"
