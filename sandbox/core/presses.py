"""Pressed buttons: each waits for the bot's answer, once and not for ever."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.core.errors import Json, bad_request

ANSWER_LIMIT = 200
KEPT = 50_000


@dataclass(slots=True)
class Press:
    """One tap on an inline button; `at` is real monotonic time: a spinner knows no sandbox clock."""

    query_id: str
    chat: int
    message_id: int
    person: int
    at: float
    answered: bool = False
    text: str = ""
    show_alert: bool = False

    def view(self) -> Json:
        """The answer, as the phone shows it."""
        return {"answered": self.answered, "text": self.text, "show_alert": self.show_alert}


class Presses:
    """The latest presses by callback query id."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.life_seconds = 60.0  # the real limit is not published
        self.by_id: dict[str, Press] = {}

    def add(self, chat: int, message_id: int, person: int) -> Press:
        """A new press, waiting."""
        query_id = str(random.randrange(10**17, 10**18))
        self.by_id[query_id] = Press(query_id, chat, message_id, person, self._monotonic())
        if len(self.by_id) > KEPT:
            self.by_id.pop(next(iter(self.by_id)))
        return self.by_id[query_id]

    def answer(self, query_id: str, text: str, *, show_alert: bool) -> Press:
        """Stop the spinner; 400 when it is late, unknown or already stopped."""
        if len(text) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        press = self.by_id.get(query_id)
        if press is None or press.answered or self._monotonic() - press.at > self.life_seconds:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        press.answered, press.text, press.show_alert = True, text, show_alert
        return press
