"""The month as a workbook, and attendance as offices keep it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from bot.report_workbook import TOO_FEW, write_report
from cases.commands import (
    Action,
    AskSuspension,
    DecideSuspension,
    EnterCase,
    ResumeCase,
    Said,
    TakeLeave,
    Target,
    Verdict,
)
from cases.entering import enter_case
from cases.leave import take_leave
from cases.model import Attendance, Obstacle, PostCode, Source
from cases.monthly import MonthReport, WorkerMonth, report_of
from cases.months import Month
from cases.suspending import ask_suspension, decide_suspension, resume_case
from storage.attendance_file import AttendanceFaults, read_attendance
from tests.cases.conftest import LAMP, MONDAY, ZONE, Desk

OWNER = "Z0102"
STATION = "410871062209"
MARCH = Month(2026, 3)
HEAD = "人员编号,月份,应出勤天数,实际出勤天数\n"


def report(desk: Desk, at: datetime = MONDAY + timedelta(days=35)) -> MonthReport:
    with desk.store.unit_of_work() as uow:
        return report_of(uow, MARCH, at)


def worker(found: MonthReport) -> WorkerMonth:
    return next(one for one in found.workers if one.post == OWNER)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A late case with a name that looks like a formula, a doorstep visit, two days of leave."""
    desk.say("=1+1 文昌街道大寨村2组垃圾没人清")
    reading = desk.reader.read(LAMP)
    said = Said(message=77, text=LAMP, reading=reading, place=reading.place)
    desk.run(enter_case, EnterCase(desk.holder(OWNER), desk.clock.at, desk.cause(), Source.VISIT, said))
    desk.run(take_leave, TakeLeave(desk.holder(OWNER), desk.clock.at, desk.cause(), date(2026, 3, 12), 4))
    desk.deliver()
    desk.clock.at = MONDAY + timedelta(days=3)
    desk.work(OWNER, Action.RESOLVE, desk.case(1), "清了")
    return desk


def test_four_indicators_each_with_its_sample(busy: Desk) -> None:
    busy.store.save_attendance([(MARCH, Attendance(PostCode(OWNER), 22, 20))])
    found = worker(report(busy))
    assert (found.due_days, found.leave_days, found.present) == (20, 2, 1.0)  # Thursday to Sunday: two working days
    assert (found.visits, found.rated, found.solved, found.satisfied) == (1, 0, None, None)
    assert found.pushes > 0


def test_a_few_days_tell_nothing_and_nothing_imported_is_no_absence(busy: Desk) -> None:
    assert (worker(report(busy)).due_days, worker(report(busy)).present) == (None, None)
    busy.store.save_attendance([(MARCH, Attendance(PostCode(OWNER), 6, 1))])
    assert worker(report(busy)).present is None
    busy.store.save_attendance([(MARCH, Attendance(PostCode(OWNER), 12, 5))])
    assert worker(report(busy)).present == 0.5


def test_what_was_late_stands_in_it_as_a_fact(busy: Desk) -> None:
    found = report(busy)
    assert [(one.number, one.excuse) for one in found.late] == [("0302-001", ""), ("0302-002", "")]


@pytest.fixture
def litter(desk: Desk) -> Desk:
    """Litter told of on a Monday at nine: four office hours, until three in the afternoon."""
    desk.say("文昌街道大寨村2组垃圾没人清")
    return desk


def ask(desk: Desk, *, answer_after: timedelta | None = None) -> None:
    desk.tell(OWNER, "问居民 哪一堆", number=desk.case().number)
    if answer_after is not None:
        desk.clock.at += answer_after
        desk.say("东头那一堆")


def excuses(desk: Desk, at: datetime, month: Month = MARCH) -> list[str]:
    with desk.store.unit_of_work() as uow:
        return [one.excuse for one in report_of(uow, month, at).late]


def test_what_was_done_before_its_first_limit_stands_nowhere_though_it_waited(litter: Desk) -> None:
    ask(litter, answer_after=timedelta(hours=1))
    litter.work(OWNER, Action.RESOLVE, litter.case(), "清了")
    assert litter.case().waited == 60
    assert report(litter).late == ()


def test_what_waited_and_would_have_been_late_without_that_is_excused(litter: Desk) -> None:
    ask(litter, answer_after=timedelta(hours=5))
    litter.clock.at = MONDAY.replace(hour=16)
    litter.work(OWNER, Action.RESOLVE, litter.case(), "清了")
    (found,) = report(litter).late
    assert (found.excuse, found.due_at, found.done_at) == ("waited", MONDAY.replace(hour=15), MONDAY.replace(hour=16))


