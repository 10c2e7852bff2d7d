"""A month as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sheets import Cell, Heading, Rate, Sheet, write_sheets
from cases.messages import DismissalLine, Ranking
from cases.monthly import FEWEST_DAYS, LateCase, MonthReport, WorkerMonth
from cases.scores import FEWEST
from texts import digest
from texts.dismissals import STATES
from texts.words import ground

TOO_FEW = Rate(None).missing
EXCUSES = {**digest.EXCUSES, "contest": "申诉成立"}
Row = Sequence[Cell]


def write_report(report: MonthReport, path: Path, zone: tzinfo) -> None:
    """Raises OSError where it cannot be written."""
    write_sheets(_sheets(report), path, zone)


def workbook_of(report: MonthReport, zone: tzinfo) -> bytes:
    """The same, to be sent on."""
    with TemporaryDirectory(prefix="minhu-") as place:
        path = Path(place, "month.xlsx")
        write_report(report, path, zone)
        return path.read_bytes()


def _sheets(report: MonthReport) -> Iterable[Sheet]:
    ranking = ("排名范围", "名次", "单位", "件数", "免责件数", "响应率", "解决率", "满意率", "得分")
    yield Sheet("排名", ranking, (row for one in report.rankings for row in _ranking(one)))
    yield Sheet("四项指标", (
        "人员编号", "姓名", "村（社区）", "应出勤（不含请假）", "请假", "出勤率", "走访", "评价件数", "解决率", "满意率"
    ), map(_worker, report.workers))  # fmt: skip
    yield Sheet("减负", ("人员编号", "姓名", "村（社区）", "推送", "其中夜里"), (
        (one.post, one.name, one.unit, one.pushes, one.nights) for one in report.workers if one.pushes
    ))  # fmt: skip
    yield Sheet("沉寂网格", ("村（社区）", "网格"), report.silent)
    late = ("编号", "事情", "单位", "主办", "最初时限", "办结时间", "事实超时", "免责", "免责原因")
    yield Sheet("超时", late, map(_late, report.late))
    dismissals = ("编号", "事情", "单位", "理由", "谁提的", "提出时间", "谁批的", "居民申请复核", "结果")
    yield Sheet("不予受理", dismissals, map(_dismissal, report.dismissals))
    yield Sheet("说明", (Heading("怎么算", 100),), ((line,) for line in _explained(report)))


def _ranking(one: Ranking) -> Iterable[Row]:
    for unit in one.ranked:
        yield (
            one.post, unit.place, unit.unit, unit.rated, unit.exempt,
            Rate(unit.contacted), Rate(unit.solved), Rate(unit.satisfied), unit.score,
        )  # fmt: skip
    for few in one.left_out:
        yield one.post, None, few.unit, few.rated, few.exempt, Rate(None), Rate(None), Rate(None), TOO_FEW


def _worker(one: WorkerMonth) -> Row:
    attended: Cell = "未导入" if one.due_days is None else Rate(one.present)
    return (
        one.post, one.name, one.unit, one.due_days, one.leave_days, attended, one.visits, one.rated,
        Rate(one.solved), Rate(one.satisfied),
    )  # fmt: skip


def _late(one: LateCase) -> Row:
    excused = 1 if one.excuse else 0
    reason = EXCUSES.get(one.excuse, one.excuse)
    return one.number, one.matter, one.unit, one.holder, one.due_at, one.done_at, 1, excused, reason


def _dismissal(one: DismissalLine) -> Row:
    state, appealed = STATES.get(one.state, one.state), 1 if one.appealed else 0
    return one.number, one.matter, one.place, ground(one.ground), one.by, one.at, one.decided, appealed, state


def _explained(report: MonthReport) -> Iterable[str]:
    one = report.rankings[0]
    contacted, solved, satisfied = (f"{weight:g}" for weight in one.weights)
    yield f"月份：{report.month}。"
    yield "件数：居民两个问题都答了的；沉默、没答完、说有人催的、代确认的都不算；申诉成立的列在免责件数里，不计入。"
    yield "响应率＝办结前接过单或到过场的÷件数；解决率＝答「解决」的÷件数。"
    yield f"满意率＝（答「满意」＋{one.fairly:g}×答「基本满意」）÷件数。"
    yield f"得分＝100×（{contacted}×响应率＋{solved}×解决率＋{satisfied}×满意率）；不足 {one.fewest} 件的不排名。"
    yield f"出勤率＝实际出勤÷应出勤（导入的，减去请假的工作日）；应出勤不足 {FEWEST_DAYS} 天的不算。"
    yield f"走访：当月录入、来源是走访的件数。解决率、满意率不足 {FEWEST} 件评价的不算。人员按登记表的顺序，不排名。"
    yield "减负：当月推送给本人的卡片和提醒；夜里指静默时段。"
    yield "沉寂网格：从当月一号到现在没有来件、也没有动作的。"
    yield "超时：事实是过了最初时限的；免责是其中停表、延期、挂账之后没有再超的，和申诉成立的。"
