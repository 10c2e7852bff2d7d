"""The audit log is sealed by the clock, behind the work that it records: nobody waits for it."""

from cases.commands import Look
from cases.ports import UnitOfWork

LINES_PER_LOOK = 1_000
"""More come in a surge only; they are sealed in the minutes after it."""


def seal_audit(uow: UnitOfWork, _: Look) -> None:
    """Chains what has happened since the last look to the log."""
    with uow:
        if uow.seal(LINES_PER_LOOK):
            uow.commit()
