"""Who speaks and where, files, and which of two messages goes first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ChatRef = NewType("ChatRef", str)
"""A chat of some messenger: `tg:1001`, a group `tg:-1002003`, one of its topics `tg:-1002003/7`."""
PersonRef = NewType("PersonRef", str)
"""A person of some messenger: `tg:1001`."""
NOBODY = PersonRef("")
PostCode = NewType("PostCode", str)
"""A post: a worker's id (`Z0007`) or the code of the area whose duty desk it is."""
NO_POST = PostCode("")
CaseId = NewType("CaseId", str)
"""The draft's id is the case's key, so a draft can never be filed twice."""
Cause = NewType("Cause", str)
"""What made something happen: `update/123`, `ladder/tg:1001#5/0/3`. A cause has its effect once."""


def is_group(chat: ChatRef) -> bool:
    """Several people read it, and not all of them serve the post that answers there."""
    return chat.partition(":")[2].startswith("-")


API, OFFICE = "api:", "office:"
"""How chats begin that are none: of a program with a key of ours, of an office that brings files."""


def is_outside(chat: ChatRef) -> bool:
    """Nobody can be written to there: what becomes of a case is fetched, or written into a file."""
    return chat.startswith((API, OFFICE))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and where. In a private chat `chat` and `person` name the same party."""

    chat: ChatRef
    person: PersonRef
    name: str = ""
    group: bool = False


class Media(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"
    AUDIO = "audio"


SPOKEN = frozenset({Media.VOICE, Media.VIDEO_NOTE, Media.AUDIO})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept by the messenger; `file` is the messenger's own handle for sending it on."""

    media: Media
    file: str


class Priority(StrEnum):
    """Which of two waiting messages goes first; the value sorts."""

    ALARM = "0"
    ANSWER = "1"
    CARD = "2"
    REMINDER = "3"
    DIGEST = "4"
