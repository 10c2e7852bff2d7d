"""A proof that looks like an earlier picture: what is asked, and what comes of it."""

from dataclasses import dataclass
from typing import Literal

from cases.messages.base import File


@dataclass(frozen=True, slots=True)
class AskSamePicture:
    """Was the picture sent by mistake? `other` is the number of the case that it was used in, where this person may know of
    it; `own`: the case itself had it before."""

    case: str
    number: str
    other: str
    own: bool
    kind: Literal["ask_same_picture"] = "ask_same_picture"


@dataclass(frozen=True, slots=True)
class AskPicture:
    """The other one, please."""

    number: str
    kind: Literal["ask_picture"] = "ask_picture"


@dataclass(frozen=True, slots=True)
class PictureSettled:
    """To whoever answered."""

    number: str
    kept: bool
    kind: Literal["picture_settled"] = "picture_settled"


@dataclass(frozen=True, slots=True)
class ProofChanged:
    """To whoever is asked whether it is good: another picture of it."""

    number: str
    files: tuple[File, ...]
    kind: Literal["proof_changed"] = "proof_changed"


Pictures = AskSamePicture | AskPicture | PictureSettled | ProofChanged
