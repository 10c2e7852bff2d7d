"""What messages share: files, choices."""

from dataclasses import dataclass

File = tuple[str, str]
"""(media, handle) of an attachment to send along, e.g. ("photo", "AgAC…")."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its label is a place or a name; `value` comes back in the tap."""

    value: str
    label: str
