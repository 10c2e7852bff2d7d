"""Groups: privacy mode, topics, migration, and being put out."""

import pytest

from tests.sandbox.desk import ANNA, BO, CHEN, Desk


@pytest.fixture
def group(desk: Desk) -> int:
    """A basic group of Anna and Bo; what its beginning told the bot is forgotten."""
    group = desk.group()
    desk.updates()
    return group


def test_a_new_group_tells_the_bot_that_it_is_in(desk: Desk) -> None:
    group = desk.group()
    change, service = desk.updates()
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "minhu_demo_bot"
    assert service["message"]["chat"] == {"id": group, "type": "group", "title": "阳光里网格群"}


def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(desk: Desk, group: int) -> None:
    assert desk.call("getMe")["can_read_all_group_messages"] is False
    card = desk.say(group, "请接单")
    desk.send(ANNA, "今天吃什么", chat=group)
    desk.send(ANNA, "/help@another_bot", chat=group)
    heard = [
        desk.send(ANNA, "/help", chat=group),
        desk.send(BO, "@minhu_demo_bot 在吗", chat=group),
        desk.send(BO, "我接", chat=group, reply_to=card["message_id"]),
    ]
    assert [update["message"]["text"] for update in desk.updates()] == [message["text"] for message in heard]


def test_without_privacy_or_as_an_administrator_it_hears_all(desk: Desk, group: int) -> None:
    desk.post("bot", {"privacy": False})
    desk.send(ANNA, "今天吃什么", chat=group)
    assert desk.call("getMe")["can_read_all_group_messages"] is True
    assert desk.update()["message"]["text"] == "今天吃什么"
    desk.post("bot", {"privacy": True})
    desk.post(f"groups/{group}/bot", {"status": "administrator"})
    desk.updates()
    desk.send(ANNA, "吃面", chat=group)
    assert desk.update()["message"]["text"] == "吃面"


def test_a_stranger_cannot_speak_in_a_group(desk: Desk, group: int) -> None:
    assert desk.post_refused(f"chats/{group}/send", {"person": CHEN, "text": "大家好"})[0] == 403


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("kicked", "Forbidden: bot was kicked from the group chat"),
        ("left", "Forbidden: bot is not a member of the group chat"),
    ],
)
def test_a_bot_that_is_out_is_refused_and_hears_nothing(desk: Desk, group: int, status: str, why: str) -> None:
    desk.post(f"groups/{group}/bot", {"status": status})
    assert desk.update()["my_chat_member"]["new_chat_member"]["status"] == status
    desk.send(ANNA, "/help", chat=group)
    assert desk.get("updates")["pending"] == 1  # only what was just heard, not yet confirmed
    refusal = desk.refusal("sendMessage", chat_id=group, text="a")
    assert (refusal.code, refusal.text) == (403, why)


def test_a_deleted_group_is_403(desk: Desk, group: int) -> None:
    desk.post(f"groups/{group}/delete")
    refusal = desk.refusal("sendMessage", chat_id=group, text="a")
    assert (refusal.code, refusal.text) == (403, "Forbidden: the group chat was deleted")


def test_leaving_works_once(desk: Desk, group: int) -> None:
    desk.call("leaveChat", chat_id=group)
    assert desk.refusal("leaveChat", chat_id=group).text == "Forbidden: bot is not a member of the group chat"


def test_a_migrated_group_names_its_successor(desk: Desk, group: int) -> None:
    new = desk.post(f"groups/{group}/migrate")["chat"]["id"]
    gone, come = (update["message"] for update in desk.updates())
    assert (gone["chat"]["id"], gone["migrate_to_chat_id"]) == (group, new)
    assert (come["chat"]["id"], come["migrate_from_chat_id"]) == (new, group)
    refusal = desk.refusal("sendMessage", chat_id=group, text="a")
    assert (refusal.code, refusal.text) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert refusal.parameters == {"migrate_to_chat_id": new}
    assert desk.say(new)["chat"]["type"] == "supergroup"
    assert desk.post_refused(f"chats/{group}/send", {"person": ANNA, "text": "a"})[0] == 409


def test_topics_keep_messages_apart(desk: Desk) -> None:
    forum = desk.group(forum=True, bot_admin=True)
    lamps = desk.call("createForumTopic", chat_id=forum, name="路灯")["message_thread_id"]
    assert desk.get("state")["chats"][0]["topics"] == [{"message_thread_id": lamps, "name": "路灯"}]
    inside = desk.say(forum, message_thread_id=lamps)
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (lamps, True)
    assert "message_thread_id" not in desk.say(forum, message_thread_id=1)
    for chat, thread in ((forum, 77), (desk.group(), 5), (ANNA, 5)):
        refusal = desk.refusal("sendMessage", chat_id=chat, text="a", message_thread_id=thread)
        assert refusal.text == "Bad Request: message thread not found"
    desk.updates()
    desk.send(ANNA, "/help", chat=forum, thread=lamps)
    assert desk.update()["message"]["message_thread_id"] == lamps


def test_topics_need_a_forum_and_rights(desk: Desk, group: int) -> None:
    assert desk.refusal("createForumTopic", chat_id=group, name="a").text == "Bad Request: the chat is not a forum"
    forum = desk.group(forum=True)
    assert desk.refusal("createForumTopic", chat_id=forum, name="a").text == (
        "Bad Request: not enough rights to create a topic"
    )


def test_pinning_needs_rights_in_a_supergroup(desk: Desk, group: int) -> None:
    desk.call("pinChatMessage", chat_id=group, message_id=desk.say(group)["message_id"])
    big = desk.group(supergroup=True)
    refusal = desk.refusal("pinChatMessage", chat_id=big, message_id=desk.say(big)["message_id"])
    assert refusal.text == "Bad Request: not enough rights to manage pinned messages in the chat"


def test_members_are_who_they_are(desk: Desk, group: int) -> None:
    statuses = [desk.call("getChatMember", chat_id=group, user_id=user)["status"] for user in (ANNA, BO, CHEN, 4242)]
    assert statuses == ["creator", "member", "left", "member"]
    assert desk.refusal("getChatMember", chat_id=group, user_id=5).text == "Bad Request: invalid user_id specified"
    assert [one["user"]["id"] for one in desk.call("getChatAdministrators", chat_id=group)] == [ANNA]


def test_numbers_of_messages_are_their_own_in_every_chat(desk: Desk, group: int) -> None:
    numbers = [desk.say(chat)["message_id"] for chat in (ANNA, BO, group, group)]
    assert numbers[:2] == [1, 1]
    assert numbers[3] == numbers[2] + 1


def test_unread_counts_grow_for_others_and_clear_by_reading(desk: Desk, group: int) -> None:
    desk.post(f"chats/{group}/read", {"person": BO})
    desk.send(ANNA, "在吗", chat=group)
    desk.say(group)
    view = desk.get("state")["chats"][0]
    assert view["unread"] == {str(ANNA): 1, str(BO): 2}
    desk.post(f"chats/{group}/read", {"person": BO})
    assert desk.get("state")["chats"][0]["unread"] == {str(ANNA): 1}
