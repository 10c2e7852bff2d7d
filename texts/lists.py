"""Lists for staff: what is in hand, one case with its history, the morning page of a desk."""

from datetime import datetime
from typing import assert_never

from cases.messages import AskDirective, CaseLine, CaseView, Digest, Overview, Todo
from cases.taps import Verb
from texts.cards import correct_button, work_buttons
from texts.digest import ask_directive, digest
from texts.quoting import clean, quoted
from texts.rating import own_ratings
from texts.saying import Row, Saying, button, fit, lines, row, rows
from texts.scene import Scene
from texts.together import numbers_of
from texts.words import SIGN, actor, happening, in_hand, noted, source, status

MAX_TODO = 12
MAX_HISTORY = 15
LINE = 160
"""UTF-16 units of one case in a list, so that a full page fits one message."""


def overview(message: Overview, scene: Scene) -> Saying:
    match message:
        case Todo():
            return todo(message, scene)
        case CaseView():
            return case_view(message, scene)
        case Digest():
            return digest(message, scene)
        case AskDirective():
            return ask_directive(message, scene)
        case _:
            assert_never(message)


def todo(message: Todo, scene: Scene) -> Saying:
    if not message.cases:
        return Saying(lines(f"{message.post}：现在没有待办。", own_ratings(message)))
    shown = message.cases[:MAX_TODO]
    rest = len(message.cases) - len(shown)
    return Saying(
        lines(
            f"{message.post}：待办 {len(message.cases)} 件，急的在前。点编号看一件，或发 /case 编号。",
            *(f"{n} {_todo_line(case, scene)}" for n, case in enumerate(shown, 1)),
            f"另有 {rest} 件没有列出。" if rest else "",
            own_ratings(message),
        ),
        rows((button(f"{n} {c.number}", Verb.SHOW, c.case) for n, c in enumerate(shown, 1)), 3),
    )


def _todo_line(case: CaseLine, scene: Scene) -> str:
    sign = SIGN[case.severity].split()[0]
    watched = (" 已督办" if case.supervised else "") + (f" 同一处 {case.joined + 1} 件" if case.joined else "")
    text = f"{sign} {case.number} {clean(case.matter, 40)} {clean(case.place, 40)} {status(case.status)}"
    return fit(f"{text} {_clock(case, scene)}{watched}", LINE)


def _clock(case: CaseLine, scene: Scene) -> str:
    if not in_hand(case.status):
        return ""
    news = "报进展" if case.long_term else ""
    return scene.late(case.due_at) or scene.before(case.due_at) + news


def case_view(message: CaseView, scene: Scene) -> Saying:
    line = message.line
    shown = message.history[-MAX_HISTORY:]
    hidden = len(message.history) - len(shown)
    return Saying(
        lines(
            f"{SIGN[line.severity]}　{line.number}　{status(line.status)}",
            f"事情：{line.matter}",
            f"地点：{line.place or '待核'}",
            f"{'录入' if message.source else '居民说'}：{quoted(message.said)}" if message.said else "",
            _origin(message),
            f"同一处：并入 {message.joined_to} 一起办" if message.joined_to else "",
            f"同一处：这件牵头，并入 {numbers_of(message.joined)}" if message.joined else "",
            f"主办：{line.owner or '无主'}" + ("（已督办）" if line.supervised else ""),
            f"时限：{scene.before(line.due_at)}{'报进展，长期件' if line.long_term else ''}{_overdue(line, scene)}",
            f"（前面还有 {hidden} 条记录）" if hidden else "",
            *(_event(scene, *event) for event in shown),
        ),
        _view_buttons(message),
    )


def _origin(message: CaseView) -> str:
    number = f"，工单号 {message.outside}" if message.outside else ""
    return f"来源：{source(message.source)}{number}" if message.source else ""


def _overdue(line: CaseLine, scene: Scene) -> str:
    late = scene.late(line.due_at) if in_hand(line.status) else ""
    if line.overdue and not in_hand(line.status):
        return "（结束时已超时，照记）"
    return f"（{late}）" if late else ""


def _event(scene: Scene, at: datetime, what: str, who: str, note: str) -> str:
    return fit(f"{scene.step(at)} {happening(what)} {actor(who)} {quoted(noted(what, note), 60)}".rstrip(), LINE)


def _view_buttons(message: CaseView) -> tuple[Row, ...]:
    line = message.line
    work = work_buttons(line.case, line.status) if message.workable and in_hand(line.status) else ()
    split = button("拆开", Verb.SPLIT, line.case) if message.joined_to and message.correctable else None
    reads = button("谁看过我的信息", Verb.READS, line.case) if message.secret else None
    return (row(*work, split, correct_button(line.case) if message.correctable else None, reads),)
