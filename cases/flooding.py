"""The same again and again: told once, then a rest. Anger is no reason, an emergency always passes, and a ban is a desk's decision
with an end, a reason and an appeal."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from cases import messages as say
from cases.commands import Command, Hear, OnCase, Said
from cases.courtesies import progress_of
from cases.dialogue import open_draft
from cases.errors import AlreadyDone, StopNeedsReason
from cases.filing import file_draft
from cases.letters import Letters, event
from cases.model import Case, Change, Happening, Patience, PostCode
from cases.named import held_of, named_case
from cases.patience_commands import ReleaseChat, StopChat
from cases.ports import UnitOfWork
from cases.privacy import masked
from cases.reading import PlaceKind, Reading, Severity
from cases.withholding import withheld

SHORTEST = 6
"""Characters from which repeating oneself counts: 好的 is said often, and 快点来 in anger."""


def holds_back(uow: UnitOfWork, command: Hear) -> bool:
    """True when the message has its answer, or is to have none. An ordinary message costs one statement."""
    said = command.said
    if said.edited:
        return False
    known = uow.repeated(command.by.chat, digest_of(said, uow.rules.id_key), command.at, uow.rules.flood_window)
    if known is None:
        return False
    if is_on(known.stopped_until, command.at) or is_on(known.paused_until, command.at):
        return _while_resting(uow, command, known)
    if known.times >= 2 and not _in_danger(said) and _is_filed(uow, command):
        uow.record(progress_of(uow, command))
    elif known.times < uow.rules.flood_times or _is_pressing(said):
        return False
    if known.times >= uow.rules.flood_times:
        uow.record(_pause(uow, command, known))
    return True


def digest_of(said: Said, key: bytes) -> str:
    """Of the words, however they are spaced; "" for what is too short to count, or has no words. Made with a secret, since a
    telephone number alone could be guessed from a plain one."""
    words = "".join(said.text.split()).lower()
    if len(words) < SHORTEST:
        return ""
    return blake2b(words.encode(errors="replace"), key=key, digest_size=10).hexdigest()


def is_on(until: datetime | None, at: datetime) -> bool:
    return until is not None and until > at


def _is_pressing(said: Said) -> bool:
    reading = said.reading
    return said.urgent or (reading is not None and (reading.doubtful or reading.severity is not Severity.NORMAL))


def _in_danger(said: Said) -> bool:
    reading = said.reading
    return reading is not None and (reading.doubtful or reading.severity is Severity.CRITICAL)


def _is_filed(uow: UnitOfWork, command: Hear) -> bool:
    """Exactly this was filed a moment ago, but for the numbers of people that were hidden in it."""
    since = command.at - uow.rules.flood_window
    again = masked(command.said.text.strip())
    mine = uow.reported_by(command.by.chat, command.at)
    return any(case.status.is_in_hand and case.opened_at >= since and masked(case.text) == again for case in mine)


def _pause(uow: UnitOfWork, command: Hear, known: Patience) -> Change:
    until = command.at + uow.rules.flood_window
    minutes = int(uow.rules.flood_window / timedelta(minutes=1))
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.Paused(known.times, minutes, until))
    resting = replace(known, digest="", times=0, paused_until=until)
    return Change(patience=resting, notifications=letters.all())


# --- while it rests ---


def _while_resting(uow: UnitOfWork, command: Hear, known: Patience) -> bool:
    said = command.said
    stopped = is_on(known.stopped_until, command.at)
    if _is_pressing(said):
        return said.urgent and _file_call(uow, command)
    if stopped and said.appeal is not None:
        uow.record(_appeal(uow, command, known))
        return True
    if _is_awaited(uow, command):
        return False
    if stopped:
        uow.record(_remind(uow, command, known))
    return True


def _is_awaited(uow: UnitOfWork, command: Hear) -> bool:
    """It answers what we asked about a case, or goes on with an emergency: 到外面了, 幸福路12号."""
    draft = uow.draft_of(command.by)
    if draft is not None and draft.about is not None:
        return True
    mine = [case for case in uow.reported_by(command.by.chat, command.at) if case.status.is_in_hand]
    if any(case.severity is Severity.CRITICAL for case in mine):
        return True
    return _is_place(command.said) and any(case.place_pending and case.severity is Severity.URGENT for case in mine)


def _is_place(said: Said) -> bool:
    return said.place.kind is not PlaceKind.NONE and not said.names_matter


def _file_call(uow: UnitOfWork, command: Hear) -> bool:
    """急 and nothing else: a person looks at it now. The second one is told that the first is there."""
    reading = command.said.reading
    if reading is None or reading.names_matter or _in_danger(command.said):
        return False
    if _is_filed(uow, command):
        uow.record(progress_of(uow, command))
        return True
    draft = replace(open_draft(command.by, command.said, command.at, uow.rules), reading=_pressing(reading))
    for change in file_draft(uow, draft, command.at, command.cause):
        uow.record(change)
    return True


def _pressing(reading: Reading) -> Reading:
    return replace(reading, severity=Severity.URGENT)


def _remind(uow: UnitOfWork, command: Command, known: Patience) -> Change:
    """Said at most once a day."""
    letters = Letters(uow, command.at, command.cause)
    day = command.at.astimezone(uow.rules.zone).date()
    letters.tell(known.chat, _stopped(uow, known), key=f"stopped/{known.chat}/{known.stopped_until}/{day}")
    return Change(notifications=letters.all())


def _stopped(uow: UnitOfWork, known: Patience) -> say.Stopped:
    assert known.stopped_until is not None
    return say.Stopped(known.stopped_until, known.stopped_why, uow.org.label(known.stopped_by))


# --- a desk's decision ---


def stop_chat(uow: UnitOfWork, command: StopChat) -> None:
    """The reporter of this case is not heard for so many days, emergencies excepted. Raises NotYours for all but a centre
    or the district, StopNeedsReason."""
    with uow:
        case, desk = _decided_by(uow, command)
        if not 1 <= command.days <= uow.rules.longest_stop or not command.why.strip():
            raise StopNeedsReason(case.number, str(uow.rules.longest_stop))
        until = command.at + timedelta(days=command.days)
        known = uow.patience_of(case.reporter) or Patience(case.reporter)
        stopped = replace(
            known, stopped_until=until, stopped_why=command.why.strip(), stopped_by=desk, stopped_on=case.id
        )
        letters = Letters(uow, command.at, command.cause)
        letters.tell(case.reporter, _stopped(uow, stopped))
        letters.tell(command.by.chat, say.StopNoted(case.id, case.number, "stopped", until), case)
        happened = event(case, Happening.STOPPED, command.at, desk, f"{command.days}: {command.why.strip()}")
        uow.record(Change(patience=stopped, events=(happened,), notifications=letters.all()))
        uow.commit()


def release_chat(uow: UnitOfWork, command: ReleaseChat) -> None:
    """Heard again, and told so. Raises NotYours, and AlreadyDone where nobody is stopped."""
    with uow:
        case, desk = _decided_by(uow, command)
        known = uow.patience_of(case.reporter)
        if known is None or not is_on(known.stopped_until, command.at):
            raise AlreadyDone(case.number)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(case.reporter, say.Released())
        letters.tell(command.by.chat, say.StopNoted(case.id, case.number, "released"), case)
        happened = event(case, Happening.RELEASED, command.at, desk)
        heard = replace(known, stopped_until=None, paused_until=None)
        uow.record(Change(patience=heard, events=(happened,), notifications=letters.all()))
        uow.commit()


def _decided_by(uow: UnitOfWork, command: OnCase) -> tuple[Case, PostCode]:
    """The desk of this person that may decide: of a centre or the district, and none that the case complains about."""
    case = named_case(uow, command)
    above = (desk for desk in uow.org.desks_over(case) if uow.org.is_above_station(desk))
    return case, held_of(uow, command.by, case, above)


def _appeal(uow: UnitOfWork, command: Hear, known: Patience) -> Change:
    """To the desk above whoever decided; the district's own decisions come back to it, for another person to look at."""
    case = uow.find(known.stopped_on) if known.stopped_on else None
    desks = uow.org.desks(known.stopped_by)[1:]
    to = next((desk for desk in desks if uow.chats_of(desk)), uow.org.top)
    letters = Letters(uow, command.at, command.cause)
    if case is not None and known.stopped_until is not None:
        by, said = uow.org.label(known.stopped_by), withheld(uow, command, command.said)
        told = say.StopAppealed(case.id, case.number, by, known.stopped_why, known.stopped_until, said.text)
        letters.report(to, told, case)
    letters.tell(command.by.chat, say.AppealTaken(uow.org.label(to)))
    return Change(notifications=letters.all())
