"""What a test reads to account for a bot's work: calls, updates, what it said, and how fast."""

from starlette.requests import Request

from sandbox.core.errors import Json
from sandbox.server.asking import query_of
from sandbox.server.house import House

_MOST_OUTGOING = 10_000


async def get_calls(house: House, request: Request) -> list[Json]:
    """The tape of calls."""
    return house.calls.after(query_of(request, "after"))


async def get_updates(house: House, _: Request) -> Json:
    """How much the bot has yet to hear."""
    updates = house.world.updates
    updates.forget_old()
    return {"pending": len(updates), "highest_id": updates.highest_id, "seq": house.events.seq}


async def get_outgoing(house: House, request: Request) -> Json:
    """The bot's messages and edits in order."""
    limit = min(max(query_of(request, "limit", 1_000), 1), _MOST_OUTGOING)
    return house.outgoing.after(query_of(request, "after"), limit)


async def get_rates(house: House, _: Request) -> Json:
    """The rate watch."""
    return house.watch.view()


async def reset_rates(house: House, _: Request) -> Json:
    """The rate watch begins anew."""
    house.watch.reset()
    return house.watch.view()
