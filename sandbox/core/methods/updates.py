"""How the bot hears: updates at once from the queue; waiting and webhooks belong to the server around the core."""

from typing import Any

from sandbox.core.errors import Json, bad_request
from sandbox.core.params import Params
from sandbox.core.table import method
from sandbox.core.world import World

MOST = 100


def remember_allowed(world: World, params: Params) -> None:
    """Note allowed_updates when given; they hold until given again."""
    kinds: Any = params.json("allowed_updates", "allowed updates")
    if kinds is None:
        return
    if not isinstance(kinds, list):
        raise bad_request("expected an Array of String as allowed updates")
    world.updates.allow(kind for kind in kinds if isinstance(kind, str))


def limit_of(params: Params) -> int:
    """limit, 1 to 100; anything else is 100."""
    limit = params.number("limit", MOST)
    return limit if 1 <= limit <= MOST else MOST


@method("getUpdates")
def get_updates(world: World, params: Params) -> list[Json]:
    """What is there now, without waiting."""
    remember_allowed(world, params)
    return [pending.update for pending in world.updates.take(params.number("offset"), limit_of(params))]


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """Stop the spinner on a pressed button."""
    press = world.presses.answer(
        params.text("callback_query_id"), params.text("text"), show_alert=params.flag("show_alert")
    )
    world.tell("pressed", callback_query_id=press.query_id, text=press.text, show_alert=press.show_alert)
    return True
