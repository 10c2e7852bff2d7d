"""What a worker wants done with a case: ask, transfer, return, whistle, extend, shelve, same. A reason alone implies its move.

What is left of a reply when its phrases, names, times and numbers are taken away decides whether the move is sure.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from cases.commands import Action, Reason
from nlp.plain.amounts import day_of, span_of
from nlp.plain.phrases import Hit, doubtful, family, hits_in
from nlp.plain.shape import DAY, DAYS, EDGES, KINDS, NUMBER, PERSON, UNIT, Shape, Token, shape_of

READ_AT_MOST = 200
"""Characters of a reply. A longer one is a letter, and no move is read from it."""
_LONGEST_QUESTION = 120
_PAST = frozenset("了过")
_PARTICLES = re.compile("[里内头面]*[吧啊呀哈呗咯啦哦呐哟了]*的?")
_PIECES = re.compile(rf"[^{re.escape(EDGES + KINDS)}]+")
_IMPLIED = {
    Reason.NOT_MY_GRID: Action.RETURN,
    Reason.CONFLICT: Action.RETURN,
    Reason.DUPLICATE: Action.SAME,
    Reason.PARTS: Action.SHELVE,
    Reason.MONEY: Action.SHELVE,
    Reason.OWNERSHIP: Action.SHELVE,
    Reason.PROCEDURE: Action.SHELVE,
    Reason.COURT: Action.DISMISS,
    Reason.ELSEWHERE: Action.DISMISS,
    Reason.PRIVATE: Action.DISMISS,
    Reason.UNTRUE: Action.DISMISS,
    Reason.OTHER: Action.SHELVE,
}
_LACKS = frozenset({Reason.PARTS, Reason.MONEY})
_TIMED = frozenset({Action.EXTEND, Action.SHELVE})
_SENT_ON = frozenset({Action.TRANSFER, Action.WHISTLE, Action.RETURN})


@dataclass(frozen=True, slots=True)
class Move:
    action: Action
    start: int
    """Where in the reply its first word begins."""
    end: int
    """Where the phrase that leads the reply ends, if that one stands alone; else `start`."""
    left: tuple[str, ...]
    """What was said besides, piece by piece."""
    sure: bool
    to: tuple[str, ...] = ()
    days: int | None = None
    until: date | None = None
    number: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Times:
    days: int | None
    until: date | None
    exact: bool
    """False for 三四天, for a day that has passed, and where several times are named."""


def read_move(said: str, today: date) -> Move | None:
    """The move a cleaned reply asks for, or None. `sure` when nothing left over denies, asks, supposes or puts off."""
    if len(said) > READ_AT_MOST:
        return None
    shape = shape_of(said)
    hits = hits_in(shape.text)
    if not hits:
        return None
    before = shape.text[: hits[0].start]
    if hits[0].phrase.action is Action.ASK and not _left(before) and not set(before) & {*KINDS} - {NUMBER}:
        return _question(shape, hits[0])
    return _move(shape, hits, today)


def puts_off(said: str, today: date) -> bool:
    """周五办结 and 三天内办结 are promises: a day that is not over yet, or a span with an end."""
    shape = shape_of(said[:READ_AT_MOST])
    for token in shape.tokens:
        if token.kind == DAYS and shape.text[token.at + 1 : token.at + 2] in {"内", "后"}:
            return True
        if token.kind == DAY and (token.names[0].startswith("下") or (day_of(token.names[0], today) or today) > today):
            return True
    return False


@cache
def courtesies() -> frozenset[str]:
    """Words that may stand before a move without meaning anything: 收到 转给物业."""
    return frozenset(family("客气"))


def _question(shape: Shape, hit: Hit) -> Move:
    """Everything behind 问居民 is the question: its doubts are the point of it. A report of an answer is none."""
    question = shape.text[hit.end :]
    reports = question[:1] in {*_PAST, UNIT, PERSON} or doubtful(question, "ask")
    sure = not reports and len(shape.text) <= _LONGEST_QUESTION
    start, end = shape.origin[hit.start], shape.origin[hit.end]
    number = next((token.names[0] for token in shape.within(0, hit.end, NUMBER)), "")
    return Move(Action.ASK, start, end, (question,), sure, number=number)


def _move(shape: Shape, hits: list[Hit], today: date) -> Move:
    to, times = _names(shape, hits), _times(shape, hits, today)
    reasons = _reasons(hits)
    stated = [hit.phrase.action for hit in hits if hit.phrase.action is not None]
    implied = [_implied(reason, to=bool(to), times=times) for reason in reasons]
    meanings = stated or implied
    action = meanings[0]
    number, joined = _number(shape, hits)
    left = _left(_without(shape.text, hits))
    sure = (
        len(set(meanings)) == 1
        and action is not Action.ASK
        and (bool(stated) or _is_borne_out(action, hits))
        and not all(hit.phrase.guess for hit in hits)
        and all(_ends_its_clause(shape.text, hit, hits) for hit in hits)
        and (joined or _names_at_most_itself(shape, action))
        and _is_told_when(shape, hits, action, times)
        and _is_nobody_else(shape, hits, to)
        and not _is_past(shape.text, hits)
        and not _is_taken_back(shape.text, hits)
        and not doubtful(shape.text, "whole")
        and not any(doubtful(piece, "move") for piece in left)
    )
    lead = hits[0]
    alone = not _left(shape.text[: lead.start]) and shape.text[lead.end : lead.end + 1] in {"", *EDGES}
    return Move(
        action,
        shape.origin[lead.start],
        shape.origin[lead.end if alone else lead.start],
        left,
        sure,
        to=to if action in _SENT_ON else (),
        days=times.days if action in _TIMED else None,
        until=times.until if action in _TIMED else None,
        number=number,
        reason=reasons[0] if reasons else None,
    )


# --- what was said ---


def _reasons(hits: list[Hit]) -> list[Reason]:
    """办不了 is a reason only where no better one is given."""
    reasons = list(dict.fromkeys(hit.phrase.reason for hit in hits if hit.phrase.reason is not None))
    return [one for one in reasons if one is not Reason.OTHER] or reasons


def _implied(reason: Reason, *, to: bool, times: _Times) -> Action:
    if reason is Reason.NOT_MY_DUTY:
        return Action.TRANSFER if to else Action.RETURN
    action = _IMPLIED[reason]
    return Action.EXTEND if action is Action.SHELVE and (times.days or times.until) else action


def _names(shape: Shape, hits: list[Hit]) -> tuple[str, ...]:
    """The bodies named in the phrases themselves; where those name none, the ones beside them: 不归我管 物业."""
    tokens = _inside(shape, hits, UNIT + PERSON) or shape.within(0, len(shape.text), UNIT + PERSON)
    return tuple(dict.fromkeys(name for token in tokens for name in token.names))


def _times(shape: Shape, hits: list[Hit], today: date) -> _Times:
    """The 今天 of 今天弄不完 is no limit."""
    causes = [hit for hit in hits if hit.phrase.reason is Reason.OTHER]
    idle = [token for token in _inside(shape, causes, DAY) if token.names[0].startswith("今")]
    tokens = [token for token in shape.tokens if token not in idle]
    spans = [span_of(token.names[0]) for token in tokens if token.kind == DAYS]
    days = [day_of(token.names[0], today) for token in tokens if token.kind == DAY]
    exact = all(span.exact for span in spans) and len({*spans, *days}) <= 1 and None not in days
    known = [span.days for span in spans if span.days is not None]
    return _Times(max(known, default=None), max((day for day in days if day), default=None), exact)


def _number(shape: Shape, hits: list[Hit]) -> tuple[str, bool]:
    """The case that this one repeats (True), else the case itself if it is named."""
    joined = _inside(shape, hits, NUMBER)
    numbers = joined or shape.within(0, len(shape.text), NUMBER)
    return (numbers[0].names[0] if numbers else ""), bool(joined)


def _inside(shape: Shape, hits: list[Hit], kinds: str) -> list[Token]:
    return [token for hit in hits for token in shape.within(hit.start, hit.end, kinds)]


def _without(text: str, hits: list[Hit]) -> str:
    for hit in reversed(hits):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    return text


def _left(text: str) -> tuple[str, ...]:
    """The pieces of a text that are neither courtesies nor times, names and numbers."""
    return tuple(piece for piece in _PIECES.findall(text) if piece not in courtesies())


# --- what casts doubt on it ---


def _is_borne_out(action: Action, hits: list[Hit]) -> bool:
    """等配件 says why, but neither that it cannot be done now nor that more time is asked for."""
    reasons = {hit.phrase.reason for hit in hits}
    if action is Action.SHELVE:
        return Reason.OTHER in reasons and len(reasons) > 1
    return action is not Action.EXTEND


def _ends_its_clause(text: str, hit: Hit, hits: list[Hit]) -> bool:
    """要一周 asks for time, 要一周的材料 does not. What a called body is to do may follow: 叫环卫来拉走.
    没灯泡没货 in one breath may be a denial: no bulb is out of stock."""
    if hit.phrase.action is Action.WHISTLE:
        return True
    particles = _PARTICLES.match(text, hit.end)
    end = particles.end() if particles else hit.end
    follower = next((other for other in hits if other.start == end), None)
    if follower is not None:
        return hit.phrase.reason not in _LACKS or follower.phrase.reason is not hit.phrase.reason
    return end == len(text) or text[end] in EDGES + KINDS


def _names_at_most_itself(shape: Shape, action: Action) -> bool:
    """0224-006 重复了 may mean that it repeats that case, or that it is that case."""
    numbers = [token.names[0] for token in shape.tokens if token.kind == NUMBER]
    return not numbers if action is Action.SAME else len(numbers) <= 1 and all("-" in number for number in numbers)


def _is_told_when(shape: Shape, hits: list[Hit], action: Action, times: _Times) -> bool:
    """明天叫环卫来 puts off; only an extension or a pause has a time, and names it behind its verb."""
    if action not in _TIMED:
        return not shape.within(0, len(shape.text), DAYS + DAY)
    causes = [hit for hit in hits if hit.phrase.reason is Reason.OTHER]
    put_off = [token for token in _inside(shape, causes, DAY) if not token.names[0].startswith("今")]
    return times.exact and not put_off and not shape.within(0, hits[0].start, DAYS + DAY)


def _is_nobody_else(shape: Shape, hits: list[Hit], to: tuple[str, ...]) -> bool:
    """物业转给环卫 tells of another's move, 物业要两天 of another's wish."""
    inside = _inside(shape, hits, UNIT + PERSON)
    outside = [token for token in shape.within(0, len(shape.text), UNIT + PERSON) if token not in inside]
    if inside:
        return all(name in to for token in outside for name in token.names)
    sent_on = all(hit.phrase.action in {None, Action.TRANSFER, Action.RETURN} for hit in hits)
    return not outside or (sent_on and outside[0].at > hits[0].start)


def _is_past(text: str, hits: list[Hit]) -> bool:
    """转给物业了 and 叫环卫了 may report what was done by telephone."""
    return any(hit.phrase.action is not None and text[hit.end : hit.end + 1] in _PAST for hit in hits)


def _is_taken_back(text: str, hits: list[Hit]) -> bool:
    """叫环卫来清不成 says that it does not work; 弄不成,叫环卫来 is why it is asked."""
    return any(
        before.phrase.action is not None
        and behind.phrase.reason is Reason.OTHER
        and not set(EDGES) & set(text[before.end : behind.start])
        for before, behind in pairwise(hits)
    )
