"""Faults and rates: the bad days a bot must live through, on demand."""

import time

import httpx
import pytest

from sandbox.server.faults import Weather
from sandbox.server.rates import STRICT, Limiter
from tests.sandbox.desk import ANNA, BO, TOKEN, Desk
from tests.sandbox.test_receiving import in_background


def test_every_call_may_be_told_to_wait(desk: Desk) -> None:
    desk.post("faults", {"too_many_requests": 1, "retry_after": 7})
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="a")
    assert (refusal.code, refusal.text) == (429, "Too Many Requests: retry after 7")
    assert refusal.parameters == {"retry_after": 7}
    assert desk.get(f"chats/{ANNA}/messages") == []


def test_the_server_may_fail_without_effect(desk: Desk) -> None:
    desk.post("faults", {"server_error": 1})
    assert desk.refusal("sendMessage", chat_id=ANNA, text="a").code in {500, 502}
    assert desk.get(f"chats/{ANNA}/messages") == []


def test_an_answer_may_be_lost_after_the_effect(desk: Desk) -> None:
    desk.post("faults", {"lost_answer": 1})
    with pytest.raises(httpx.TransportError):
        desk.say(ANNA, "已登记")
    assert [message["text"] for message in desk.get(f"chats/{ANNA}/messages")] == ["已登记"]


def test_offline_refuses_everything_without_effect_but_the_phones_go_on(desk: Desk) -> None:
    desk.post("faults", {"offline": True})
    with pytest.raises(httpx.TransportError):
        desk.say(ANNA)
    desk.send(ANNA, "断网时写的")
    desk.post("faults", {"offline": False})
    assert [update["message"]["text"] for update in desk.updates()] == ["断网时写的"]


def test_going_offline_breaks_a_poll_that_waits(desk: Desk) -> None:
    def poll() -> str:
        try:
            desk.call("getUpdates", timeout=20)
        except httpx.TransportError:
            return "lost"
        return "answered"

    thread, box = in_background(poll)
    desk.post("faults", {"offline": True})
    thread.join(3)
    assert box == ["lost"]


def test_a_call_may_never_be_answered(desk: Desk) -> None:
    desk.post("faults", {"time_out": 1})
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(desk.url("getMe"), timeout=0.3, trust_env=False)


def test_calls_may_be_slow(desk: Desk) -> None:
    desk.post("faults", {"delay_seconds": 0.3})
    begun = time.monotonic()
    desk.say(ANNA)
    assert time.monotonic() - begun > 0.3


def test_an_update_may_come_twice_although_it_was_confirmed(desk: Desk) -> None:
    desk.post("faults", {"duplicate_update": 1})
    desk.send(ANNA, "一次")
    (first,) = desk.updates()
    desk.post("faults", {"duplicate_update": 0})
    assert desk.updates() == [first]
    assert desk.get("updates")["pending"] == 0


def test_a_seed_makes_chances_repeat() -> None:
    first, second = Weather(3), Weather(3)
    assert [first.happens(0.5) for _ in range(50)] == [second.happens(0.5) for _ in range(50)]


def test_faults_are_merged_and_nonsense_is_refused_in_chinese(desk: Desk) -> None:
    desk.post("faults", {"lost_answer": 0.1})
    assert desk.post("faults", {"time_out": 0.2})["lost_answer"] == 0.1
    for wish in ({"time_out": 2}, {"storm": 1}, {"retry_after": 0}, {"delay_seconds": "x"}):
        code, text = desk.post_refused("faults", wish)
        assert code == 400
        assert "。" in text


def test_strict_rates_stop_a_burst_in_one_chat(desk: Desk) -> None:
    desk.post("faults", {"strict_rates": True})
    for _ in range(3):
        desk.say(ANNA)
    assert desk.refusal("sendMessage", chat_id=ANNA, text="a").parameters == {"retry_after": 1}
    desk.say(BO)


def test_lenient_rates_are_never_in_the_way_of_a_demonstration(desk: Desk) -> None:
    for n in range(100):
        desk.say(ANNA, str(n))


def test_a_group_takes_twenty_a_minute_and_everybody_together_thirty_a_second() -> None:
    now = [0.0]
    limiter = Limiter(lambda: now[0])
    limiter.use(STRICT)
    for _ in range(20):
        limiter.admit("sendMessage", -5)
    with pytest.raises(Exception, match="retry after 3"):
        limiter.admit("sendMessage", -5)
    for person in range(1, 11):
        limiter.admit("sendMessage", person)
    with pytest.raises(Exception, match="retry after 1"):
        limiter.admit("sendMessage", 99)
    now[0] += 3.1
    limiter.admit("sendMessage", -5)


def test_toasts_and_typing_are_not_counted() -> None:
    limiter = Limiter(lambda: 0.0)
    limiter.use(STRICT)
    for _ in range(100):
        limiter.admit("answerCallbackQuery", 1)
        limiter.admit("sendChatAction", 1)
        limiter.admit("getUpdates", 0)


def test_the_tape_tells_how_a_call_ended_and_what_caused_it(desk: Desk) -> None:
    desk.send(ANNA, "路灯")
    (update,) = desk.updates()
    desk.say(ANNA, "收到")
    desk.refusal("sendMessage", chat_id=ANNA, text="")
    desk.post("faults", {"lost_answer": 1})
    with pytest.raises(httpx.TransportError):
        desk.say(ANNA, "丢了")
    good, bad, lost = desk.get("calls")
    assert (good["method"], good["ok"], good["chat"], good["summary"]) == ("sendMessage", True, ANNA, "收到")
    assert (bad["ok"], bad["error_code"], bad["description"]) == (False, 400, "Bad Request: message text is empty")
    assert lost["ok"] is False
    assert desk.get(f"calls?after={bad['n']}") == [lost]
    with desk.http.stream("GET", f"{desk.base_url}/api/events?after=0") as response:
        text = next(chunk for chunk in response.iter_text() if '"cause"' in chunk)
    assert f'"cause":{update["update_id"]}' in text
    assert TOKEN not in text
