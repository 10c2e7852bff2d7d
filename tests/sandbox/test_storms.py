"""Storms of the endurance battery: answers that come too late, and updates out of their order."""

import time
from typing import Any

import httpx
import pytest

from sandbox.server.faults import Faults, Weather
from tests.sandbox.desk import ANNA, BO, CHEN, Desk
from tests.sandbox.test_webhooks import Answer, Ear, ear
from tests.waiting import until

__all__ = ["ear"]
MILD: dict[str, float] = {"late_answer": 0, "time_out": 0, "lost_answer": 0}


def texts(desk: Desk, chat: int = ANNA) -> list[str]:
    return [message["text"] for message in desk.get(f"chats/{chat}/messages")]


def seconds_until_lost(desk: Desk, method: str, **arguments: Any) -> float:
    """How long a call was held that was never answered."""
    begun = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        desk.call(method, **arguments)
    return time.monotonic() - begun


def drained(desk: Desk) -> list[str]:
    """What a simple bot hears that confirms whatever stood last."""
    heard: list[str] = []
    offset = 0
    while found := desk.call("getUpdates", offset=offset, limit=7):
        heard += [update["message"]["text"] for update in found]
        offset = found[-1]["update_id"] + 1
    return heard


def test_a_late_answer_has_its_effect_first_and_is_then_silence(desk: Desk) -> None:
    desk.post("faults", {"late_answer": 1, "hold_seconds": 0.3})
    assert 0.3 <= seconds_until_lost(desk, "sendMessage", chat_id=ANNA, text="已登记") < 3
    assert texts(desk) == ["已登记"]


def test_a_call_that_times_out_has_no_effect_and_is_held_as_long(desk: Desk) -> None:
    desk.post("faults", {"time_out": 1, "hold_seconds": 0.3})
    assert 0.3 <= seconds_until_lost(desk, "sendMessage", chat_id=ANNA, text="已登记") < 3
    assert texts(desk) == []


def test_a_bot_that_gives_up_first_finds_its_message_sent(desk: Desk) -> None:
    desk.post("faults", {"late_answer": 1})
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(desk.url("sendMessage"), json={"chat_id": ANNA, "text": "已登记"}, timeout=0.3, trust_env=False)
    assert texts(desk) == ["已登记"]
    (call,) = desk.get("calls")
    assert (call["ok"], call["description"]) == (False, "回答迟迟不来，后来断了")


def test_a_poll_is_never_late(desk: Desk) -> None:
    desk.post("faults", {"late_answer": 1})
    desk.send(ANNA, "路灯")
    begun = time.monotonic()
    assert desk.update()["message"]["text"] == "路灯"
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("fault", ["lost_answer", "time_out"])
def test_a_poll_whose_answer_is_lost_confirms_nothing(desk: Desk, fault: str) -> None:
    for text in ("一", "二", "三"):
        desk.send(ANNA, text)
    desk.post("faults", {fault: 1, "hold_seconds": 0.1})
    seconds_until_lost(desk, "getUpdates", limit=2)
    desk.post("faults", MILD)
    desk.offset = 1  # another question, or the brake would give one at a time
    assert [update["message"]["text"] for update in desk.updates()] == ["一", "二", "三"]


def test_a_held_call_keeps_nobody_else_waiting(desk: Desk) -> None:
    desk.post("faults", {"late_answer": 1})
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(desk.url("getMe"), timeout=0.1, trust_env=False)
    desk.post("faults", MILD)
    begun = time.monotonic()
    desk.say(ANNA)
    assert time.monotonic() - begun < 1


def test_a_hold_is_between_nothing_and_an_hour(desk: Desk) -> None:
    for seconds in (-1, 3_601, "x"):
        assert desk.post_refused("faults", {"hold_seconds": seconds})[0] == 400
    assert desk.get("faults")["hold_seconds"] == 60


