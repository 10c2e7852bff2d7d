"""reply_markup: which buttons Telegram accepts, and what becomes of them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.core.errors import ApiError, Json, bad_request
from sandbox.core.params import Params

DATA_BYTES = 64
PLACEHOLDER_LIMIT = 64
MOST_BUTTONS = 100
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
_PRIVATE_ONLY = {
    "request_contact": "Phone number can be requested in private chats only",
    "request_location": "Location can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


def read_markup(params: Params, *, private: bool) -> tuple[Json | None, Json | None]:
    """(inline keyboard, reply keyboard) of a call: the first belongs to the message, the second to the phone."""
    markup = params.json("reply_markup", "reply keyboard markup")
    if markup is None or markup == {}:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], private=private), None
    return None, _reply(markup, private=private)


def inline_only(params: Params, *, private: bool) -> Json | None:
    """The inline keyboard of an edit; any other markup is refused."""
    inline, reply = read_markup(params, private=private)
    if reply is not None:
        raise bad_request("inline keyboard expected")
    return inline


def find_button(markup: Json | None, *, data: str | None, row: int, column: int) -> Json | None:
    """The button with that data, or at that place when `data` is None."""
    rows: list[list[Json]] = (markup or {}).get("inline_keyboard", [])
    if data is not None:
        return next((button for line in rows for button in line if button.get("callback_data") == data), None)
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        return rows[row][column]
    return None


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: expected an Array of Array of buttons")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _inline(raw: Any, *, private: bool) -> Json | None:
    rows = [[_inline_button(button, private=private) for button in row] for row in _rows(raw)]
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Any, *, private: bool) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    action = next((name for name in _ACTIONS if button.get(name) is not None), None)
    if action is None:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if action == "callback_data":
        _check_data(button["callback_data"])
    if action == "url":
        _check_url(str(button["url"]))
    if action == "web_app" and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    return {key: button[key] for key in ("text", action, "style", "icon_custom_emoji_id") if key in button}


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
    except ValueError:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL") from None
    if parts.scheme not in {"http", "https", "tg", "ton"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    host = parts.hostname or ""
    if parts.scheme in {"http", "https"} and ("." not in host or " " in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply(markup: Json, *, private: bool) -> Json:
    if len(str(markup.get("input_field_placeholder", ""))) > PLACEHOLDER_LIMIT:
        raise bad_request("input field placeholder is too long")
    if "keyboard" in markup:
        rows = [[_reply_button(button, private=private) for button in row] for row in _rows(markup["keyboard"])]
        if not rows:
            raise bad_request("keyboard must be non-empty")
        return markup | {"keyboard": rows}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise _no_markup()


def _no_markup() -> ApiError:
    return bad_request("object expected as reply markup")


def _reply_button(button: Any, *, private: bool) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    for name, refusal in _PRIVATE_ONLY.items():
        if button.get(name) and not private:
            raise bad_request(refusal)
    return button
