"""A month as a page to be read, printed or sent on: one file with its picture inside, no script, nothing from elsewhere."""

from base64 import b64encode
from collections import Counter
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.charts import draw
from bot.report_workbook import EXCUSES
from cases.charting import MOST_UNITS, trend_of
from cases.messages import Chart
from cases.monthly import MonthReport, days_of
from cases.ports import UnitOfWork

HERE = Path(__file__).parent
PAGES = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
)
MOST_LATE = 200


def month_chart(uow: UnitOfWork, report: MonthReport, at: datetime) -> Chart:
    """Of the whole district: each day of the month that has begun, and the places in which most missed a limit that counts."""
    late = Counter(one.unit for one in report.late if not one.excuse).most_common()
    rest = sum(count for _, count in late[MOST_UNITS:])
    days = days_of(report.month, uow.rules.zone)
    begun = [day for day in days if day[0] <= at] or days[:1]
    return trend_of(uow, uow.org.top, begun, tuple(late[:MOST_UNITS]), rest)


def page_of(report: MonthReport, chart: Chart) -> str:
    picture = b64encode(draw(chart, late="本月超时（件，不含免责）")).decode()
    return PAGES.get_template("month_report.html").render(
        report=report,
        chart=chart,
        picture=picture,
        excuses=EXCUSES,
        late=report.late[:MOST_LATE],
        missed=sum(not one.excuse for one in report.late),
    )
