"""Sentences of staff that are commands, and months as people type them."""

import re
from datetime import date

from cases.months import Month, possible, written

_AROUND = " \t\n.,!~。，！～…"
_MONTH = re.compile(r"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月(?:份)?")
MONTHS_AGO = {"本月": 0, "这个月": 0, "这月": 0, "本个月": 0, "上月": 1, "上个月": 1}

OTHER_TOPIC = re.compile(r"把?(?:主题|类别|分类)(?:应该)?(?:改成|改为|改到|换成|是)[:：\s]*([一-鿿]{2,10})[。.!！]?")
CLASS = re.compile(
    r"(?:这(?:一|个)?[件事]?(?:是|算)|(?:定|改|算|归)(?:为|成|到|作))[:：\s]*(简单|一般|复杂|历史遗留|重大疑难)(?:问题|事项|[件的事类])?[。.!！]?"
)
"""这是历史遗留, 定为复杂."""
RANKING = re.compile(
    r"(月度排名|排名|吹哨台账|不予受理台账|剔除台账)[\s,，:：]*((?:\d{4}\s?[-年.]\s?)?\d{1,2}\s?(?:月份?)?|[上本这]个?月|)[。.!！]?"
)
LEAVE = re.compile(r"[我俺]?\s*([^\s,，。]{0,8}?)\s*(?:要|想|得)?请假\s*([^\s,，。]{0,8})[。!！]?")
"""明天请假一天, 我周五请假."""


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
