"""Who says what where: the same words become different commands, or none."""

from typing import Any

import pytest

from tests.handlers.desk import Desk
from tests.handlers.phone import (
    BOT,
    CHIEF,
    FORUM,
    GROUP,
    RESIDENT,
    TOPIC,
    UNKNOWN_GROUP,
    USERNAME,
    WORKER,
    Raw,
    anonymous,
    chat,
    edits,
    file,
    message,
    ours,
    photo,
    says,
    taps,
    user,
)

CONTENTS: dict[str, Raw] = {
    "text": {"text": "路灯不亮"},
    "photo": photo(),
    "voice": {"voice": file("v", duration=3)},
    "video": {"video": file("v", duration=3, width=1, height=1)},
    "video_note": {"video_note": file("v", duration=3, length=1)},
    "document": {"document": file("d")},
    "audio": {"audio": file("a", duration=3)},
    "location": {"location": {"longitude": 113.1, "latitude": 35.1}},
    "venue": {
        "location": {"longitude": 113.1, "latitude": 35.1},
        "venue": {"location": {"longitude": 113.1, "latitude": 35.1}, "title": "超市", "address": "文明路"},
    },
    "contact": {"contact": {"phone_number": "138", "first_name": "李"}},
    "sticker": {"sticker": file("s", type="regular", width=1, height=1, is_animated=False, is_video=False)},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "something new": {"hologram": {"file_id": "h"}},
}
SERVICE: dict[str, Raw] = {
    "joined": {"new_chat_members": [user(RESIDENT)]},
    "left": {"left_chat_member": user(RESIDENT)},
    "pinned": {"pinned_message": message(RESIDENT, "x", GROUP)},
    "migrated": {"migrate_to_chat_id": -1003},
    "topic": {"forum_topic_created": {"name": "环卫", "icon_color": 1}},
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize(
    ("sender", "where", "expected"),
    [
        pytest.param(RESIDENT, 0, ["hear"], id="resident in private"),
        pytest.param(WORKER, 0, ["hear_staff"], id="worker in private"),
        pytest.param(CHIEF, 0, ["hear_staff"], id="supervisor in private"),
        pytest.param(RESIDENT, GROUP, ["hear_staff"], id="member of a bound group"),
        pytest.param(RESIDENT, FORUM, ["hear_staff"], id="member of a bound topic"),
        pytest.param(WORKER, UNKNOWN_GROUP, [], id="worker in an unknown group"),
        pytest.param(RESIDENT, UNKNOWN_GROUP, [], id="stranger in an unknown group"),
    ],
)
async def test_everything_a_person_sends_is_heard_by_role_and_chat(
    desk: Desk, content: Raw, sender: int, where: int, expected: list[str]
) -> None:
    assert await desk.names(says(sender, where=where, **content)) == expected


@pytest.mark.parametrize("content", SERVICE.values(), ids=SERVICE)
@pytest.mark.parametrize(("sender", "where"), [(RESIDENT, 0), (WORKER, 0), (WORKER, GROUP), (WORKER, UNKNOWN_GROUP)])
async def test_telegram_talking_of_itself_is_passed_over(desk: Desk, content: Raw, sender: int, where: int) -> None:
    assert await desk.hear(says(sender, where=where, **content)) == []


@pytest.mark.parametrize(
    "update",
    [
        {"my_chat_member": {"chat": chat(RESIDENT), "from": user(RESIDENT), "date": 1,
                            "old_chat_member": {"status": "member", "user": user(BOT)},
                            "new_chat_member": {"status": "kicked", "user": user(BOT), "until_date": 0}}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1009, "type": "channel", "title": "频道"},
                          "text": "公告"}},
        {"message_reaction_count": {"chat": chat(GROUP), "message_id": 1, "date": 1, "reactions": []}},
        {"a_kind_of_update_yet_to_come": {"text": "secret"}},
        {},
    ],
)  # fmt: skip
async def test_updates_of_no_interest_run_nothing(desk: Desk, update: Raw, recwarn: pytest.WarningsRecorder) -> None:
    assert await desk.hear({"update_id": 1, **update}) == []
    assert not recwarn.list


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("/start", {}),
        ("/todo", {}),
        ("/whatever", {}),
        (f"@{USERNAME} 在吗", {}),
        (f"你好 @{USERNAME.upper()}", {}),
        ("在吗", {"reply_to_message": ours(UNKNOWN_GROUP)}),
    ],
)
async def test_an_unknown_group_hears_why_only_when_it_speaks_to_us(desk: Desk, text: str, more: Any) -> None:
    ((name, command),) = await desk.hear(says(WORKER, text, UNKNOWN_GROUP, **more))
    assert (name, command.about) == ("shrug", "unknown_group")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("大家好", {}),
        (f"@{USERNAME}2 在吗", {}),
        ("/todo@other_bot", {}),
        ("好的", {"reply_to_message": message(RESIDENT, "x", UNKNOWN_GROUP)}),
    ],
)
async def test_an_unknown_group_is_left_in_peace_otherwise(desk: Desk, text: str, more: Any) -> None:
    assert await desk.hear(says(WORKER, text, UNKNOWN_GROUP, **more)) == []


