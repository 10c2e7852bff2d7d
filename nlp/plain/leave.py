"""When somebody will not be there: 明天, 周五, 3月5号 两天, 今天下午起三天."""

import re
from datetime import date

from nlp.clean import clean
from nlp.plain.amounts import SPAN, WHEN, day_of, span_of

_WHEN, _SPAN = re.compile(WHEN), re.compile(SPAN)


_AROUND = " \t\n.,!~。，！～…"
_AWAY_TOO = re.compile(
    r"(?:那天|那几天|明天|后天|今天)?(?:我|俺|咱)?(?:那天|那几天|明天|后天|今天)?也(?:不在(?:家|岗|村里|单位)?|没空|来不了|代不了)(?:了|啊|呀)?"
)


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


def says_away_too(text: str) -> bool:
    """我也不在, 那天我也没空: the answer of whoever was to stand in, and nothing else."""
    return _AWAY_TOO.fullmatch(text.strip(_AROUND)) is not None
