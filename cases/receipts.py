"""The receipt of a case, as it stands now."""

from cases import messages as say
from cases.model import Case, Entry, Secrecy
from cases.org import Org
from cases.privacy import names_somebody


def receipt(case: Case, org: Org, *, timed_out: bool = False, entry: Entry | None = None) -> say.Receipt:
    return say.Receipt(
        case=case.id,
        number=case.number,
        matter=case.matter,
        place=case.place,
        owner=org.label(case.holder),
        contact_at=case.contact_due_at,
        due_at=case.due_at,
        severity=case.severity,
        danger=case.danger,
        place_pending=case.place_pending,
        triage=case.triage,
        conflict=case.conflict,
        long_term=case.long_term,
        timed_out=timed_out,
        masked=names_somebody(case.text),
        secrecy=_secrecy(case),
        source=entry.source.value if entry else "",
        outside=entry.outside if entry else "",
    )


def _secrecy(case: Case) -> str:
    if not case.anonymous:
        return ""
    return (Secrecy.CONFIDENTIAL if case.confidential else Secrecy.ANONYMOUS).value
