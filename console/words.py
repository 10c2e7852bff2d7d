"""Moments, spans and the field's words as the pages write them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cases.reading import Severity
from texts.words import happening, status

TONE = {Severity.CRITICAL: "critical", Severity.URGENT: "urgent", Severity.NORMAL: "normal"}


def day_and_time(moment: datetime | None, at: datetime) -> str:
    """今天 18:00, 3月4日 18:00, in the zone of `at`; another year's with the year."""
    if moment is None:
        return ""
    local = moment.astimezone(at.tzinfo)
    if local.date() == at.date():
        return f"今天 {local:%H:%M}"
    if local.date() == at.date() + timedelta(days=1):
        return f"明天 {local:%H:%M}"
    year = "" if local.year == at.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "moment": day_and_time,
    "spoken": spoken,
    "status": status,
    "happening": happening,
    "tone": lambda severity: TONE[severity],
}
