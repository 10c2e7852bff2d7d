"""What must be accounted for besides the history of cases: refusals, bindings, looks at a person, what a command line did."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What was done; the value is what the audit log keeps."""

    REFUSED = "refused"
    BOUND = "bound"
    CODE_ISSUED = "code_issued"
    CODE_USED = "code_used"
    LANDMARK = "landmark"
    REGISTRY = "registry"
    LEXICON = "lexicon"
    """Words were added to the district's own table."""
    LOOKED = "looked"
    """A duty desk saw who reported a case."""
    SIGNED_IN = "signed_in"
    """Somebody came into the console."""
    READ = "read"
    """Staff read a case whose reporter is kept secret."""
    RETAINED = "retained"
    EXPORTED = "exported"
    ERASED = "erased"
    READS = "reads"
    """An administrator listed who has read a case."""
    SETTINGS = "settings"
    ATTENDANCE = "attendance"
    RESTORED = "restored"
    LETTERS_AGAIN = "letters_again"
    LETTERS_DROPPED = "letters_dropped"
    UPDATES_AGAIN = "updates_again"
    UPDATES_DROPPED = "updates_dropped"
    API_KEY = "api_key"
    """A key of the interface for programs was given or taken back."""
    WEBHOOK = "webhook"
    """Another system is told of what happens, or no longer."""


COMMAND_LINE = "command_line"
"""Who did it, where an administrator did it at the machine itself."""


@dataclass(frozen=True, slots=True)
class Doer:
    """By whose hand something is done: a person at a post."""

    post: str
    person: str = ""


ADMINISTRATOR = Doer(COMMAND_LINE)


@dataclass(frozen=True, slots=True)
class CaseRead:
    """Somebody read a case whose reporter is kept secret, or `looked` at who reported it."""

    at: datetime
    post: str
    person: str
    """A hash."""
    reason: str
    looked: bool


SHOWN = 16
"""Digits of a mark that are shown: nobody makes another log that ends so."""
HEX = "0123456789abcdef"
TO_LETTERS = str.maketrans("0123456789", "ghijklmnop")
FROM_LETTERS = str.maketrans("ghijklmnop", "0123456789")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did, or was kept from doing. `outcome` is a code or a count: no words of people, no names."""

    what: Act
    at: datetime
    post: str = ""
    """The post by which it was done, or COMMAND_LINE; "" where none."""
    person: str = ""
    """Who did it. Only a keyed hash is ever stored."""
    case: str = ""
    """Which case it was about, likewise stored as a hash."""
    outcome: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the audit log ends: how many lines are sealed, and the mark of the last. Whoever keeps it elsewhere can tell
    later that none of them has gone."""

    lines: int
    mark: str

    def __str__(self) -> str:
        """`1024:jphkaebdfdla`: letters only, so that nothing takes it for somebody's telephone number."""
        return f"{self.lines}:{self.mark[:SHOWN].translate(TO_LETTERS)}"

    @classmethod
    def read(cls, shown: str) -> "Head":
        """As it was shown, the mark perhaps whole. Raises ValueError."""
        lines, _, mark = shown.strip().partition(":")
        mark = mark.lower().translate(FROM_LETTERS)
        if not lines.isdecimal() or len(mark) < SHOWN or set(mark) - set(HEX):
            raise ValueError(shown)
        return cls(int(lines), mark)
