"""Numbers as they come in addresses and forms: anybody may write anything there."""

from cases.model import CaseId
from cases.named import is_number

LONGEST = 15
"""Digits: what is longer counts nothing that there is, and fits no column."""


def whole_number(said: str) -> int | None:
    """From 0 on. None for everything else."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else None


def number_of_case(said: str) -> CaseId:
    """As use cases take it. Raises ValueError for what can be none."""
    if not is_number(said):
        raise ValueError(said)
    return CaseId(said)
