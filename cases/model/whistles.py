"""A department called to a case."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.model.base import Attachment, CaseId, PostCode


class WhistleState(StrEnum):
    """How far a called department is."""

    CALLED = "called"
    ANSWERED = "answered"
    """应哨: they come."""
    CAME = "came"
    DECLINED = "declined"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"
    """The case needs them no more."""

    @property
    def is_open(self) -> bool:
        return self in {WhistleState.CALLED, WhistleState.ANSWERED, WhistleState.CAME}


@dataclass(frozen=True, slots=True)
class Whistle:
    """One call of one department to one case."""

    id: str
    case: CaseId
    department: PostCode
    by: PostCode
    """Who called: the holder of that moment, or a desk over the case."""
    asked: str
    called_at: datetime
    heard_at: datetime
    """When its clock began: what can wait is not heard at night."""
    due_at: datetime
    """By when it is to be answered."""
    state: WhistleState = WhistleState.CALLED
    answered_at: datetime | None = None
    arrive_due_at: datetime | None = None
    came_at: datetime | None = None
    conclude_due_at: datetime | None = None
    ended_at: datetime | None = None
    said: str = ""
    """The reason for not coming, or the conclusion."""
    proof: tuple[Attachment, ...] = ()
    told: int = 0
    """How often somebody was told that its next step is late."""
    look_at: datetime | None = None
    """When a sweep has to look at it again."""

    @property
    def step_due_at(self) -> datetime | None:
        """By when its next step is to be made; None once it has ended."""
        match self.state:
            case WhistleState.CALLED:
                return self.due_at
            case WhistleState.ANSWERED:
                return self.arrive_due_at
            case WhistleState.CAME:
                return self.conclude_due_at
            case _:
                return None
