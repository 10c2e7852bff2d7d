"""What a duty desk says of a case in a few words: 2 督办, 同意 14 天, 不同意 还没到期, 换人 0228-001 给网格员丙, 展开.

A line or a number may stand before or behind the verb. What follows it must be an amount, a name or, of a refusal, a reason:
同意他的说法 and 督办了没有 are sentences that mean something else.
"""

import re
from dataclasses import replace
from functools import cache

from cases.commands import Directive, Order
from nlp.clean import clean
from nlp.plain.amounts import SPAN, span_of
from nlp.plain.shape import CASE_NUMBER, EDGES, is_day

LONGEST = 60
"""Characters up to which words are read as a directive; a longer sentence tells a story."""
_TITLES = "网格员|网格长|站长|主任|书记"
_VERBS: tuple[tuple[Order, str], ...] = (
    (Order.REFUSE, r"(?:我们?)?(?:不同意|不批准?|不准|驳回)(?:延期|挂账|转派|不予受理|剔除|申请)?了?"),
    (Order.AGREE, r"(?:我们?)?(?:同意|批准|准了|批了)(?:延期|挂账|转派|不予受理|剔除|申请|延|挂)*(?:了|吧|的)?"),
    (Order.UPHOLD, r"维持(?:原来?的?)?(?:决定|结论|意见)?"),
    (Order.OVERTURN, r"(?:要?重新办理?|重办)"),
    (Order.DECLINE, r"(?:我们?)?(?:不接|接不了)(?:了|这件)?"),
    (Order.TAKE, r"(?:我们?)(?:来)?接(?:了|这件|下|下了|吧)?|接下了?"),
    (Order.SUPERVISE, r"(?:请|要|再)?督办(?:一下|这件|吧)?"),
    (Order.REASSIGN, r"(?:换个?人|改派|改给|派给|换给|换成|让给)(?:办|吧)?"),
    (Order.UNFOLD, r"(?:全部)?展开(?:全部|名单|今天到期的?|其余的?)?|(?:看|列出)?其余的?|全部列出"),
    (Order.SHOW, r"看(?:看|一下|一看)?|查看|详情"),
)
_ON_THE_PAGE = re.compile(r"挂账(?= ?[0-9一二两三半])|不予受理|剔除")
"""As the buttons of the page call an agreement: only with the line."""
_GUESSED: tuple[tuple[Order, str], ...] = (
    (Order.REFUSE, r"不行|不可以|不能(?:延|挂|转)|不(?:延|挂|转)(?:期|账|派)?了?"),
    (Order.CONFIRM, r"确定|确认|对的?|是的?|嗯|好的?"),
    (Order.AGREE, r"可以(?:的|延|挂|转)?|行|中|准|批|ok|没意见|没问题|好的?[ ,]*(?:同意|可以)"),
)
"""Said of a request they mean that; alone they may mean anything, and are asked about."""
_LINE = r"第? ?(?P<{}>[0-9]{{1,2}})(?![0-9]) ?(?:号|件|条|个)?[ .,、:)]*"
_BEFORE = re.compile(rf"{_LINE.format('line')}(?=[^0-9 ])")
_BEHIND = re.compile(rf"[ ,:]*{_LINE.format('line')}(?! *[天日周个月年号半])")
_SPAN = re.compile(rf"(?P<half>半年)|(?P<year>(?:1|一)年)|(?P<span>{SPAN})")
_AROUND_SPAN = re.compile(r"(?:(?:先|就)?(?:挂账|挂|延期|延|给|再给))?")
_AFTER_SPAN = re.compile(r"(?:后再看|再看|以后再看)?(?:吧|了)?")
_TO = re.compile(r"(?:给|成|到|为|派给|换给|交给)? ?(?P<to>(?![了吗过没])[^ ,.!?:;。]{1,20}?)(?:来?办|吧|来)?")
_NAMED = re.compile(
    rf"(?:那就|就|还是|改)?(?:给|交给|让) ?(?P<to>[^ ,.!?:;。]{{1,20}}?)(?:来?办|吧)?"
    rf"|(?P<bare>[^ ,.!?:;。]{{0,12}}(?:{_TITLES})[^ ,.!?:;。]{{0,8}})"
)
_QUESTION = re.compile(r"[吗么呢]|没有?$")
_ONLY_LINE = re.compile(r"第? ?([0-9]{1,2}) ?(?:号|件|条|个)?")
_HAS_REASON = frozenset({Order.REFUSE, Order.DECLINE, Order.UPHOLD, Order.OVERTURN})
_ALONE = frozenset({Order.UNFOLD, Order.SHOW, Order.TAKE})


