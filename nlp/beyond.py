"""What no desk of a district can settle: judgments and other proceedings, and talk of the weather."""

from dataclasses import dataclass

from cases.reading import Beyond, Intent, Severity
from nlp.alarms import Alarm
from nlp.finder import Finder
from nlp.tables import rows_of

LONGEST = 60
"""A longer message holds more than this one wish: a person reads it."""
LONGEST_CHAT = 14
_ASKS = frozenset({Intent.COMPLAINT, Intent.QUESTION, Intent.SUGGESTION, Intent.DISSATISFIED, Intent.SMALL_TALK})
_LOOKS_ALIKE = "-"
"""Rows that hide what stands inside them: the 判决 of 判决执行处."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What else the message holds; any of it is something that can be done."""

    intent: Intent
    fault: str
    alarm: Alarm
    conflict: bool


class Beyonds:
    def __init__(self) -> None:
        self._finder: Finder[str] = Finder(
            ((row["word"], row["what"]) for row in rows_of("beyond")), hides=lambda what: what == _LOOKS_ALIKE
        )

    def read(self, text: str, told: Matter) -> tuple[Beyond | None, str]:
        """What it is and the word that shows it; (None, "") for everything that can be filed."""
        if len(text) > LONGEST or told.intent not in _ASKS or told.fault or told.conflict:
            return None, ""
        if told.alarm.doubtful or told.alarm.severity is not Severity.NORMAL:
            return None, ""
        for found in self._finder.find(text):
            if found.row == _LOOKS_ALIKE:
                continue
            what = Beyond(found.row)
            if not what.is_chat or len(text) <= LONGEST_CHAT:
                return what, found.word
        return None, ""
