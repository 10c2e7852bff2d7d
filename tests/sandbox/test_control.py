"""The control API: people by the thousand, a clock to play with, events to resume from, a state that survives."""

import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.core.clock import Clock
from sandbox.core.errors import Refused
from sandbox.core.state import dump, load
from sandbox.core.world import World
from tests.sandbox.desk import ANNA, BO, Desk


def events_after(desk: Desk, seq: int, header: bool = False) -> list[dict[str, Any]]:
    """The events that are there now."""
    url = f"{desk.base_url}/api/events" + ("" if header else f"?after={seq}")
    headers = {"Last-Event-ID": str(seq)} if header else {}
    latest = desk.get("state")["seq"]
    found: list[dict[str, Any]] = []
    with desk.http.stream("GET", url, headers=headers) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
                if found[-1]["seq"] >= latest:
                    return found
    return found


def test_fifteen_hundred_people_come_at_once_and_the_state_stays_small(desk: Desk) -> None:
    begun = time.monotonic()
    people = desk.post("people", [{"name": f"居民{n}", "role": "居民", "started": True} for n in range(1500)])
    assert time.monotonic() - begun < 3
    assert len({person["id"] for person in people}) == 1500
    desk.say(people[-1]["id"])
    state = desk.get("state")
    assert len(state["chats"]) == 1
    assert len(state["people"]) == 1503


def test_people_are_changed_by_their_number_and_nonsense_changes_nobody(desk: Desk) -> None:
    desk.post("people", [{"id": ANNA, "name": "王秀兰", "role": "督办"}])
    assert desk.get("state")["people"][0] | {} == {
        "id": ANNA, "name": "王秀兰", "username": "", "role": "督办", "note": "", "started": True, "blocked": False,
        "deactivated": False,
    }  # fmt: skip
    for wish in ({"name": "x"}, [{"name": ""}], [{"id": -1, "name": "x"}], [{"naem": "x"}], ["x"]):
        assert desk.post_refused("people", wish)[0] == 400


@pytest.mark.parametrize("path", ["chats/77/send", "people/77/block", "groups/-77/migrate", "chats/x/read"])
def test_what_is_not_there_is_refused_in_chinese(desk: Desk, path: str) -> None:
    code, text = desk.post_refused(path, {"person": 77, "text": "a"})
    assert code in {400, 404}
    assert any("一" <= character <= "鿿" for character in text)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"person":1001,"text":"\\ud83d"}', b'{"person":"x","text":"a"}'])
def test_an_unreadable_wish_is_refused_and_not_a_crash(desk: Desk, body: bytes) -> None:
    response = desk.http.post(f"{desk.base_url}/api/chats/{ANNA}/send", content=body)
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_forwarded_message_names_its_source(desk: Desk) -> None:
    desk.send(ANNA, "转给你们看看", forward_of={"name": "小区群"})
    assert desk.update()["message"]["forward_origin"]["sender_user_name"] == "小区群"


def test_history_is_paged_backwards(desk: Desk) -> None:
    for n in range(12):
        desk.send(ANNA, str(n))
    newest = desk.get(f"chats/{ANNA}/messages?person={ANNA}&limit=5")
    assert [message["text"] for message in newest] == ["7", "8", "9", "10", "11"]
    older = desk.get(f"chats/{ANNA}/messages?person={ANNA}&limit=5&before={newest[0]['message_id']}")
    assert [message["text"] for message in older] == ["2", "3", "4", "5", "6"]


def test_dates_follow_the_sandbox_clock(desk: Desk) -> None:
    noon = "2026-02-27T14:00:00+08:00"
    assert desk.post("clock", {"now": noon, "frozen": True})["now"].startswith("2026-02-27T14:00:00")
    assert desk.say(ANNA)["date"] == int(datetime.fromisoformat(noon).timestamp())
    assert desk.send(ANNA, "a")["date"] == desk.say(ANNA)["date"]
    assert desk.post("clock", {"advance_seconds": 3600})["now"].startswith("2026-02-27T15:00:00")


def test_a_clock_runs_at_its_speed_stands_still_and_refuses_nonsense() -> None:
    real = [0.0]
    clock = Clock(lambda: real[0])
    clock.change({"now": "2026-02-27T14:00:00+08:00", "speed": 3600})
    real[0] += 2
    assert clock.view()["now"] == "2026-02-27T16:00:00.000+08:00"
    clock.change({"frozen": True})
    real[0] += 100
    assert clock.view()["now"] == "2026-02-27T16:00:00.000+08:00"
    clock.change({"frozen": False, "speed": 1})
    real[0] += 60
    assert clock.view()["now"] == "2026-02-27T16:01:00.000+08:00"
    for wish in ({"now": "2026-02-27T14:00:00"}, {"now": 5}, {"speed": 0}, {"speed": 9999}, {"advance_seconds": "x"}):
        with pytest.raises(Refused):
            clock.change(wish)


