"""How long a body may be: what goes on beyond that is read no further."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
"""The longest words that a page takes, percent-encoded, are a third of it."""


class TooLong(HTTPException):
    """A body goes on beyond what anybody has to say. `most` bytes were allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(413)
        self.most = most


class Bodies:
    """Reads no body that is longer than `most` bytes, or than what `larger` says of its path."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int] | None = None) -> None:
        self._app, self._most, self._larger = app, most, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most, size = self._larger.get(scope.get("path", ""), self._most), 0

        async def measured() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise TooLong(most)  # where the body is being read, which answers it like any refusal
            return message

        await self._app(scope, measured, send)
