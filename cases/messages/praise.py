"""Praise: passed on to whom it is for, with nothing of whom it is from."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Praised:
    """To whoever is praised, and to the desk above them."""

    who: str
    words: str
    number: str = ""
    matter: str = ""
    place: str = ""
    desk: bool = False
    """It goes to the desk that oversees them."""
    kind: Literal["praised"] = "praised"


@dataclass(frozen=True, slots=True)
class PraisePassedOn:
    """The thanks for it. `to` names the posts that read it."""

    to: tuple[str, ...]
    kind: Literal["praise_passed_on"] = "praise_passed_on"


@dataclass(frozen=True, slots=True)
class AskPraised:
    """Whom is it for: where do they serve?"""

    kind: Literal["ask_praised"] = "ask_praised"


Thanks = Praised | PraisePassedOn | AskPraised