def test_events_are_numbered_without_gaps_and_resume(desk: Desk) -> None:
    start = desk.get("state")["seq"]
    card = desk.say(ANNA, reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]})
    desk.call("answerCallbackQuery", callback_query_id=desk.press(ANNA, card, "ok"))
    desk.call("sendChatAction", chat_id=ANNA, action="typing")
    desk.call("editMessageText", chat_id=ANNA, message_id=card["message_id"], text="改了")
    desk.call("deleteMessage", chat_id=ANNA, message_id=card["message_id"])
    desk.post("clock", {"advance_seconds": 1})
    desk.post("faults", {"lost_answer": 0})
    desk.post("scenario", {"title": "一天"})
    desk.post(f"people/{BO}/block")
    events = events_after(desk, start)
    assert [event["seq"] for event in events] == list(range(start + 1, start + 1 + len(events)))
    assert {event["kind"] for event in events} == {
        "chat", "message", "unread", "call", "press", "update", "pressed", "typing", "edited", "deleted",
        "clock", "faults", "scenario", "people",
    }  # fmt: skip
    middle = events[5]["seq"]
    assert events_after(desk, middle, header=True) == events[6:]


def test_a_number_from_another_life_begins_with_a_reset(desk: Desk) -> None:
    assert events_after(desk, 10_000_000)[0]["kind"] == "reset"


def test_a_scenario_is_kept_for_the_page(desk: Desk) -> None:
    scenario = {"title": "一天", "phones": [{"role": "居民", "person": ANNA, "chat": ANNA, "follow": True}]}
    desk.post("scenario", scenario)
    assert desk.get("state")["scenario"] == scenario


def test_a_reset_forgets_chats_and_keeps_people_and_numbers_go_on(desk: Desk) -> None:
    desk.send(ANNA, "路灯")
    before = desk.get("updates")["highest_id"]
    desk.post("reset")
    state = desk.get("state")
    assert (len(state["people"]), state["chats"], desk.get("updates")["pending"]) == (3, [], 0)
    assert desk.send(ANNA, "又来")["message_id"] == 2
    assert desk.get("updates")["highest_id"] == before + 1


def test_a_world_comes_back_as_it_was(desk: Desk) -> None:
    world = World()
    load_into(world)
    again = World()
    load(again, json.loads(json.dumps(dump(world))))
    first, second = dump(world), dump(again)
    first.pop("clock"), second.pop("clock")
    assert json.dumps(second) == json.dumps(first)


def load_into(world: World) -> None:
    """A little of everything, done through the core alone."""
    from sandbox.core.acts import groups, people, talking

    people.put_people(world, [{"id": ANNA, "name": "王秀兰", "started": True}, {"id": BO, "name": "李建国"}])
    talking.send(world, world.room(ANNA), {"person": ANNA, "sample": "lamp", "text": "灯灭了"})
    groups.open_topic(world, groups.open_group(world, {"title": "群", "members": [ANNA, BO], "forum": True}), "路灯")


def start(arguments: list[str]) -> tuple[subprocess.Popen[str], str]:
    """`python -m sandbox` as a process; the address it printed."""
    command = [sys.executable, "-m", "sandbox", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout
    base = process.stdout.readline().strip().partition("：")[2].rstrip("/")
    for _ in range(200):
        try:
            httpx.get(f"{base}/api/clock", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return process, base
    raise AssertionError("the sandbox did not start")


def test_the_command_keeps_its_state_in_a_file_and_opens_its_page(tmp_path: Path) -> None:
    arguments = ["--port", "0", "--state", str(tmp_path / "state.json")]
    process, base = start(arguments)
    httpx.post(f"{base}/api/people", json=[{"id": ANNA, "name": "王秀兰", "started": True}])
    httpx.post(f"{base}/api/chats/{ANNA}/send", json={"person": ANNA, "sample": "lamp"})
    assert httpx.get(f"{base}/").status_code == 200
    process.terminate()
    assert process.wait(10) is not None
    process, base = start(arguments)
    try:
        photo = httpx.get(f"{base}/api/chats/{ANNA}/messages").json()[0]["photo"][-1]
        assert httpx.get(f"{base}/api/files/{photo['file_id']}").status_code == 200
        assert len(httpx.get(f"{base}/bot1:token-of-any-shape/getUpdates").json()["result"]) == 1
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("broken", ["{", "[]", '{"format": 99}'])
def test_a_broken_state_file_is_named_and_left_alone(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(broken)
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--state", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 2
    assert str(path) in done.stderr
    assert path.read_text() == broken


def test_a_port_that_is_taken_is_named(base_url: str) -> None:
    port = base_url.rpartition(":")[2]
    command = [sys.executable, "-m", "sandbox", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
