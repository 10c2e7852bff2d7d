"""Whole numbers as they come in addresses and forms: anybody may write anything there."""

LONGEST = 15
"""Digits: what is longer counts nothing that there is, and fits no column."""


def whole_number(said: str) -> int | None:
    """From 0 on. None for everything else."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else None
