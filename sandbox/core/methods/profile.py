"""Who the bot is and what its menu shows."""

from typing import Any

from sandbox.core.access import known_room
from sandbox.core.commands import read_commands, scope_key
from sandbox.core.errors import Json, bad_request
from sandbox.core.params import Params
from sandbox.core.table import method
from sandbox.core.world import World

NAME_LIMIT, DESCRIPTION_LIMIT, SHORT_LIMIT = 64, 512, 120
_MENU_TYPES = ("default", "commands", "web_app")
_DEFAULT_MENU: Json = {"type": "default"}


@method("getMe")
def get_me(world: World, _: Params) -> Json:
    """The bot itself."""
    return world.bot.me()


@method("logOut")
@method("close")
def step_aside(_: World, __: Params) -> bool:
    """Nothing to leave or close: the sandbox is the only server there is."""
    return True


def _commands_key(world: World, params: Params) -> str:
    return scope_key(params.json("scope", "bot command scope"), params.text("language_code"), world.rooms)


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """Set the menu of a scope and language; an empty list deletes it."""
    key = _commands_key(world, params)
    world.bot.commands[key] = read_commands(params.json("commands", "commands list"))
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Json]:
    """The menu of exactly this scope and language, without resolution."""
    return world.bot.commands.get(_commands_key(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Forget the menu of a scope and language."""
    world.bot.commands.pop(_commands_key(world, params), None)
    return True


def _set(kept: dict[str, str], params: Params, name: str, limit: int) -> bool:
    value = params.text(name).strip()
    if len(value) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    kept[params.text("language_code")] = value
    return True


def _get(kept: dict[str, str], params: Params, fallback: str = "") -> str:
    return kept.get(params.text("language_code")) or kept.get("") or fallback


@method("setMyName")
def set_my_name(world: World, params: Params) -> bool:
    """The bot's name, shown from now on when no language is given."""
    _set(world.bot.names, params, "name", NAME_LIMIT)
    world.bot.name = world.bot.names.get("") or world.bot.name
    return True


@method("getMyName")
def get_my_name(world: World, params: Params) -> Json:
    """The bot's name in a language."""
    return {"name": _get(world.bot.names, params, world.bot.name)}


@method("setMyDescription")
def set_my_description(world: World, params: Params) -> bool:
    """What an empty chat shows."""
    return _set(world.bot.descriptions, params, "description", DESCRIPTION_LIMIT)


@method("getMyDescription")
def get_my_description(world: World, params: Params) -> Json:
    """What an empty chat shows, in a language."""
    return {"description": _get(world.bot.descriptions, params)}


@method("setMyShortDescription")
def set_my_short_description(world: World, params: Params) -> bool:
    """What the bot's profile shows."""
    return _set(world.bot.short_descriptions, params, "short_description", SHORT_LIMIT)


@method("getMyShortDescription")
def get_my_short_description(world: World, params: Params) -> Json:
    """What the bot's profile shows, in a language."""
    return {"short_description": _get(world.bot.short_descriptions, params)}


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    """The button beside the input, for one private chat or (0) for all."""
    button: Any = params.json("menu_button", "menu button") or _DEFAULT_MENU
    if not isinstance(button, dict) or button.get("type") not in _MENU_TYPES:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    if button["type"] == "web_app" and not (button.get("text") and button.get("web_app")):
        raise bad_request("can't parse MenuButton: text and web_app are required")
    world.bot.menu_buttons[_private_id(world, params)] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> Json:
    """The button of one private chat, or the one for all."""
    buttons = world.bot.menu_buttons
    return buttons.get(_private_id(world, params)) or buttons.get(0) or _DEFAULT_MENU


def _private_id(world: World, params: Params) -> int:
    if not params.has("chat_id"):
        return 0
    room = known_room(world, params)
    if not room.private:
        raise bad_request("chat not found")
    return room.id
