"""What staff hear who bring in a matter for others."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AskEntry:
    """Where does it come from? With a source (one of model.Source): what is it, and where?"""

    source: str = ""
    kind: Literal["ask_entry"] = "ask_entry"


@dataclass(frozen=True, slots=True)
class PutRight:
    """Found and put right on the spot: noted, and whom it was told to."""

    number: str
    matter: str
    place: str
    desk: str
    kind: Literal["put_right"] = "put_right"


Entering = AskEntry | PutRight
