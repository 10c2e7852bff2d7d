"""The Telegram sender against a real HTTP server: what people see, and what becomes of what they cannot see."""

import logging
import socket
from io import BytesIO

import pytest
from PIL import Image

from cases.messages import File
from cases.model import ChatRef
from cases.ports import Moved, OurFault, RetryLater, Sent, Undeliverable
from cases.taps import Verb
from delivery.telegram_sender import TelegramSender
from tests.delivery.conformance import Messenger, SenderConformance, outbox_row
from tests.delivery.office import WILLING, Office
from tests.sandbox.desk import ANNA, BO, CHEN, TOKEN
from texts.saying import RESEND_MARK, Saying, button, row

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # raised by the library within itself
BUTTONS = (row(button("好了", Verb.FIXED, "tg:1#2")),)


class TestConformance(SenderConformance):
    @pytest.fixture
    def messenger(self, office: Office) -> Messenger:
        return office


def photos(office: Office, *samples: str) -> tuple[File, ...]:
    """Handles of pictures a resident sent to the bot."""
    office.desk.send(CHEN, album=list(samples)) if len(samples) > 1 else office.desk.send(CHEN, sample=samples[0])
    found = [update["message"] for update in office.desk.updates() if "photo" in update.get("message", {})]
    return tuple(("photo", message["photo"][-1]["file_id"]) for message in found)


# --- keyboards ---


async def test_asking_for_a_place_offers_a_key_that_sends_it(office: Office) -> None:
    await office.say(Saying("在哪里？", ask_location=True, replies=("不方便说",), placeholder="比如：大寨村2组"))
    keyboard = office.seen()[-1]["keyboard"]
    assert keyboard["keyboard"] == [[{"text": "发送位置", "request_location": True}], [{"text": "不方便说"}]]
    assert keyboard["one_time_keyboard"]
    assert keyboard["input_field_placeholder"] == "比如：大寨村2组"


async def test_a_group_gets_no_keyboard_that_pops_up_for_everybody(office: Office) -> None:
    group = office.desk.group()
    outcome = await office.say(Saying("在哪里？", ask_location=True, placeholder="比如"), f"tg:{group}")
    assert isinstance(outcome, Sent)
    assert office.seen(group)[-1].get("keyboard") is None


async def test_a_question_can_ask_for_a_reply_or_put_the_keyboard_away(office: Office) -> None:
    await office.say(Saying("还差什么？", placeholder="还差什么"))
    await office.say(Saying("改好了", remove_keyboard=True))
    asking, done = office.seen()[-2:]
    assert asking["keyboard"]["force_reply"]
    assert done["keyboard"]["remove_keyboard"]


# --- files ---


async def test_one_picture_carries_the_text_and_the_buttons(office: Office) -> None:
    outcome = await office.say(Saying("办完了", BUTTONS, files=photos(office, "done")))
    (message,) = office.seen()
    assert message["caption"] == "办完了"
    assert message["reply_markup"]["inline_keyboard"]
    assert outcome == Sent(message["message_id"])


async def test_a_long_text_stands_above_its_picture(office: Office) -> None:
    outcome = await office.say(Saying("长" * 1100, BUTTONS, files=photos(office, "done")))
    words, picture = office.seen()
    assert outcome == Sent(words["message_id"])
    assert words["reply_markup"]
    assert picture["photo"]


async def test_several_pictures_are_an_album_beneath_the_text(office: Office) -> None:
    outcome = await office.say(Saying("办完了", BUTTONS, files=photos(office, "done", "lamp")))
    words, *album = office.seen()
    assert outcome == Sent(words["message_id"])
    assert words["text"] == "办完了"
    assert len({message["media_group_id"] for message in album}) == 1
    assert len(album) == 2


async def test_eleven_pictures_are_an_album_and_a_single(office: Office) -> None:
    (picture,) = photos(office, "done")
    await office.say(Saying("很多", files=(picture,) * 11), f"tg:{office.desk.group()}")
    assert [call["method"] for call in office.calls()][-3:] == ["sendMessage", "sendMediaGroup", "sendPhoto"]


async def test_a_point_on_the_map_comes_last(office: Office) -> None:
    await office.say(Saying("位置", lon=114.5, lat=36.6))
    assert office.seen()[-1]["location"]["latitude"] == pytest.approx(36.6, abs=1e-4)


