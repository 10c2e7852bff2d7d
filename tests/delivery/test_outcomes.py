"""What Telegram refuses, and who else may refuse in its place: nobody is given up who could be reached."""

import asyncio
from typing import Any

import pytest

from cases.model import ChatRef
from cases.ports import Moved, OurFault, OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from delivery.telegram_sender import TelegramSender
from tests.delivery.conformance import outbox_row
from tests.delivery.crooked import OK, Answer, crooked, refusal
from tests.delivery.office import Office
from tests.sandbox.desk import TOKEN
from texts.saying import RESEND_MARK, Saying

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # raised by the library within itself
PICTURE = Saying("办完了", files=(("photo", "a-handle"),))
ALBUM = Saying("办完了", files=(("photo", "a-handle"), ("photo", "another")))
DOCUMENT = Saying("办完了", files=(("document", "a-handle"),))
NO_PHOTOS = refusal(400, "Bad Request: not enough rights to send photos to the chat")


async def told(*answers: Answer, saying: Saying = Saying("您好"), **more: Any) -> tuple[Outcome, list[str]]:
    """What becomes of a message when the server answers so, and what was asked of it."""
    async with crooked(*answers) as (server, url), TelegramSender(TOKEN, lambda _: saying, bot_api_url=url) as sender:
        return await sender.send(outbox_row(ChatRef("tg:1"), **more)), server.asked


# --- who cannot be reached ---


@pytest.mark.parametrize(
    "why",
    [
        "TOPIC_CLOSED",
        "TOPIC_DELETED",
        "message thread not found",
        "not enough rights to send text messages to the chat",
        "have no rights to send a message",
        "CHAT_WRITE_FORBIDDEN",
        "chat not found",
        "PEER_ID_INVALID",
        "group chat was deactivated",
        "INPUT_USER_DEACTIVATED",
    ],
)
async def test_a_chat_that_is_closed_to_us_is_given_up_without_an_alarm(
    why: str, caplog: pytest.LogCaptureFixture
) -> None:
    outcome, _ = await told(refusal(400, f"Bad Request: {why}"))
    assert isinstance(outcome, Undeliverable)
    assert outcome.why.lower() == why.lower()
    assert not caplog.records


async def test_who_deleted_the_account_cannot_be_reached(office: Office) -> None:
    office.desk.post("people", [{"id": 1009, "name": "注销了", "started": True, "deactivated": True}])
    assert isinstance(await office.say(Saying("您好"), "tg:1009"), Undeliverable)


async def test_an_edit_in_a_group_that_grew_up_follows_it(office: Office) -> None:
    group = office.desk.group()
    first = await office.say(Saying("来件"), f"tg:{group}")
    assert isinstance(first, Sent)
    new = office.desk.post(f"groups/{group}/migrate")["chat"]["id"]
    outcome = await office.say(Saying("已接单"), f"tg:{group}", edit=first.message)
    assert outcome == Moved(ChatRef(f"tg:{new}"))


# --- edits ---


@pytest.mark.parametrize(
    "why", ["MESSAGE_ID_INVALID", "message can't be edited", "there is no text in the message to edit"]
)
async def test_what_cannot_be_edited_is_said_anew(why: str) -> None:
    outcome, asked = await told(refusal(400, f"Bad Request: {why}"), edit=7)
    assert outcome == Sent(5)
    assert asked == ["editMessageText", "sendMessage"]


async def test_what_is_said_anew_for_the_second_time_says_so(office: Office) -> None:
    first = await office.say(Saying("来件"))
    assert isinstance(first, Sent)
    office.delete_all()
    row = outbox_row(office.willing, edit=first.message)
    again = OutboxRow(row.id, row.chat, row.message, None, attempts=2, edit=first.message)
    await office.sender.send(again)  # the answer to an earlier try was lost, and with it the new number
    assert office.heard() == [f"来件\n{RESEND_MARK}"]


# --- files ---


