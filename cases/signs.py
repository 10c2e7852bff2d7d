"""By what a case is known to be of a subject, sensitive or asking for a skill: the district's tables, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cases.model import Case


@dataclass(frozen=True, slots=True)
class Sign:
    """A case is of this subject where what it was read as, or a word of it, is this."""

    subject: str
    by: Literal["topic", "object", "fault", "danger", "word"]
    value: str


def subject_of(case: Case, signs: Sequence[Sign]) -> str:
    """The first subject of the table that fits; "" for nearly every case."""
    return next((sign.subject for sign in signs if fits(case, sign)), "")


def fits(case: Case, sign: Sign) -> bool:
    match sign.by:
        case "topic":
            return sign.value in {case.topic, case.topic2}
        case "object":
            return sign.value == case.object
        case "fault":
            return sign.value == case.fault
        case "danger":
            return case.danger is not None and sign.value == case.danger.value
        case "word":
            return sign.value in case.text
