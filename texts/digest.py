"""The morning page of a desk: what is late, what nobody holds, what falls due, and buttons to act on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.messages import LISTED, AskDirective, CaseLine, Digest, SameIssue
from cases.taps import Verb
from texts.quoting import clean, quoted
from texts.saying import Button, Row, Saying, button, fit, lines, row, rows
from texts.scene import Scene

MORE = 20
"""So many more lines stand on the page behind 展开."""
MAX_SAME, MAX_NUMBERS = 5, 6
LINE = 160


ASKS = {
    "extension": "　申请延期",
    "suspension": "　申请挂账",
    "offer": "　要转派",
    "dismissal": "　提出不予受理",
    "appeal": "　居民申请复核",
}
EXCUSES = {"suspended": "挂账", "waiting": "等居民", "extended": "延期", "waited": "停过表", "whistle": "部门未应哨"}
MAX_GRIDS = 6
HOW = "点按钮，或发「1 督办」「1 换人」「督办 编号」。"
REVIEW_DAYS = 30
"""Of the review dates that the request itself offers, the one that fits a button here."""


@dataclass(frozen=True, slots=True)
class Section:
    sign: str
    title: str
    cases: Sequence[CaseLine]


def digest(message: Digest, scene: Scene) -> Saying:
    sections = _sections(message)
    if message.rest:
        return _unfolded(message, sections, scene)
    if not any(
        (*(section.cases for section in sections), message.same, message.exempt, message.whistles, message.surges)
    ):
        return Saying(
            _unclear(message) + f"{message.post} 日报：没有超时，没有无主，今天没有到期的。"
            f"新收 {message.filed}，办结 {message.resolved}，在办 {message.open_total}。"
            + _apart_in_line(message)
            + _line_of(_reused(message))
            + _line_of(_reviews(message))
            + _line_of(_seal(message))
        )
    numbers = _numbers(message, 0, LISTED)
    rest = len(message.numbered) - len(numbers)
    return Saying(
        lines(
            _unclear(message).rstrip(),
            _heading(message, scene),
            _counts(message),
            *_body(sections, numbers, scene),
            _unanswered(message),
            *(
                f"🌊 突发：{clean(matter, 40)}　{clean(unit, 30)}　{people} 人"
                for matter, unit, people in message.surges
            ),
            *map(_same, message.same[:MAX_SAME]),
            f"另有 {rest} 件没有列出，点〔展开〕或发「展开」。" if rest else "",
            _exempt(message),
            _silent(message),
            _burden(message),
            _reused(message),
            _business(message),
            _reviews(message),
            HOW,
            _seal(message),
        ),
        (
            *_rows(message, numbers),
            row(button("展开", Verb.UNFOLD, "digest") if rest else None),
            *map(_join, message.same[:MAX_SAME]),
        ),
    )


def _unclear(message: Digest) -> str:
    if not message.unclear:
        return ""
    return f"您说{quoted(message.unclear, 30)}，没说清是哪一件。发行号加要做的，如「1 督办」，或点下面的按钮。\n"


def _unfolded(message: Digest, sections: Sequence[Section], scene: Scene) -> Saying:
    numbers = _numbers(message, LISTED, LISTED + MORE)
    left = len(message.numbered) - LISTED - len(numbers)
    return Saying(
        lines(
            f"{message.post} 日报　其余 {len(message.numbered) - LISTED} 件",
            *_body([one for one in sections if any(case.case in numbers for case in one.cases)], numbers, scene),
            f"还有 {left} 件，请到控制台看。" if left else "",
            HOW,
        ),
        tuple(_rows(message, numbers)),
    )


def _rows(message: Digest, numbers: dict[str, int]) -> Iterator[Row]:
    decided = {line.case for line in message.to_decide}
    for line in message.numbered:
        if line.case in numbers:
            yield _buttons(numbers[line.case], line, decide=line.case in decided)


def _seal(message: Digest) -> str:
    return f"留痕尾号 {clean(message.seal, 40)}" if message.seal else ""


def _sections(message: Digest) -> tuple[Section, ...]:
    return (
        Section("🖊", "待您批", message.to_decide),
        Section("⚠️", "无主", message.no_owner),
        Section("🔴", "超时", message.overdue),
        Section("📣", "专报事项", message.sensitive),
        Section("🟡", "今天到期", message.due_today),
        Section("🗂", "待分拣", message.triage),
    )


def _numbers(message: Digest, first: int, end: int) -> dict[str, int]:
    """Case id -> its number, of those between `first` and `end`."""
    return {line.case: n for n, line in enumerate(message.numbered, 1) if first < n <= end}


def _heading(message: Digest, scene: Scene) -> str:
    at, since = scene.dated(message.at), scene.dated(message.since)
    return f"{message.post} 日报　{at}（自 {since}）"


def _counts(message: Digest) -> str:
    dismissed = f"　不予受理 {message.dismissed}" if message.dismissed else ""
    return (
        f"新收 {message.filed}　办结 {message.resolved}　认可 {message.confirmed}\n"
        f"沉默 {message.silent}　有异议 {message.disputed}{dismissed}　在办 {message.open_total}{_apart(message)}{_stopped(message)}"
    )


def _apart(message: Digest) -> str:
    """What is counted apart, where there was any."""
    vouched = f"　代确认 {message.vouched}" if message.vouched else ""
    return vouched + (f"　主动发现 {message.found}" if message.found else "")


def _apart_in_line(message: Digest) -> str:
    """An empty page stays one line."""
    silent = f"　沉寂网格 {len(message.silent_grids)}" if message.silent_grids else ""
    return f"{_apart(message)}{silent}".strip()


def _stopped(message: Digest) -> str:
    """Beside what is overdue in fact stands what cannot be, because its limits stand still."""
    if not message.waiting and not message.suspended:
        return ""
    return f"\n停表（不算超时）：等居民 {message.waiting}　挂账 {message.suspended}"


def _exempt(message: Digest) -> str:
    """Past the first limit in fact, and excused: beside what is held against somebody."""
    if not message.exempt:
        return ""
    some = "、".join(f"{one.number} {EXCUSES[one.why]}" for one in message.exempt[:MAX_NUMBERS])
    more = "…" if len(message.exempt) > MAX_NUMBERS else ""
    listed = sum(one.why == "whistle" for one in message.exempt)  # late, and shown so
    return (
        f"⚪ 超时 事实 {len(message.overdue) + len(message.exempt) - listed}／免责 {len(message.exempt)}：{some}{more}"
    )


def _silent(message: Digest) -> str:
    if not message.silent_grids:
        return ""
    some = "、".join(clean(grid, 30) for grid in message.silent_grids[:MAX_GRIDS])
    more = "…" if len(message.silent_grids) > MAX_GRIDS else ""
    return f"🫥 很久没有来件也没有动作的网格 {len(message.silent_grids)}：{some}{more}"


def _burden(message: Digest) -> str:
    told = message.burden
    if told is None:
        return ""
    most = f"，最多 {told.most} 条（{clean(told.who, 20)}）" if told.workers > 1 else ""
    return f"减负：{told.workers} 名网格员一天收到 {told.pushes} 条推送{most}，夜里 {told.nights} 条"


def _reused(message: Digest) -> str:
    if not message.reused:
        return ""
    told = "、".join(
        f"{one.number}{'（说就是这张）' if one.kept else '（没回话）'}" for one in message.reused[:MAX_NUMBERS]
    )
    more = "…" if len(message.reused) > MAX_NUMBERS else ""
    return f"📷 复用照片 {len(message.reused)} 件：{told}{more}"


def _body(sections: Sequence[Section], numbers: dict[str, int], scene: Scene) -> Iterator[str]:
    listed: set[str] = set()
    for section in sections:
        if not section.cases:
            continue
        yield f"{section.sign} {section.title} {len(section.cases)}"
        for case in section.cases:
            if case.case in numbers and case.case not in listed:
                listed.add(case.case)
                yield f"{numbers[case.case]}　{_line(case, scene)}"


def _line(case: CaseLine, scene: Scene) -> str:
    late = scene.late(case.due_at) or scene.before(case.due_at)
    owner = clean(case.owner, 20) or "无主"
    late += "没报进展" if case.long_term and case.overdue else "报进展" if case.long_term else ""
    watched = (f"　已督办{_owed(case, scene)}" if case.supervised else "") + ASKS.get(case.asks, "")
    place = clean(case.place, 40) or "地点待核"
    exempt = f"　免责：{clean(case.unanswered, 40)}未应哨" if case.unanswered else ""
    return fit(f"{case.number} {clean(case.matter, 40)}　{place}　{late}　{owner}{watched}{exempt}", LINE)


def _owed(case: CaseLine, scene: Scene) -> str:
    return f"，{scene.before(case.answer_by)}答复" if case.answer_by and case.answer_by > scene.now else ""


def _unanswered(message: Digest) -> str:
    told = (
        f"{clean(who, 40)} {times} 次" if times else f"{clean(who, 40)} 0" for who, times in message.whistles[:LISTED]
    )
    return fit(f"📣 未应哨　{'，'.join(told)}", LINE) if message.whistles else ""


def _same(issue: SameIssue) -> str:
    place, more = clean(issue.place, 40) or "地点待核", "…" if len(issue.numbers) > MAX_NUMBERS else ""
    numbers = "、".join(issue.numbers[:MAX_NUMBERS]) + more
    residents = f"　{issue.residents} 人" if issue.residents else ""
    joined = "　已并成一组" if issue.apart == 1 else ""
    return fit(
        f"🔥 同一处　{place}　{clean(issue.matter, 40)}{residents}　{len(issue.numbers)} 件（{numbers}）{joined}", LINE
    )


def _join(issue: SameIssue) -> Row:
    """One tap for a group that is not joined yet."""
    together = issue.case and issue.apart > 1
    return row(button(f"并成一组 {issue.numbers[0]}", Verb.JOIN, issue.case) if together and issue.numbers else None)


def _business(message: Digest) -> str:
    if not message.business:
        return ""
    listed = "、".join(f"{clean(one.topic, 20)} {one.count}" for one in message.business[:MAX_SAME])
    return f"🏪 经营主体反映在办 {sum(one.count for one in message.business)} 件：{listed}"


def _reviews(message: Digest) -> str:
    if not message.reviews:
        return ""
    titles = "、".join(clean(title, 20) for title in message.reviews[:MAX_SAME])
    more = " 等" if len(message.reviews) > MAX_SAME else ""
    return f"📖 办事指南 {len(message.reviews)} 条到了复核日期，现在改由人答：{titles}{more}"


def _line_of(text: str) -> str:
    return f"\n{text}" if text else ""


def _buttons(n: int, case: CaseLine, *, decide: bool) -> Row:
    if decide:
        return row(*_decisions(case, n), button(f"{n} 看", Verb.SHOW, case.case))
    return row(
        None if case.supervised else button(f"{n} 督办", Verb.SUPERVISE, case.case),
        button(f"{n} 换人", Verb.REASSIGN, case.case),
        button(f"{n} 看", Verb.SHOW, case.case),
    )


def _decisions(case: CaseLine, n: int = 0) -> tuple[Button | None, ...]:
    match case.asks:
        case "extension":
            verbs = (("同意延期", Verb.EXTENSION_YES, ""), ("不同意", Verb.EXTENSION_NO, ""))
        case "suspension":
            days = str(REVIEW_DAYS)
            verbs = ((f"挂账 {days} 天", Verb.SUSPENSION, days), ("不同意", Verb.SUSPENSION, "0"))
        case "dismissal":
            verbs = (("不予受理", Verb.DISMISSAL_YES, ""), ("不同意", Verb.DISMISSAL_NO, ""))
        case "appeal":
            verbs = (("维持", Verb.UPHOLD, ""), ("重新办理", Verb.OVERTURN, ""))
        case "offer":
            verbs = (("我接", Verb.TAKE, ""), ("不接", Verb.DECLINE, ""))
        case _:
            return ()
    nth = f"{n} " if n else ""
    return tuple(button(f"{nth}{label}", verb, case.case, value) for label, verb, value in verbs)


def ask_directive(message: AskDirective, scene: Scene) -> Saying:
    """Something was said of a case that may mean several things."""
    line = message.line
    about = f"{line.number} {clean(line.matter, 40)}　{clean(line.place, 40) or '地点待核'}"
    said = f"您说{quoted(message.said, 30)}。" if message.said else ""
    if line.asks == "suspension":
        reviews = (button(f"同意，{days} 天后再看", Verb.SUSPENSION, line.case, str(days)) for days in message.reviews)
        refuse = row(button("不同意", Verb.SUSPENSION, line.case, "0"), button("看", Verb.SHOW, line.case))
        how = "同意挂账的话，多久以后再看？点一下，或回复「同意 30 天」「不同意 理由」。"
        return Saying(lines(about, said + how), (*rows(reviews, 2), refuse))
    if line.asks:
        taps = (*_decisions(line), button("看", Verb.SHOW, line.case))
        return Saying(lines(f"{about}{ASKS[line.asks]}", f"{said}请点一下，或回复按钮上的字。"), (row(*taps),))
    taps = (
        button("督办", Verb.SUPERVISE, line.case),
        button("换人", Verb.REASSIGN, line.case),
        button("看", Verb.SHOW, line.case),
    )
    return Saying(
        lines(f"{about}　{scene.before(line.due_at)}", f"{said}要做什么？点一下，或回复按钮上的字。"), (row(*taps),)
    )
