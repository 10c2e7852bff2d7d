"""The month as one page: its picture inside, the ranking with its formula, words of people as words."""

from dataclasses import replace
from datetime import timedelta

from bot.report_page import month_chart, page_of
from cases.monthly import report_of
from cases.months import Month
from tests.cases.conftest import LAMP, MONDAY, Desk, desk, district, house, keys, listening, registry, url

__all__ = ["desk", "district", "house", "keys", "listening", "registry", "url"]  # fixtures, used by name
MARCH = Month(2026, 3)


def test_a_month_is_one_file_with_its_picture_and_what_missed_a_limit(desk: Desk) -> None:
    desk.say(LAMP)
    desk.wait(days=20)
    with desk.store.unit_of_work() as uow:
        later = MONDAY + timedelta(days=35)
        report = report_of(uow, MARCH, later)
        assert len(month_chart(uow, report, desk.clock.at).filed) == desk.clock.at.day
        chart = month_chart(uow, report, later)
    assert (len(chart.filed), sum(chart.filed), chart.filed[1]) == (31, 1, 1)
    assert chart.late == ((report.late[0].unit, 1),)
    late = replace(report.late[0], matter="<script>alert(1)</script>")
    page = page_of(replace(report, late=(late,)), chart)
    assert 'src="data:image/png;base64,iVBOR' in page
    assert "新收 1 件" in page
    assert "0302-001" in page
    assert "<script>" not in page
    assert "http" not in page
