"""Every word a person reads in chat: a message of facts goes in, plain Chinese that fits any phone comes out."""

from dataclasses import replace
from datetime import datetime, tzinfo
from typing import assert_never

from cases.messages import (
    Added,
    Answered,
    AskAccount,
    AskChoice,
    AskDanger,
    AskExtensionLength,
    AskExtensionReason,
    AskLacking,
    AskLeave,
    AskMore,
    AskObstacle,
    AskPlace,
    AskProof,
    AskQuestion,
    AskRating,
    AskReassign,
    AskTopic,
    AskTransfer,
    AskTransferReason,
    AskVerdict,
    AskWhat,
    Bound,
    Card,
    CaseView,
    Closed,
    Digest,
    Done,
    ExtensionAsked,
    Files,
    Hello,
    LeaveEnded,
    LeaveTaken,
    LimitMoved,
    Message,
    Moves,
    NobodyThere,
    Offered,
    OfferLandmark,
    Progress,
    QuestionRelayed,
    Ranking,
    RatingPressed,
    Receipt,
    Refusal,
    Reminder,
    Reopened,
    Resumed,
    StaffHelp,
    StandIn,
    StepTaken,
    Suspended,
    SuspensionAsked,
    Todo,
    Understood,
    Urged,
)
from cases.reading import Severity
from texts.aftercare import aftercare
from texts.lists import overview
from texts.moves import holding
from texts.quoting import cleaned
from texts.rating import ratings
from texts.resident import intake
from texts.saying import Saying, fit
from texts.scene import Hotlines, Scene
from texts.staff import field


class Zh:
    """`zone` is the district's; numbers are the operator's to confirm, and the gas line has no default."""

    def __init__(
        self,
        zone: tzinfo,
        *,
        gas_hotline: str,
        fire: str = "119",
        medical: str = "120",
        police: str = "110",
        power: str = "95598",
        mind: str = "12356",
        discipline: str = "12388",
        city: str = "12345",
    ) -> None:
        self._zone = zone
        self._hotlines = Hotlines(gas_hotline, fire, medical, police, power, mind, discipline, city)

    def render(self, message: Message, now: datetime) -> Saying:
        """What to say at `now` (aware). Never raises for a message of cases/; fits 4,096 UTF-16 units."""
        calls_back = isinstance(message, Card) and message.severity is Severity.CRITICAL
        saying = _said(cleaned(message, hide=not calls_back), Scene(now, self._zone, self._hotlines))
        return replace(saying, text=fit(saying.text), buttons=tuple(row for row in saying.buttons if row))


def _said(message: Message, scene: Scene) -> Saying:
    match message:
        case (
            Hello() | Understood() | AskWhat() | AskPlace() | AskChoice() | AskDanger() | Receipt() | AskMore()
            | AskTopic()
        ):  # fmt: skip
            return intake(message, scene)
        case (
            Progress() | Urged() | StepTaken() | AskVerdict() | QuestionRelayed() | LimitMoved() | Suspended()
            | AskLacking() | Reopened() | Closed() | Added()
        ):  # fmt: skip
            return aftercare(message, scene)
        case Todo() | CaseView() | Digest():
            return overview(message, scene)
        case (
            Card() | Files() | Reminder() | AskProof() | AskReassign() | OfferLandmark() | Done() | Bound() | StaffHelp()
            | Refusal()
        ):  # fmt: skip
            return field(message, scene)
        case AskRating() | RatingPressed() | Ranking():
            return ratings(message, scene)
        case (
            AskQuestion() | Answered() | Moves() | AskExtensionReason() | AskExtensionLength() | ExtensionAsked()
            | AskObstacle() | AskAccount() | SuspensionAsked() | Resumed() | AskTransferReason() | AskTransfer()
            | Offered()
            | AskLeave() | LeaveTaken() | StandIn() | NobodyThere() | LeaveEnded()
        ):  # fmt: skip
            return holding(message, scene)
        case _:
            assert_never(message)
