"""Short words that mean one thing only as the whole message: a bare call for help, how long and why."""

import re

_URGENT = re.compile(r"(?:很|真|太|特别|非常|十万火)?(?:有?急事?|急+|紧急|救命|救救我)(?:啊|呀|了)*")
_STOP = re.compile(r"(\d{1,3})\s*[天日]?[\s,，:：]*(.*)", re.DOTALL)
_AROUND = " \t\n.,!~。，！～…"


def is_call(text: str) -> bool:
    """急, 救命: a call for help and nothing else."""
    return _URGENT.fullmatch(text.strip(_AROUND)) is not None


def stop_in(note: str) -> tuple[int, str]:
    """「7 反复发广告」 as days and reason; 0 days where none are named."""
    found = _STOP.fullmatch(note.strip())
    return (int(found[1]), found[2].strip()) if found else (0, note.strip())
