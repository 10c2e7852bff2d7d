"""A month of a whole district: residents complain and judge, workers of every temper work or do not, desks act on what they
are told. Everybody only sees what is on their phones and only writes and presses; the dice are seeded."""

import re
import sqlite3
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import update

from storage.engine import open_engine
from storage.tables import binding
from tests.endurance.town import FIRST_RESIDENT, Town, district, homes
from tests.live import Bot

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 3, 2, 7, 0, tzinfo=ZONE)
NUMBER = re.compile(r"(?:0[1-9]|1[0-2])[0-3]\d-\d{3,6}(?!\d)")
ORDINARY = (
    "路灯坏了，晚上看不见路",
    "垃圾桶满了，三天没人倒",
    "有人在路边乱堆沙子",
    "广场舞天天放音响，吵得睡不着",
    "绿化带里全是垃圾",
    "路边小广告贴得到处都是",
    "有人占道摆摊",
    "公厕没人打扫，味道很大",
)
PRESSING = ("井盖没了，黑咕隆咚的怕掉下去", "水管爆了，水漫到路上", "电线断了，掉在路上")
DANGEROUS = ("屋里一股煤气味，头晕", "着火了，楼道里全是烟")
ACCUSING = "举报{place}网格员收了钱不办事"
PHONE = "199{:08d}"
DONE = ("修好了", "清理干净了", "已经处理完", "换了新的")
PRESSED = ("八成", "到时限", "居民催办", "上级督办", "重办", "请您代岗")
STILL_BAD = ("没修好，还是老样子", "没弄好，又坏了")
WORKING = (range(8, 12), range(14, 18))
LIMIT = re.compile(r"(?:(\d+) 月 (\d+) 日 )?(\d\d):(\d\d) 前")
SHARE_OF_THE_LIMIT = (0.2, 0.4, 0.6, 0.75, 1.1)
"""When a prompt worker, who reads on the card what is left, has done it; one in five is late all the same."""


class Temper(Enum):
    PROMPT = "prompt"
    SLOW = "slow"
    ABSENT = "absent"
    BLOCKING = "blocking"
    ON_LEAVE = "on leave"


SHARES = ((Temper.PROMPT, 62), (Temper.SLOW, 22), (Temper.ABSENT, 7), (Temper.BLOCKING, 4), (Temper.ON_LEAVE, 5))


@dataclass(frozen=True)
class Scale:
    days: int
    cases: int
    residents: int
    groups: int
    every: timedelta = timedelta(minutes=30)
    """How far time goes at once by day, unless something happens before."""


@dataclass(frozen=True)
class Seen:
    """A message of the bot as it came, with the desk's time."""

    chat: int
    message: int
    text: str
    edited: bool
    at: datetime


