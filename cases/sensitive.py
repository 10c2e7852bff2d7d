"""专报: matters of which centre and district want to hear at once and until they are closed, by the district's own table."""

from datetime import datetime, time

from cases import messages as say
from cases.letters import Letters
from cases.model import Case, PostCode
from cases.ports import UnitOfWork
from cases.registry import Level
from cases.signs import subject_of


def report_sensitive(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """One line to centre and district when it is filed. What comes of the same subject on the same day joins the message
    that is there: it is edited, and nobody is pushed twice. Nobody's name or number is in it."""
    subject = subject_of(case, uow.rules.sensitive)
    if not subject:
        return
    begins = datetime.combine(letters.at.astimezone(uow.rules.zone).date(), time(), uow.rules.zone)
    for desk in _readers(uow, case):
        today = [one for one in uow.filed_under(desk, begins) if one.id != case.id and desk in uow.org.line(one)]
        alike = [one for one in today if subject_of(one, uow.rules.sensitive) == subject]
        lines = tuple(_line(uow, one) for one in (*alike, case))
        page = say.SensitiveReport(subject, uow.org.label(desk), begins, lines)
        letters.gather(desk, page, case, slot=f"sensitive/{subject}/{begins.date().isoformat()}")


def reads(uow: UnitOfWork, desk: PostCode) -> bool:
    """Centre and district; a station works on it anyway."""
    return uow.org.registry.area[desk].level is not Level.VILLAGE


def _readers(uow: UnitOfWork, case: Case) -> tuple[PostCode, ...]:
    return tuple(desk for desk in uow.org.desks_over(case) if reads(uow, desk) and uow.chats_of(desk))


def _line(uow: UnitOfWork, case: Case) -> say.SensitiveLine:
    owner = uow.org.label(case.holder)
    return say.SensitiveLine(case.number, case.matter, case.place, owner, case.opened_at, case.severity)
