"""`minhu export`: every table that is listed anywhere, as a workbook for the office."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.desk import FAULTS, OK
from bot.opening import open_desk, registry_of
from bot.settings import SettingsError
from bot.sheets import Cell, Heading, Rate, Sheet, write_sheets, wrong_place
from cases.messages import Ranking
from cases.model import PostCode, Status, WhistleState
from cases.months import Month
from cases.org import Org
from cases.pages.export import CaseLine, DismissalLine, WhistleLine
from cases.ranking import ranking_of
from storage.store import Store
from texts import words
from texts.failures import message_kind, reason, update_kind

Headings = tuple[str | Heading, ...]
ALL = 1_000_000
"""Far more than there will ever be."""
RESIDENT = "居民"
WHISTLE = {
    WhistleState.CALLED.value: "没应",
    WhistleState.ANSWERED.value: "已应哨",
    WhistleState.CAME.value: "已到场",
    WhistleState.DECLINED.value: "去不了",
    WhistleState.CONCLUDED.value: "已结论",
    WhistleState.CALLED_OFF.value: "不用来了",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a table: `month` and `post` where it has any."""

    store: Store
    org: Org
    at: datetime
    month: Month | None = None
    post: str = ""
    statuses: frozenset[Status] | None = None


def sheet_of(table: str, wanted: Wanted) -> Sheet:
    """Raises SettingsError for a table nobody knows. Its rows are read while they are written."""
    if table not in TABLES:
        raise SettingsError(f"没有表 {table}：可以写 {' '.join(TABLES)} registry。")
    return TABLES[table](wanted)


def export_table(table: str, path: Path, month: Month | None, post: str, statuses: frozenset[Status] | None) -> int:
    """A file that is there stays."""
    if wrong := wrong_place(path):
        print(wrong, file=sys.stderr)
        return FAULTS
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        if post and not org.is_desk(post):
            print(f"没有值班岗 {post}：请写区划编码。", file=sys.stderr)
            return FAULTS
        sheet = sheet_of(table, Wanted(store, org, clock.now(), month, post, statuses))
        try:
            rows = write_sheets([sheet], path, settings.zone)
            store.note_export(table, rows)
        except OSError as error:
            print(f"写不了 {path}：{error.strerror or error}", file=sys.stderr)
            return FAULTS
    print(f"已写到 {path}：{sheet.name} {rows} 行。")
    return OK


# --- the tables ---


def _cases(wanted: Wanted) -> Sheet:
    headings: Headings = (
        Heading("编号", 12), Heading("外部编号", 18), "状态", "轻重", "主题", "二级主题", Heading("事情", 20), Heading("地点", 24),
        Heading("单位", 24), Heading("网格编码", 18), Heading("主办", 24), "来源", *_moments("受理", "联系时限", "办理时限", "接单", "到场", "办结", "结束"),
        "超时", "催办次数", "重办次数", "延期次数", "挂账", "长期件", Heading("内容", 60), Heading("办理情况", 40),
    )  # fmt: skip
    unit = wanted.post or wanted.org.top
    found = wanted.store.exports.cases(
        wanted.statuses, "" if unit == wanted.org.top else unit, complaints=wanted.org.may_judge(unit)
    )
    return Sheet("诉求", headings, (_case(one, wanted) for one in found))


def _case(one: CaseLine, wanted: Wanted) -> tuple[Cell, ...]:
    org = wanted.org
    return (
        one.number, one.outside, words.status(one.status), words.severity(one.severity), one.topic, one.topic2,
        one.matter, one.place, org.unit_label(one.unit), one.grid, org.label(one.holder),
        words.source(one.source) if one.source else RESIDENT,
        one.opened_at, one.contact_due_at, one.due_at, one.accepted_at, one.arrived_at, one.resolved_at, one.closed_at,
        one.is_late(wanted.at), one.urged, one.reopened, one.extended, one.suspended, one.long_term, one.words, one.proof_note,
    )  # fmt: skip


def _whistles(wanted: Wanted) -> Sheet:
    headings: Headings = (
        "编号", Heading("事情", 20), Heading("部门", 24), Heading("谁吹的", 24), Heading("请来做什么", 40), "到哪一步",
        *_moments("吹哨", "应哨时限", "应哨", "到场", "结束"), Heading("结论或原因", 40),
    )  # fmt: skip
    month, zone = wanted.month, wanted.at.tzinfo
    assert zone is not None
    since, until = (month.begins(zone), month.ends(zone)) if month else (None, None)
    return Sheet("吹哨", headings, (_whistle(one, wanted.org) for one in wanted.store.exports.whistles(since, until)))


def _whistle(one: WhistleLine, org: Org) -> tuple[Cell, ...]:
    return (
        one.number, one.matter, org.label(one.department), org.label(one.by), one.asked, WHISTLE.get(one.state, one.state),
        one.called_at, one.due_at, one.answered_at, one.came_at, one.ended_at, one.said,
    )  # fmt: skip