@dataclass
class Month:
    town: Town
    bot: Bot
    url: str
    scale: Scale
    seed: int
    now: datetime = BEGINS
    seen: list[Seen] = field(default_factory=list)
    ticks: int = 0
    acts: int = 0
    at_digest: list[Callable[[datetime], None]] = field(default_factory=list)
    """Called when a morning's digests are out, before anybody acts on them."""

    def __post_init__(self) -> None:
        self.asking = httpx.Client(timeout=30)
        self.dice = Random(self.seed)
        self.agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self.pressing: list[datetime] = []
        """Moments of the night at which somebody may have to be woken."""
        self._turn = count()
        self._seq = 0
        registry = district().registry
        self.workers = {chat: post for post, chat in district().workers.items()}
        self.desks = {chat: code for code, chat in district().desks.items()}
        self.speaker: dict[int, int] = {}
        """Who speaks in a group."""
        names, weights = [name for name, _ in SHARES], [share for _, share in SHARES]
        self.temper: dict[int, Temper] = dict(
            zip(self.workers, self.dice.choices(names, weights, k=len(self.workers)), strict=True)
        )
        self.places = [(said, grid) for said, grid in homes()]
        self.home = {self._resident(n): self.dice.choice(self.places) for n in range(self.scale.residents)}
        self.village = {grid.code: registry.area[grid.village].name for _, grid in self.places}

    def _resident(self, n: int) -> int:
        return FIRST_RESIDENT + n

    # --- before it begins ---

    def move_in(self) -> None:
        """Some posts answer in groups, some workers have blocked the bot."""
        chosen = self.dice.sample(sorted(self.workers), self.scale.groups) + self.dice.sample(
            sorted(self.desks), self.scale.groups // 2
        )
        engine = open_engine(self.url)
        with engine.begin() as db:
            for person in chosen:
                title = f"群{person}"
                group = {"title": title, "members": [person], "bot_admin": True, "supergroup": True}
                chat = self.town.sandbox.post("groups", group)["chat"]["id"]
                db.execute(update(binding).where(binding.c.chat == f"tg:{person}").values(chat=f"tg:{chat}"))
                self.speaker[chat] = person
                for book in (self.workers, self.desks):
                    if person in book:
                        book[chat] = book.pop(person)
                if person in self.temper:
                    self.temper[chat] = self.temper.pop(person)
        engine.dispose()
        for chat, temper in self.temper.items():
            if temper is Temper.BLOCKING and chat not in self.speaker:
                self.town.sandbox.post(f"people/{chat}/block")

    def plan(self) -> None:
        """Who complains when, and who goes on leave."""
        for _ in range(self.scale.cases):
            at = BEGINS + timedelta(days=self.dice.randrange(self.scale.days))
            hour = self.dice.choices(range(24), [1] * 6 + [3] + [8] * 12 + [6, 5, 4, 2, 1])[0]
            at = at.replace(hour=hour) + timedelta(minutes=self.dice.randrange(60))
            who = self.dice.choice(list(self.home))
            self.later(max(at, BEGINS), lambda who=who: self._complain(who))  # type: ignore[misc]
        for chat, temper in self.temper.items():
            if temper is Temper.ON_LEAVE:
                eve = BEGINS.replace(hour=17) + timedelta(days=self.dice.randrange(max(self.scale.days - 4, 1)))
                self.later(eve, lambda chat=chat: self.say(chat, "明天请假三天"))  # type: ignore[misc]

    def _complain(self, who: int) -> None:
        place, grid = self.home[who]
        kind = self.dice.random()
        words = self.dice.choice(ORDINARY)
        if kind < 0.02:
            words = self.dice.choice(DANGEROUS)
        elif kind < 0.09:
            words = self.dice.choice(PRESSING)
        elif kind < 0.11:
            return self.say(who, ACCUSING.format(place=place))
        elif kind < 0.19:
            place = self.village[grid.code]
        if kind < 0.09:
            self.pressing = [self.now + timedelta(minutes=minutes) for minutes in (2, 6)]
        if self.dice.random() < 0.1:
            words += "，电话" + PHONE.format(who)
        return self.say(who, f"{place}{words}")

    # --- time ---

    def later(self, at: datetime, act: Callable[[], None]) -> None:
        heappush(self.agenda, (at, next(self._turn), act))

    def run(self) -> float:
        """Real seconds for the whole of it."""
        self._begun = begun = time.monotonic()
        end = BEGINS + timedelta(days=self.scale.days)
        self._look()
        while self.now < end:
            self.now = min(self._next(), end)
            self.town.set_clock(self.now.isoformat())
            self._look()  # nobody does a thing before the bot knows what time it is
            if (self.now.hour, self.now.minute) == (8, 30):
                print(f"{self.now:%m-%d} after {time.monotonic() - begun:.0f} s: {len(self.seen)} messages", flush=True)
                for look in self.at_digest:
                    look(self.now)
            self._act()
        return time.monotonic() - begun

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def _next(self) -> datetime:
        """The next round time of the day; a few looks are enough at night, but for what presses."""
        step = self.scale.every if 7 <= self.now.hour < 22 else timedelta(hours=3)
        ahead = self.now + step
        marks = [self.now.replace(hour=hour, minute=minute, second=0) for hour, minute in ((7, 0), (8, 30), (21, 30))]
        marks = [mark for mark in marks if mark > self.now]
        night = step > self.scale.every
        soon = [at for at in self.pressing if self.now < at < ahead] if night else []
        return min([ahead, *marks, *soon])

    def _look(self) -> None:
        """Waits for quiet, then everybody looks at their phones."""
        self._settle()
        self.ticks += 1
        while page := self.town.said_after(self._seq):
            self._seq = page[-1]["seq"]
            for entry in page:
                at = datetime.fromtimestamp(entry["date"], ZONE)
                one = Seen(entry["chat"], entry["message_id"], entry["text"], entry["edited"], at)
                self.seen.append(one)
                self._read(one)

    def _settle(self, patience: float = 120) -> None:
        """As Bot.settle, over one kept connection: it is asked thousands of times."""
        quiet, until = 0, time.monotonic() + patience
        while quiet < 2:
            assert time.monotonic() < until, f"never quiet: {self.bot.log.read_text()[-3000:]}"
            quiet = quiet + 1 if self._is_quiet() else 0
            time.sleep(0.02 if quiet else 0.06)

    def _is_quiet(self) -> bool:
        if self.town.pending:
            return False
        health = self.asking.get(f"http://{self.bot.listen}/healthz").json()
        swept = health["swept_at"] and datetime.fromisoformat(health["swept_at"])
        idle = not health["inbox"] and not health["outbox"] and swept and swept >= self.now
        return bool(idle) and not self._is_owed()

    def _is_owed(self) -> bool:
        """A message is put off for a second or two of real time, of which the desk does not count as waiting."""
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as db:
            return db.execute("SELECT 1 FROM outbox WHERE state = 'due' LIMIT 1").fetchone() is not None

    def _act(self) -> None:
        """What is due by now; what comes of it may call for more at once."""
        while True:
            while self.agenda and self.agenda[0][0] <= self.now:
                heappop(self.agenda)[2]()
                self.acts += 1
            self._look()
            if not self.agenda or self.agenda[0][0] > self.now:
                return

    # --- writing and pressing ---

    def say(self, chat: int, text: str, reply_to: int = 0) -> None:
        wish: dict[str, Any] = {"person": self.speaker.get(chat, chat), "text": text}
        if reply_to:
            wish["reply_to"] = reply_to
        if self.temper.get(chat) is not Temper.BLOCKING:
            self.town.sandbox.post(f"chats/{chat}/send", wish)

    def press(self, chat: int, message: int, *labels: str) -> None:
        """The first button of the message that begins with one of these; nothing when it is gone. Who sees the message change
        under the thumb looks again."""
        person = self.speaker.get(chat, chat)
        for _ in range(5):
            button = self._button(chat, message, labels)
            if button is None or self.town.sandbox.press(chat, person, message, button):
                return
        raise AssertionError(f"{labels} could not be pressed in {chat}")

    def _button(self, chat: int, message: int, labels: Sequence[str]) -> str | None:
        found = self.town.sandbox.get(f"chats/{chat}/messages", person=chat, before=message + 1, limit=1)
        rows = found[-1].get("reply_markup", {}).get("inline_keyboard", []) if found else []
        shown = [(one["text"], one["callback_data"]) for row in rows for one in row]
        return next((data for label in labels for text, data in shown if text.startswith(label)), None)

    # --- reading ---

    def _read(self, one: Seen) -> None:
        if one.chat in self.workers:
            self._worker_reads(one, self.temper[one.chat])
        elif one.chat in self.desks:
            self._desk_reads(one)
        elif not one.edited or "事情解决了吗" in one.text:  # that one takes the place of the question before it
            self._resident_reads(one)

    def _worker_reads(self, one: Seen, temper: Temper) -> None:
        number = NUMBER.search(one.text)
        if temper in {Temper.ABSENT, Temper.BLOCKING} or number is None or one.edited:
            return
        first = one.text.partition("\n")[0]
        if "想转给您办" in one.text:
            label = "我接" if self.dice.random() < 0.7 else "不接"
            self.later(self._soon(temper), lambda: self.press(one.chat, one.message, label))
            return
        mine = "待接单" in first and "抄送给您" not in one.text and "主办：" not in one.text
        pushed = "主办：" in one.text and ("代岗" in first or "代岗" in one.text)
        if mine and not pushed:
            self._take_up(one, number[0], temper)
        pressed = any(word in first for word in PRESSED)
        if pressed and not mine and self.dice.random() < (0.8 if temper is Temper.PROMPT else 0.4):
            self._finish(one.chat, number[0], self._soon(temper))

    def _take_up(self, one: Seen, number: str, temper: Temper) -> None:
        pressing = one.text.startswith(("🔴", "🟠"))
        at = self._soon(temper, pressing=pressing)
        dice = self.dice.random()
        by_button = self.dice.random() < 0.5
        accept = (
            (lambda: self.press(one.chat, one.message, "接单"))
            if by_button
            else (lambda: self.say(one.chat, f"接单 {number}"))
        )
        self.later(at, accept)
        after = at + (timedelta(minutes=40) if pressing else timedelta(hours=self.dice.choice((2, 4, 20, 26, 40))))
        if temper is Temper.SLOW:
            after += timedelta(days=self.dice.choice((0, 1, 2, 4)))
        elif not pressing and (limit := limit_on(one.text, self.now)):
            after = max(at, self._awake(self.now + (limit - self.now) * self.dice.choice(SHARE_OF_THE_LIMIT)))
        if pressing or dice < 0.78:
            kept = pressing or temper is Temper.PROMPT  # who keeps the limit works in the evening and on Sunday too
            self._finish(one.chat, number, self._office(after, pressing=kept))
        elif dice < 0.84:
            self.later(
                self._office(at + timedelta(hours=1)), lambda: self.say(one.chat, f"问居民 {number} 具体在哪一头？")
            )
            self._finish(one.chat, number, self._office(after + timedelta(days=1)))
        elif dice < 0.89:
            self.later(
                self._office(at + timedelta(hours=1)), lambda: self.say(one.chat, f"/extend {number} 要等配件到货")
            )
            self._finish(one.chat, number, self._office(after + timedelta(days=2)))
        elif dice < 0.92:
            self.later(self._office(at + timedelta(hours=1)), lambda: self.say(one.chat, f"/suspend {number}"))
        elif dice < 0.97:
            self.later(self._office(at + timedelta(hours=1)), lambda: self.say(one.chat, f"/transfer {number}"))
            self._finish(one.chat, number, self._office(after + timedelta(days=1)))

    def _finish(self, chat: int, number: str, at: datetime) -> None:
        self.later(at, lambda: self.say(chat, f"办结 {number} {self.dice.choice(DONE)}"))

    def _soon(self, temper: Temper = Temper.PROMPT, *, pressing: bool = False) -> datetime:
        if pressing:
            return self.now + timedelta(minutes=self.dice.choice((1, 2, 4) if temper is Temper.PROMPT else (4, 20, 60)))
        if temper is Temper.PROMPT:
            return self._awake(self.now + timedelta(minutes=self.dice.choice((5, 15, 40, 90))))
        return self._office(self.now + timedelta(minutes=self.dice.choice((120, 600, 1500))))

    def _office(self, at: datetime, *, pressing: bool = False) -> datetime:
        """The same moment where people work, else when they begin again."""
        while not pressing and (at.weekday() > 4 or not any(at.hour in hours for hours in WORKING)):
            at = (at + timedelta(hours=1)).replace(minute=at.minute)
        return at

    def _desk_reads(self, one: Seen) -> None:
        if one.edited:
            return
        number, first = NUMBER.search(one.text), one.text.partition("\n")[0]
        at = self._office(self.now + timedelta(minutes=self.dice.choice((10, 30, 60))))
        if "日报" in first and number is None:
            return
        if "日报" in first:
            labels = [f"{n} {what}" for n in range(1, 4) for what in ("同意", "挂账 30 天", "督办")]
            for label in self.dice.sample(labels, 4):
                self.later(at, lambda label=label: self.press(one.chat, one.message, label))  # type: ignore[misc]
        elif number is None:
            return
        elif "申请延期" in first or "想挂账" in first or "提出不予受理" in first:
            self.later(at, lambda: self.press(one.chat, one.message, "同意，30 天", "同意", "不予受理"))
        elif "想转给您办" in one.text:
            self.later(at, lambda: self.press(one.chat, one.message, "我接"))
            self._finish(one.chat, number[0], self._office(at + timedelta(hours=20)))
        elif "请分拣" in one.text:
            if self.dice.random() < 0.5:
                self.later(at, lambda: self.press(one.chat, one.message, "城乡建设"))
            else:
                self.later(at, lambda: self.say(one.chat, f"/retopic {number[0]} 城乡建设"))
            self._finish(one.chat, number[0], self._office(at + timedelta(hours=30)))
        elif any(word in first for word in ("已超时", "居民催办", "请指定", "请定归谁")):
            if self.dice.random() < 0.5:
                self.later(at, lambda: self.press(one.chat, one.message, "督办"))
            else:
                self.later(at, lambda: self.press(one.chat, one.message, "换人"))
        elif one.text.startswith(f"{number[0]}") and "换给谁" in one.text:
            self.later(self.now, lambda: self.press(one.chat, one.message, "专职", "兼职", ""))
        elif "待接单" in first and "主办：" not in one.text and "抄送" not in one.text:
            self.later(at, lambda: self.say(one.chat, f"接单 {number[0]}"))
            self._finish(one.chat, number[0], self._office(at + timedelta(hours=5)))

    def _resident_reads(self, one: Seen) -> None:
        dice = self.dice.random()
        soon = self._awake(self.now + timedelta(minutes=self.dice.choice((2, 20, 180, 900))))
        if "您看是吗" in one.text:
            if dice < 0.28:
                self.later(soon, lambda: self.press(one.chat, one.message, "1 好了"))
            elif dice < 0.55:
                self.later(soon, lambda: self.say(one.chat, "好了", one.message))
            elif dice < 0.68:
                words = self.dice.choice(STILL_BAD)
                self.later(soon, lambda: self.say(one.chat, words, one.message))
        elif "事情解决了吗" in one.text and dice < 0.5:
            self.later(soon, lambda: self.say(one.chat, "解决了"))
        elif "问您：" in one.text and dice < 0.7:
            self.later(soon, lambda: self.say(one.chat, "就在东头第二根电线杆那里", one.message))
        elif "还差什么" in one.text:
            self.later(soon, lambda: self.say(one.chat, "还是原来那样，没人来看"))
        elif ("几组" in one.text or "哪个组" in one.text or "哪里" in one.text) and dice < 0.7:
            self.later(self.now + timedelta(minutes=3), lambda: self.say(one.chat, self.home[one.chat][0]))
        elif "已登记，编号" in one.text:
            self._after_filing(one, dice)

    def _after_filing(self, one: Seen, dice: float) -> None:
        number = NUMBER.search(one.text)
        if number and dice < 0.06:
            self.later(self.now, lambda: self.say(one.chat, f"不留名 {number[0]}"))
        elif number and dice < 0.1:
            self.later(self._awake(self.now + timedelta(days=2)), lambda: self.say(one.chat, f"催办 {number[0]}"))
        elif number and dice < 0.11:
            self.later(self.now + timedelta(minutes=5), lambda: self.say(one.chat, f"撤回 {number[0]}"))

    def _awake(self, at: datetime) -> datetime:
        return at if 7 <= at.hour < 22 else at.replace(hour=8) + timedelta(days=at.hour >= 22)


def limit_on(card: str, now: datetime) -> datetime | None:
    """By when the card wants it done: the last of its moments, of which one without a date is on the day of the one before."""
    line = next((line for line in card.splitlines() if line.startswith("时限：")), "")
    day, limit = now, None
    for month, date, hour, minute in LIMIT.findall(line):
        day = day.replace(month=int(month), day=int(date)) if month else day
        limit = day.replace(hour=int(hour), minute=int(minute), second=0)
    return limit


def nth(values: list[int], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return float(ordered[min(int(len(ordered) * share), len(ordered) - 1)]) if ordered else 0.0


def since_then(moments: list[datetime], at: datetime) -> int:
    return len(moments) - bisect_right(moments, at)
