"""Every word a person reads in chat: a message of facts goes in, plain Chinese that fits any phone comes out."""

from dataclasses import replace
from datetime import datetime, tzinfo
from typing import assert_never

from cases.messages import (
    Aftercare,
    Announcing,
    Card,
    Counsel,
    Ending,
    Entering,
    Field,
    Grids,
    Holding,
    Intake,
    LongTerm,
    Message,
    Oversight,
    Overview,
    Patient,
    Pictures,
    Privacy,
    Ratings,
    Revealed,
    SigningIn,
    Surging,
    Thanks,
    Whistling,
)
from cases.reading import Severity
from texts.aftercare import aftercare
from texts.announcing import announcing
from texts.console import signing_in
from texts.counsel import counsel
from texts.ending import ending
from texts.entering import entering
from texts.grids import grids
from texts.lists import overview
from texts.longterm import long_term
from texts.moves import holding
from texts.patience import patient
from texts.pictures import pictures
from texts.praise import thanks
from texts.privacy import privacy
from texts.quoting import cleaned
from texts.rating import ratings
from texts.resident import intake
from texts.saying import Saying, fit
from texts.scene import Hotlines, Scene
from texts.staff import field
from texts.surges import surging
from texts.weekly import oversight
from texts.whistles import whistling


class Zh:
    """`zone` and the days between two words on a long matter are the district's; numbers are the operator's to confirm, and the gas line has no default."""

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
        legal: str = "12348",
        city: str = "12345",
        heartbeat_days: int = 14,
    ) -> None:
        self._zone, self._heartbeat_days = zone, heartbeat_days
        self._hotlines = Hotlines(gas_hotline, fire, medical, police, power, mind, discipline, legal, city)

    def render(self, message: Message, now: datetime) -> Saying:
        """What to say at `now` (aware). Never raises for a message of cases/; fits 4,096 UTF-16 units."""
        calls_back = isinstance(message, Revealed) or (
            isinstance(message, Card) and message.severity is Severity.CRITICAL
        )
        scene = Scene(now, self._zone, self._hotlines, self._heartbeat_days)
        saying = _said(cleaned(message, hide=not calls_back), scene)
        return replace(saying, text=fit(saying.text), buttons=tuple(row for row in saying.buttons if row))


def _said(message: Message, scene: Scene) -> Saying:
    if isinstance(message, Intake):
        return intake(message, scene)
    if isinstance(message, Counsel):
        return counsel(message, scene)
    if isinstance(message, Grids):
        return grids(message, scene)
    if isinstance(message, Thanks):
        return thanks(message)
    if isinstance(message, Patient):
        return patient(message, scene)
    if isinstance(message, Aftercare):
        return aftercare(message, scene)
    if isinstance(message, Overview):
        return overview(message, scene)
    if isinstance(message, Field):
        return field(message, scene)
    if isinstance(message, Ratings):
        return ratings(message, scene)
    if isinstance(message, SigningIn):
        return signing_in(message, scene.zone)
    if isinstance(message, Privacy):
        return privacy(message, scene)
    if isinstance(message, Ending):
        return ending(message, scene)
    if isinstance(message, LongTerm):
        return long_term(message, scene)
    if isinstance(message, Holding):
        return holding(message, scene)
    if isinstance(message, Entering):
        return entering(message)
    if isinstance(message, Oversight):
        return oversight(message, scene)
    if isinstance(message, Whistling):
        return whistling(message, scene)
    if isinstance(message, Pictures):
        return pictures(message)
    if isinstance(message, Announcing):
        return announcing(message, scene)
    if isinstance(message, Surging):
        return surging(message, scene)
    assert_never(message)