def read_directive(text: str) -> Directive | None:
    """None for whatever is no directive. Not `sure` where the words may mean something else."""
    said = clean(text).strip(EDGES)
    if not said or len(said) > LONGEST:
        return None
    number, said = _without_number(said)
    if only := _ONLY_LINE.fullmatch(said):
        return None if number else Directive(Order.SHOW, line=int(only[1]))
    line, said = _line_before(said)
    if named := _name_in(said):
        return Directive(Order.REASSIGN, line, number, to=named, sure=False)
    if line and (found := _ON_THE_PAGE.match(said)):
        return _with_rest(Directive(Order.AGREE, line, number), said[found.end() :])
    for order, verb, sure in _readers():
        if found := verb.match(said):
            rest = said[found.end() :]
            behind = _BEHIND.match(rest) if not line else None
            if behind:
                line, rest = int(behind["line"]), f" {rest[behind.end() :]}"
            directive = _with_rest(Directive(order, line, number, sure=sure), rest)
            return replace(directive, sure=False) if directive and _asks(text, directive) else directive
    return None


def _name_in(said: str) -> str:
    """Whom somebody names who may have been asked to whom: 给网格员丁, 网格员丁. Empty where it is no name."""
    found = _NAMED.fullmatch(said)
    return (found["to"] or found["bare"]).strip() if found else ""


def _with_rest(found: Directive, rest: str) -> Directive | None:
    """With what is said behind the verb; None where the verb is only the beginning of another word or sentence."""
    apart, note = not rest.strip() or rest[0] in EDGES, rest.strip(EDGES)
    if not note:
        return found
    match found.order:
        case Order.AGREE if (days := _days(note.replace(" ", ""))) is not None:
            return replace(found, days=days)
        case Order.REASSIGN if named := _TO.fullmatch(note):
            return replace(found, to=named["to"].strip())
        case order if order in _HAS_REASON and apart:
            return replace(found, note=note)
        case order if order in _ALONE or not apart:
            return None
    return replace(found, note=note, sure=False)


def _asks(text: str, directive: Directive) -> bool:
    """不同意，还早着呢 is a reason and no question."""
    return "?" in text or "？" in text or (not directive.note and _QUESTION.search(text) is not None)


def _days(note: str) -> int | None:
    """14 天, 半年, 挂账 30 天, 30 天后再看. None where something else is said."""
    lead = _AROUND_SPAN.match(note)
    rest = note[lead.end() if lead else 0 :].strip()
    found = _SPAN.match(rest)
    if found is None or not _AFTER_SPAN.fullmatch(rest[found.end() :].strip()):
        return None
    if found["half"]:
        return 180
    return 365 if found["year"] else span_of(found["span"]).days


def _line_before(said: str) -> tuple[int, str]:
    found = _BEFORE.match(said)
    return (int(found["line"]), said[found.end() :]) if found else (0, said)


def _without_number(said: str) -> tuple[str, str]:
    for found in CASE_NUMBER.finditer(said):
        if is_day(found[1]):
            return f"{found[1]}-{found[2]}", f"{said[: found.start()]} {said[found.end() :]}".strip(EDGES)
    return "", said


@cache
def _readers() -> tuple[tuple[Order, re.Pattern[str], bool], ...]:
    """A guess counts only where nothing else follows it."""
    certain = [(order, re.compile(rf"(?:{verb})", re.IGNORECASE), True) for order, verb in _VERBS]
    guessed = [(order, re.compile(rf"(?:{verb})(?:吧|啊|呀)?$", re.IGNORECASE), False) for order, verb in _GUESSED]
    return (*guessed, *certain)
