"""Whatever a bot or a page sends, the sandbox answers in its own words and stays on its feet."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.core import api
from sandbox.core.acts import groups, people, pressing, talking
from sandbox.core.errors import ApiError, Refused
from sandbox.core.params import Params
from sandbox.core.table import METHODS
from sandbox.core.world import World
from sandbox.server.control import TABLE
from tests.sandbox.desk import ANNA, BO, Desk

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2000),
    st.sampled_from(
        [ANNA, str(ANNA), 1e308, "1e999", "", "[]", "{}", "[[]]", "[1", "NaN", "attach://x", "photo", "HTML"]
    ),
    st.text(max_size=5),
)
KEYS = (
    "type", "media", "text", "callback_data", "url", "offset", "length", "user", "id", "inline_keyboard", "keyboard",
    "message_id", "chat_id", "user_id", "force_reply", "command", "description", "latitude", "longitude", "caption",
    "entities", "quote", "web_app", "menu_button",
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
)
NAMES = (
    "chat_id", "message_id", "text", "parse_mode", "entities", "caption", "reply_markup", "reply_parameters",
    "link_preview_options", "media", "photo", "document", "sticker", "latitude", "longitude", "horizontal_accuracy",
    "title", "phone_number", "first_name", "action", "callback_query_id", "message_ids", "from_chat_id", "commands",
    "scope", "language_code", "name", "description", "menu_button", "user_id", "file_id", "offset", "limit",
    "timeout", "allowed_updates", "message_thread_id", "show_alert", "icon_color",
)  # fmt: skip
WISHES = (
    "person", "reply_to", "thread", "location", "venue", "contact", "sample", "album", "sticker", "forward_of",
    "data", "row", "title", "members", "id",
)  # fmt: skip


def a_world() -> World:
    """Two people and a group, and a word from each side."""
    world = World()
    people.put_people(world, [{"id": ANNA, "name": "王秀兰", "started": True}, {"id": BO, "name": "李建国"}])
    groups.open_group(world, {"title": "群", "members": [ANNA, BO], "forum": True, "bot_admin": True})
    talking.send(world, world.room(ANNA), {"person": ANNA, "text": "路灯"})
    api.call(world, "sendMessage", Params({"chat_id": ANNA, "text": "收到"}))
    return world


WORLD = a_world()


@pytest.mark.parametrize("method", sorted(name for name, _ in METHODS.values()))
@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(arguments=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8))
def test_a_method_answers_nonsense_with_a_result_or_a_refusal(method: str, arguments: dict[str, Any]) -> None:
    try:
        api.call(WORLD, method, Params({"chat_id": ANNA} | arguments))
    except ApiError as error:
        if error.code not in {400, 403}:
            raise


@settings(max_examples=60, derandomize=True, deadline=None)
@given(wish=st.dictionaries(st.sampled_from(WISHES), VALUES))
def test_an_act_is_done_or_refused(wish: dict[str, Any]) -> None:
    room = WORLD.room(ANNA)
    for act in (talking.send, talking.edit, pressing.press):
        with_refusal(act, WORLD, room, wish)
    with_refusal(groups.open_group, WORLD, wish)
    with_refusal(people.put_people, WORLD, [wish])


def with_refusal(act: Any, *arguments: Any) -> None:
    """The control API turns these into a Chinese sentence; anything else would be a crash."""
    try:
        act(*arguments)
    except (Refused, ApiError, TypeError, ValueError, AttributeError, OverflowError):
        return


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"x"', b"{" * 5000, b"[" * 5000, b'{"person":1e999}', b"\xff"])
def test_no_path_crashes_on_a_strange_body(desk: Desk, body: bytes) -> None:
    for verb, path, _ in TABLE:
        if verb == "POST":
            url = path.format(person=ANNA, chat=ANNA)
            assert desk.http.post(f"{desk.base_url}{url}", content=body).status_code < 500, path
    for method in ("sendMessage", "getUpdates", "setWebhook"):
        url = desk.url(method)
        response = desk.http.post(url, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code < 500


def test_another_website_cannot_act_on_the_sandbox(desk: Desk) -> None:
    response = desk.http.post(f"{desk.base_url}/api/reset", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
