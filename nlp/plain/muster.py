"""What a department says to a whistle: 应哨, 马上到, 没车去不了, 到了, 结论 清了两车. A promise for later is not an arrival."""

import re

from cases.commands import Action, Muster
from nlp.clean import clean
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
    r"(?:去|来|过|应|抽|派)不(?:了|去|来|开|出)|没(?:有)?(?:人手|空|车|人)(?:[去来过]|$)|不归我们?(?:管)?|走不开"
)
_COMING = re.compile(
    r"^(?:好的?[,，\s]*|收到[,，\s]*)?(?:我们?|这边)?(?:马上|这就|现在|立刻|正在|已经?)?(?:就)?"
    r"(?:来|到|去|过去|过来|出发|派人|派车|安排|赶过去|往那边赶)[^不没?？]{0,12}$"
)
_LATER = re.compile(r"明天|后天|下周|改天|过几天|[一二三四五六七八九十\d]+天后|吗|[?？]")
_STEPS = {
    Action.ACCEPT: Muster.ANSWER,
    Action.WORKING: Muster.COME,
    Action.ARRIVE: Muster.COME,
    Action.RESOLVE: Muster.CONCLUDE,
    Action.TRANSFER: Muster.DECLINE,
    Action.RETURN: Muster.DECLINE,
}


def read_muster(text: str, heard: WorkerSaid) -> tuple[Muster | None, str]:
    """The step and what was said of it; None where neither a step nor a plain answer stands there."""
    said = clean(text).strip(EDGES)
    if lead := _LEAD.match(said):
        return _LEADS[lead[1]], lead[2].strip(f"{EDGES}:：")
    if not said or len(said) > LONGEST:
        return None, ""
    if _CANNOT.search(said) and "?" not in text and "？" not in text:
        return Muster.DECLINE, said
    if heard.sure and heard.action in _STEPS:
        step = _STEPS[heard.action]
        return step, _note(step, heard, said)
    if _COMING.match(said) and not _LATER.search(text):
        return Muster.ANSWER, ""
    return None, ""


def _note(step: Muster, heard: WorkerSaid, said: str) -> str:
    """清完了 is a conclusion by itself; a bare 办结 is none yet."""
    if step is Muster.CONCLUDE:
        return heard.note or ("" if said in {"办结", "办结了", "完成", "完成了"} else said)
    return said if step is Muster.DECLINE else ""
