"""Months as people type them."""

import re
from datetime import date

from cases.months import Month, possible, written

_AROUND = " \t\n.,!~。，！～…"
_MONTH = re.compile(r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月(?:份)?")
MONTHS_AGO = {"本月": 0, "这个月": 0, "这月": 0, "本个月": 0, "上月": 1, "上个月": 1}


def month_in(text: str, today: date) -> Month | None:
    """2026-02, 2026年2月, 2月 (the last that was), 上月. None for anything else."""
    text = text.strip(_AROUND)
    this = Month(today.year, today.month)
    if text in MONTHS_AGO:
        return this.before if MONTHS_AGO[text] else this
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1] or today.year), int(found[2])
        return possible(year if found[1] or month <= today.month else year - 1, month)
    return written(text)