def test_what_waits_for_the_resident_when_the_month_is_counted_is_excused(litter: Desk) -> None:
    ask(litter)
    assert excuses(litter, MONDAY.replace(hour=14)) == []
    assert excuses(litter, MONDAY.replace(hour=20)) == ["waiting"]


def test_what_was_suspended_is_excused_when_it_runs_again_too(litter: Desk) -> None:
    shelve = AskSuspension(
        litter.holder(OWNER), litter.clock.at, litter.cause(), Target(case=litter.case().id), Obstacle.OTHER
    )
    litter.run(ask_suspension, shelve)
    litter.tell(OWNER, "雪化了才能清")
    litter.run(
        decide_suspension,
        DecideSuspension(litter.holder(STATION), litter.clock.at, litter.cause(), litter.case().id, 14),
    )
    litter.clock.at = MONDAY + timedelta(days=2)
    assert excuses(litter, litter.clock.at) == ["suspended"]
    litter.run(resume_case, ResumeCase(litter.holder(OWNER), litter.clock.at, litter.cause(), litter.case().id))
    litter.work(OWNER, Action.RESOLVE, litter.case(), "清了")
    assert excuses(litter, MONDAY + timedelta(days=35)) == ["suspended"]


def test_of_a_second_try_the_first_limit_is_one_working_day(desk: Desk) -> None:
    desk.say(LAMP)
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    desk.judge(Verdict.NOT_FIXED, "还是不亮")
    desk.tell(OWNER, "问居民 哪一盏", number=desk.case().number)
    desk.clock.at += timedelta(days=1, hours=1)
    desk.say("东头那一盏")
    desk.work(OWNER, Action.RESOLVE, desk.case(), "又换了")
    (found,) = report(desk).late
    assert (found.excuse, found.due_at) == ("waited", MONDAY + timedelta(days=1))


def test_what_was_excused_belongs_to_the_month_of_its_first_limit(desk: Desk) -> None:
    desk.clock.at = MONDAY.replace(day=31)
    desk.say("文昌街道大寨村2组垃圾没人清")
    ask(desk, answer_after=timedelta(days=1))
    desk.work(OWNER, Action.RESOLVE, desk.case(), "清了")
    later = MONDAY + timedelta(days=65)
    assert (excuses(desk, later), excuses(desk, later, Month(2026, 4))) == (["waited"], [])


def test_the_workbook_has_typed_columns_and_never_a_formula(busy: Desk, tmp_path: Path) -> None:
    path = tmp_path / "月报.xlsx"
    write_report(report(busy), path, ZONE)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["排名", "四项指标", "减负", "沉寂网格", "超时", "不予受理", "说明"]
    late = book.get_sheet_by_name("超时").to_python()
    assert late[0][6:8] == ["事实超时", "免责"]
    assert isinstance(late[1][4], datetime)
    assert late[1][6:8] == [1.0, 0.0]
    ranking = book.get_sheet_by_name("排名").to_python()
    assert all(row[8] == TOO_FEW for row in ranking[1:])
    raw = path.read_bytes()
    assert b"<f>" not in raw


def test_attendance_comes_from_csv_as_excel_saves_it_and_from_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((HEAD + "Z1,2026-03,22,20\n\n").encode("gb18030"))
    book = Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for row, cells in enumerate([HEAD.strip().split(","), ["Z1", "2026-03", 22, 20]]):
        sheet.write_row(row, 0, cells)
    book.close()
    wanted = ((MARCH, Attendance(PostCode("Z1"), 22, 20)),)
    assert read_attendance(path, frozenset({"Z1"})) == wanted
    assert read_attendance(tmp_path / "a.xlsx", frozenset({"Z1"})) == wanted


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("Z9,2026-03,22,20\n", "第2行：登记表里没有人员 Z9"),
        ("Z1,三月,22,20\n", "第2行：月份 三月"),
        ("Z1,2026-03,22,23\n", "第2行：天数"),
        ("Z1,2026-03,22,20\nZ1,2026-03,22,20\n", "第3行：Z1 的 2026-03 前面已经有了"),
    ],
)
def test_every_bad_row_is_told_by_its_number(tmp_path: Path, rows: str, fault: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + rows, "utf-8")
    with pytest.raises(AttendanceFaults) as refused:
        read_attendance(path, frozenset({"Z1"}))
    assert refused.value.faults[0].startswith(fault)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("人员编号,月份\n", "utf-8")
    with pytest.raises(AttendanceFaults, match="应出勤天数、实际出勤天数"):
        read_attendance(path, frozenset())
