"""The control API: what people and the weather do, as JSON, for the phones page and for tests."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.core.acts import groups, people, pressing, talking
from sandbox.core.commands import resolve
from sandbox.core.errors import ApiError, Json, Refused
from sandbox.core.rooms import Room
from sandbox.server import accounts
from sandbox.server.asking import body_of, number_of, query_of, sending_of, wish_of
from sandbox.server.faults import merged
from sandbox.server.house import House

Handler = Callable[[House, Request], Awaitable[Any]]
_MOST_MESSAGES = 500
_BREATH = 50


def state(house: House) -> Json:
    """The whole small state: quiet private chats are left out."""
    world = house.world
    return {
        "seq": house.events.seq,
        "bot": world.bot.me(),
        "people": [person.view() for person in world.people.values()],
        "chats": [room.view() for room in world.rooms.values() if room.messages or not room.private],
        "clock": world.clock.view(),
        "faults": house.weather.faults.view(),
        "scenario": world.scenario,
    }


def _room(house: House, request: Request) -> Room:
    return house.world.room(number_of(request.path_params["chat"]))


async def get_state(house: House, _: Request) -> Json:
    """The whole small state."""
    return state(house)


async def get_events(house: House, request: Request) -> Response:
    """Server-sent events, resumed after Last-Event-ID or ?after."""
    after = request.headers.get("last-event-id") or request.query_params.get("after")
    start = house.events.seq if after is None else number_of(after)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(house.events.stream(start), media_type="text/event-stream", headers=headers)


async def post_people(house: House, request: Request) -> list[Json]:
    """Add or change people."""
    return people.put_people(house.world, await body_of(request))


async def block(house: House, request: Request) -> Json:
    """A person stops the bot."""
    return people.block(house.world, number_of(request.path_params["person"]))


async def unblock(house: House, request: Request) -> Json:
    """A person lets the bot in again."""
    return people.unblock(house.world, number_of(request.path_params["person"]))


async def post_group(house: House, request: Request) -> Json:
    """A new group with the bot in it."""
    return groups.open_group(house.world, await wish_of(request)).view()


async def migrate(house: House, request: Request) -> Json:
    """A basic group becomes a supergroup."""
    return groups.migrate(house.world, _room(house, request)).view()


async def post_topic(house: House, request: Request) -> Json:
    """A new topic in a forum."""
    wish = await wish_of(request)
    return {"message_thread_id": groups.open_topic(house.world, _room(house, request), str(wish.get("name") or ""))}


async def post_bot_status(house: House, request: Request) -> Json:
    """The bot's place in a group changes."""
    room, wish = _room(house, request), await wish_of(request)
    groups.set_bot_status(house.world, room, str(wish.get("status")))
    return room.view()


async def delete_group(house: House, request: Request) -> Json:
    """A group is deleted for everybody."""
    room = _room(house, request)
    groups.delete_group(house.world, room)
    return room.view()


async def get_messages(house: House, request: Request) -> list[Json]:
    """A page of history, oldest first."""
    room = _room(house, request)
    before = query_of(request, "before", room.last_id + 1)
    limit = min(max(query_of(request, "limit", 50), 1), _MOST_MESSAGES)
    numbers = [number for number in room.messages if number < before][-limit:]
    return [room.messages[number].view() for number in numbers]


async def send(house: House, request: Request) -> Json:
    """A person sends."""
    wish, files = await sending_of(request)
    return {"messages": talking.send(house.world, _room(house, request), wish, files)}


async def say(house: House, request: Request) -> Json:
    """Many people write to the bot, one after the other."""
    numbers: list[int] = []
    for wish in await body_of(request):
        try:
            numbers.append(talking.say(house.world, wish))
        except Refused as refusal:
            raise Refused(f"第 {len(numbers) + 1} 条没有发出，前面的已经发出：{refusal.text}", refusal.code) from None
        if len(numbers) % _BREATH == 0:
            await asyncio.sleep(0)  # a bot that measures its own pace must not be kept waiting
    return {"messages": numbers}


async def edit(house: House, request: Request) -> Json:
    """A person edits."""
    return talking.edit(house.world, _room(house, request), await wish_of(request))


async def press(house: House, request: Request) -> Json:
    """A person taps a button."""
    wish = await wish_of(request)
    return {"callback_query_id": pressing.press(house.world, _room(house, request), wish)}


async def get_press(house: House, request: Request) -> Json:
    """How a tap was answered."""
    found = house.world.presses.by_id.get(request.path_params["query"])
    if found is None:
        raise Refused("没有这次按键。", 404)
    return found.view()


async def read(house: House, request: Request) -> Json:
    """A person has looked."""
    wish = await wish_of(request)
    house.world.mark_read(_room(house, request), number_of(str(wish.get("person"))))
    return {}


