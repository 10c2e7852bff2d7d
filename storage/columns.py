"""Column types that read and write the same on every engine: moments that stay aware, words that can always be stored."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

UNSTORABLE = "\ufffd"


def storable(text: str) -> str:
    """The text without what no database takes: NUL (PostgreSQL) and halves of surrogate pairs (UTF-8)."""
    if "\x00" in text:
        text = text.replace("\x00", UNSTORABLE)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. Naive ones are refused: they would be read as some other zone later."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a stored moment must be aware: {value!r}")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002
        """One step for each moment, and none where nothing is to be done: a case has more than a dozen of them, and thousands
        of cases are read in a second."""
        return _aware if dialect.name == "sqlite" else None


def _aware(value: str | None) -> datetime | None:
    """SQLite keeps no offset; what we wrote there was UTC."""
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class Words(TypeDecorator[str]):
    """Free text of people, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)


BytewiseKey = String().with_variant(String(collation="C"), "postgresql")
"""A string compared code point by code point, so that a prefix is a range of the index on either engine."""
