"""What a test counts by: the rate watch, the list of all the bot said, and ten thousand people writing at once."""

import time

from sandbox.server.outgoing import Outgoing
from sandbox.server.ring import Ring
from sandbox.server.watch import RateWatch
from tests.sandbox.desk import ANNA, BO, CHEN, Desk
from tests.sandbox.test_control import start
from tests.sandbox.test_media import LAMP

NEVER = {
    "messages": 0,
    "overall": {"most_in_1s": 0},
    "chats": {"most_in_3s": 0, "worst": None},
    "groups": {"most_in_60s": 0, "worst": None},
    "refused": 0,
    "first_at": None,
    "last_at": None,
}


def watched(*calls: tuple[float, int, int]) -> RateWatch:
    """A watch that saw (moment, chat, messages)."""
    now = [0.0]
    watch = RateWatch(lambda: now[0])
    for moment, chat, messages in calls:
        now[0] = moment
        watch.count(chat, messages)
    return watch


def test_the_watch_remembers_the_worst_second_wherever_it_begins() -> None:
    view = watched((0.0, 1, 1), (0.9, 2, 1), (1.0, 3, 1), (1.8, 4, 1), (1.85, 5, 1), (9.0, 6, 1)).view()
    assert view["overall"] == {"most_in_1s": 4}
    assert (view["messages"], view["first_at"], view["last_at"]) == (6, 0.0, 9.0)


def test_the_watch_names_the_chat_and_the_group_that_heard_most() -> None:
    view = watched(
        (0, ANNA, 1), (1, BO, 2), (2.9, ANNA, 2), (3, ANNA, 1), (4, -5, 10), (63.9, -5, 9), (64, -5, 1)
    ).view()
    assert view["chats"] == {"most_in_3s": 3, "worst": ANNA}
    assert view["groups"] == {"most_in_60s": 19, "worst": -5}


def test_the_watch_keeps_only_what_is_inside_a_window() -> None:
    watch = watched(*((n / 128, n, 1) for n in range(20_000)))
    assert watch.view()["overall"] == {"most_in_1s": 128}
    assert len(watch._chats._inside) == len(watch._chats._sums) == 384


def test_what_the_bot_puts_and_edits_is_watched_and_nothing_else(desk: Desk) -> None:
    assert desk.get("rates") == NEVER
    card = desk.say(ANNA)
    desk.call("editMessageText", chat_id=ANNA, message_id=card["message_id"], text="改了")
    desk.call("sendChatAction", chat_id=ANNA, action="typing")
    desk.call("deleteMessage", chat_id=ANNA, message_id=card["message_id"])
    desk.refusal("sendMessage", chat_id=ANNA, text="")
    desk.send(ANNA, "这是居民说的")
    view = desk.get("rates")
    assert (view["messages"], view["chats"], view["refused"]) == (2, {"most_in_3s": 2, "worst": ANNA}, 0)
    assert view["first_at"] < view["last_at"] <= time.monotonic()
    assert desk.post("rates/reset") == desk.get("rates") == NEVER


def test_an_album_counts_its_pictures(desk: Desk) -> None:
    group = desk.group()
    media = [{"type": "photo", "media": f"attach://file{n}"} for n in range(3)]
    pictures = {f"file{n}": ("a.jpg", LAMP) for n in range(3)}
    first = desk.call("sendMediaGroup", files=pictures, chat_id=group, media=media)[0]
    assert desk.get("rates")["groups"] == {"most_in_60s": 3, "worst": group}
    desk.call(
        "editMessageMedia",
        chat_id=group,
        message_id=first["message_id"],
        media={"type": "photo", "media": first["photo"][0]["file_id"], "caption": "改了"},
    )
    assert desk.get("rates")["messages"] == 4


def test_the_watch_counts_who_came_too_fast(desk: Desk) -> None:
    desk.post("faults", {"strict_rates": True})
    for _ in range(3):
        desk.say(ANNA)
    for _ in range(2):
        assert desk.refusal("sendMessage", chat_id=ANNA, text="a").code == 429
    view = desk.get("rates")
    assert (view["messages"], view["refused"]) == (3, 2)


def test_all_the_bot_said_and_changed_is_listed_in_order(desk: Desk) -> None:
    card = desk.say(ANNA, "一")
    desk.send(ANNA, "这是居民说的")
    desk.say(BO, "二")
    desk.call("editMessageText", chat_id=ANNA, message_id=card["message_id"], text="一改")
    desk.call("sendPhoto", files={"photo": ("a.jpg", LAMP)}, chat_id=BO, caption="照片")
    listed = desk.get("outgoing?after=0")
    assert [(m["chat"], m["text"], m["edited"]) for m in listed["messages"]] == [
        (ANNA, "一", False), (BO, "二", False), (ANNA, "一改", True), (BO, "照片", False),
    ]  # fmt: skip
    assert [m["seq"] for m in listed["messages"]] == [1, 2, 3, 4]
    assert listed["messages"][2]["message_id"] == card["message_id"]
    moments = [m["at"] for m in listed["messages"]]
    assert moments == sorted(moments)
    assert moments[-1] <= time.monotonic()


