"""Who may call, and where the bot may write: the envelope and the refusals, word for word."""

import pytest

from tests.sandbox.desk import ANNA, TOKEN, Desk

NEW = 1009


def test_a_malformed_token_is_401_with_a_reason(desk: Desk) -> None:
    body = desk.http.get(f"{desk.base_url}/botnonsense/getMe")
    assert body.status_code == 401
    assert body.json()["description"] == "Unauthorized: invalid token specified"


def test_another_bots_token_is_401(desk: Desk) -> None:
    desk.call("getMe")
    response = desk.http.get(f"{desk.base_url}/bot1:another-valid-token/getMe")
    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")


def test_a_group_made_before_the_first_call_knows_the_bot_by_its_real_number(desk: Desk) -> None:
    desk.group()
    change, service = desk.updates()
    assert change["my_chat_member"]["new_chat_member"]["user"]["id"] == 4242
    assert service["message"]["new_chat_members"][0]["id"] == 4242


def test_an_unknown_method_is_404_and_a_known_one_without_a_part_here_says_so(desk: Desk) -> None:
    unknown = desk.refusal("sendPigeon")
    assert (unknown.code, unknown.text) == (404, "Not Found: method not found")
    known = desk.refusal("sendPoll")
    assert (known.code, known.text) == (400, "Bad Request: method sendPoll is not in the sandbox")


def test_method_names_do_not_mind_case(desk: Desk) -> None:
    assert desk.call("GETME")["username"] == "minhu_demo_bot"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_arguments_come_in_four_encodings(desk: Desk, way: str) -> None:
    url, arguments = (
        desk.url("sendMessage"),
        {"chat_id": str(ANNA), "text": "路灯", "reply_markup": '{"force_reply":true}'},
    )
    match way:
        case "query":
            response = desk.http.get(url, params=arguments)
        case "form":
            response = desk.http.post(url, data=arguments)
        case "json":
            response = desk.http.post(url, json=arguments)
        case _:
            response = desk.http.post(url, data=arguments, files={"spare": b"x"})
    assert response.json()["result"]["text"] == "路灯"
    assert desk.get(f"chats/{ANNA}/messages")[-1]["keyboard"] == {"force_reply": True}


def test_a_form_is_read_as_it_was_meant(desk: Desk) -> None:
    body = f"chat_id={ANNA}&text=%E8%B7%AF+%e7%81%af%zz%2B%26&&reply_to_message_id=&spare"
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    response = desk.http.post(desk.url("sendMessage"), content=body, headers=headers)
    assert response.json()["result"]["text"] == "路 灯%zz+&"


def test_an_unknown_chat_is_not_found(desk: Desk) -> None:
    for chat in (77, -77, "@nobody", "words"):
        assert desk.refusal("sendMessage", chat_id=chat, text="a").text == "Bad Request: chat not found"
    assert desk.refusal("sendMessage", chat_id="", text="a").text == "Bad Request: chat_id is empty"


def test_the_bot_cannot_write_first(desk: Desk) -> None:
    desk.post("people", [{"id": NEW, "name": "新人"}])
    refusal = desk.refusal("sendMessage", chat_id=NEW, text="您好")
    assert (refusal.code, refusal.text) == (403, "Forbidden: bot can't initiate conversation with a user")
    assert desk.refusal("getChat", chat_id=NEW).text == "Bad Request: chat not found"


def test_a_person_writes_only_after_start_and_a_deep_link_arrives_as_a_command(desk: Desk) -> None:
    desk.post("people", [{"id": NEW, "name": "新人"}])
    assert desk.post_refused(f"chats/{NEW}/send", {"person": NEW, "text": "路灯"})[0] == 409
    desk.send(NEW, "/start grid-0101")
    assert desk.update()["message"]["text"] == "/start grid-0101"
    assert desk.say(NEW)["text"] == "您好"


def test_a_block_is_told_and_then_403_until_it_is_lifted(desk: Desk) -> None:
    desk.post(f"people/{ANNA}/block")
    change = desk.update()["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="您好")
    assert (refusal.code, refusal.text) == (403, "Forbidden: bot was blocked by the user")
    desk.post(f"people/{ANNA}/unblock")
    assert desk.update()["my_chat_member"]["new_chat_member"]["status"] == "member"
    desk.say(ANNA)


def test_a_deleted_account_is_403(desk: Desk) -> None:
    desk.post("people", [{"id": ANNA, "deactivated": True}])
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="您好")
    assert (refusal.code, refusal.text) == (403, "Forbidden: user is deactivated")
    assert desk.post_refused(f"chats/{ANNA}/send", {"person": ANNA, "text": "a"})[0] == 409


def test_the_answer_never_holds_the_token(desk: Desk) -> None:
    desk.say(ANNA)
    desk.refusal("sendMessage", chat_id=1, text="a")
    secret = TOKEN.partition(":")[2]
    for path in ("state", "calls", "updates", "events?after=0"):
        with desk.http.stream("GET", f"{desk.base_url}/api/{path}") as response:
            assert secret not in next(response.iter_text())


def test_replies_quote_and_missing_ones_are_refused_unless_allowed(desk: Desk) -> None:
    said = desk.send(ANNA, "路灯不亮")
    reply = {"message_id": said["message_id"], "quote": "不亮"}
    answer = desk.say(ANNA, reply_parameters=reply)
    assert answer["reply_to_message"]["text"] == "路灯不亮"
    assert answer["quote"] == {"text": "不亮", "position": 2, "is_manual": True}
    missing = {"message_id": 999}
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="a", reply_parameters=missing)
    assert refusal.text == "Bad Request: message to be replied not found"
    assert "reply_to_message" not in desk.say(ANNA, reply_parameters=missing | {"allow_sending_without_reply": True})


def test_a_typing_sign_is_shown_and_a_wrong_one_refused(desk: Desk) -> None:
    desk.call("sendChatAction", chat_id=ANNA, action="typing")
    assert desk.refusal("sendChatAction", chat_id=ANNA, action="sleeping").code == 400
