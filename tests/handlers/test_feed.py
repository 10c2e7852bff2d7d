"""The door: what cannot be parsed is named without being told, whatever it held."""

import json
import logging
import time
import traceback
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.model import Actor, CaseId, DraftState
from cases.ports import Below, Met
from cases.taps import Tap, Verb
from handlers.feed import Listener, Unreadable
from tests.handlers.desk import CAUSE, NOW, Desk
from tests.handlers.phone import GROUP, RESIDENT, WORKER, Raw, photo, says, taps

SECRET = "家住大寨村2组的李秀英"


def broken(**changes: Any) -> Raw:
    raw = says(RESIDENT, SECRET)
    raw["message"] |= changes
    return raw


def nested(depth: int) -> Raw:
    raw: Raw = says(RESIDENT, SECRET)["message"]
    for _ in range(depth):
        raw = says(RESIDENT, SECRET)["message"] | {"reply_to_message": raw}
    return raw


@pytest.mark.parametrize(
    "raw",
    [
        broken(date=SECRET),
        broken(chat={"id": SECRET}),
        broken(entities=[{"type": SECRET}]),
        broken(message_id=None),
        broken(text=SECRET + "\ud800"),
        broken(text=SECRET + "\0"),
        broken(reply_to_message=nested(300)),
        broken(date=10**30),
        {"update_id": SECRET, "message": says(RESIDENT, SECRET)["message"]},
        {"message": says(RESIDENT, SECRET)["message"]},
        {"update_id": 1, "message": SECRET},
        {"update_id": 1, "callback_query": {"data": SECRET}},
    ],
)
async def test_an_unreadable_update_is_refused_without_its_words(
    desk: Desk, raw: Raw, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unreadable) as caught:
        await desk.hear(raw)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    told += "".join(str(warning.message) for warning in recwarn.list)
    assert SECRET not in told
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    assert desk.ran == []


async def test_a_rich_message_holds_up_nobody_however_deep_its_words_lie(desk: Desk) -> None:
    words: object = SECRET
    for _ in range(12):
        words = {"type": "bold", "text": words}
    rich: Raw = {"rich_message": {"blocks": [{"type": "paragraph", "text": words}]}}
    quoting = says(RESIDENT, "大寨村2组路灯坏了")
    quoting["message"]["reply_to_message"] = says(RESIDENT, "")["message"] | rich
    alone = says(RESIDENT, "")
    alone["message"] = {name: part for name, part in alone["message"].items() if name != "text"} | rich
    begun = time.monotonic()
    for raw in (quoting, alone):
        await desk.hear(raw)
        assert len(desk.ran) == 1
    assert time.monotonic() - begun < 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PATHS = st.sampled_from(
    ["update_id", "message", "message.date", "message.chat", "message.chat.id", "message.chat.type", "message.from",
     "message.from.id", "message.text", "message.photo", "message.message_id", "message.sender_chat",
     "message.reply_to_message", "message.location", "message.venue", "message.entities", "message.edit_date",
     "message.message_thread_id", "message.media_group_id", "message.contact", "callback_query",
     "callback_query.data", "callback_query.message", "callback_query.from"]
)  # fmt: skip


@given(path=PATHS, value=JSON, seed=st.sampled_from(["text", "photo", "tap", "group"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_mutilated_update_is_handled_or_unreadable_and_nothing_else(
    desk: Desk, path: str, value: Any, seed: str
) -> None:
    raw = {
        "text": says(RESIDENT, "路灯不亮"),
        "photo": says(WORKER, **photo(caption="清好了")),
        "tap": taps(WORKER, "ac|c1|"),
        "group": says(WORKER, "接单", GROUP),
    }[seed]
    *parents, last = path.split(".")
    inner: Any = raw
    for parent in parents:
        inner = inner.setdefault(parent, {})
    inner[last] = value
    try:
        await desk.hear(raw)
    except Unreadable:
        assert desk.ran == []


async def test_the_command_carries_the_desks_time_and_the_cause(desk: Desk) -> None:
    command = await desk.command(says(RESIDENT, "路灯不亮"))
    assert (command.at, command.cause) == (NOW, CAUSE)


async def test_a_person_may_type_what_looks_like_an_escape(desk: Desk) -> None:
    assert (await desk.command(says(RESIDENT, r"路灯 \u0000 \\u0000"))).said.text == r"路灯 \u0000 \\u0000"


async def test_raw_updates_are_left_as_they_were(desk: Desk) -> None:
    raw = says(RESIDENT, "路灯不亮")
    before = json.dumps(raw)
    await desk.hear(raw)
    assert json.dumps(raw) == before


async def test_a_state_is_the_open_drafts_of_whoever_speaks(desk: Desk) -> None:
    desk.ask(WORKER, DraftState.PROOF, about="c7")
    assert await desk.names(says(WORKER, "直接办结")) == ["resolve_now"]
    assert await desk.names(says(RESIDENT, "直接办结")) != ["resolve_now"]
    desk.books.drafts.clear()
    assert await desk.names(says(WORKER, "直接办结")) != ["resolve_now"]


async def test_one_look_is_taken_for_each_update(desk: Desk) -> None:
    looks: list[Actor] = []

    def meet(actor: Actor, below: Below | None = None) -> Met:
        looks.append(actor)
        return desk.books.meet(actor, below)

    desk.listener = Listener(replace(desk.kit, meet=meet), desk.bot)
    await desk.hear(says(RESIDENT, "南张村3组路灯坏了"), taps(WORKER, Tap(Verb.ACCEPT, CaseId("c1")).encode()))
    assert [actor.chat for actor in looks] == [f"tg:{RESIDENT}", f"tg:{WORKER}"]
