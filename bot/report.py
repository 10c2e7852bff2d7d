"""`minhu report` and `minhu attendance import`: the month for whoever runs the desk, and what it cannot know by itself."""

import sys
from pathlib import Path

from bot.desk import FAULTS, OK
from bot.opening import open_desk, registry_of
from bot.report_page import month_chart, page_of
from bot.report_workbook import write_report
from bot.sheets import taken, wrong_place
from cases.monthly import report_of
from cases.months import Month, month_of
from storage.attendance_file import AttendanceFaults, read_attendance


def write_month(month: Month | None, path: Path) -> int:
    page = path.with_suffix(".html")
    if wrong := wrong_place(path) or taken(page):
        print(wrong, file=sys.stderr)
        return FAULTS
    with open_desk() as (settings, store, clock):
        registry_of(store)
        now = clock.now()
        wanted = month or month_of(now.astimezone(settings.zone)).before
        with store.unit_of_work() as uow:
            report = report_of(uow, wanted, now)
            chart = month_chart(uow, report, now)
    try:
        write_report(report, path, settings.zone)
        page.write_text(page_of(report, chart), encoding="utf-8")
    except OSError as error:
        print(f"写不了 {path}：{error.strerror or error}", file=sys.stderr)
        return FAULTS
    print(f"已写到 {path} 和 {page.name}：{wanted}，{len(report.workers)} 名人员，超时 {len(report.late)} 件。")
    return OK


def import_attendance(path: Path) -> int:
    with open_desk() as (_, store, _):
        known = frozenset(registry_of(store).worker)
        try:
            found = read_attendance(path, known)
        except AttendanceFaults as error:
            for fault in error.faults:
                print(fault, file=sys.stderr)
            print("什么也没有写入。", file=sys.stderr)
            return FAULTS
        except OSError as error:
            print(f"读不了 {path}：{error.strerror or error}", file=sys.stderr)
            return FAULTS
        store.save_attendance(found)
    print(f"已导入 {len(found)} 人次的出勤。")
    return OK
