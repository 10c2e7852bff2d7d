"""What the process says of its own health: numbers and times, never a word that people wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Health:
    """`inbox` counts updates not settled yet, `outbox` messages that could be sent or are in the air."""

    status: Literal["starting", "ok", "degraded"]
    now: datetime
    inbox: int
    outbox: int
    parked: int
    dead: int
    swept_at: datetime | None
    """Everything due by the desk's clock until then has been dealt with."""
    clock: Literal["system", "server", "hurried", "followed"]
    leader: bool = True
    """This process, of those on the same database, fetches updates and speaks."""
    pictures: int = 0
    """Proofs that are still to be looked at; nobody waits for that."""

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "now": self.now.isoformat(timespec="milliseconds"),
            "inbox": self.inbox,
            "outbox": self.outbox,
            "parked": self.parked,
            "dead": self.dead,
            "swept_at": self.swept_at and self.swept_at.isoformat(timespec="milliseconds"),
            "clock": self.clock,
            "leader": self.leader,
            "pictures": self.pictures,
        }
