"""专报: matters of which centre and district want to hear at once and until they are closed, by the district's own table."""

from datetime import datetime, time

from cases import messages as say
from cases.letters import Letters
from cases.model import Case, PostCode
from cases.ports import UnitOfWork
from cases.signs import subject_of

LONGEST = 20
"""Lines in one message; of the earlier ones it tells how many there are."""


def report_sensitive(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """One line to centre and district when it is filed. What comes of the same subject on the same day joins the message
    that is there: it is edited, and nobody is pushed twice. Nobody's name or number is in it."""
    subject, readers = subject_of(case, uow.rules.sensitive), _readers(uow, case)
    if not subject or not readers:
        return
    begins = datetime.combine(letters.at.astimezone(uow.rules.zone).date(), time(), uow.rules.zone)
    today = uow.filed_under(readers[-1], begins)  # the lower desks' cases are among those of the highest
    alike = [one for one in today if one.id != case.id and subject_of(one, uow.rules.sensitive) == subject]
    for desk in readers:
        told = [*(one for one in alike if desk in uow.org.line(one)), case]
        lines = tuple(_line(uow, one) for one in told[-LONGEST:])
        page = say.SensitiveReport(subject, uow.org.label(desk), begins, lines, earlier=len(told) - len(lines))
        letters.gather(desk, page, case, slot=f"sensitive/{subject}/{begins.date().isoformat()}")


def _readers(uow: UnitOfWork, case: Case) -> tuple[PostCode, ...]:
    """Lowest first. A station works on it anyway."""
    return tuple(d for d in uow.org.desks_over(case) if uow.org.is_above_station(d) and uow.chats_of(d))


def _line(uow: UnitOfWork, case: Case) -> say.SensitiveLine:
    owner = uow.org.label(case.holder)
    return say.SensitiveLine(case.number, case.matter, case.place, owner, case.opened_at, case.severity, case.conflict)
