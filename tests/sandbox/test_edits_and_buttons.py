"""Edits, deletions, buttons and spinners, as strict as Telegram."""

from typing import Any

import pytest

from tests.sandbox.desk import ANNA, BO, Desk

OK = {"inline_keyboard": [[{"text": "认可", "callback_data": "ok"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def at(message: dict[str, Any]) -> dict[str, Any]:
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


def inline(button: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


def test_an_edit_keeps_number_and_date_and_drops_a_keyboard_that_is_left_out(desk: Desk) -> None:
    card = desk.say(ANNA, "待接单", reply_markup=OK)
    desk.post("clock", {"advance_seconds": 600})
    edited = desk.call("editMessageText", **at(card), text="已接单")
    assert (edited["message_id"], edited["date"]) == (card["message_id"], card["date"])
    assert edited["edit_date"] >= card["date"] + 600
    assert "reply_markup" not in edited


def test_an_edit_that_changes_nothing_is_refused(desk: Desk) -> None:
    card = desk.say(ANNA, "待接单", reply_markup=OK)
    refusal = desk.refusal("editMessageText", **at(card), text="待接单", reply_markup=OK)
    assert (refusal.code, refusal.text) == (400, NOT_MODIFIED)
    assert desk.refusal("editMessageReplyMarkup", **at(card), reply_markup=OK).text == NOT_MODIFIED
    desk.call("editMessageText", **at(card), text="待接单")


def test_the_bot_may_edit_its_own_message_after_a_year(desk: Desk) -> None:
    card = desk.say(ANNA, "待接单")
    desk.post("clock", {"advance_seconds": 365 * 24 * 3600})
    assert desk.call("editMessageText", **at(card), text="已办结")["text"] == "已办结"


def test_what_others_said_cannot_be_edited_and_what_is_gone_is_not_found(desk: Desk) -> None:
    said = desk.send(ANNA, "路灯")
    assert desk.refusal("editMessageText", **at(said), text="x").text == "Bad Request: message can't be edited"
    missing = desk.refusal("editMessageText", chat_id=ANNA, message_id=99, text="x")
    assert missing.text == "Bad Request: message to edit not found"


def test_text_and_caption_are_not_the_same(desk: Desk) -> None:
    text = desk.say(ANNA)
    assert desk.refusal("editMessageCaption", **at(text), caption="x").text == (
        "Bad Request: there is no caption in the message to edit"
    )
    place = desk.call("sendLocation", chat_id=ANNA, latitude=1, longitude=2)
    assert desk.refusal("editMessageText", **at(place), text="x").text == (
        "Bad Request: there is no text in the message to edit"
    )


def test_a_message_is_deleted_for_everyone_within_two_days(desk: Desk) -> None:
    first, second = desk.say(ANNA, "一"), desk.say(ANNA, "二")
    desk.call("deleteMessage", **at(first))
    assert desk.refusal("deleteMessage", **at(first)).text == "Bad Request: message to delete not found"
    assert [message["deleted"] for message in desk.get(f"chats/{ANNA}/messages")] == [True, False]
    desk.post("clock", {"advance_seconds": 49 * 3600})
    late = desk.refusal("deleteMessage", **at(second))
    assert late.text == "Bad Request: message can't be deleted for everyone"


def test_deleting_many_passes_over_what_is_gone(desk: Desk) -> None:
    numbers = [desk.say(ANNA, str(n))["message_id"] for n in range(3)]
    assert desk.call("deleteMessages", chat_id=ANNA, message_ids=[*numbers[:2], 99]) is True
    assert desk.get(f"chats/{ANNA}/messages")[2]["deleted"] is False


def test_a_press_reaches_the_bot_and_the_answer_reaches_the_phone_once(desk: Desk) -> None:
    card = desk.say(ANNA, "认可吗？", reply_markup=OK)
    query = desk.press(ANNA, card, "ok")
    heard = desk.update()["callback_query"]
    assert (heard["id"], heard["data"], heard["from"]["id"]) == (query, "ok", ANNA)
    assert heard["chat_instance"]
    assert heard["message"]["text"] == "认可吗？"
    assert desk.get(f"presses/{query}") == {"answered": False, "text": "", "show_alert": False}
    desk.call("answerCallbackQuery", callback_query_id=query, text="谢谢", show_alert=True)
    assert desk.get(f"presses/{query}") == {"answered": True, "text": "谢谢", "show_alert": True}
    for again in (query, "12345"):
        assert desk.refusal("answerCallbackQuery", callback_query_id=again).text == (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )


def test_an_answer_to_a_press_holds_200_characters(desk: Desk) -> None:
    query = desk.press(ANNA, desk.say(ANNA, reply_markup=OK), "ok")
    assert desk.refusal("answerCallbackQuery", callback_query_id=query, text="好" * 201).code == 400
    desk.call("answerCallbackQuery", callback_query_id=query, text="好" * 200)


def test_a_tap_that_crosses_a_deletion_holds_an_inaccessible_message(desk: Desk) -> None:
    card = desk.say(ANNA, reply_markup=OK)
    desk.call("deleteMessage", **at(card))
    desk.press(ANNA, card, "ok")
    assert desk.update()["callback_query"]["message"] == {
        "chat": card["chat"],
        "message_id": card["message_id"],
        "date": 0,
    }


def test_only_a_button_that_is_there_can_be_pressed(desk: Desk) -> None:
    card = desk.say(ANNA, reply_markup=OK)
    wish = {"person": ANNA, "message_id": card["message_id"]}
    assert desk.post_refused(f"chats/{ANNA}/press", wish | {"data": "no"})[0] == 409
    assert desk.post(f"chats/{ANNA}/press", wish | {"row": 0, "column": 0})["callback_query_id"]


def test_callback_data_is_1_to_64_bytes(desk: Desk) -> None:
    desk.say(ANNA, reply_markup=inline({"text": "a", "callback_data": "诉" * 21}))
    for data in ("诉" * 22, "x" * 65, ""):
        button = {"text": "a", "callback_data": data}
        refusal = desk.refusal("sendMessage", chat_id=ANNA, text="a", reply_markup=inline(button))
        assert refusal.text == "Bad Request: BUTTON_DATA_INVALID"


def test_a_button_without_an_action_is_refused(desk: Desk) -> None:
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="a", reply_markup=inline({"text": "a"}))
    assert refusal.text == "Bad Request: text buttons are unallowed in the inline keyboard"


@pytest.mark.parametrize("url", ["nonsense", "ftp://a.cn", "http://a b.cn", "http://["])
def test_a_wrong_link_button_is_refused(desk: Desk, url: str) -> None:
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="a", reply_markup=inline({"text": "a", "url": url}))
    assert refusal.text.startswith(f"Bad Request: inline keyboard button URL '{url}' is invalid")


def test_a_reply_keyboard_is_for_the_phone_and_never_part_of_the_message(desk: Desk) -> None:
    keyboard = {"keyboard": [[{"text": "发送位置", "request_location": True}, "不方便说"]], "resize_keyboard": True}
    sent = desk.http.post(desk.url("sendMessage"), json={"chat_id": ANNA, "text": "在哪里？", "reply_markup": keyboard})
    assert "reply_markup" not in sent.json()["result"]
    shown = desk.get(f"chats/{ANNA}/messages")[-1]
    assert shown["keyboard"]["keyboard"][0][1] == {"text": "不方便说"}
    answer = desk.send(ANNA, location={"latitude": 35.2, "longitude": 113.2}, reply_to=shown["message_id"])
    assert "reply_markup" not in answer["reply_to_message"]
    assert "keyboard" not in answer["reply_to_message"]


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ("request_contact", "phone number can be requested in private chats only"),
        ("request_location", "location can be requested in private chats only"),
    ],
)
def test_phone_and_place_are_asked_in_private_only(desk: Desk, wish: str, why: str) -> None:
    keyboard = {"keyboard": [[{"text": "a", wish: True}]]}
    desk.say(ANNA, reply_markup=keyboard)
    refusal = desk.refusal("sendMessage", chat_id=desk.group(), text="a", reply_markup=keyboard)
    assert refusal.text == f"Bad Request: {why}"


def test_a_contact_is_the_persons_own(desk: Desk) -> None:
    contact = desk.send(BO, contact={"phone_number": "13800000000"})["contact"]
    assert contact == {"phone_number": "13800000000", "first_name": "李建国", "user_id": BO}


def test_a_placeholder_holds_64_characters(desk: Desk) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "字" * 65}
    assert desk.refusal("sendMessage", chat_id=ANNA, text="a", reply_markup=markup).code == 400


def test_people_edit_their_own_words(desk: Desk) -> None:
    said = desk.send(ANNA, "路等不亮")
    desk.updates()
    wish = {"person": ANNA, "message_id": said["message_id"], "text": "路灯不亮"}
    desk.post(f"chats/{ANNA}/edit", wish)
    heard = desk.update()["edited_message"]
    assert (heard["text"], heard["message_id"], heard["date"]) == ("路灯不亮", said["message_id"], said["date"])
    assert heard["edit_date"]
    answer = desk.say(ANNA)
    assert desk.post_refused(f"chats/{ANNA}/edit", wish | {"message_id": answer["message_id"]})[0] == 400
