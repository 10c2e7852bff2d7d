"""Short plain replies: what a grid worker did, what a resident found. A denial is never taken for its opposite."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick

from cases.commands import Action, Reason, Verdict
from nlp.clean import clean
from nlp.plain.moves import courtesies, puts_off, read_move
from nlp.plain.phrases import STEPS, doubtful, spelt_out
from nlp.plain.shape import CASE_NUMBER, EDGES, is_day
from nlp.spelling import Spelling
from nlp.tables import rows_of

SHORT = 40
"""A reply longer than this tells a story: its words are not acted on without asking."""
_POLITE = ("谢谢", "辛苦了", "好的", "嗯", "哦", "回复", "选")
_DENIALS = ("没", "不", "未", "别", "无")
_HARSHEST_FIRST = (Verdict.NOT_MINE, Verdict.BROKE_AGAIN, Verdict.NOT_FIXED, Verdict.FIXED)


@dataclass(frozen=True, slots=True)
class WorkerSaid:
    action: Action
    note: str
    """The sentence without a word of command before it: 清了两桶 of 办结 清了两桶."""
    sure: bool
    """False: it denies, asks, supposes or puts off, or may mean several things: ask before acting. OTHER is never acted on;
    there it says only whether the sentence can stand as an account of what was done."""
    to: tuple[str, ...] = ()
    """Bodies and people as they were named: 物业, 环卫, 老王. Empty where a move needs none, or none was named."""
    days: int | None = None
    """How much more time: calendar days."""
    until: date | None = None
    number: str = ""
    """The case named, as MMDD-NNN; of SAME the one that this one repeats, perhaps only as 0224."""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ResidentSaid:
    verdict: Verdict
    note: str


def read_worker(text: str, today: date) -> WorkerSaid:
    """`sure` only when one meaning is left and nothing denies, asks, supposes or puts off. 明天 and 周五 count from `today`."""
    said = _plain(text)
    number, bare = _without_number(said)
    step = _read_step(bare, text)
    step = replace(step, sure=step.sure and (step.action is Action.OTHER or not puts_off(bare, today)), number=number)
    move = read_move(said, today)
    if move is None:
        return step
    lead = _lead(bare)
    if lead and lead[0] not in courtesies() and len(lead[0]) <= move.start:
        return replace(step, sure=False)  # 到了 叫环卫来 says two things
    crossed = move.action is not Action.ASK and any(_steps_in(piece) for piece in move.left)
    sure = move.sure and not crossed and (move.action is Action.ASK or (len(said) <= SHORT and _asks_nothing(text)))
    if move.action is Action.ASK:
        note = _tail(text, said[move.end :].lstrip(EDGES))
    else:
        note = _without_number(said[move.end :] if move.end > move.start else bare)[1].strip(EDGES)
    return WorkerSaid(
        move.action,
        note,
        sure,
        move.to,
        move.days,
        move.until,
        move.number,
        move.reason,
    )


def _tail(text: str, question: str) -> str:
    """The question as it was typed, with its own punctuation; `question` is how it reads when cleaned."""
    written = text.rstrip()
    for start in range(max(0, len(written) - 2 * len(question) - len(EDGES)), len(written)):
        if _plain(written[start:]) == question:
            return written[start:].lstrip(f"{EDGES}，：；。！？")
    return question


def _read_step(said: str, text: str) -> WorkerSaid:
    found = _steps_in(said)
    if not found:
        return WorkerSaid(Action.OTHER, said, not doubtful(said, "worker") and _asks_nothing(text))
    lead = _lead(said)
    phrase, action = lead or found[-1]
    rest = said
    for known, _ in found:
        rest = rest.replace(known, " ")
    one_meaning = len({meaning for _, meaning in found}) == 1 or said.startswith("办结")
    alone = all(_stands_alone(one, said, free_start=meaning == Action.RESOLVE) for one, meaning in found)
    sure = one_meaning and alone and len(said) <= SHORT and not doubtful(rest, "worker") and _asks_nothing(text)
    return WorkerSaid(Action(action), _rest(said, phrase), sure)


def _steps_in(said: str) -> list[tuple[str, str]]:
    """Phrases of what was done, the longest of each, in the order of the table."""
    phrases, finder = _steps(), _step_finder()
    hits = sorted({index for index, _, _ in finder.find_matches_as_indexes(said, overlapping=True)})
    found = _longest([phrases[index] for index in hits])
    return [(phrase, action) for phrase, action in found if len(phrase) > 1 or said == phrase]


def _lead(said: str) -> tuple[str, str] | None:
    return next((found for found in _steps_in(said) if said.startswith(found[0])), None)


def _without_number(said: str) -> tuple[str, str]:
    """The first case number, and the reply without it."""
    for found in CASE_NUMBER.finditer(said):
        if is_day(found[1]):
            return f"{found[1]}-{found[2]}", f"{said[: found.start()]} {said[found.end() :]}".strip(EDGES)
    return "", said


def read_verdict(text: str) -> ResidentSaid:
    """Denials win over praise (好了,但是灯还不亮); a question or a supposition is no verdict. The whole label of a button, 2 没好, is
    no more than its number."""
    said = _plain(text)
    for phrase, verdict in _verdicts():
        if phrase.endswith("$") and _chose(said, phrase[:-1]):
            rest = said.removeprefix(phrase[:-1]).strip(EDGES)
            return ResidentSaid(Verdict(verdict), "" if (rest, verdict) in _verdicts() else rest)
    found = _longest([(phrase, verdict) for phrase, verdict in _verdicts() if phrase in said])
    rest = said
    for known, _ in found:
        rest = rest.replace(known, " ")
    if not found or doubtful(said, "verdict") or not _asks_nothing(text):
        return ResidentSaid(Verdict.NONE, said)
    meanings = {verdict for _, verdict in found}
    verdict = next(one for one in _HARSHEST_FIRST if one in meanings)
    if verdict is Verdict.FIXED and any(denial in rest for denial in _DENIALS):
        return ResidentSaid(Verdict.NONE, said)
    lead = next((phrase for phrase, _ in found if said.startswith(phrase)), "")
    return ResidentSaid(verdict, _rest(said, lead))


def _plain(text: str) -> str:
    return _spelling().put_right(clean(text)).strip(EDGES)


def _stands_alone(phrase: str, said: str, *, free_start: bool) -> bool:
    """办结 and 灯修好了 stand alone; the 办结 of 办结率 and the 接单 of 接单员 do not."""
    start = said.find(phrase)
    end = start + len(phrase)
    return (end == len(said) or said[end] in EDGES) and (free_start or start == 0 or said[start - 1] in EDGES)


def _rest(said: str, phrase: str) -> str:
    """What was said besides a phrase that comes first and stands by itself."""
    rest = said.removeprefix(phrase)
    return rest.strip(EDGES) if not rest or rest[0] in EDGES else said


def _asks_nothing(text: str) -> bool:
    return "?" not in text and "？" not in text


def _chose(said: str, digit: str) -> bool:
    """A digit before or instead of words: 2, 2 没好, 选2. The 12 of 12号楼 is no choice."""
    for polite in _POLITE:
        said = said.removeprefix(polite).strip(EDGES)
    rest = said.removeprefix(digit)
    return rest != said and (not rest or rest[0] in EDGES)


def _longest(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without the phrases that are part of a longer one: the 好了 of 没好了."""
    return [one for one in found if not any(one[0] != other[0] and one[0] in other[0] for other in found)]


@cache
def _spelling() -> Spelling:
    return Spelling()


@cache
def _steps() -> tuple[tuple[str, str], ...]:
    """What was done to the case; what is wanted done with it is read by `nlp.plain.moves`. The first row of a wording counts."""
    steps: dict[str, str] = {}
    for row in rows_of("worker_words"):
        if row["action"] in STEPS:
            for phrase in spelt_out(row["phrase"]):
                steps.setdefault(phrase, row["action"])
    return tuple(steps.items())


@cache
def _step_finder() -> AhoCorasick:
    return AhoCorasick([phrase for phrase, _ in _steps()])


@cache
def _verdicts() -> tuple[tuple[str, str], ...]:
    """A final `$` marks a digit that is a choice only by itself."""
    return tuple((row["phrase"], row["verdict"]) for row in rows_of("verdict_words"))
