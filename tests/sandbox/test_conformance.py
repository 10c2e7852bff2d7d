"""Every method the sandbox answers, called once as documented and judged by the schema of Bot API 10.3."""

import json
from typing import Any

import pytest

from sandbox.core.pictures import draw_sample
from tests.sandbox.desk import ALL_METHODS, ANNA, BO, Desk

pytestmark = [pytest.mark.shared, pytest.mark.usefixtures("schema")]

PHOTO = draw_sample("lamp")
BUTTONS = {
    "inline_keyboard": [[{"text": "好了", "callback_data": "ok"}, {"text": "看看", "url": "https://example.org"}]]
}


def say_everything(desk: Desk) -> dict[str, Any]:
    """Every kind of message to Anna; the results by method."""
    sent = {
        "sendMessage": desk.say(ANNA, "<b>收到</b> https://example.org #路灯", parse_mode="HTML", reply_markup=BUTTONS),
        "sendLocation": desk.call("sendLocation", chat_id=ANNA, latitude=35.2, longitude=113.2, horizontal_accuracy=20),
        "sendVenue": desk.call(
            "sendVenue", chat_id=ANNA, latitude=35.2, longitude=113.2, title="服务中心", address="文明路 1 号"
        ),
        "sendContact": desk.call("sendContact", chat_id=ANNA, phone_number="12345", first_name="热线"),
    }
    for method, kind, data in (
        ("sendPhoto", "photo", PHOTO),
        ("sendDocument", "document", b"%PDF-1.4"),
        ("sendVoice", "voice", b"OggS"),
        ("sendVideo", "video", b"mp4"),
        ("sendAnimation", "animation", b"gif"),
        ("sendAudio", "audio", b"mp3"),
        ("sendVideoNote", "video_note", b"mp4"),
        ("sendSticker", "sticker", b"webp"),
    ):
        sent[method] = desk.call(method, files={kind: (f"{kind}.bin", data)}, chat_id=ANNA)
    media = [
        {"type": "photo", "media": "attach://file1", "caption": "前"},
        {"type": "photo", "media": "attach://file2"},
    ]
    files = {"file1": ("1.jpg", PHOTO), "file2": ("2.jpg", PHOTO)}
    sent["sendMediaGroup"] = desk.call("sendMediaGroup", files=files, chat_id=ANNA, media=media)
    return sent


def change_everything(desk: Desk, sent: dict[str, Any]) -> None:
    """Edit, send on, pin and take away."""
    text, photo = sent["sendMessage"]["message_id"], sent["sendPhoto"]["message_id"]
    at = {"chat_id": ANNA, "message_id": text}
    desk.call("editMessageText", **at, text="改了", reply_markup=BUTTONS)
    desk.call("editMessageReplyMarkup", **at)
    desk.call("editMessageCaption", chat_id=ANNA, message_id=photo, caption="说明")
    other = {"type": "document", "media": sent["sendDocument"]["document"]["file_id"]}
    desk.call("editMessageMedia", chat_id=ANNA, message_id=photo, media=other)
    desk.call("getFile", file_id=sent["sendVoice"]["voice"]["file_id"])
    way = {"chat_id": BO, "from_chat_id": ANNA}
    desk.call("forwardMessage", **way, message_id=text)
    desk.call("forwardMessages", **way, message_ids=[text, photo])
    desk.call("copyMessage", **way, message_id=text)
    desk.call("copyMessages", **way, message_ids=[text, photo])
    desk.call("pinChatMessage", **at)
    desk.call("getChat", chat_id=ANNA)
    desk.call("unpinChatMessage", **at)
    desk.call("unpinAllChatMessages", chat_id=ANNA)
    desk.call("sendChatAction", chat_id=ANNA, action="typing")
    desk.call("deleteMessage", **at)
    desk.call("deleteMessages", chat_id=ANNA, message_ids=[photo])


