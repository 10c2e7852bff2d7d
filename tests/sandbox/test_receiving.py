"""getUpdates: nothing is lost before it is confirmed, and one bot listens at a time."""

import threading
import time
from typing import Any

import pytest

from sandbox.core.clock import Clock
from sandbox.core.updates import UpdateQueue
from sandbox.server import polling
from tests.sandbox.desk import ANNA, Desk, Failed


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def write(desk: Desk, count: int) -> None:
    for n in range(count):
        desk.send(ANNA, f"第 {n} 条")


def in_background(work: Any) -> tuple[threading.Thread, list[Any]]:
    """Run in a thread; the list gets its result or its Failed."""
    box: list[Any] = []

    def run() -> None:
        try:
            box.append(work())
        except Failed as failed:
            box.append(failed)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.15)
    return thread, box


def test_an_update_comes_again_until_an_offset_passes_it(desk: Desk) -> None:
    write(desk, 2)
    first = numbers(desk.call("getUpdates"))
    assert numbers(desk.call("getUpdates", offset=first[0])) == first
    assert numbers(desk.call("getUpdates", offset=first[1])) == first[1:]
    assert numbers(desk.call("getUpdates", offset=first[0])) == first[1:]


def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(desk: Desk) -> None:
    write(desk, 5)
    last_two = numbers(desk.call("getUpdates", offset=-2))
    assert len(last_two) == 2
    assert desk.get("updates")["pending"] == 2
    assert numbers(desk.call("getUpdates", offset=0)) == last_two


def test_limit_is_one_to_a_hundred_and_a_hundred_by_default(desk: Desk) -> None:
    write(desk, 105)
    assert len(desk.call("getUpdates", limit=3)) == 3
    assert len(desk.call("getUpdates", offset=1)) == 100
    assert len(desk.call("getUpdates", offset=2, limit=0)) == 100


def test_a_long_poll_ends_as_soon_as_somebody_writes(desk: Desk) -> None:
    thread, box = in_background(lambda: desk.call("getUpdates", timeout=30))
    begun = time.monotonic()
    desk.send(ANNA, "路灯不亮")
    thread.join(5)
    assert time.monotonic() - begun < 1
    assert box[0][0]["message"]["text"] == "路灯不亮"


def test_a_long_poll_ends_empty_after_its_time_out(desk: Desk) -> None:
    begun = time.monotonic()
    assert desk.call("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 2


def test_the_same_question_within_half_a_second_gets_one_update(desk: Desk) -> None:
    write(desk, 3)
    assert len(desk.call("getUpdates", offset=7)) == 3
    assert len(desk.call("getUpdates", offset=7)) == 1


def test_a_spinning_client_is_held_although_it_did_not_ask_to_wait(desk: Desk) -> None:
    desk.call("getUpdates", offset=5)
    thread, box = in_background(lambda: desk.call("getUpdates", offset=5))
    time.sleep(0.3)
    assert box == []
    desk.send(ANNA, "路灯")
    thread.join(2)
    assert len(box[0]) == 1


def test_a_second_poller_throws_the_first_one_out(desk: Desk) -> None:
    thread, box = in_background(lambda: desk.call("getUpdates", timeout=20))
    desk.call("getUpdates", offset=1)
    thread.join(5)
    assert box[0].code == 409
    assert box[0].text == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_two_pollers_in_a_fight_are_slowed_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "BRAKE_SECONDS", 0.6)
    ends: list[float] = []

    def poll(offset: int) -> None:
        assert desk.refusal("getUpdates", offset=offset, timeout=20).code == 409
        ends.append(time.monotonic())

    first, _ = in_background(lambda: poll(1))
    second, _ = in_background(lambda: poll(2))
    desk.call("getUpdates", offset=3)
    first.join(5)
    second.join(5)
    assert ends[1] - ends[0] > 0.5


def test_polling_is_refused_while_a_webhook_is_set(desk: Desk) -> None:
    desk.call("setWebhook", url="https://example.org/hook")
    refusal = desk.refusal("getUpdates")
    assert (refusal.code, refusal.text) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


def test_setting_a_webhook_ends_a_poll_that_waits(desk: Desk) -> None:
    thread, box = in_background(lambda: desk.call("getUpdates", timeout=20))
    desk.call("setWebhook", url="https://example.org/hook")
    thread.join(5)
    assert box[0].text == "Conflict: terminated by setWebhook request"


def test_allowed_updates_are_remembered_and_decide_when_an_update_is_made(desk: Desk) -> None:
    desk.send(ANNA, "先前")
    desk.call("getUpdates", allowed_updates=["callback_query"])
    desk.send(ANNA, "之后")
    texts = [update["message"]["text"] for update in desk.call("getUpdates", offset=1)]
    assert texts == ["先前"]
    desk.call("getUpdates", offset=2, allowed_updates=[])
    desk.send(ANNA, "又可以了")
    assert len(desk.call("getUpdates", offset=3)) == 2


@pytest.mark.parametrize("kind", ["chat_member", "message_reaction", "message_reaction_count"])
def test_by_default_some_kinds_are_not_sent(kind: str) -> None:
    queue = UpdateQueue(lambda: 0)
    assert queue.add(kind, {}, 1) is None
    queue.allow([kind])
    assert queue.add(kind, {}, 1) is not None
    assert queue.add("message", {}, 1) is None


def test_updates_expire_after_a_day_of_sandbox_time(desk: Desk) -> None:
    desk.send(ANNA, "昨天")
    desk.post("clock", {"advance_seconds": 23 * 3600})
    assert desk.get("updates")["pending"] == 1
    desk.post("clock", {"advance_seconds": 2 * 3600})
    desk.send(ANNA, "今天")
    assert [update["message"]["text"] for update in desk.updates()] == ["今天"]


def test_after_a_week_of_silence_numbers_jump(desk: Desk) -> None:
    desk.send(ANNA, "一")
    before = desk.get("updates")["highest_id"]
    desk.post("clock", {"advance_seconds": 8 * 24 * 3600})
    desk.send(ANNA, "二")
    assert desk.get("updates")["highest_id"] > before + 1


def test_ten_thousand_updates_are_taken_in_order_and_quickly() -> None:
    queue = UpdateQueue(Clock().unix)
    for n in range(10_000):
        queue.add("message", {"message_id": n}, n % 1500)
    begun, seen, offset = time.monotonic(), [], 0
    while batch := queue.take(offset, 100):
        seen += [one.update["message"]["message_id"] for one in batch]
        offset = batch[-1].update_id + 1
    assert seen == list(range(10_000))
    assert time.monotonic() - begun < 2
