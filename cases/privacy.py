"""Numbers that name a person, hidden wherever words are shown: whoever reads a case needs the matter, not the number."""

import re

HIDDEN = "****"
_GAP = r"[\s\-‐‑–—－.]?"
_DIGIT = re.compile(r"\d")
_IDENTITY = re.compile(rf"(?<!\d)(\d{{3}})(?:{_GAP}\d){{11,15}}(?:{_GAP}[\dXx])(?![\dA-Za-z])")
"""Identity and bank card numbers: 15 to 19 digits, the last perhaps an X, however they are grouped."""
_MOBILE = re.compile(rf"(?<!\d)((?:\+?86{_GAP})?[1１][3-9３-９]\d)(?:{_GAP}\d){{8}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)([0０]\d{{2,3}}){_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)")


def masked(text: str, *, phones: bool = True) -> str:
    """The text with the first digits of such numbers and `HIDDEN` for the rest. Dates, case numbers and sums stay; so do
    telephone numbers without `phones`."""
    if not _DIGIT.search(text):  # nearly always
        return text
    for kind in _kinds(phones=phones):
        text = kind.sub(rf"\1{HIDDEN}", text)
    return text


def numbers_in(text: str, *, phones: bool = True) -> tuple[str, ...]:
    """Such numbers as they were written, each once."""
    found: list[str] = []
    for kind in _kinds(phones=phones):
        found += [match.group() for match in kind.finditer(text)]
        text = kind.sub(rf"\1{HIDDEN}", text)
    return tuple(dict.fromkeys(found))


def _kinds(*, phones: bool) -> tuple[re.Pattern[str], ...]:
    return (_IDENTITY, _MOBILE, _LANDLINE) if phones else (_IDENTITY,)


def names_somebody(text: str) -> bool:
    """Such a number stands in it, or one was hidden in it."""
    return HIDDEN in text or masked(text) != text