def _dismissals(wanted: Wanted) -> Sheet:
    headings: Headings = (
        "编号", Heading("事情", 20), Heading("现在的状态", 20), Heading("理由", 20), Heading("给居民的话", 40), Heading("谁提的", 24),
        *_moments("提出"), Heading("谁批的", 24), Heading("居民申请复核", 40), Heading("谁复核", 24),
    )  # fmt: skip
    return Sheet("不予受理", headings, (_dismissal(one, wanted.org) for one in wanted.store.exports.dismissals()))


def _dismissal(one: DismissalLine, org: Org) -> tuple[Cell, ...]:
    return (
        one.number, one.matter, words.status(one.status), words.ground(one.ground), one.account, _post(org, one.by), one.at,
        _post(org, one.desk), one.appeal, _post(org, one.appealed_to),
    )  # fmt: skip


def _notices(wanted: Wanted) -> Sheet:
    headings: Headings = (
        Heading("谁发的", 24), Heading("发给哪里", 24), Heading("内容", 60), *_moments("起草", "发出", "截止"), "不发", "发给", "知道了",
    )  # fmt: skip
    org = wanted.org
    rows = (
        (org.label(one.desk), org.unit_label(one.unit), one.words, one.at, one.sent_at, one.deadline, one.dropped, one.sent_to, one.known)
        for one in wanted.store.exports.notices()
    )  # fmt: skip
    return Sheet("通知", headings, rows)


def _audit(wanted: Wanted) -> Sheet:
    headings: Headings = (
        "行号", *_moments("时间"), Heading("谁", 30), "做了什么", Heading("对什么", 30), Heading("结果", 20), Heading("起因", 30), Heading("尾号", 66),
    )  # fmt: skip
    wanted.store.seal_audit()
    rows = (
        (one.row, one.at, one.who, words.happening(one.what), one.subject, one.outcome, one.cause, one.mark)
        for one in wanted.store.exports.audit()
    )
    return Sheet("留痕", headings, rows)


def _dead_letters(wanted: Wanted) -> Sheet:
    headings: Headings = (
        "行号",
        *_moments("时间"),
        "哪一种",
        "编号",
        Heading("岗位", 24),
        Heading("聊天", 20),
        Heading("原因", 40),
    )
    rows = (
        (one.row, one.at, message_kind(one.kind), one.number, one.post, one.chat if one.post else RESIDENT, reason(one.why))
        for one in wanted.store.failures.dead_letters(ALL)
    )  # fmt: skip
    return Sheet("送不到", headings, rows)


def _parked(wanted: Wanted) -> Sheet:
    headings: Headings = ("行号", *_moments("时间"), "哪一种", Heading("谁的聊天", 24), Heading("出错", 60))
    rows = (
        (one.row, one.at, update_kind(one.kind), one.post or RESIDENT, one.why)
        for one in wanted.store.failures.parked_updates(ALL)
    )
    return Sheet("搁置", headings, rows)


def _ranking(wanted: Wanted) -> Sheet:
    headings = ("名次", Heading("单位", 24), "件数", "免责件数", "响应率", "解决率", "满意率", "得分")
    with wanted.store.unit_of_work() as uow:
        page = ranking_of(uow, PostCode(wanted.post or wanted.org.top), wanted.month, wanted.at)
    return Sheet("排名", headings, ranked(page))


def ranked(page: Ranking) -> Iterator[tuple[Cell, ...]]:
    """Best first; below them those of whom too little is known."""
    for one in page.ranked:
        rates = (Rate(one.contacted), Rate(one.solved), Rate(one.satisfied))
        yield one.place, one.unit, one.rated, one.exempt, *rates, one.score
    for few in page.left_out:
        yield None, few.unit, few.rated, few.exempt, Rate(None), Rate(None), Rate(None), Rate(None).missing


def _moments(*names: str) -> tuple[Heading, ...]:
    return tuple(Heading(name, 17) for name in names)


def _post(org: Org, post: str) -> str:
    return org.label(post) if post else ""


TITLES = {
    "cases": "诉求",
    "whistles": "吹哨",
    "ranking": "排名",
    "registry": "登记表",
    "dismissals": "不予受理",
    "announcements": "通知",
    "dead-letters": "送不到",
    "parked": "搁置",
    "audit": "留痕",
}
"""What people call the tables, that of the registry too, which is written as it is read."""
TABLES: dict[str, Callable[[Wanted], Sheet]] = {
    "cases": _cases,
    "whistles": _whistles,
    "ranking": _ranking,
    "dismissals": _dismissals,
    "announcements": _notices,
    "dead-letters": _dead_letters,
    "parked": _parked,
    "audit": _audit,
}
