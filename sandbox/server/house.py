"""All parts of the running sandbox, put together once, and the one road a bot's call takes through them."""

import time
from typing import Any

from sandbox.core import api
from sandbox.core.errors import ApiError, conflict
from sandbox.core.params import Params
from sandbox.core.world import World
from sandbox.server.calls import Calls
from sandbox.server.events import Events
from sandbox.server.faults import ConnectionLost, Faults, Weather
from sandbox.server.outgoing import Outgoing
from sandbox.server.polling import Polling
from sandbox.server.rates import LENIENT, STRICT, Limiter, is_counted
from sandbox.server.token import Door
from sandbox.server.watch import RateWatch
from sandbox.server.webhooks import Webhook

WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class House:
    """World, weather, rates, tape and events of one sandbox."""

    def __init__(self, world: World, *, token: str | None = None, seed: int | None = None) -> None:
        self.world = world
        self.events = Events()
        self.outgoing = Outgoing()
        world.listeners += [self.events.add, self.outgoing.hear]
        self.door = Door(world, token)
        self.weather = Weather(seed)
        self.limiter = Limiter()
        self.watch = RateWatch()
        self.calls = Calls(world)
        self.polling = Polling(world, self.weather, self.calls)
        self.webhook = Webhook(world, self.weather, self.calls, self._run_quietly)

    async def run(self, name: str, params: Params) -> Any:
        """One call of the bot: weather, then rates, then the method; noted on the tape however it ends."""
        begun = time.perf_counter()
        problem: ApiError | None = None
        try:
            # A late getUpdates would only keep the bot deaf: what it shows is not confirmed anyway.
            may_be_late = name.lower() != "getupdates"
            return await self.weather.around(lambda: self._execute(name, params), may_be_late=may_be_late)
        except ApiError as error:
            problem = error
            raise
        except ConnectionLost as lost:
            problem = ApiError(0, str(lost))
            raise
        finally:
            if problem or name.lower() != "getupdates":
                elapsed = (time.perf_counter() - begun) * 1000
                self.calls.note(api.canonical(name), params, elapsed, problem)

    async def _run_quietly(self, name: str, params: Params) -> None:
        try:
            await self.run(name, params)
        except (ApiError, ConnectionLost):
            return

    async def _execute(self, name: str, params: Params) -> Any:
        match name.lower():
            case "getupdates":
                if self.webhook.url:
                    raise conflict(WEBHOOK_ACTIVE)
                return await self.polling.get_updates(params)
            case "setwebhook":
                done = await self.webhook.set(params)
                if self.webhook.url:
                    self.polling.interrupt(conflict("terminated by setWebhook request"))
                return done
            case "deletewebhook":
                return await self.webhook.delete(params)
            case "getwebhookinfo":
                return self.webhook.info()
            case lowered if is_counted(lowered):
                return self._put(name, params)
            case _:
                return api.call(self.world, name, params)

    def _put(self, name: str, params: Params) -> Any:
        """A call that puts or edits messages: at the pace, and counted when it took effect."""
        chat, messages = params.number("chat_id"), _messages(params)
        try:
            self.limiter.admit(name, chat, messages)
        except ApiError:
            self.watch.refuse()
            raise
        result = api.call(self.world, name, params)
        self.watch.count(chat, messages)
        return result

    def set_faults(self, faults: Faults) -> None:
        """Change the weather at once, also for a poll that waits."""
        self.weather.faults = faults
        self.limiter.use(STRICT if faults.strict_rates else LENIENT)
        if faults.offline:
            self.polling.interrupt(ConnectionLost())
        self.world.tell("faults", **faults.view())

    async def reset(self) -> None:
        """Forget everything but people."""
        await self.webhook.delete(Params({}))
        self.door.forget()
        self.calls.delivered.clear()
        self.polling.forget()
        self.watch.reset()
        self.outgoing.clear()
        self.world.forget()
        self.world.tell("reset")


def _messages(params: Params) -> int:
    for name in ("media", "message_ids"):
        if params.has(name):
            try:
                parts = params.json(name, name)
            except ApiError:
                return 1
            return max(len(parts), 1) if isinstance(parts, list) else 1
    return 1
