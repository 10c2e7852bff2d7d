"""The domain's nested nouns as JSON texts. What was written is read back equal; what cannot be stored is replaced."""

import json
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, TypeAdapter
from pydantic_core import PydanticSerializationError

from cases.messages import Message
from cases.model import Attachment, Footing
from cases.reading import Evidence, Matter, Option, PlaceReading, Reading
from cases.registry import Registry
from storage.columns import storable

T = TypeVar("T")


class Wire(Generic[T]):
    """One type, to and from JSON text."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        """Built when the first text of the type is met: that of all messages takes a moment."""
        return TypeAdapter(self._kind)

    def write(self, value: T) -> str:
        try:
            return self._adapter.dump_json(value).decode()
        except (PydanticSerializationError, UnicodeEncodeError):  # half of a surrogate pair somewhere inside
            return json.dumps(_storable(self._adapter.dump_python(value)), ensure_ascii=False, default=str)

    def read(self, text: str) -> T:
        """Raises ValueError when the text is of no such type."""
        return self._adapter.validate_json(text)


class Several(Wire[tuple[T, ...]]):
    """Any number of them; most often none."""

    def read(self, text: str) -> tuple[T, ...]:
        return () if text == "[]" else super().read(text)


def _storable(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(str(name)): _storable(part) for name, part in value.items()}
        case list() | tuple():
            return [_storable(part) for part in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return value


MESSAGE: Wire[Message] = Wire(Annotated[Message, Field(discriminator="kind")])
READING: Wire[Reading] = Wire(Reading)
PLACE: Wire[PlaceReading] = Wire(PlaceReading)
MATTERS: Several[Matter] = Several(tuple[Matter, ...])
OPTIONS: Several[Option] = Several(tuple[Option, ...])
ATTACHMENTS: Several[Attachment] = Several(tuple[Attachment, ...])
EVIDENCE: Several[Evidence] = Several(tuple[Evidence, ...])
NAMES: Several[str] = Several(tuple[str, ...])
FOOTING: Wire[Footing] = Wire(Footing)
REGISTRY: Wire[Registry] = Wire(Registry)
