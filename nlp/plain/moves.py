"""What a worker wants done with a case: ask, transfer, return, whistle, extend, shelve, same; alone or with its reason.

The words are `worker_words.csv`: a row is a move, a reason, or a move that carries its reason. `<去处>` stands for a body or
a person, `<单位>` for a body, `<几天>`, `<哪天>` and `<编号>` for times and numbers, any other `<name>` for a family of `groups.csv`;
what follows `+` must be there but belongs to the rest; a final `?` is a guess that something else must bear out. A reason alone
implies its move.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise, product

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from cases.commands import Action, Reason
from nlp.groups import expand
from nlp.plain.amounts import day_of, span_of
from nlp.plain.shape import DAY, DAYS, EDGES, KINDS, NUMBER, PERSON, UNIT, Shape, Token, shape_of
from nlp.tables import rows_of

READ_AT_MOST = 200
"""Characters of a reply. A longer one is a letter, and no move is read from it."""
_LONGEST_QUESTION = 120
_SLOTS = {"单位": (UNIT,), "去处": (UNIT, PERSON), "几天": (DAYS,), "哪天": (DAY,), "编号": (NUMBER,)}
_FAMILY = re.compile("<([^<>]+)>")
COURTESIES = frozenset(
    "收到 收到了 好 好的 好嘞 中 行 嗯 哦 知道了 谢谢 辛苦 辛苦了 麻烦 麻烦你 劳驾 请 请帮我 帮我 帮忙 替我 给我 你 你帮我 我想 那 这个 这 把这个 把这件 把 这件 这事".split()
)
_PAST = frozenset("了过")
_PARTICLES = re.compile("[吧啊呀哈呗咯啦哦呐哟了]*的?")
_IMPLIED = {
    Reason.NOT_MY_GRID: Action.RETURN,
    Reason.CONFLICT: Action.RETURN,
    Reason.DUPLICATE: Action.SAME,
    Reason.PARTS: Action.SHELVE,
    Reason.MONEY: Action.SHELVE,
    Reason.OWNERSHIP: Action.SHELVE,
    Reason.PROCEDURE: Action.SHELVE,
    Reason.OTHER: Action.SHELVE,
}
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
class _Phrase:
    action: Action | None
    reason: Reason | None
    used: int
    """Letters of the phrase that belong to it; the rest only has to be there."""
    guess: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    phrase: _Phrase
    start: int
    end: int


def read_move(said: str, today: date) -> Move | None:
    """The move a cleaned reply asks for, or None. `sure` when nothing left over denies, asks, supposes or puts off."""
    if len(said) > READ_AT_MOST:
        return None
    shape = shape_of(said)
    hits = list(_hits(shape.text))
    if not hits:
        return None
    first = hits[0]
    before = shape.text[: first.start]
    if first.phrase.action is Action.ASK and not _left(before) and not set(before) & {*KINDS} - {NUMBER}:
        return _question(shape, first, said)
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


def _question(shape: Shape, hit: _Hit, said: str) -> Move:
    """Everything behind 问居民 is the question: its doubts are the point of it. A report of an answer is none."""
    question = shape.text[hit.end :]
    reports = question[:1] in _PAST or question[:1] in {UNIT, PERSON} or _doubtful(question, "ask")
    sure = not reports and len(said) <= _LONGEST_QUESTION
    numbers = shape.within(0, hit.end, NUMBER)
    return Move(
        Action.ASK,
        shape.origin[hit.start],
        shape.origin[hit.end],
        (question,),
        sure,
        number=numbers[0].names[0] if numbers else "",
    )


def _move(shape: Shape, hits: list[_Hit], today: date) -> Move | None:
    to = _names(shape, hits)
    reasons = list(dict.fromkeys(hit.phrase.reason for hit in hits if hit.phrase.reason is not None))
    reasons = [one for one in reasons if one is not Reason.OTHER] or reasons
    cannot = any(hit.phrase.reason is Reason.OTHER for hit in hits)
    days, until, exact = _times(shape, hits, today)
    stated = list(dict.fromkeys(hit.phrase.action for hit in hits if hit.phrase.action is not None))
    timed = days is not None or until is not None
    implied = list(dict.fromkeys(_implied(reason, to=bool(to), timed=timed) for reason in reasons))
    meanings = stated or implied
    action = meanings[0]
    grounded = bool(stated) or _is_borne_out(action, cannot=cannot, reasons=reasons)
    number, told = _number(shape, hits, action)
    left = _left(_without(shape.text, hits))
    sure = (
        len(meanings) == 1
        and action is not Action.ASK
        and grounded
        and not all(hit.phrase.guess for hit in hits)
        and all(_ends_its_clause(shape.text, hit, hits) for hit in hits)
        and told
        and exact
        and not shape.within(0, hits[0].start if action in _TIMED else len(shape.text), DAYS + DAY)
        and not _followed_by_past(shape.text, hits)
        and not any(_doubtful(piece, "move") for piece in left)
        and not _doubtful(shape.text, "whole")
        and not _is_taken_back(hits)
        and _is_nobody_else(shape, hits, to)
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
        days=days if action in _TIMED else None,
        until=until if action in _TIMED else None,
        number=number,
        reason=reasons[0] if reasons else None,
    )


def _implied(reason: Reason, *, to: bool, timed: bool) -> Action:
    if reason is Reason.NOT_MY_DUTY:
        return Action.TRANSFER if to else Action.RETURN
    action = _IMPLIED[reason]
    return Action.EXTEND if action is Action.SHELVE and timed else action


def _is_borne_out(action: Action, *, cannot: bool, reasons: list[Reason]) -> bool:
    """等配件 says why, but neither that it cannot be done now nor that more time is asked for."""
    return (cannot and reasons != [Reason.OTHER]) if action is Action.SHELVE else action is not Action.EXTEND


def _ends_its_clause(text: str, hit: _Hit, hits: list[_Hit]) -> bool:
    """要一周 asks for time, 要一周的材料 does not. What a called body is to do may follow: 叫环卫来拉走."""
    if hit.phrase.action is Action.WHISTLE:
        return True
    end = hit.end + len(_PARTICLES.match(text, hit.end)[0])  # type: ignore[index]
    return end == len(text) or text[end] in EDGES + KINDS or any(other.start == end for other in hits)


def _names(shape: Shape, hits: list[_Hit]) -> tuple[str, ...]:
    """The bodies named in the phrases themselves; where those name none, the ones beside them: 不归我管 物业."""
    inside = [token for hit in hits for token in shape.within(hit.start, hit.end, UNIT + PERSON)]
    tokens = inside or shape.within(0, len(shape.text), UNIT + PERSON)
    return tuple(dict.fromkeys(name for token in tokens for name in token.names))


def _is_nobody_else(shape: Shape, hits: list[_Hit], to: tuple[str, ...]) -> bool:
    """物业转给环卫 tells of another's move, 物业要两天 of another's wish."""
    outside = [
        token
        for token in shape.within(0, len(shape.text), UNIT + PERSON)
        if not any(hit.start <= token.at < hit.end for hit in hits)
    ]
    inside = len(outside) < len(shape.within(0, len(shape.text), UNIT + PERSON))
    if inside or any(hit.phrase.action not in {None, Action.TRANSFER, Action.RETURN} for hit in hits):
        return all(name in to and inside for token in outside for name in token.names)
    return not outside or outside[0].at > hits[0].start


def _times(shape: Shape, hits: list[_Hit], today: date) -> tuple[int | None, date | None, bool]:
    """Days, day, and whether there is at most one of them and it is exact. The 今天 of 今天弄不完 is no limit."""
    idle = [token for hit in hits if hit.phrase.reason is Reason.OTHER for token in shape.within(hit.start, hit.end, DAY)]
    tokens = [token for token in shape.tokens if token not in idle]
    spans = [span_of(token.names[0]) for token in tokens if token.kind == DAYS]
    days = [day_of(token.names[0], today) for token in tokens if token.kind == DAY]
    exact = all(span.exact for span in spans) and None not in days
    known = [span.days for span in spans if span.days is not None]
    dates = [day for day in days if day is not None]
    one = len({*known}) + len({*dates}) <= 1
    return (max(known) if known else None), (max(dates) if dates else None), exact and one


def _number(shape: Shape, hits: list[_Hit], action: Action) -> tuple[str, bool]:
    """The case named; of a duplicate the one it repeats. The second is False where that one may be the case itself."""
    numbers = [token for token in shape.tokens if token.kind == NUMBER]
    joined = [token for hit in hits for token in shape.within(hit.start, hit.end, NUMBER)]
    if action is Action.SAME:
        chosen: list[Token] = joined or numbers
        return (chosen[0].names[0] if chosen else ""), bool(joined) or not numbers
    full = [token.names[0] for token in numbers if len(token.names[0]) > 4]
    return (full[0] if full else ""), len(full) == len(numbers) <= 1 or bool(joined)


def _followed_by_past(text: str, hits: list[_Hit]) -> bool:
    """转给物业了 and 叫环卫了 may report what was done by telephone."""
    return any(hit.phrase.action and text[hit.end : hit.end + 1] in _PAST for hit in hits if hit.end < len(text))


def _is_taken_back(hits: list[_Hit]) -> bool:
    """叫环卫来清不成 says that it does not work; 弄不成,叫环卫来 is why it is asked."""
    return any(
        before.phrase.action is not None and behind.phrase.reason is Reason.OTHER and before.end == behind.start
        for before, behind in pairwise(hits)
    )


def _without(text: str, hits: list[_Hit]) -> str:
    for hit in reversed(hits):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    return text


def _left(text: str) -> tuple[str, ...]:
    """The pieces of a text that are neither courtesies nor times, names and numbers."""
    pieces = re.split(rf"[{re.escape(EDGES + KINDS)}]+", text)
    marks = ("?",) if "?" in text else ()
    return (*(piece for piece in pieces if piece and piece not in COURTESIES), *marks)


def _doubtful(text: str, who: str) -> bool:
    return any(text.endswith(word[:-1]) if word.endswith("$") else word in text for word in _doubts(who))


@cache
def _doubts(who: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in rows_of("plain_doubts") if row["who"] == who)


def _hits(text: str) -> Iterator[_Hit]:
    phrases, finder = _phrases()
    for index, start, end in finder.find_matches_as_indexes(text):
        phrase = phrases[index]
        behind = text[end : end + 1]
        if end - start == 1 and ((start and text[start - 1] not in EDGES) or (behind and behind not in EDGES)):
            continue
        yield _Hit(phrase, start, start + phrase.used)


@cache
def _phrases() -> tuple[list[_Phrase], AhoCorasick]:
    known: dict[str, _Phrase] = {}
    for row in rows_of("worker_words"):
        action = Action(row["action"]) if row["action"] else None
        if action in STEPS:
            continue
        reason = Reason(row["reason"]) if row["reason"] else None
        for written in spelt_out(row["phrase"]):
            used, _, must_follow = written.removesuffix("?").partition("+")
            known.setdefault(used + must_follow, _Phrase(action, reason, len(used), written.endswith("?")))
    return list(known.values()), AhoCorasick(list(known), MATCHKIND_LEFTMOST_LONGEST)


STEPS = frozenset({Action.ACCEPT, Action.ARRIVE, Action.WORKING, Action.RESOLVE})
"""What a worker does to the case in hand; everything else is a move."""


def spelt_out(phrase: str) -> list[str]:
    """Every wording of a row: one per word of its families. An unknown family raises KeyError."""
    parts = _FAMILY.split(phrase)
    choices = [_SLOTS.get(part) or expand(f"<{part}>").split("|") if n % 2 else (part,) for n, part in enumerate(parts)]
    return ["".join(one) for one in product(*choices)]