async def test_words_still_arrive_when_their_picture_is_refused(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = await office.say(Saying("办完了", BUTTONS, files=(("photo", "no-such-handle"),)))
    (message,) = office.seen()
    assert message["text"] == "办完了"
    assert outcome == Sent(message["message_id"])
    assert [record.kind for record in caplog.records if hasattr(record, "kind")] == ["rejected"]


async def test_an_interrupted_message_goes_on_where_it_stopped(office: Office) -> None:
    saying = Saying("办完了", files=photos(office, "done", "lamp"))
    office.faults(strict_rates=True)  # three at once in one chat, then one a second
    office.desk.say(ANNA, "甲")
    office.desk.say(ANNA, "乙")
    assert isinstance(await office.say(saying), RetryLater)
    office.faults(strict_rates=False)
    outcome = await office.say(saying)
    texts = [message.get("text") for message in office.seen()]
    assert texts == ["甲", "乙", "办完了", None, None]
    assert outcome == Sent(office.seen()[2]["message_id"])


async def test_files_that_may_have_come_before_say_so_too(office: Office) -> None:
    await office.say(Saying("办完了", files=photos(office, "done", "lamp")), resend=True)
    words, *album = office.seen()
    assert words["text"].endswith(RESEND_MARK)
    assert album[0]["caption"] == RESEND_MARK


# --- chats ---


async def test_a_forum_topic_gets_its_own_messages(office: Office) -> None:
    group = office.desk.group(forum=True, supergroup=True)
    thread = office.desk.post(f"groups/{group}/topics", {"name": "值班"})["message_thread_id"]
    await office.say(Saying("来件"), f"tg:{group}/{thread}")
    assert office.seen(group)[-1]["message_thread_id"] == thread


async def test_the_general_topic_is_not_named(office: Office) -> None:
    group = office.desk.group(forum=True, supergroup=True)
    assert isinstance(await office.say(Saying("来件"), f"tg:{group}/1"), Sent)


async def test_a_topic_that_is_gone_cannot_be_reached(office: Office) -> None:
    group = office.desk.group(forum=True, supergroup=True)
    assert isinstance(await office.say(Saying("来件"), f"tg:{group}/777"), Undeliverable)


async def test_a_group_that_grew_up_is_followed(office: Office) -> None:
    group = office.desk.group()
    new = office.desk.post(f"groups/{group}/migrate")["chat"]["id"]
    assert await office.say(Saying("来件"), f"tg:{group}") == Moved(ChatRef(f"tg:{new}"))


async def test_somebody_who_never_pressed_start_cannot_be_reached(office: Office) -> None:
    office.desk.post("people", [{"id": 1009, "name": "没点开始", "started": False}])
    outcome = await office.say(Saying("您好"), "tg:1009")
    assert isinstance(outcome, Undeliverable)
    assert not outcome.why.startswith("rejected")


async def test_a_malformed_chat_is_undeliverable(office: Office) -> None:
    assert isinstance(await office.say(Saying("您好"), "tg:abc"), Undeliverable)


# --- outcomes ---


async def test_the_asked_for_patience_is_kept(office: Office) -> None:
    office.faults(too_many_requests=1, retry_after=33)
    assert await office.say(Saying("您好")) == RetryLater(33)


async def test_a_server_in_trouble_leaves_it_open(office: Office) -> None:
    office.faults(server_error=1)
    outcome = await office.say(Saying("您好"))
    assert isinstance(outcome, RetryLater)
    assert outcome.uncertain


async def test_a_silent_server_leaves_it_open(office: Office) -> None:
    office.faults(time_out=1)
    sender = office.new_sender(TOKEN, timeout=0.2)
    async with sender:
        outcome = await sender.send(outbox_row(office.willing))
    office.faults(time_out=0)
    assert isinstance(outcome, RetryLater)
    assert outcome.uncertain


async def test_a_closed_door_is_certain(office: Office) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
    async with office.new_sender(TOKEN, url=url) as sender:
        outcome = await sender.send(outbox_row(office.willing))
    assert isinstance(outcome, RetryLater)
    assert not outcome.uncertain


async def test_a_malformed_token_is_our_fault(office: Office) -> None:
    async with office.new_sender("nonsense") as sender:
        assert isinstance(await sender.send(outbox_row(office.willing)), OurFault)


async def test_what_is_rejected_for_itself_is_put_aside_loudly(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = await office.say(Saying(" \n "))
    assert isinstance(outcome, Undeliverable)
    assert outcome.why.startswith("rejected")
    assert any(getattr(record, "kind", "") == "rejected" for record in caplog.records)


async def test_what_cannot_be_worded_is_put_aside(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    def broken(message: object) -> Saying:
        raise KeyError("secret words")

    office.sender._render = broken
    assert isinstance(await office.sender.send(outbox_row(office.willing)), Undeliverable)
    assert "secret words" not in caplog.text


async def test_no_log_holds_the_token_or_what_was_said(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = Saying("我的电话是 13800001111", BUTTONS)
    for weather in ({}, {"too_many_requests": 1}, {"server_error": 1}, {"lost_answer": 1}, {"offline": True}):
        office.faults(too_many_requests=0, server_error=0, lost_answer=0, offline=False)
        office.faults(**weather)
        await office.say(said)
    office.faults(offline=False)
    await office.say(said, f"tg:{BO}")
    office.distrust()
    await office.say(said)
    ours = "\n".join(
        record.getMessage() + str(record.exc_info) for record in caplog.records if record.name != "asyncio"
    )
    assert TOKEN not in ours
    assert "another-token" not in ours
    assert "13800001111" not in ours


async def test_a_drawn_picture_comes_above_its_words_and_words_alone_where_it_cannot_be_drawn(office: Office) -> None:
    image = BytesIO()
    Image.new("RGB", (90, 40), "white").save(image, "PNG")

    async def drawn_well(_: object) -> bytes:
        return image.getvalue()

    async def without(_: object) -> None:
        return None

    async def fail(_: object) -> bytes:
        raise ValueError("no font")

    for draw in (drawn_well, without, fail):
        office.saying = Saying("近两周")
        async with TelegramSender(TOKEN, office.render, bot_api_url=office.desk.base_url, draw=draw) as sender:
            assert isinstance(await sender.send(outbox_row(WILLING)), Sent)
    drawn, *plain = office.seen()
    assert drawn["caption"] == "近两周"
    assert drawn["photo"]
    assert [message["text"] for message in plain] == ["近两周"] * 2
