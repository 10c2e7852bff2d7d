"""Time as a search sees it: one true time that only runs on, and a wall clock that people and NTP may set back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
BEGINNINGS = (
    datetime(2026, 3, 2, 9, tzinfo=ZONE),  # a Monday morning
    datetime(2026, 3, 6, 17, 30, tzinfo=ZONE),  # before a weekend
    datetime(2026, 3, 3, 21, 25, tzinfo=ZONE),  # just before the quiet hours
)


class Hands:
    """A cases.ports.Clock. The machine's clock and the desk's are the same wall clock, as on one machine they are."""

    def __init__(self, begins: datetime = BEGINNINGS[0]) -> None:
        self._begins = begins
        self.elapsed = timedelta()
        """What a monotonic clock has counted since the beginning."""
        self.set_back_by = timedelta()
        """By how much the wall clock is behind where it would be, had nobody touched it."""

    def now(self) -> datetime:
        return self._begins + self.elapsed - self.set_back_by

    def machine(self) -> datetime:
        return self.now().astimezone(UTC)

    def monotonic(self) -> float:
        return self.elapsed.total_seconds()
