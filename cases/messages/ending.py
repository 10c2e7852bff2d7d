"""不予受理 and what may follow: the grounds, the desk that decides, the resident's appeal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class AskGround:
    """Why should it not be worked on? Values are Ground."""

    case: str
    number: str
    grounds: tuple[str, ...]
    kind: Literal["ask_ground"] = "ask_ground"


@dataclass(frozen=True, slots=True)
class AskDismissalAccount:
    """The same in a sentence that the resident will read."""

    number: str
    ground: str
    kind: Literal["ask_dismissal_account"] = "ask_dismissal_account"


@dataclass(frozen=True, slots=True)
class DismissalAsked:
    """To the desk that decides: somebody holds that it should not be worked on."""

    case: str
    number: str
    matter: str
    place: str
    who: str
    ground: str
    account: str
    said: str
    """What the resident said, for a decision is about that."""
    another: bool = False
    """Nobody is above: another person of the same desk decides."""
    kind: Literal["dismissal_asked"] = "dismissal_asked"


@dataclass(frozen=True, slots=True)
class Dismissed:
    """To the resident: it is not worked on, why, who decided, and how to have that looked at again."""

    case: str
    number: str
    matter: str
    ground: str
    account: str
    who: str
    appeal_to: str
    until: datetime
    again: bool = False
    """`appeal_to` is the same desk once more: nobody above it is there."""
    kind: Literal["dismissed"] = "dismissed"


@dataclass(frozen=True, slots=True)
class Appealed:
    """To the resident: the appeal is there, who looks at it, and by when they hear."""

    number: str
    who: str
    until: datetime
    again: bool = False
    kind: Literal["appealed"] = "appealed"


@dataclass(frozen=True, slots=True)
class AppealMade:
    """To the desk that decides about it."""

    case: str
    number: str
    matter: str
    place: str
    ground: str
    account: str
    decided_by: str
    words: str
    until: datetime
    another: bool = False
    """It is the desk that decided: another person looks at it."""
    kind: Literal["appeal_made"] = "appeal_made"


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """To the resident. Overturned, it is worked on again: by whom and until when."""

    number: str
    matter: str
    who: str
    upheld: bool
    account: str = ""
    owner: str = ""
    due_at: datetime | None = None
    kind: Literal["appeal_decided"] = "appeal_decided"


@dataclass(frozen=True, slots=True)
class Joined:
    """To the resident: the work goes on together with what somebody else told before; their own number stays valid."""

    case: str
    number: str
    matter: str
    who: str
    due_at: datetime
    own: str = ""
    """The number of the other case, where it is the resident's own."""
    asked: bool = False
    """The resident wanted it so."""
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True)
class JoinedAgain:
    """To the resident: somebody else says that it is not done, so nobody is asked about it for now."""

    number: str
    matter: str
    who: str
    due_at: datetime
    kind: Literal["joined_again"] = "joined_again"


@dataclass(frozen=True, slots=True)
class Grouped:
    """To staff: these cases now go on under the first."""

    case: str
    number: str
    matter: str
    numbers: tuple[str, ...]
    residents: int
    left_out: int = 0
    """How many may not be joined, and stay by themselves."""
    kind: Literal["grouped"] = "grouped"


@dataclass(frozen=True, slots=True)
class LeadsNow:
    """To the holder: the case that led is gone, this one leads."""

    case: str
    number: str
    matter: str
    before: str
    others: int
    due_at: datetime
    kind: Literal["leads_now"] = "leads_now"


@dataclass(frozen=True, slots=True)
class JoinedAdds:
    """To the holder of the leading case: what the resident of a joined one adds."""

    leading: str
    number: str
    words: str
    files: int = 0
    kind: Literal["joined_adds"] = "joined_adds"


@dataclass(frozen=True, slots=True)
class SplitOff:
    """To the resident: theirs goes its own way."""

    number: str
    matter: str
    owner: str
    due_at: datetime
    kind: Literal["split_off"] = "split_off"


@dataclass(frozen=True, slots=True)
class SplitFrom:
    """To its holder: a case is their own work again."""

    case: str
    number: str
    matter: str
    place: str
    due_at: datetime
    status: str
    kind: Literal["split_from"] = "split_from"


Ending = (
    AskGround
    | AskDismissalAccount
    | DismissalAsked
    | Dismissed
    | Appealed
    | AppealMade
    | AppealDecided
    | Joined
    | JoinedAgain
    | Grouped
    | LeadsNow
    | JoinedAdds
    | SplitOff
    | SplitFrom
)
