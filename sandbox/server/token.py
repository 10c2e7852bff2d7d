"""Which token is the bot's: the first of valid shape, or the one given at the start. Only a digest is kept."""

import hashlib
import hmac
import re

from sandbox.core.errors import ApiError
from sandbox.core.world import World

_SHAPE = re.compile(r"([1-9]\d{0,18}):[A-Za-z0-9_-]{3,60}")


class Door:
    """Lets one bot in."""

    def __init__(self, world: World, token: str | None = None) -> None:
        self._world = world
        self._fixed = token is not None
        self._digest: bytes | None = None
        if token is not None:
            self.check(token)

    def check(self, token: str) -> None:
        """Pass, or raise 401 as Telegram does for malformed and for unknown tokens."""
        match = _SHAPE.fullmatch(token)
        if match is None:
            raise ApiError(401, "Unauthorized: invalid token specified")
        digest = hashlib.sha256(token.encode()).digest()
        if self._digest is None:
            self._digest = digest
            self._world.become(int(match[1]))
        elif not hmac.compare_digest(self._digest, digest):
            raise ApiError(401, "Unauthorized")

    def forget(self) -> None:
        """Let the next token be the bot, unless one was given at the start."""
        if not self._fixed:
            self._digest = None
