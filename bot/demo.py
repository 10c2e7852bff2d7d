"""`minhu demo`: a whole district on one web page, from nothing, in one command."""

import os
import secrets
import signal
import sys
import time
import webbrowser
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as wall_clock
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bot.bot_api import ApiError, ask_once
from bot.children import PATIENCE_SECONDS, ROOT, Child, DidNotStart, free_port_after, is_free, running
from bot.clock import SystemClock
from bot.district import FIRST_RESIDENT, SEED_WORDS, YESTERDAYS_WORDS, District
from bot.menus import staff_menu
from bot.rules import is_workday, rules_from
from bot.settings import PREFIX, GivenSettings, SettingsError
from storage.registry_files.demo import demo_registry
from storage.store import Store

FOLDER = Path("var/demo")
FILES = ("minhu.db", "minhu.db-wal", "minhu.db-shm", "sandbox.json", "sandbox.log", "bot.log", "privacy.key")
TOKEN = "4242:demo-token-of-the-sandbox-only"
OPEN311_KEY = "demo-open311-key"
"""Known to everybody: the demo answers to this machine only."""
GAS_HOTLINE = "000-0000000"
"""Nobody's number: a demo must not ring anybody."""
BEGINS = wall_clock(8, 10)
"""Offices are open."""
REPORTS_TAKE = timedelta(minutes=25)
"""By then every desk has its morning's digest: a hundred of them must not come while somebody looks."""
YESTERDAY = wall_clock(8, 20)
"""Before that morning's digests, which then need not be sent. What is due in a day is overdue when the story begins."""


def populate(database_url: str) -> list[dict[str, Any]]:
    """Puts the demo district into a database, every post bound; returns its people for the sandbox."""
    district = District(demo_registry())
    settings = GivenSettings(database_url=database_url)
    store = Store(database_url, SystemClock(settings.zone), rules_from(settings))
    try:
        store.migrate()
        store.save_registry(district.registry)
        store.bind_desks(district.chats())
    finally:
        store.close()
    return district.people()


def give_key(database_url: str) -> None:
    """So that a program can be tried against the demo."""
    settings = GivenSettings(database_url=database_url)
    store = Store(database_url, SystemClock(settings.zone), rules_from(settings))
    try:
        store.api_keys.add("demo", OPEN311_KEY)
    finally:
        store.close()


def show(port: int, speed: float, *, browser: bool, keep: bool) -> int:
    """Serves the page until Ctrl-C; the exit code. Raises SettingsError when the port is taken."""
    if not is_free(port):
        raise SettingsError(f"端口 {port} 已被占用：请关掉占用它的程序，或换一个，例如 minhu demo --port {port + 9}")
    # SIGINT too: a shell that starts us in the background has it ignored, and Python would leave it so
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    stage = Stage(port, free_port_after(port), speed)
    with ExitStack() as house:
        try:
            parts = stage.build(house, fresh=_clear(keep=keep))
            print(f"好了：请打开 {stage.page}/ ，三部手机都归您。按 Ctrl-C 结束。", flush=True)
            if browser:
                webbrowser.open(stage.page)
            return _watch(parts)
        except DidNotStart as error:
            print(f"演示中断：{error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\n正在收摊……", flush=True)
            return 0


