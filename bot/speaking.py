"""Builds the speaking side: Chinese words, python-telegram-bot's sender, the courier that carries the outbox."""

from datetime import timedelta

from bot.charts import pictures
from bot.metrics import Metrics
from bot.runner import Runner
from bot.settings import Settings
from bot.words import words_for
from cases.commands import ReportDead
from cases.messages import Message
from cases.model import Actor, Cause, ChatRef, PersonRef
from cases.ports import Clock, OutboxRow
from cases.sweeps import report_undeliverable
from delivery.courier import Courier
from delivery.pace import Pace
from delivery.telegram_sender import TelegramSender
from storage.store import Store
from texts.saying import Saying

LONGEST_CALL_SECONDS = 10.0
CALLS_PER_LEASE = 3
"""A lease must outlast a row of several calls; most rows are one."""


class Mouth:
    """`courier` carries; `close` ends its connections. A post that cannot be reached is reported to the desk."""

    def __init__(
        self, settings: Settings, store: Store, runner: Runner, clock: Clock, name: str, *, metrics: Metrics
    ) -> None:
        self._store, self._runner, self._clock = store, runner, clock
        words = words_for(settings)

        def render(message: Message) -> Saying:
            return words.render(message, clock.now())

        pace = Pace() if settings.pace == "telegram" else None
        self._sender = TelegramSender(
            settings.bot_token.get_secret_value(),
            render,
            bot_api_url=settings.bot_api_url,
            timeout_seconds=min(LONGEST_CALL_SECONDS, settings.lease_seconds / CALLS_PER_LEASE),
            pace=pace,
            draw=pictures(lambda: store.glance.org().registry),
        )
        self.courier = Courier(
            store.outbox,
            metrics.counting(self._sender),
            owner=name,
            pace=pace,
            lease=timedelta(seconds=settings.lease_seconds),
            on_dead=self._report,
            in_thread=runner.offload,
        )

    async def close(self) -> None:
        await self._sender.__aexit__(None, None, None)

    async def _report(self, row: OutboxRow, why: str) -> None:
        if row.case is None:
            return
        posts = await self._runner.offload(self._store.glance.posts_of, as_actor(row.chat)) or {None}
        for post in posts:
            report = ReportDead(row.case, post, why, self._clock.now(), Cause(f"dead/{row.id}"))
            await self._runner(report_undeliverable, report)


def as_actor(chat: ChatRef) -> Actor:
    """Whoever reads in that chat: in a private one the person of the same number."""
    return Actor(chat, PersonRef(chat), group=chat.startswith("tg:-"))