async def test_every_message_of_a_topic_seems_to_reply_to_its_birth_and_does_not(desk: Desk) -> None:
    birth = ours(FORUM, forum_topic_created={"name": "环卫", "icon_color": 1})
    desk.books.posts.clear()
    assert await desk.hear(says(WORKER, "早上好", FORUM, reply_to_message=birth)) == []


@pytest.mark.parametrize(
    "text", ["/todo", "/bind ABCD", "/start bind_ABCD", "/accept 0227-018", "/help", f"@{USERNAME} 接单 0227-018"]
)
async def test_an_anonymous_administrator_has_no_authority(desk: Desk, text: str) -> None:
    ((name, command),) = await desk.hear(anonymous(text))
    assert (name, command.error, command.by.person) == ("refuse", "NotStaff", "")


@pytest.mark.parametrize("text", ["接单 0227-018", "待办", "路灯不亮"])
async def test_an_anonymous_administrator_chatting_is_left_in_peace(desk: Desk, text: str) -> None:
    assert await desk.hear(anonymous(text)) == []


async def test_a_channel_or_another_bot_has_no_authority_either(desk: Desk) -> None:
    assert await desk.hear(says(777000, "接单 0227-018", GROUP, sender_chat={"id": -1009, "type": "channel"})) == []
    other_bot = says(RESIDENT, "接单 0227-018", GROUP)
    other_bot["message"]["from"]["is_bot"] = True
    assert await desk.hear(other_bot) == []


async def test_the_actor_is_named_in_the_desks_own_terms(desk: Desk) -> None:
    private = (await desk.command(says(RESIDENT, "路灯不亮"))).by
    assert (private.chat, private.person, private.name, private.group) == ("tg:1001", "tg:1001", "张三", False)
    group = (await desk.command(says(WORKER, "收到", GROUP))).by
    assert (group.chat, group.person, group.group) == (f"tg:{GROUP}", f"tg:{WORKER}", True)
    topic = (await desk.command(says(WORKER, "收到", FORUM))).by
    assert (topic.chat, topic.group) == (f"tg:{FORUM}/{TOPIC}", True)


async def test_a_reply_thread_outside_a_forum_is_no_chat_of_its_own(desk: Desk) -> None:
    command = await desk.command(says(WORKER, "收到", GROUP, message_thread_id=99))
    assert command.by.chat == f"tg:{GROUP}"


async def test_a_tap_in_a_topic_acts_in_the_topic(desk: Desk) -> None:
    command = await desk.command(taps(WORKER, "ac|c1|", FORUM))
    assert (command.by.chat, command.by.person) == (f"tg:{FORUM}/{TOPIC}", f"tg:{WORKER}")


async def test_a_correction_is_heard_as_one(desk: Desk) -> None:
    resident, worker = await desk.command(edits(RESIDENT, "路灯坏了")), await desk.command(edits(WORKER, "办结 好了"))
    assert resident.said.edited
    assert worker.said.edited
    assert await desk.names(edits(RESIDENT, "路灯坏了")) == ["hear"]
    assert await desk.names(edits(WORKER, "办结 好了", GROUP)) == ["hear_staff"]


async def test_an_edited_command_is_not_carried_out_again(desk: Desk) -> None:
    assert await desk.hear(edits(WORKER, "/accept 0227-018"), edits(RESIDENT, "/progress")) == []


async def test_nobody_is_tracked_by_a_live_location(desk: Desk) -> None:
    moving: Raw = {"location": {"longitude": 113.1, "latitude": 35.1, "live_period": 900}}
    assert await desk.hear(edits(RESIDENT, **moving), edits(WORKER, **moving)) == []


async def test_corrections_in_unknown_groups_and_by_nobody_are_passed_over(desk: Desk) -> None:
    nobody = {"update_id": 9, "edited_message": anonymous("接单")["message"]}
    assert await desk.hear(edits(WORKER, "路灯", UNKNOWN_GROUP), nobody) == []
