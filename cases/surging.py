"""突发: a desk is told once that many write of one matter, and answers all of them with one dated answer, until it ends."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Literal

from cases import messages as say
from cases.commands import Command, Look, StaffHear
from cases.errors import AnswerChanged, Expired
from cases.fieldwork import hear_words
from cases.leading import residents
from cases.letters import Letters, event
from cases.model import CLOCK, Case, Cause, Change, ChatRef, Happening, PostCode, Status, Surge
from cases.ports import UnitOfWork
from cases.registry import Level
from cases.surge_commands import AnswerAll, OnSurge, PublishAnswer
from cases.surges import answering, crowd_of, lead_of

LONGEST = timedelta(days=7)
LOOKED = "surge/looked"
"""Bookmark: the minute in which crowds were looked at last."""
AROUND = " \t\n,，:：。、"

# --- the clock ---


def minute_of(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def watch_surges(uow: UnitOfWork, look: Look) -> None:
    """Once a minute: ends what is over, and looks whether there is a new crowd."""
    with uow:
        minute, surges = minute_of(look.at), uow.open_surges()
        if not (surges or uow.rules.surge_filings) or uow.bookmark(LOOKED) == minute:
            return
        for surge in surges:
            _watch(uow, surge, look.at)
        if uow.rules.surge_filings:
            _find(uow, look.at)
        uow.set_bookmark(LOOKED, minute)
        uow.commit()


def _watch(uow: UnitOfWork, surge: Surge, at: datetime) -> None:
    if surge.until is None:
        if surge.told_at + uow.rules.surge_life <= at:
            uow.record(Change(surges=(replace(surge, ended_at=at),)))
    elif surge.until <= at:
        _end(uow, surge, "date", CLOCK, Letters(uow, at, Cause(f"surge/{surge.id}/end")))
    elif lead_of(uow, surge) is None:
        _end(uow, surge, "done", CLOCK, Letters(uow, at, Cause(f"surge/{surge.id}/end")))


def _find(uow: UnitOfWork, at: datetime) -> None:
    since = at - uow.rules.surge_window
    least = uow.rules.surge_filings
    counts = uow.filed_of_matters(since)
    crowds = [(unit, matter) for (unit, matter), count in counts.items() if count >= least and _is_told(uow, unit)]
    known = list({one.id: one for one in (*uow.surges_since(at - uow.rules.surge_life), *uow.open_surges())}.values())
    for unit, matter in sorted(crowds, key=lambda crowd: (-len(uow.org.path(crowd[0])), crowd)):
        alike = [one for one in known if one.matter == matter]
        if any(one.unit in uow.org.path(unit) for one in alike):
            continue
        below = {one.unit for one in alike if unit in uow.org.path(one.unit)}  # their desks know already
        apart = counts[unit, matter] - sum(counts.get((one, matter), 0) for one in below)
        if apart >= least and (found := _tell(uow, unit, matter, apart, at)):
            known.append(found)


def _is_told(uow: UnitOfWork, unit: str) -> bool:
    """Crowds are looked for in villages and streets: a grid is too small, and the district no one place."""
    area = uow.org.registry.area.get(unit)
    return area is not None and area.level in {Level.VILLAGE, Level.STREET}


def _tell(uow: UnitOfWork, unit: str, matter: str, filings: int, at: datetime) -> Surge | None:
    since = at - uow.rules.surge_window
    desk = next((one for one in uow.org.desks(unit) if uow.chats_of(one)), None)
    if desk is None:
        return None
    name = blake2b(f"{unit}/{matter}/{at.isoformat()}".encode(), digest_size=8).hexdigest()
    surge = Surge(name, unit, desk, matter, since, at, filings)
    letters = Letters(uow, at, Cause(f"surge/{name}"))
    minutes = round(uow.rules.surge_window / timedelta(minutes=1))
    letters.tell_post(desk, say.SurgeFound(name, uow.org.unit_label(unit), matter, filings, minutes))
    uow.record(Change(surges=(surge,), notifications=letters.all()))
    return surge


# --- the desk ---


def _any(_: Surge) -> bool:
    return True


def _named(uow: UnitOfWork, command: OnSurge, fits: Callable[[Surge], bool] = _any) -> tuple[Surge, PostCode]:
    """The crowd of the button, or the newest that fits, and the desk by which this person answers it. Raises Expired, also
    for whoever holds no such desk: nobody else is told that there is one."""
    posts = uow.posts_of(command.by)
    for surge in reversed(uow.open_surges()):
        post = answering(uow, posts, surge)
        if post is not None and command.id in {"", surge.id} and fits(surge):
            return surge, post
    raise Expired


def ask_answer(uow: UnitOfWork, command: OnSurge) -> None:
    """发统一答复: how it is written. Raises Expired."""
    with uow:
        surge, _ = _named(uow, command)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.AskSurgeAnswer(_titles(uow, [surge])))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def decline_surge(uow: UnitOfWork, command: OnSurge) -> None:
    """不用: everybody is filed as ever, and this crowd is not told of again. Raises Expired, also once it is answered."""
    with uow:
        surge, _ = _named(uow, command, lambda one: one.given_at is None)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, _over(uow, surge, "declined"))
        uow.record(Change(surges=(replace(surge, ended_at=command.at),), notifications=letters.all()))
        uow.commit()


def answer_all(uow: UnitOfWork, command: AnswerAll) -> None:
    """答复 …: nobody hears it before the desk has seen it dated. Where this person has no crowd to answer it is a sentence like
    any other, perhaps the one that was asked for."""
    with uow:
        posts = uow.posts_of(command.by)
        mine = [one for one in uow.open_surges() if answering(uow, posts, one)]
        if not mine and command.said is not None:
            hear_words(uow, StaffHear(command.by, command.at, command.cause, command.said))
        else:
            _write(uow, command, mine)
        uow.commit()


def _write(uow: UnitOfWork, command: AnswerAll, mine: Sequence[Surge]) -> None:
    meant, words = _meant(uow, mine, command.words.strip())
    letters = Letters(uow, command.at, command.cause)
    if len(meant) == 1 and words:
        return uow.record(_preview(uow, replace(meant[0], drafted=words), command, letters))
    letters.tell(command.by.chat, say.AskSurgeAnswer(_titles(uow, meant or mine)))
    return uow.record(Change(notifications=letters.all()))


def _preview(uow: UnitOfWork, surge: Surge, command: AnswerAll, letters: Letters) -> Change:
    named = command.until is not None and command.at < command.until <= command.at + LONGEST
    until = command.until if named and command.until else command.at + uow.rules.surge_life
    post = answering(uow, uow.posts_of(command.by), surge)
    assert post is not None
    drafted = replace(surge, drafted_until=until)
    chats = len(_hearers(crowd_of(uow, surge)))
    unit, desk = uow.org.unit_label(surge.unit), uow.org.label(post)
    preview = say.SurgePreview(surge.id, desk, unit, surge.matter, surge.drafted, command.at, until, chats, named)
    letters.tell(command.by.chat, replace(preview, mark=_mark(drafted)))
    return Change(surges=(drafted,), notifications=letters.all())


def _mark(surge: Surge) -> str:
    """Of the answer that was written last, short enough for a button."""
    until = surge.drafted_until.astimezone(UTC) if surge.drafted_until else ""
    return blake2b(f"{surge.drafted}/{until}".encode(), digest_size=4).hexdigest()


def _meant(uow: UnitOfWork, mine: Sequence[Surge], said: str) -> tuple[list[Surge], str]:
    """Of which crowds it may be, by the area and the matter that the words may begin with, and the words behind them."""
    found, words = list(mine), said
    for _ in range(2):
        named = [(one, name) for one in found for name in _names(uow, one) if words.startswith(name)]
        if not named or len(mine) == 1:
            break
        longest = max(len(name) for _, name in named)
        found = list(dict.fromkeys(one for one, name in named if len(name) == longest))
        words = words[longest:].strip(AROUND)
    return found, words


def _names(uow: UnitOfWork, surge: Surge) -> tuple[str, ...]:
    label = uow.org.unit_label(surge.unit)
    return label, surge.matter, f"{label}{surge.matter}"


def _titles(uow: UnitOfWork, surges: Sequence[Surge]) -> tuple[tuple[str, str], ...]:
    return tuple((uow.org.unit_label(one.unit), one.matter) for one in surges)


def publish_answer(uow: UnitOfWork, command: PublishAnswer) -> None:
    """确认发布: it stands first from now on, and all who told of it hear it, in the daytime. Raises Expired, and AnswerChanged
    where another one was written since the preview that was pressed."""
    with uow:
        surge, post = _named(uow, command, lambda one: bool(one.drafted))
        if command.mark not in {"", _mark(surge)}:
            raise AnswerChanged
        letters = Letters(uow, command.at, command.cause)
        if command.gives:
            _give(uow, surge, post, command, letters)
        else:
            kept = replace(surge, drafted="", drafted_until=None)
            letters.tell(command.by.chat, _over(uow, surge, "kept_back"))
            uow.record(Change(surges=(kept,), notifications=letters.all()))
        uow.commit()


def _give(uow: UnitOfWork, surge: Surge, post: PostCode, command: Command, letters: Letters) -> None:
    crowd = crowd_of(uow, surge)
    leading = lead_of(uow, surge, crowd)
    if leading is None or surge.drafted_until is None or surge.drafted_until <= command.at:
        raise Expired
    given = replace(
        surge,
        words=surge.drafted,
        given_at=command.at,
        until=surge.drafted_until,
        given_by=post,
        drafted="",
        drafted_until=None,
        leading=leading.id,
    )
    for chat, case in _hearers(crowd).items():
        answer = _answer(uow, given, case, newer=surge.given_at is not None)
        letters.spread(chat, answer, key=f"{_spread_key(surge)}{command.cause}/{chat}")
    show_desk(uow, given, crowd, letters, anew=True)
    happened = event(leading, Happening.SURGE_ANSWERED, command.at, post, given.words)
    uow.record(
        Change(surges=(given,), events=(happened,), notifications=letters.all(), withdrawn=(_spread_key(surge),))
    )


def _answer(uow: UnitOfWork, surge: Surge, case: Case, *, newer: bool) -> say.SurgeAnswer:
    assert surge.given_at is not None
    assert surge.until is not None
    unit, desk = uow.org.unit_label(surge.unit), uow.org.label(surge.given_by)
    return say.SurgeAnswer(case.number, surge.matter, unit, desk, surge.given_at, surge.words, surge.until, newer=newer)


def _spread_key(surge: Surge) -> str:
    """Of what is spread to all who wait: what has not left yet is withdrawn by what is newer."""
    return f"surge/{surge.id}/said/"


def _hearers(crowd: Sequence[Case]) -> dict[ChatRef, Case]:
    """Whoever told of it and waits still, each by their first case. What staff brought in has nobody to tell."""
    waiting = [case for case in crowd if case.status.is_under_way and case.source is None]
    return {case.reporter: case for case in reversed(waiting)}


def show_desk(uow: UnitOfWork, surge: Surge, crowd: Sequence[Case], letters: Letters, *, anew: bool = False) -> None:
    """One message in the desk's chat for each answer, edited as more wait. `anew` where it has just been given."""
    assert surge.given_at is not None
    assert surge.until is not None
    waiting = sum(case.status is Status.JOINED for case in crowd)
    unit = uow.org.unit_label(surge.unit)
    leading = lead_of(uow, surge, crowd)
    number = leading.number if leading else ""
    page = say.SurgeOn(surge.id, unit, surge.matter, surge.given_at, surge.until, residents(crowd), waiting, number)
    for chat in uow.chats_of(surge.given_by):
        letters.slotted(chat, page, slot=f"surge/{surge.id}/{surge.given_at.isoformat()}", later=not anew)


