"""The composition root: every room is built here, handed its ports and run until a signal says stop."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

import httpx
import uvicorn
from starlette.types import ASGIApp

from bot import hearing
from bot.bot_api import ApiError, BotApi
from bot.causes import Traced, because
from bot.clock import FollowedClock, SpeedClock
from bot.hands import hands_for
from bot.intake import ALLOWED_UPDATES, Intake, Poller
from bot.leading import Duty, Leading, until
from bot.listening import Ears, Minds
from bot.logging import where
from bot.menus import set_menus, set_staff_menu
from bot.metrics import Metrics
from bot.pictures import Darkroom
from bot.pump import Pump
from bot.runner import Runner
from bot.settings import Settings, SettingsError
from bot.speaking import Mouth
from bot.topic_tables import district_tables
from cases.agenda import due_sweeps
from cases.announcing import press_unread
from cases.auditing import seal_audit
from cases.hooks import OFFICE_ID
from cases.leave import begin_leaves
from cases.ports import Clock, UseCase
from cases.posts import bind_post
from cases.retaining import retain
from cases.surging import watch_surges
from cases.sweeps import answer_for_silence, climb_ladder, send_digests
from cases.weekly import send_weekly
from cases.whistle_watch import watch_whistles
from console.app import Views, console_app
from console.desk import ConsoleDesk
from console.health import Health
from console.metrics import MetricsDoor
from console.webhook import WebhookDoor
from delivery.addresses import Reach
from delivery.hooks import HookLoop, HookSender
from scheduler.clockwork import Clockwork
from storage.store import Store

log = logging.getLogger(__name__)
STOP_SECONDS = 8.0
LAST_SECONDS = 9.5
LONGEST_PAUSE_SECONDS = 30.0
SWEEP_PATIENCE_SECONDS = 10.0
FAILURES_IN_A_ROW = 3


class QuietServer(uvicorn.Server):
    """uvicorn without its own signal handlers: the process has one."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Application:
    """One process of the desk. Making it raises SettingsError. `serve` returns after a graceful stop; raises DeskInUse where
    there may be only one process, and when a part that must not end has ended."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        district_tables(settings)  # no desk is to be ready that will not be able to read
        self._settings, self._store, self._clock = settings, store, clock
        # in containers, host and number may be the same for all
        self._name = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(3)}"
        self._runner = Runner(store, hands_for(store))
        self._api = BotApi(settings)
        self._metrics = Metrics(store.running, self._state)
        self._mouth = Mouth(settings, store, self._runner, clock, self._name, metrics=self._metrics)
        self._runner.after_commit = self._after_commit
        self._minds = Minds(settings, store.glance, self._metrics.timing)
        self._intake = Intake(store.inbox, self._runner, self._wake_pump)
        self._darkroom = Darkroom(store.pictures, self._runner, self._api, clock)
        self._clockwork = clockwork_for(store, self._runner, clock)
        self._hook_sender = HookSender(Reach(settings.webhooks_to))
        self._hooks = HookLoop(store.hooks, self._hook_sender, self._runner.offload)
        unread = hearing.Desk(store.unread, self._runner, self._minds, clock)
        self._stenographer = hearing.Stenographer(hearing.engines_of(settings), self._api, unread)
        duties: dict[str, Duty] = {
            "intake": self._take_in,
            "courier": self._mouth.courier.run,
            "darkroom": self._darkroom.run,
            "webhooks": self._hooks.run,
            "exchange": self._exchange(),
            "stenographer": self._stenographer.run,
        }
        self._leading = Leading(store.meeting(), duties, self._wake_leader)
        self._poller: Poller | None = None
        self._pump: Pump | None = None
        self._stop = asyncio.Event()
        self._errands: set[asyncio.Task[None]] = set()
        self._telling = False
        self._username = ""
        self._receives = False
        """The messenger knows us, and what comes is kept."""

    async def serve(self) -> None:
        door = _bound_socket(self._settings)
        await self._leading.join()
        if not self._store.is_shared:
            await self._runner.offload(self._store.outbox.end_leases)
        self._heed_signals()
        server = self._server()
        tasks = [
            _named(part, name)
            for name, part in {
                "console": server.serve(sockets=[door]),
                "leading": self._leading.run(self._stop),
                "conversations": self._converse(),
                "clockwork": self._clockwork.run(),
            }.items()
        ]
        stop = asyncio.create_task(self._stop.wait())
        log.info("listening on %s, updates by %s", self._settings.listen, self._settings.mode)
        await asyncio.wait([stop, *tasks], return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
        await self._shut_down(server, tasks)
        if ended:
            _lament(ended[0])

    # --- the parts that need a little leading up to ---

    async def _take_in(self, over: asyncio.Event) -> None:
        if self._settings.mode == "polling":
            # a new one for each term: where another leader has got to, this one does not know
            self._poller = Poller(self._api, self._intake.accept)
            await until(over, self._poller.run())
            self._poller = None
        else:
            await until(over, self._until_done("setWebhook", self._announce_webhook))
            await over.wait()

    async def _announce_webhook(self) -> None:
        await self._api.call(
            "setWebhook",
            url=self._settings.webhook_url,
            secret_token=self._settings.webhook_secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
        )

    async def _converse(self) -> None:
        me = await self._until_done("getMe", lambda: self._api.call("getMe"))
        self._username = str(me.get("username", ""))
        await set_menus(self._api)
        self._receives = True
        # What comes meanwhile is kept; it is read when the tables of words are loaded, half a second of work. Not before: who
        # dies of loading must not leave updates behind that seem to be the cause.
        ears = await asyncio.to_thread(
            Ears, self._settings, self._store.glance, self._clock, self._username, self._minds
        )
        self._pump = Pump(self._store.inbox, ears.hear, self._runner, owner=self._name, unreadable=ears.unreadable)
        try:
            await self._pump.run()
        finally:
            await ears.close()

    async def _until_done(self, what: str, call: Any) -> Any:
        pause = 0.5
        while True:
            try:
                return await call()
            except (ApiError, httpx.HTTPError, ValueError) as error:
                reason = str(error) if isinstance(error, ApiError) else where(error)
                log.warning("%s failed (%s); next attempt in %.0f s", what, reason, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _wake_pump(self) -> None:
        if self._pump is not None:
            self._pump.wake()

    def _after_commit(self, use_case: UseCase, command: Any) -> None:
        if self._leading.leads:
            self._wake_leader()
        elif not self._telling:
            self._telling = True
            self._send_on_errand(self._tell_leader())
        if use_case is bind_post and not command.by.group:
            self._send_on_errand(set_staff_menu(self._api, command.by.chat))

    def _wake_leader(self) -> None:
        self._mouth.courier.wake()
        self._darkroom.wake()
        self._hooks.wake()

    def _send_on_errand(self, work: Coroutine[Any, Any, None]) -> None:
        errand = asyncio.create_task(work)
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def _tell_leader(self) -> None:
        """Whatever is committed meanwhile is told with it. A leader that is not told looks by itself every second."""
        self._telling = False
        try:
            await self._runner.offload(self._store.tell_leader)
        except Exception as error:
            log.debug("the leader could not be told: %s", where(error))

    # --- what the console shows ---

    def _server(self) -> QuietServer:
        doors = (self._webhook_door(), self._open311(), self._metrics_door())
        views = Views(self.health, self._console_desk(), *doors)
        config = uvicorn.Config(
            Traced(console_app(views)),
            log_config=None,
            lifespan="off",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        return QuietServer(config)

    def _exchange(self) -> Duty:
        """Looks into the folder of 12345, where there is one. Raises SettingsError."""
        settings = self._settings
        if not settings.hotline_dir:
            return self._keep_nothing_for_12345
        from bot.exchange import Exchange, keep_exchanging  # readers of workbooks
        from bot.work_orders import OrderClerk, clerk_of

        def clerk() -> OrderClerk:
            mind = self._minds.fresh()
            return clerk_of(self._store, mind.reader, mind.places)

        return partial(keep_exchanging, once=Exchange(settings, self._store, self._runner, self._clock, clerk).once)

    async def _keep_nothing_for_12345(self, over: asyncio.Event) -> None:
        await asyncio.to_thread(self._store.hooks.remove, OFFICE_ID)
        await over.wait()

    def _open311(self) -> ASGIApp | None:
        if self._settings.open311 == "off":
            return None
        from bot.open311 import open311  # FastAPI, for whoever has programs that ask
        from bot.outside import Outsider

        outsider = Outsider(self._minds, self._runner, self._store, self._clock)
        return open311(self._settings, self._store, outsider, self._clock)

    def _console_desk(self) -> ConsoleDesk | None:
        if self._settings.console == "off":
            return None
        from bot.pages import console_desk, fetching  # workbooks and all that an office looks at
        from bot.upkeep import reader_of, upkeep_of

        secure = self._settings.console_address.startswith("https:")
        hosts = self._settings.console_hosts
        read = reader_of(self._minds)
        upkeep = upkeep_of(self._settings, self._store, self._clock, read, lambda: self._username)
        return console_desk(
            self._store, self._runner, self._clock, upkeep, fetching(self._api), hosts=hosts, secure=secure
        )

    def _webhook_door(self) -> WebhookDoor | None:
        if self._settings.mode != "webhook":
            return None
        path = urlsplit(self._settings.webhook_url).path or "/"
        return WebhookDoor(path, self._settings.webhook_secret.get_secret_value(), self._intake.accept)

    def _metrics_door(self) -> MetricsDoor:
        async def page() -> bytes:
            return await asyncio.to_thread(self._metrics.page)

        return MetricsDoor(page, self._settings.metrics_token.get_secret_value())

    def _state(self) -> dict[str, float]:
        """What this process knows of itself, for whoever monitors it."""
        swept_at = self._clockwork.swept_at
        state = {
            "leader": float(self._leading.leads),
            "ready": float(self._status() != "starting"),
            "sweep_silent_seconds": self._clockwork.silent_seconds,
            "intake_failures": float(self._poller.failures) if self._poller else 0.0,
        }
        return (
            state
            if swept_at is None
            else state | {"swept_late_seconds": (self._clock.now() - swept_at).total_seconds()}
        )

    async def health(self) -> Health:
        return await asyncio.to_thread(self._looked_at)

    def _looked_at(self) -> Health:
        # In this order: a sweep and an update write their messages before they are counted as done.
        swept_at = self._clockwork.swept_at
        inbox = self._store.inbox.waiting()
        pictures = self._store.pictures.count(self._clock.now())
        outbox = self._store.outbox.waiting()
        parked, dead = self._store.inbox.parked(), self._store.outbox.dead()
        return Health(
            self._status(), self._clock.now(), inbox, outbox, parked, dead, swept_at, self._clock_kind(),
            leader=self._leading.leads, pictures=pictures,
        )  # fmt: skip

    def _status(self) -> Literal["starting", "ok", "degraded"]:
        if not self._receives or self._clockwork.swept_at is None:
            return "starting"
        late = self._clockwork.silent_seconds > SWEEP_PATIENCE_SECONDS
        deaf = self._poller is not None and self._poller.failures >= FAILURES_IN_A_ROW
        return "degraded" if late or deaf else "ok"

    def _clock_kind(self) -> Literal["system", "server", "hurried", "followed"]:
        if isinstance(self._clock, FollowedClock):
            return "followed" if self._settings.clock_url else "server"
        return "hurried" if isinstance(self._clock, SpeedClock) else "system"

    # --- beginning and end ---

    def _heed_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        if isinstance(self._clock, FollowedClock):
            self._clock.on_jump = partial(loop.call_soon_threadsafe, self._time_has_jumped)
            self._clock.start()

    def _time_has_jumped(self) -> None:
        self._clockwork.wake()
        self._wake_leader()  # what was to be said, or looked at, later may be due now

    async def _shut_down(self, server: QuietServer, tasks: Sequence[asyncio.Task[None]]) -> None:
        """Under ten seconds: whatever is cut off is in the inbox or the outbox and comes again at the next start."""
        log.info("stopping")
        last = threading.Timer(LAST_SECONDS, os._exit, [0])  # some thread waits for a database that does not answer
        last.daemon = True
        last.start()
        server.should_exit = True
        self._stop.set()
        for task in tasks:
            if task.get_name() not in {"console", "leading"}:
                task.cancel()
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in late:
            log.warning("%s did not stop in time", task.get_name())
            task.cancel()
        if isinstance(self._clock, FollowedClock):
            self._clock.stop()
        await self._mouth.close()
        await self._hook_sender.close()
        await self._api.close()
        self._runner.close()


def clockwork_for(store: Store, runner: Runner, clock: Clock) -> Clockwork:
    """Where the database is a process of its own, it writes one handful while the next is worked out."""
    rest = (climb_ladder, watch_whistles, answer_for_silence)
    return Clockwork(
        runner,
        clock,
        (*rest, begin_leaves, send_digests, send_weekly, press_unread, watch_surges, seal_audit, retain),
        what_is_due=partial(runner.offload, due_sweeps, store.agenda, store.rules),
        again=rest,
        by_row=(*rest, begin_leaves),
        at_once=2 if store.is_shared else 1,
    )


def _named(part: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    with because(name):
        return asyncio.create_task(part, name=name)


def _bound_socket(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
    except OSError:
        door.close()
        raise SettingsError(
            f"设置 MINHU_LISTEN 的地址 {settings.listen} 用不了：可能已被别的程序占用，请换一个端口。"
        ) from None
    return door


def _lament(task: asyncio.Task[None]) -> NoReturn:
    error = None if task.cancelled() else task.exception()
    raise RuntimeError(f"{task.get_name()} has ended") from error
