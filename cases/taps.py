"""What a button says when it is pressed. A tap carries no authority: who pressed is checked when it is heard."""

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "|"
MAX_BYTES = 64
"""Telegram's limit for callback_data (Bot API, InlineKeyboardButton)."""


class Verb(StrEnum):
    """Short on purpose: 64 bytes hold the verb, a case and one value."""

    PLACE = "pl"
    NO_PLACE = "np"
    DANGER_YES = "dy"
    DANGER_NO = "dn"
    OUT = "ou"
    INSIDE = "in"
    FIX_PLACE = "fp"
    FIX_TOPIC = "ft"
    SET_TOPIC = "st"
    ADD_PHOTO = "ap"
    ANONYMOUS = "an"
    URGE = "ur"
    FIXED = "v1"
    NOT_FIXED = "v2"
    BROKE_AGAIN = "v3"
    NOT_MINE = "v4"
    WITHDRAW = "wd"
    ACCEPT = "ac"
    ARRIVE = "ar"
    RESOLVE = "rs"
    RESOLVE_NOW = "rn"
    SUPERVISE = "sv"
    REASSIGN = "ra"
    ASSIGN = "as"
    TRIAGE = "tr"
    SHOW = "sh"
    UNFOLD = "uf"
    REMEMBER = "rm"
    ASK = "aq"
    TRANSFER = "ho"
    TRANSFER_TO = "ht"
    TAKE = "tk"
    MORE = "mo"
    AWAY_TOO = "at"
    SUSPEND = "su"
    SUSPENSION = "sd"
    RESUME = "re"
    EXTEND = "ex"
    EXTENSION_YES = "ey"
    EXTENSION_NO = "en"
    DECLINE = "dc"
    RATE = "rt"
    WHISTLE = "wh"
    DEPARTMENT = "dp"
    MUSTER = "mu"
    ASSIST = "ax"
    ERASE = "er"
    KEEP = "ke"
    SECRECY = "sc"
    LOOK = "lk"
    FURTHER = "fu"
    DISMISS = "di"
    DISMISSAL_YES = "dk"
    DISMISSAL_NO = "dx"
    APPEAL = "al"
    UPHOLD = "uh"
    OVERTURN = "ov"
    ENTER = "et"
    MILESTONE = "ms"
    CLASSIFY = "cl"
    UNDO = "ud"
    LASTS = "ls"
    BROKE_LATER = "bl"
    SUBSCRIBE = "sb"
    SEND_OUT = "so"
    KEEP_BACK = "kb"
    KNOWN = "kn"
    CONTEST_YES = "cy"
    CONTEST_NO = "cn"
    JOIN = "jn"
    SPLIT = "sp"
    JOIN_OWN = "jo"
    ACCUSE = "gc"
    RELEASE = "rl"
    RETRACT = "rx"
    READS = "rd"
    SAME_PICTURE = "ps"
    OTHER_PICTURE = "po"
    SURGE_ANSWER = "sg"
    SURGE_NONE = "sn"
    PUBLISH = "pu"
    UNPUBLISH = "pk"
    SURGE_END = "se"
    WAIT_ALONG = "wa"
    NOT_ALIKE = "na"
    MEANT = "mt"


@dataclass(frozen=True, slots=True)
class Tap:
    """`subject` is a case or draft id; `value` the chosen option, topic index or post, often empty."""

    verb: Verb
    subject: str
    value: str = ""

    def encode(self) -> str:
        """At most 64 bytes. Raises ValueError when the parts are too long or hold the separator."""
        data = SEPARATOR.join((self.verb, self.subject, self.value))
        if data.count(SEPARATOR) != 2 or len(data.encode()) > MAX_BYTES:
            raise ValueError(f"a tap must fit {MAX_BYTES} bytes: {data!r}")
        return data


def decode(data: str) -> Tap | None:
    """The tap, or None for anything we never wrote."""
    verb, *rest = data.split(SEPARATOR)
    if len(rest) != 2 or verb not in set(Verb):
        return None
    return Tap(Verb(verb), *rest)