def end_surge(uow: UnitOfWork, command: OnSurge) -> None:
    """结束突发, by a desk. Raises Expired."""
    with uow:
        surge, post = _named(uow, command, lambda one: one.given_at is not None)
        _end(uow, surge, "desk", post, Letters(uow, command.at, command.cause))
        uow.commit()


def _end(uow: UnitOfWork, surge: Surge, why: Literal["desk", "date", "done"], by: str, letters: Letters) -> None:
    """Whoever waits is told, but where the work is done: then they are asked about that."""
    unit, crowd = uow.org.unit_label(surge.unit), crowd_of(uow, surge)
    for chat, case in _hearers(crowd).items() if why != "done" else ():
        if case.status is Status.JOINED:
            ended = say.SurgeEnded(case.number, surge.matter, unit)
            letters.spread(chat, ended, key=f"surge/{surge.id}/ended/{chat}")
    letters.tell_post(surge.given_by, say.SurgeOver(unit, surge.matter, residents(crowd), why))
    leading = lead_of(uow, surge, crowd) or (uow.find(surge.leading) if surge.leading else None)
    events = (event(leading, Happening.SURGE_ENDED, letters.at, by, why),) if leading else ()
    over = replace(surge, ended_at=letters.at, drafted="", drafted_until=None)
    uow.record(Change(surges=(over,), events=events, notifications=letters.all(), withdrawn=(_spread_key(surge),)))


def _over(uow: UnitOfWork, surge: Surge, why: Literal["declined", "kept_back"]) -> say.SurgeOver:
    return say.SurgeOver(uow.org.unit_label(surge.unit), surge.matter, residents(crowd_of(uow, surge)), why)