def test_the_list_is_read_page_by_page_and_goes_on_after_a_reset(desk: Desk) -> None:
    for n in range(5):
        desk.say(ANNA, str(n))
    first = desk.get("outgoing?after=0&limit=3")
    assert (first["seq"], first["newest"], len(first["messages"])) == (3, 5, 3)
    second = desk.get(f"outgoing?after={first['seq']}&limit=3")
    assert [m["text"] for m in second["messages"]] == ["3", "4"]
    assert desk.get(f"outgoing?after={second['seq']}") == {"seq": 5, "newest": 5, "messages": []}
    desk.post("reset")
    desk.say(ANNA, "又来")
    assert [(m["seq"], m["text"]) for m in desk.get("outgoing?after=0")["messages"]] == [(6, "又来")]


def test_what_the_bot_does_without_words_is_not_listed(desk: Desk) -> None:
    group = desk.group(bot_admin=True)
    said = desk.say(group, "看这里")
    desk.call("pinChatMessage", chat_id=group, message_id=said["message_id"])
    desk.call("leaveChat", chat_id=group)
    assert [m["text"] for m in desk.get("outgoing?after=0")["messages"]] == ["看这里"]


def test_two_hundred_thousand_messages_are_remembered_and_found_at_once() -> None:
    outgoing = Outgoing()
    message = {"message_id": 1, "date": 1, "from": {"is_bot": True}, "text": "收到"}
    for _ in range(450_000):
        outgoing.hear("message", {"chat": ANNA, "message": message})
    begun = time.monotonic()
    found = outgoing.after(449_900, 1_000)
    assert time.monotonic() - begun < 0.1
    assert [m["seq"] for m in found["messages"]] == list(range(449_901, 450_001))
    assert 200_000 <= len(outgoing.after(0, 1_000_000)["messages"]) <= 400_000


def test_a_ring_knows_what_it_no_longer_has() -> None:
    ring: Ring[int] = Ring(10)
    for n in range(1, 26):
        assert ring.add(n) == n
    assert (ring.first, ring.last) == (11, 25)
    assert ring.after(0) == ring.after(10) == list(range(11, 26))
    assert (ring.after(20, 2), ring.after(25), ring.after(99)) == ([21, 22], [], [])
    ring.clear()
    assert (ring.after(0), ring.first, ring.add(0)) == ([], 26, 26)


def test_many_people_write_in_one_call_each_to_their_own_chat(desk: Desk) -> None:
    wishes = [{"person": ANNA, "text": "一"}, {"person": BO, "text": "二"}, {"person": ANNA, "text": "三"}]
    assert desk.post("say", wishes) == {"messages": [1, 1, 2]}
    assert [(u["message"]["chat"]["id"], u["message"]["text"]) for u in desk.updates()] == [
        (ANNA, "一"), (BO, "二"), (ANNA, "三"),
    ]  # fmt: skip


def test_a_wish_that_is_refused_ends_the_call_and_says_which_it_was(desk: Desk) -> None:
    desk.post(f"people/{BO}/block")
    desk.updates()
    wishes = [{"person": ANNA, "text": "一"}, {"person": BO, "text": "二"}, {"person": CHEN, "text": "三"}]
    code, text = desk.post_refused("say", wishes)
    assert code == 409
    assert text.startswith("第 2 条没有发出")
    assert [update["message"]["text"] for update in desk.updates()] == ["一"]
    for nonsense in ({"person": ANNA, "text": "一"}, [{"person": ANNA}], [{"person": 77, "text": "一"}], ["x"], 5):
        assert desk.post_refused("say", nonsense)[0] in {400, 404}


def test_ten_thousand_complaints_come_in_at_once_and_are_heard_in_order(desk: Desk) -> None:
    people = range(100_001, 110_001)
    desk.post("people", [{"id": person, "name": f"居民{person}", "started": True} for person in people])
    begun = time.monotonic()
    desk.post("say", [{"person": person, "text": f"{person} 家门口的路灯不亮"} for person in people])
    assert time.monotonic() - begun < 10
    heard, offset = [], 0
    while found := desk.http.post(desk.url("getUpdates"), json={"offset": offset, "timeout": 0}).json()["result"]:
        heard += [update["message"]["chat"]["id"] for update in found]
        offset = found[-1]["update_id"] + 1
        if len(heard) == len(people):
            break
    assert heard == list(people)
    assert time.monotonic() - begun < 20


def test_an_answer_does_not_wait_for_an_acknowledgement(desk: Desk) -> None:
    process, base = start(["--port", "0"])
    try:
        desk.http.get(f"{base}/api/clock")
        begun = time.monotonic()
        for _ in range(100):
            desk.http.get(f"{base}/api/clock")
        assert time.monotonic() - begun < 3  # Nagle's algorithm would make it more than four
    finally:
        process.terminate()
        process.wait(10)
