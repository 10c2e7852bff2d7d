"""The tape of Bot API calls: what was asked, how it ended, how long it took. Never the token."""

from typing import Any

from sandbox.core.errors import ApiError, Json
from sandbox.core.params import Params
from sandbox.core.world import World
from sandbox.server.ring import Ring

KEPT = 2_000
SUMMARY_LENGTH = 80
_TELLING = ("text", "caption", "action", "callback_query_id", "file_id", "url", "name", "title", "commands", "offset")


class Calls:
    """The latest calls, numbered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ring: Ring[Json] = Ring(KEPT)
        self.delivered: dict[int, int] = {}  # chat -> the update the bot last got from it

    def note(self, method: str, params: Params, milliseconds: float, error: ApiError | None) -> None:
        """Put one call on the tape and tell the page, with the update that probably caused it."""
        call: Json = {
            "n": self._ring.last + 1,
            "at": self._world.clock.now().isoformat(timespec="milliseconds"),
            "method": method,
            "ok": error is None,
            "milliseconds": round(milliseconds, 1),
            "summary": summary(params),
        }
        if error is not None:
            call |= {"error_code": error.code, "description": error.description}
        chat = self._chat(params)
        if chat is not None:
            call["chat"] = chat
        self._ring.add(call)
        cause = {"cause": self.delivered[chat]} if chat in self.delivered else {}
        self._world.tell("call", **call, **cause)

    def after(self, n: int) -> list[Json]:
        """Calls numbered above `n`."""
        return self._ring.after(n)

    def _chat(self, params: Params) -> int | None:
        if params.has("chat_id"):
            return params.number("chat_id")
        press = self._world.presses.by_id.get(params.text("callback_query_id"))
        return press.chat if press else None


def summary(params: Params) -> str:
    """The telling part of a call's arguments, short."""
    value: Any = next((params.text(name) for name in _TELLING if params.has(name)), "")
    line = " ".join(str(value).split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1] + "…"