def introduce_itself(desk: Desk) -> None:
    """Names, menus and buttons of the bot."""
    desk.call("getMe")
    scope = {"type": "chat", "chat_id": ANNA}
    desk.call("setMyCommands", commands=[{"command": "start", "description": "开始"}], scope=scope, language_code="zh")
    desk.call("getMyCommands", scope=scope, language_code="zh")
    desk.call("deleteMyCommands", scope=scope, language_code="zh")
    for what in ("Name", "Description", "ShortDescription"):
        field = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
        desk.call(f"setMy{what}", **{field: "民呼必应"})
        assert desk.call(f"getMy{what}") == {field: "民呼必应"}
    desk.call("setChatMenuButton", chat_id=ANNA, menu_button={"type": "commands"})
    desk.call("getChatMenuButton", chat_id=ANNA)
    desk.call("close")
    desk.call("logOut")


def live_in_a_group(desk: Desk) -> None:
    """Members, topics, leaving."""
    forum = desk.group(forum=True, bot_admin=True)
    desk.call("createForumTopic", chat_id=forum, name="路灯")
    for user in (ANNA, BO, 4242):
        desk.call("getChatMember", chat_id=forum, user_id=user)
    desk.call("getChat", chat_id=forum)
    assert desk.call("getChatMemberCount", chat_id=forum) == 3
    desk.call("getChatAdministrators", chat_id=forum)
    desk.call("leaveChat", chat_id=forum)
    desk.call("getWebhookInfo")
    desk.call("setWebhook", url="https://example.org/hook", secret_token="s", max_connections=2)
    desk.call("getWebhookInfo")
    desk.call("deleteWebhook", drop_pending_updates=False)


def people_do_everything(desk: Desk) -> None:
    """Every kind of update the sandbox can make."""
    card = desk.say(ANNA, "认可吗？", reply_markup=BUTTONS)
    desk.call("answerCallbackQuery", callback_query_id=desk.press(ANNA, card, "ok"), text="记下了", show_alert=True)
    said = desk.send(ANNA, "@minhu_demo_bot 路灯 https://a.cn /help", reply_to=card["message_id"])
    desk.post(f"chats/{ANNA}/edit", {"person": ANNA, "message_id": said["message_id"], "text": "路灯不亮"})
    desk.send(ANNA, "说明", sample="lamp")
    desk.send(ANNA, album=["rubbish", "done"], forward_of={"name": "邻居"})
    desk.send(ANNA, location={"latitude": 35.2, "longitude": 113.2, "horizontal_accuracy": 12.5})
    desk.send(ANNA, venue={"latitude": 35.2, "longitude": 113.2, "title": "小学", "address": "东门"})
    desk.send(ANNA, contact={"phone_number": "13800000000"})
    desk.send(ANNA, sticker="😀")
    for kind in ("document", "voice", "video", "video_note"):
        data = {"person": str(ANNA), "text": "附件"}
        answer = desk.http.post(f"{desk.base_url}/api/chats/{ANNA}/send", data=data, files={kind: ("a.bin", b"data")})
        assert answer.status_code == 200, answer.text
    desk.post(f"people/{ANNA}/block")
    desk.post(f"people/{ANNA}/unblock")
    group = desk.group()
    desk.post(f"groups/{group}/migrate")
    forum = desk.group(forum=True)
    topic = desk.post(f"groups/{forum}/topics", {"name": "井盖"})["message_thread_id"]
    desk.send(ANNA, "/new 井盖", chat=forum, thread=topic)


def test_every_method_and_every_update_is_as_the_schema_says(desk: Desk) -> None:
    change_everything(desk, say_everything(desk))
    introduce_itself(desk)
    people_do_everything(desk)
    updates = desk.updates()
    live_in_a_group(desk)
    kinds = {kind for update in updates for kind in update if kind != "update_id"}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert desk.judge.seen == ALL_METHODS


def test_an_update_holds_one_thing_and_numbers_grow(desk: Desk) -> None:
    people_do_everything(desk)
    numbers = [update["update_id"] for update in desk.updates()]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_messages_that_people_send_are_as_the_schema_says_too(desk: Desk) -> None:
    people_do_everything(desk)
    for message in (update["message"] for update in desk.updates() if "message" in update):
        desk.judge.check("Res_sendMessage", message)
        assert json.dumps(message).count('"keyboard"') == 0
