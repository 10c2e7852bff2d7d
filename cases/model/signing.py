"""The way into the console: a link that is good once, and the session that it opens."""

from dataclasses import dataclass
from datetime import datetime

from cases.model.base import Actor


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who asked for a link in which chat: what that chat may do, the session may. Of both secrets only digests are kept."""

    link: str
    by: Actor
    expires_at: datetime
    """Of the link; once it was used, of the session."""
    session: str = ""
    opened_at: datetime | None = None
    ended: bool = False

    def is_open(self, at: datetime) -> bool:
        return bool(self.session) and not self.ended and at < self.expires_at