@dataclass(frozen=True)
class Stage:
    """One demo: the sandbox on `port`, the bot's own pages on `listen`."""

    port: int
    listen: int
    speed: float

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.listen}"

    def build(self, house: ExitStack, *, fresh: bool) -> list[Child]:
        print("正在准备示范区：一千多个网格，每个岗位一部手机……", flush=True)
        arguments = ["--port", str(self.port), "--token", TOKEN, "--state", str(_file("sandbox.json"))]
        sandbox = house.enter_context(running("沙盒", ["sandbox", *arguments], _environment({}), _file("sandbox.log")))
        database_url = f"sqlite:///{_file('minhu.db')}"
        people = populate(database_url)
        give_key(database_url)
        sandbox.wait_for(f"{self.page}/api/clock")
        self._furnish(people, fresh=fresh)
        environment = _environment(self._bot(database_url))
        bot = house.enter_context(running("机器人", ["bot", "run"], environment, _file("bot.log")))
        bot.wait_for(f"{self.desk}/readyz")
        if fresh:
            self._begin_story(bot)
        return [sandbox, bot]

    def _furnish(self, people: list[dict[str, Any]], *, fresh: bool) -> None:
        now = self._now()
        self._tell("clock", {"now": eve(morning(now)).isoformat(), "speed": 1} if fresh else {"speed": self.speed})
        self._tell("people", people)
        self._tell("scenario", District(demo_registry()).scenario(f"{self.desk}/today"))

    def _begin_story(self, bot: Child) -> None:
        """Yesterday's case is accepted and overdue, the morning's digests are in, and a new case has just come."""
        district = District(demo_registry())
        worker, desk = district.hero_worker, district.hero_desk
        self._say(FIRST_RESIDENT, YESTERDAYS_WORDS)
        self._rest(bot)
        self._say(worker, "接单")
        self._rest(bot)
        today = morning(self._now() + timedelta(days=1)) + REPORTS_TAKE
        self._tell("clock", {"now": today.isoformat()})
        self._rest(bot)
        self._read_everything()
        self._say(FIRST_RESIDENT + 1, SEED_WORDS)
        self._rest(bot)
        self._tell("clock", {"speed": self.speed})
        settings = GivenSettings(bot_token=SecretStr(TOKEN), bot_api_url=self.page)
        for person in (worker, desk):
            with suppress(ApiError, httpx.HTTPError):  # a menu is a convenience
                ask_once(settings, "setMyCommands", **staff_menu(person))

    def _say(self, person: int, text: str) -> None:
        self._tell(f"chats/{person}/send", {"person": person, "text": text})

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._ask("clock")["now"])

    def _rest(self, bot: Child) -> None:
        """Until the bot has heard everything, dealt with the present time and said what it had to say."""
        since, end = self._now(), time.monotonic() + PATIENCE_SECONDS
        while not self._is_at_rest(since):
            if bot.is_over or time.monotonic() > end:
                raise bot.obituary()
            time.sleep(0.1)

    def _is_at_rest(self, since: datetime) -> bool:
        with suppress(httpx.HTTPError):
            health = httpx.get(f"{self.desk}/healthz", trust_env=False).json()
            swept = health["swept_at"] and datetime.fromisoformat(health["swept_at"])
            busy = self._ask("updates")["pending"] or health["inbox"] or health["outbox"]
            return bool(not busy and swept and swept >= since)
        return False

    def _read_everything(self) -> None:
        for view in self._ask("state")["chats"]:
            for person, count in view["unread"].items():
                if count:
                    self._tell(f"chats/{view['chat']['id']}/read", {"person": int(person)})

    def _ask(self, what: str) -> Any:
        return httpx.get(f"{self.page}/api/{what}", timeout=60, trust_env=False).json()

    def _tell(self, what: str, body: Any) -> None:
        answer = httpx.post(f"{self.page}/api/{what}", json=body, timeout=60, trust_env=False)
        if not answer.is_success:
            raise DidNotStart(f"沙盒没有接受 {what}（{answer.status_code}）")

    def _bot(self, database_url: str) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.page,
            "CLOCK_URL": f"{self.page}/api/clock",
            "DATABASE_URL": database_url,
            "LISTEN": self.desk.removeprefix("http://"),
            "GAS_HOTLINE": GAS_HOTLINE,
            "KNOWLEDGE": "demo",
            "OPEN311": "write",
            "CONSOLE": "on",
            "WEBHOOKS_TO": "loopback",
            "PRIVACY_KEY": _key(),
        }


def morning(now: datetime) -> datetime:
    """This working day's or the next one's: a demo at midnight would only show quiet hours."""
    day = now.date()
    while not is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, BEGINS, now.tzinfo)


def eve(day: datetime) -> datetime:
    """The morning of the working day before."""
    before = day.date() - timedelta(days=1)
    while not is_workday(before):
        before -= timedelta(days=1)
    return datetime.combine(before, YESTERDAY, day.tzinfo)


def _watch(parts: list[Child]) -> int:
    while True:
        for part in parts:
            if part.is_over:
                raise part.obituary()
        time.sleep(0.5)


def _clear(*, keep: bool) -> bool:
    """Makes room for a new story, unless the last one is kept. True when the story begins anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if keep and _file("minhu.db").exists() and _file("sandbox.json").exists():
        return False
    for name in FILES:
        _file(name).unlink(missing_ok=True)
    return True


def _file(name: str) -> Path:
    return (FOLDER / name).absolute()


def _key() -> str:
    """Made once: the numbers that a demo hides can be looked at while its data are kept."""
    path = _file("privacy.key")
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_hex(32), "utf-8")
    return path.read_text("utf-8")


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """Ours without any MINHU_ setting: those are for the real desk. The children find our rooms wherever we are."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return kept | {"PYTHONPATH": path} | {PREFIX + name: value for name, value in settings.items()}
