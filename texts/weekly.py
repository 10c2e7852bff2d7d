"""What desks read of the units below them: their week, one line for each that had any, and what is sensitive."""

from typing import assert_never

from cases.messages import Chart, DismissalList, Oversight, SensitiveLine, SensitiveReport, TopicWeek, UnitWeek, Weekly
from texts.charts import charted
from texts.dismissals import dismissals
from texts.quoting import clean
from texts.saying import Saying, fit, lines
from texts.scene import Scene
from texts.words import SIGN

MAX_UNITS = 20
LINE = 160


def oversight(message: Oversight, scene: Scene) -> Saying:
    match message:
        case Weekly():
            return weekly(message, scene)
        case SensitiveReport():
            return sensitive(message, scene)
        case DismissalList():
            return dismissals(message, scene)
        case Chart():
            return charted(message, scene)
        case _:
            assert_never(message)


def sensitive(message: SensitiveReport, scene: Scene) -> Saying:
    shown = message.lines[-MAX_UNITS:]
    rest = message.earlier + len(message.lines) - len(shown)
    return Saying(
        lines(
            f"📣 {clean(message.subject, 20)}专报　{scene.on(message.day)}　{rest + len(shown)} 件",
            f"前面还有 {rest} 件。" if rest else "",
            *(_sensitive(one, scene) for one in shown),
            "同一天再有的并在这一条里；没办结的每天列在日报里。发 /case 编号看。",
        )
    )


def _sensitive(one: SensitiveLine, scene: Scene) -> str:
    sign = SIGN[one.severity].split()[0]
    place = clean(one.place, 40) or "地点待核"
    return fit(
        f"{sign} {one.number} {clean(one.matter, 40)}　{place}　{scene.clock(one.at)}　{clean(one.owner, 20)}", LINE
    )


def weekly(message: Weekly, scene: Scene) -> Saying:
    span = f"{scene.on(message.since)}至{scene.on(message.until)}"
    busy = [unit for unit in message.units if not unit.is_idle]
    if not busy:
        return Saying(f"{message.post} 周报　{span}：下面 {len(message.units)} 个单位没有来件，也没有超时。")
    idle, rest = len(message.units) - len(busy), len(busy) - MAX_UNITS
    return Saying(
        lines(
            f"{message.post} 周报　{span}",
            _totals(message),
            _topics(message.topics),
            *(_unit(unit) for unit in busy[:MAX_UNITS]),
            f"另有 {rest} 个没有列出。" if rest > 0 else "",
            f"没有来件也没有超时的：{idle} 个。" if idle else "",
            "超时是现在的：事实是过了最初时限的，免责是其中停表、延期、挂账的，和部门没应哨的。",
            _reviews(message),
        )
    )


def _reviews(message: Weekly) -> str:
    if not message.reviews:
        return ""
    titles = "、".join(clean(title, 20) for title in message.reviews[:MAX_UNITS])
    more = " 等" if len(message.reviews) > MAX_UNITS else ""
    return f"📖 办事指南 {len(message.reviews)} 条过了复核日期，现在改由人答，请核对后更新：{titles}{more}"


def _totals(message: Weekly) -> str:
    filed, resolved = _sum(message, "filed"), _sum(message, "resolved")
    vouched, found = _sum(message, "vouched"), _sum(message, "found")
    return lines(
        f"新收 {filed}{_change(filed - message.filed_before)}　办结 {resolved}{_change(resolved - message.resolved_before)}",
        f"认可 {_sum(message, 'confirmed')}　沉默 {_sum(message, 'silent')}　有异议 {_sum(message, 'disputed')}"
        + (f"　代确认 {vouched}" if vouched else "")
        + (f"　主动发现 {found}" if found else ""),
        f"超时 {_late(_sum(message, 'late'), _sum(message, 'exempt'), _sum(message, 'unanswered'))}　同一处 {message.same} 起",
    )


def _sum(message: Weekly, name: str) -> int:
    return sum(int(getattr(unit, name)) for unit in message.units)


def _late(late: int, exempt: int, unanswered: int) -> str:
    """What waits for a called department is late, and excused as well."""
    return f"事实 {late + exempt}／免责 {exempt + unanswered}"


def _change(by: int) -> str:
    return f"（比上周 {by:+d}）" if by else "（和上周一样）"


def _topics(topics: tuple[TopicWeek, ...]) -> str:
    shown = "、".join(f"{clean(one.topic, 20)} {one.filed}（{one.filed - one.before:+d}）" for one in topics)
    return f"最多的：{shown}" if shown else ""


def _unit(unit: UnitWeek) -> str:
    parts = [f"新收 {unit.filed}", f"办结 {unit.resolved}"]
    parts += [f"{label} {count}" for label, count in _rarer(unit) if count]
    if unit.late or unit.exempt:
        parts.append(f"超时 {_late(unit.late, unit.exempt, unit.unanswered)}")
    return fit(f"{clean(unit.unit, 40)}　{'　'.join(parts)}", LINE)


def _rarer(unit: UnitWeek) -> tuple[tuple[str, int], ...]:
    return (
        ("认可", unit.confirmed),
        ("代确认", unit.vouched),
        ("沉默", unit.silent),
        ("有异议", unit.disputed),
        ("主动发现", unit.found),
    )