def test_an_update_is_pushed_twice_and_confirmed_once(desk: Desk, ear: Ear) -> None:
    desk.post("faults", {"duplicate_update": 1})
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "一次")
    ear.wait(2)
    assert ear.heard[0] == ear.heard[1]
    until(lambda: desk.get("updates")["pending"] == 0)
    time.sleep(0.1)
    assert len(ear.heard) == 2


def test_a_webhook_may_hear_what_was_said_later_first(desk: Desk, ear: Ear) -> None:
    for text in ("一", "二", "三", "四", "五"):
        desk.send(ANNA, text)
    desk.post("faults", {"reorder_update": 1})
    desk.call("setWebhook", url=ear.url)
    ear.wait(5)
    assert ear.texts() == ["二", "一", "四", "三", "五"]
    until(lambda: desk.get("updates")["pending"] == 0)


def test_nothing_is_lost_or_doubled_in_a_reordering_storm_of_failures(desk: Desk, ear: Ear) -> None:
    refused: set[int] = set()

    def answer(update: dict[str, Any]) -> Answer:
        first = update["update_id"] not in refused and update["update_id"] % 5 == 0
        refused.add(update["update_id"])
        return (503 if first else 200, {"Retry-After": "1"}, b"")

    ear.answer = answer
    said = [(person, f"{person} 第 {n} 句") for n in range(6) for person in (ANNA, BO, CHEN)]
    for person, text in said:
        desk.send(person, text)
    desk.post("faults", {"reorder_update": 0.5, "seed": 3})
    desk.call("setWebhook", url=ear.url)
    until(lambda: desk.get("updates")["pending"] == 0, 20)
    assert set(ear.texts()) == {text for _, text in said}
    failed = {number for update in ear.heard if (number := update["update_id"]) % 5 == 0}
    assert len(ear.heard) == len(said) + len(failed)


def test_a_lone_update_is_pushed_although_nothing_can_pass_it(desk: Desk, ear: Ear) -> None:
    desk.post("faults", {"reorder_update": 1})
    desk.call("setWebhook", url=ear.url)
    desk.send(ANNA, "只有一句")
    ear.wait(1)
    until(lambda: desk.get("updates")["pending"] == 0)


def test_an_update_that_was_passed_is_confirmed_only_when_it_was_taken(desk: Desk, ear: Ear) -> None:
    ear.answer = lambda update: (200 if update["message"]["text"] == "二" else 500, {}, b"")
    desk.send(ANNA, "一")
    desk.send(ANNA, "二")
    desk.post("faults", {"reorder_update": 1})
    desk.call("setWebhook", url=ear.url)
    ear.wait(2)
    until(lambda: desk.get("updates")["pending"] == 1)
    assert ear.texts()[:2] == ["二", "一"]
    ear.answer = lambda _: (200, {}, b"")
    until(lambda: desk.get("updates")["pending"] == 0)


def test_neighbours_in_one_answer_may_change_places(desk: Desk) -> None:
    for text in ("一", "二", "三", "四", "五"):
        desk.send(ANNA, text)
    desk.post("faults", {"reorder_update": 1})
    assert [update["message"]["text"] for update in desk.call("getUpdates")] == ["二", "一", "四", "三", "五"]
    assert desk.get("updates")["pending"] == 5


def test_a_bot_that_confirms_what_stood_last_loses_nothing_by_the_reordering(desk: Desk) -> None:
    said = [f"第 {n} 句" for n in range(40)]
    for text in said:
        desk.send(ANNA, text)
    desk.post("faults", {"reorder_update": 0.5, "seed": 5})
    heard = drained(desk)
    assert set(heard) == set(said)
    assert heard != sorted(heard, key=said.index)


def test_the_chances_of_a_shuffle_repeat_with_their_seed() -> None:
    updates: list[dict[str, Any]] = [{"update_id": n} for n in range(20)]
    first, second = Weather(4), Weather(4)
    first.faults = second.faults = Faults(reorder_update=0.5)
    assert first.shuffled(updates) == second.shuffled(updates) != updates
    first.faults = Faults()
    assert first.shuffled(updates) == updates
