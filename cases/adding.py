"""What a resident adds to a case, once it stands in it: they hear that it has come, the history keeps their words."""

from cases import messages as say
from cases.commands import Command, Said
from cases.letters import Letters, event
from cases.model import CITIZEN, Case, Change, Happening


def added(case: Case, said: Said, command: Command, letters: Letters, owner: str, *, quietly: bool) -> Change:
    """`owner` is whom the answer says it has reached; `quietly` without an answer."""
    if not quietly:
        letters.tell(case.reporter, say.Added(case.number, "files" if said.attachments else "words", owner=owner), case)
    happened = event(case, Happening.ADDED, command.at, CITIZEN, said.text)
    return Change(case=case, events=(happened,), notifications=letters.all())
