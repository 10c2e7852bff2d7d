"""What a line of the log is about: the update, the web request or the part of the process that led to it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

HEADER = b"x-request-id"
_cause: ContextVar[str] = ContextVar("cause", default="")


def current() -> str:
    """`update/17`, `request/9f2c41d0`, `clockwork`; "" where nobody said."""
    return _cause.get()


@contextmanager
def because(cause: str) -> Iterator[None]:
    """Everything that is done within, tasks and threads of the runner included."""
    token = _cause.set(cause)
    try:
        yield
    finally:
        _cause.reset(token)


class Traced:
    """An ASGI application whose every request has a number, in the log and in the answer."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = secrets.token_hex(4)

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (HEADER, number.encode())]
            await send(message)

        with because(f"request/{number}"):
            await self._app(scope, receive, answer)
