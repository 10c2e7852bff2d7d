"""What a resident can ask for after an answer that files nothing."""

from dataclasses import dataclass
from enum import StrEnum

from cases.commands import Command
from cases.model import CaseId
from cases.reading import Reading


class Wish(StrEnum):
    VISIT = "visit"
    """Somebody should come to the house."""
    PERSON = "person"
    """The answer was not clear: ask a person."""
    AID = "aid"
    MEDIATOR = "mediator"
    OTHER = "other"
    """Something else is the matter."""


@dataclass(frozen=True, slots=True)
class AskFurther(Command):
    """ask_further: a button under an answer, or its number. `words` is what the button says, `reading` how it is read."""

    draft: CaseId
    wish: Wish
    words: str
    reading: Reading | None = None
