"""By when something must be known: 截止 3月10日."""

import re
from datetime import date

_DEADLINE = re.compile(r"截止(?:到|日期|时间)?[\s:：]*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


def read_deadline(text: str, today: date) -> date | None:
    """The next such day from today on. None where none is named, or no such day exists."""
    found = _DEADLINE.search(text)
    if found is None:
        return None
    try:
        named = date(today.year, int(found[1]), int(found[2]))
        return named if named >= today else named.replace(year=today.year + 1)
    except ValueError:
        return None