async def get_commands(house: House, request: Request) -> list[Json]:
    """The menu on a person's phone."""
    room = house.world.room(query_of(request, "chat"))
    return resolve(house.world.bot, room, query_of(request, "person", room.id))


async def get_clock(house: House, _: Request) -> Json:
    """The clock."""
    return house.world.clock.view()


async def post_clock(house: House, request: Request) -> Json:
    """Change the clock."""
    house.world.clock.change(await wish_of(request))
    house.world.tell("clock", **house.world.clock.view())
    return house.world.clock.view()


async def get_faults(house: House, _: Request) -> Json:
    """The weather."""
    return house.weather.faults.view()


async def post_faults(house: House, request: Request) -> Json:
    """Change the weather."""
    wish = await wish_of(request)
    if "seed" in wish:
        house.weather.seed(wish.pop("seed"))
    house.set_faults(merged(house.weather.faults, wish))
    return house.weather.faults.view()


async def post_scenario(house: House, request: Request) -> Json:
    """What the page shows first."""
    house.world.scenario = await wish_of(request)
    house.world.tell("scenario", scenario=house.world.scenario)
    return house.world.scenario


async def post_bot(house: House, request: Request) -> Json:
    """What @BotFather would set."""
    wish = await wish_of(request)
    house.world.bot.privacy = bool(wish.get("privacy", house.world.bot.privacy))
    return house.world.bot.me()


async def get_file(house: House, request: Request) -> Response:
    """The bytes of a file."""
    stored = house.world.files.by_id.get(request.path_params["file"])
    if stored is None:
        raise Refused("没有这个文件。", 404)
    # Only pictures, sound and video are shown in the page's own origin; anything else is handed over as a download.
    shown = stored.mime.startswith(("image/", "audio/", "video/")) and "svg" not in stored.mime
    kind = stored.mime if shown else "application/octet-stream"
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return Response(stored.data, media_type=kind, headers=headers)


async def reset(house: House, _: Request) -> Json:
    """Forget everything but people."""
    await house.reset()
    return {}


TABLE: tuple[tuple[str, str, Handler], ...] = (
    # Asked most, and therefore first: Starlette looks from the top.
    ("POST", "/api/chats/{chat}/send", send),
    ("POST", "/api/say", say),
    ("POST", "/api/chats/{chat}/press", press),
    ("GET", "/api/chats/{chat}/messages", get_messages),
    ("GET", "/api/clock", get_clock),
    ("GET", "/api/updates", accounts.get_updates),
    ("GET", "/api/outgoing", accounts.get_outgoing),
    ("GET", "/api/calls", accounts.get_calls),
    ("GET", "/api/rates", accounts.get_rates),
    ("POST", "/api/rates/reset", accounts.reset_rates),
    ("GET", "/api/state", get_state),
    ("GET", "/api/events", get_events),
    ("POST", "/api/people", post_people),
    ("POST", "/api/people/{person}/block", block),
    ("POST", "/api/people/{person}/unblock", unblock),
    ("POST", "/api/groups", post_group),
    ("POST", "/api/groups/{chat}/migrate", migrate),
    ("POST", "/api/groups/{chat}/topics", post_topic),
    ("POST", "/api/groups/{chat}/bot", post_bot_status),
    ("POST", "/api/groups/{chat}/delete", delete_group),
    ("POST", "/api/chats/{chat}/edit", edit),
    ("GET", "/api/presses/{query}", get_press),
    ("POST", "/api/chats/{chat}/read", read),
    ("GET", "/api/commands", get_commands),
    ("POST", "/api/clock", post_clock),
    ("GET", "/api/faults", get_faults),
    ("POST", "/api/faults", post_faults),
    ("POST", "/api/scenario", post_scenario),
    ("POST", "/api/bot", post_bot),
    ("GET", "/api/files/{file}", get_file),
    ("POST", "/api/reset", reset),
)


def routes(house: House) -> list[Route]:
    """The control API as Starlette routes."""
    return [Route(path, _endpoint(house, handler), methods=[verb]) for verb, path, handler in TABLE]


def _endpoint(house: House, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method == "POST" and request.headers.get("sec-fetch-site") == "cross-site":
            return JSONResponse({"error": "别的网站不能替您操作沙盒，请在沙盒自己的页面上操作。"}, 403)
        try:
            result = await handler(house, request)
        except Refused as refusal:
            return JSONResponse({"error": refusal.text}, refusal.code)
        except ApiError as error:
            return JSONResponse({"error": f"做不到：{error.description}"}, 400)
        except (TypeError, ValueError, AttributeError, OverflowError):
            return JSONResponse({"error": "请求的内容看不懂，请对照 docs/sandbox.md 检查字段。"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return endpoint
