"""What can be asked for about a picture: one frozen dataclass each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.commands import OnCase
from cases.model import Cause


class Sight(StrEnum):
    """What came of looking at a picture."""

    SEEN = "seen"
    LATER = "later"
    """It could not be fetched just now."""
    NEVER = "never"
    """There is no such file, or it is no picture that can be compared."""


@dataclass(frozen=True, slots=True)
class NotePicture:
    """note_picture: the process has looked at a picture. `shape` is given when it was SEEN."""

    picture: str
    sight: Sight
    at: datetime
    cause: Cause
    shape: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPicture(OnCase):
    """answer_picture: 就是这张, or 换一张. Empty when it is typed without a number: what was asked last in this chat."""

    keep: bool