async def test_where_no_pictures_are_allowed_the_words_still_arrive() -> None:
    outcome, asked = await told(NO_PHOTOS, saying=PICTURE)
    assert outcome == Sent(5)
    assert asked == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize("saying", [ALBUM, DOCUMENT])
async def test_words_that_arrived_are_not_given_up_for_their_files(saying: Saying) -> None:
    outcome, asked = await told(OK, NO_PHOTOS, saying=saying)
    assert outcome == Sent(5)
    assert len(asked) == 2


async def test_what_was_begun_is_uncertain_for_whoever_comes_after_us() -> None:
    patience = refusal(429, "Too Many Requests: retry after 7", retry_after=7)
    outcome, _ = await told(OK, patience, saying=ALBUM)
    assert outcome == RetryLater(7, uncertain=True)


async def test_what_goes_on_after_a_refusal_needs_no_mark(office: Office) -> None:
    patience = refusal(429, "Too Many Requests: retry after 1", retry_after=1)
    async with crooked(OK, patience) as (server, url), office.new_sender(TOKEN, url=url) as sender:
        office.saying = DOCUMENT
        assert isinstance(await sender.send(outbox_row(ChatRef("tg:1"))), RetryLater)
        assert await sender.send(outbox_row(ChatRef("tg:1"), resend=True)) == Sent(5)
    assert server.asked == ["sendMessage", "sendDocument", "sendDocument"]
    assert RESEND_MARK not in server.said[-1]


async def test_a_file_that_may_have_come_before_says_so_alone(office: Office) -> None:
    trouble = refusal(500, "Internal Server Error")
    async with crooked(OK, trouble) as (server, url), office.new_sender(TOKEN, url=url) as sender:
        office.saying = DOCUMENT
        assert isinstance(await sender.send(outbox_row(ChatRef("tg:1"))), RetryLater)
        assert await sender.send(outbox_row(ChatRef("tg:1"), resend=True)) == Sent(5)
    assert server.asked == ["sendMessage", "sendDocument", "sendDocument"]
    assert RESEND_MARK in server.said[-1]


# --- who is not Telegram ---


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 413, 502])
@pytest.mark.parametrize("body", ["<html>Forbidden</html>", '{"message": "no"}', ""])
async def test_a_proxy_that_refuses_buries_nobody_and_blames_no_token(status: int, body: str) -> None:
    outcome, _ = await told((status, body))
    assert isinstance(outcome, RetryLater)
    assert outcome.uncertain


@pytest.mark.parametrize("body", ["<html>Welcome to our network</html>", '{"hello": 1}', "[]"])
async def test_a_captive_portal_is_not_taken_for_success(body: str) -> None:
    outcome, _ = await told((200, body))
    assert isinstance(outcome, RetryLater)
    assert outcome.uncertain


@pytest.mark.parametrize("status", [401, 404])
async def test_telegram_itself_may_refuse_the_token(status: int) -> None:
    outcome, _ = await told(refusal(status, "Unauthorized"))
    assert isinstance(outcome, OurFault)


async def test_an_answer_that_never_ends_is_bounded_as_a_whole() -> None:
    async with crooked(OK) as (server, url):
        server.trickle_seconds = 0.05  # each byte in time, all of them never
        async with TelegramSender(TOKEN, lambda _: Saying("您好"), bot_api_url=url, timeout_seconds=0.4) as sender:
            outcome = await sender.send(outbox_row(ChatRef("tg:1")))
    assert isinstance(outcome, RetryLater)
    assert outcome.uncertain


async def test_who_gets_no_connection_has_certainly_not_been_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("delivery.calls.POOL", 1)
    async with crooked(OK, OK) as (server, url):
        server.trickle_seconds = 0.01
        async with TelegramSender(TOKEN, lambda _: Saying("您好"), bot_api_url=url, timeout_seconds=0.6) as sender:
            outcomes = await asyncio.gather(*[sender.send(outbox_row(ChatRef(f"tg:{n}"))) for n in (1, 2)])
    assert isinstance(outcomes[1], RetryLater)
    assert not outcomes[1].uncertain
