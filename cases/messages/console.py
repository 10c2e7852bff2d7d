"""What is said of the console in chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ConsoleLink:
    """Opens the console once, before `until`."""

    url: str
    until: datetime
    kind: Literal["console_link"] = "console_link"


@dataclass(frozen=True, slots=True)
class LinkSentApart:
    """Asked for in a group: the link went to the person alone."""

    kind: Literal["link_sent_apart"] = "link_sent_apart"


SigningIn = ConsoleLink | LinkSentApart
