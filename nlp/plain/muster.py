"""What a department says to a whistle: 应哨, 马上到, 没车去不了, 到了, 结论 清了两车. A promise for later is not an arrival."""

import re
from dataclasses import dataclass
from datetime import datetime

from cases.commands import Action, Muster
from nlp.clean import clean
from nlp.plain.arrival import read_arrival
from nlp.plain.shape import EDGES
from nlp.plain_words import WorkerSaid

LONGEST = 40
"""Characters up to which a sentence is an answer; a longer one tells a story."""
_LEAD = re.compile(r"^(应哨|结论|报结论|去不了|来不了|应不了)(?=$|[\s,，。:：、])(.*)$", re.DOTALL)
_LEADS = {
    "应哨": Muster.ANSWER,
    "结论": Muster.CONCLUDE,
    "报结论": Muster.CONCLUDE,
    "去不了": Muster.DECLINE,
    "来不了": Muster.DECLINE,
    "应不了": Muster.DECLINE,
}
_CANNOT = re.compile(
    r"(?:去|来|过|应|抽|派)不(?:了|去|来|开|出)|(?:^|[, 天在会时])没(?:有)?(?:人手|空|车|人)(?:[去来过]|$)"
    r"|没(?:有)?(?:人手|空|车)(?:[去来过]|$)|不归我们?(?:管)?|走不开"
)
_COMING = re.compile(
    r"^(?:好的?[,，\s]*|收到[,，\s]*)?(?:我们?|这边)?(?:马上|这就|现在|立刻|正在|已经?)?(?:就)?"
    r"(?:来|到|去|过去|过来|出发|派人|派车|安排|赶过去|往那边赶)[^不没?？]{0,12}$"
)
_ASKS = re.compile(
    r"[?？]|[吗呢]$|几(?:号楼|单元|楼|栋|幢|组|排|个)|哪(?:儿|里|个|栋|幢|边|头|块|家|$)|什么(?:地方|位置|情况|时候|东西|样)"
    r"|多(?:大|少|高|长|远|深)的?|(?:找|寻)不(?:到|着)地方|没找(?:到|着)地方|位置(?:不清楚|不明|发|给)|怎么(?:走|去|进|联系)"
)
"""What a department wants to know before it comes."""
_COMMANDS = ("办结", "结论", "报结论", "完成", "完毕")
_LATER = re.compile(r"明天|后天|下周|改天|过几天|[一二三四五六七八九十\d]+天后|吗|[?？]")
_STEPS = {
    Action.ACCEPT: Muster.ANSWER,
    Action.WORKING: Muster.COME,
    Action.ARRIVE: Muster.COME,
    Action.RESOLVE: Muster.CONCLUDE,
    Action.TRANSFER: Muster.DECLINE,
    Action.RETURN: Muster.DECLINE,
}


@dataclass(frozen=True, slots=True)
class Mustered:
    """`note` is the reason, the conclusion, the question, or when they come in their words; `comes_at` that as a time."""

    step: Muster | None = None
    note: str = ""
    comes_at: datetime | None = None


NOTHING = Mustered()
"""Neither a step nor a plain answer."""


def read_muster(text: str, heard: WorkerSaid, now: datetime) -> Mustered:
    """The step and what was said of it. A day and an hour count from `now`."""
    said = clean(text).strip(EDGES)
    if lead := _LEAD.match(said):
        step, note = _LEADS[lead[1]], lead[2].strip(f"{EDGES}:：")
        promised = read_arrival(note, now) if step is Muster.ANSWER else None
        return Mustered(step, note, promised.at if promised else None)
    if not said or len(said) > LONGEST:
        return NOTHING
    if promised := read_arrival(text, now):
        return Mustered(Muster.ANSWER, text.strip(), promised.at)
    if _CANNOT.search(said) and "?" not in text and "？" not in text:
        return Mustered(Muster.DECLINE, said)
    if heard.sure and heard.action in _STEPS:
        step = _STEPS[heard.action]
        return Mustered(step, _note(step, heard, text.strip()))
    if _COMING.match(said) and not _LATER.search(text):
        return Mustered(Muster.ANSWER)
    return Mustered(Muster.ASK, text.strip()) if _ASKS.search(said) or "?" in text or "？" in text else NOTHING


def _note(step: Muster, heard: WorkerSaid, said: str) -> str:
    """清完了，两个桶都换了 is a conclusion, whole; a bare 办结 is none yet, and of 办结 清了两桶 the command is none of it."""
    if step is Muster.CONCLUDE:
        return heard.note if said.startswith(_COMMANDS) else said
    return said if step is Muster.DECLINE else ""
