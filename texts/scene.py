"""What every sentence may need to know: the time it is said, the clock on the wall, the telephone numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

DAYS = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Hotlines:
    """Numbers an operator confirms for the district; only the gas line has no national default."""

    gas: str
    fire: str = "119"
    medical: str = "120"
    police: str = "110"
    power: str = "95598"
    mind: str = "12356"
    discipline: str = "12388"
    legal: str = "12348"
    city: str = "12345"


@dataclass(frozen=True, slots=True)
class Scene:
    now: datetime
    zone: tzinfo
    hotlines: Hotlines
    heartbeat_days: int = 14
    """How often the resident of a long or suspended matter hears of it."""

    def when(self, moment: datetime) -> str:
        """今天 16:00, 周三 11 月 25 日 18:00: as a person would say it now."""
        return f"{self.day(moment)} {self.clock(moment)}"

    def day(self, moment: datetime) -> str:
        local, today = self._date(moment), self._date(self.now)
        return DAYS.get((local - today).days) or _full(local, today)

    def dated(self, moment: datetime) -> str:
        """周三 11 月 25 日 18:00: for what is still read when today has become yesterday."""
        return f"{_full(self._date(moment), self._date(self.now))} {self.clock(moment)}"

    def on(self, moment: datetime) -> str:
        """周一 3 月 2 日, whatever today is."""
        return _full(self._date(moment), self._date(self.now))

    def then(self, moment: datetime, first: datetime) -> str:
        """A second moment in one breath with `first`: its date is left out when it is the same."""
        return self.clock(moment) if self._date(moment) == self._date(first) else self.dated(moment)

    def clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"

    def before(self, moment: datetime) -> str:
        return f"{self.when(moment)} 前"

    def step(self, moment: datetime) -> str:
        """The time of a step on a card: the clock alone for today, else with its date."""
        if self._date(moment) == self._date(self.now):
            return self.clock(moment)
        return f"{moment.astimezone(self.zone):%m-%d %H:%M}"

    def late(self, due: datetime) -> str:
        """超 2 天, 超 5 小时; empty before the time."""
        over = self.now - due
        return f"超 {amount(over)}" if over > timedelta() else ""

    def left(self, due: datetime) -> str:
        """还剩 3 小时 50 分, or how late it is."""
        return self.late(due) or f"还剩 {amount(due - self.now)}"

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def amount(span: timedelta) -> str:
    minutes = max(1, round(span / timedelta(minutes=1)))
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)} 天"
    if minutes >= 60:
        rest = minutes % 60
        return f"{minutes // 60} 小时" + (f" {rest} 分" if rest and minutes < 24 * 60 else "")
    return f"{minutes} 分钟"


def _full(day: date, today: date) -> str:
    year = f"{day.year} 年 " if day.year != today.year else ""
    return f"周{WEEKDAYS[day.weekday()]} {year}{day.month} 月 {day.day} 日"
