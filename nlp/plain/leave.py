"""When somebody will not be there: 明天, 周五, 3月5号 两天, 今天下午起三天."""

import re
from datetime import date

from nlp.clean import clean
from nlp.plain.amounts import SPAN, WHEN, day_of, span_of

_WHEN, _SPAN = re.compile(WHEN), re.compile(SPAN)


def read_leave(text: str, today: date) -> tuple[date | None, int]:
    """The first day and how many. A length alone begins today; no first day where none is understood."""
    said = clean(text)
    when = _WHEN.search(said)
    rest = said.replace(when.group(), " ", 1) if when else said
    length = _SPAN.search(rest)
    days = (span_of(length.group()).days or 1) if length else 1
    if when:
        return day_of(when.group(), today), days
    return (today, days) if length else (None, 1)
