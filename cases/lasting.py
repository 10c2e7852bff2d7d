"""好了又坏了: four weeks after the resident agreed, the repair of a thing that breaks again is asked about once. Silence says nothing."""

from cases import messages as say
from cases.aftercare import own_case, reopen_case
from cases.commands import Command, Said, Verdict
from cases.errors import Expired
from cases.letters import Letters, event
from cases.longterm_commands import SayWhetherItLasts
from cases.model import CITIZEN, Attachment, Case, Change, Happening, Status
from cases.ports import UnitOfWork

ANSWERS = frozenset({Verdict.FIXED, Verdict.NOT_FIXED, Verdict.BROKE_AGAIN})


def ask_whether_it_lasts(case: Case, letters: Letters) -> None:
    """What the clock does, once."""
    letters.tell(case.reporter, say.AskLasting(case.id, case.number, case.matter, case.object), case)


def say_whether_it_lasts(uow: UnitOfWork, command: SayWhetherItLasts) -> None:
    with uow:
        case = own_case(uow, command)
        if not is_asked(uow, case):
            raise Expired
        uow.record(take_answer(uow, case, command, lasts=command.lasts))
        uow.commit()


def is_asked(uow: UnitOfWork, case: Case) -> bool:
    """It was asked whether it still works, and nobody has answered."""
    if case.status is not Status.CONFIRMED or case.object not in uow.rules.facilities or case.look_at is not None:
        return False
    lines = [line.what for line in uow.history(case.id)]
    return bool(lines) and lines[-1] is Happening.LASTING_ASKED


def asked_of(uow: UnitOfWork, command: Command, said: Said) -> Case | None:
    """The case that a plain 「又坏了」 or 「好着」 is about when it answers our question of these days."""
    rules = uow.rules
    if not (said.well or said.verdict in ANSWERS) or not rules.facilities:
        return None
    since = command.at - rules.lasting_check - rules.reopen_window
    mine = [case for case in uow.reported_by(command.by.chat, since) if case.status is Status.CONFIRMED]
    return next((case for case in mine if is_asked(uow, case)), None)


def take_answer(
    uow: UnitOfWork, case: Case, command: Command, *, lasts: bool, note: str = "", files: tuple[Attachment, ...] = ()
) -> Change:
    """又坏了 opens it again, with all that was said before."""
    if not lasts:
        return reopen_case(uow, case, note, files, command)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(case.reporter, say.Lasts(case.number), case)
    happened = event(case, Happening.LASTS, command.at, CITIZEN)
    return Change(events=(happened,), notifications=letters.all())


def take_words(uow: UnitOfWork, case: Case, said: Said, command: Command) -> Change:
    lasts = said.well or said.verdict is Verdict.FIXED
    return take_answer(uow, case, command, lasts=lasts, note=said.note, files=said.attachments)
