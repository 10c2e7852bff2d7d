"""消息故障: what could not be done is tried again or let go, by the district alone."""

from datetime import timedelta

import pytest

from cases.deeds import Act
from cases.hooks import Webhook
from cases.model import ChatRef, PostCode
from cases.ports import DeadLetter, ParkedUpdate, Undeliverable
from tests.cases.conftest import LAMP
from tests.console.conftest import DISTRICT, STATION, Office, token_in

PAGE = "/dead-letters"
SOMEBODY = 5_010_203_040  # as long as real ones: three digits stand in every other token of a form by chance


def dead_letter(office: Office) -> DeadLetter:
    """One of the messages about a lamp reaches nobody."""
    desk = office.desk
    desk.say(LAMP)
    desk.say("路灯的事有进展吗", by="居民甲")
    desk.store.failures.drop_letters(None)
    with_somebody_gone(office)
    (letter,) = desk.store.failures.dead_letters(10)
    return letter


def with_somebody_gone(office: Office) -> None:
    desk = office.desk
    desk.deliver = lambda: None  # type: ignore[method-assign]
    desk.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
    row, *others = desk.store.outbox.claim(50, "test", timedelta(minutes=1))
    desk.store.outbox.settle(row.id, Undeliverable("Forbidden: bot was blocked by the user"))
    for one in others:
        desk.store.outbox.settle(one.id, desk._sent(one))


def parked_update(office: Office) -> ParkedUpdate:
    inbox = office.desk.store.inbox
    inbox.store([{"update_id": 7, "message": {"message_id": 1, "chat": {"id": SOMEBODY}}}])
    (row,) = inbox.take(10, frozenset(), "test", timedelta(minutes=1))
    inbox.settle(row.id, "KeyError")
    (update,) = office.desk.store.failures.parked_updates(10)
    return update


async def test_a_letter_is_sent_again_at_a_press(office: Office) -> None:
    district, letter = await office.sign_in(DISTRICT), dead_letter(office)
    answer = await office.act(district, PAGE, act="send-again", row=str(letter.row))
    assert "已重新排队" in answer.text
    assert not office.desk.store.failures.dead_letters(10)
    assert [row.id for row in office.desk.store.outbox.claim(50, "test", timedelta(minutes=1))] == [letter.row]
    assert Act.LETTERS_AGAIN in office.deeds()


async def test_residents_are_named_as_residents_and_staff_by_their_post(office: Office) -> None:
    district, letter, update = await office.sign_in(DISTRICT), dead_letter(office), parked_update(office)
    page = (await district.get(PAGE)).text
    assert page.count("<span>居民</span>") == 2
    for chat in (letter.chat, update.lane, office.desk.resident("居民乙").name):
        assert chat not in page
    office.desk.store.bind_desks({PostCode(STATION): ChatRef(f"tg:{SOMEBODY}")})
    assert "<span>大寨村工作站</span>" in (await district.get(PAGE)).text


async def test_a_letter_that_somebody_else_dealt_with_is_said_to_be_gone(office: Office) -> None:
    district, letter = await office.sign_in(DISTRICT), dead_letter(office)
    token = token_in((await district.get(PAGE)).text)
    office.desk.store.failures.drop_letters(None)
    answer = await district.post(PAGE, data={"token": token, "act": "drop-letter", "row": str(letter.row)})
    assert "什么都没有改" in answer.text


@pytest.mark.parametrize(
    ("act", "deed", "waiting"), [("handle-again", Act.UPDATES_AGAIN, 1), ("drop-update", Act.UPDATES_DROPPED, 0)]
)
async def test_an_update_is_handled_again_or_let_go(office: Office, act: str, deed: str, waiting: int) -> None:
    district, update = await office.sign_in(DISTRICT), parked_update(office)
    await office.act(district, PAGE, act=act, row=str(update.row))
    assert not office.desk.store.failures.parked_updates(10)
    assert office.desk.store.inbox.waiting() == waiting
    assert deed in office.deeds()


async def test_nothing_is_touched_by_others_or_by_nonsense(office: Office) -> None:
    district, update = await office.sign_in(DISTRICT), parked_update(office)
    station = await office.sign_in(STATION)
    token = token_in((await station.get("/today")).text)
    answer = await station.post(PAGE, data={"token": token, "act": "drop-update", "row": str(update.row)})
    assert answer.status_code == 403
    for form in ({"act": "nonsense", "row": "1"}, {"act": "drop-update", "row": "all"}, {"act": "drop-update"}):
        assert (await office.act(district, PAGE, **form)).status_code == 400
    assert office.desk.store.failures.parked_updates(10)


async def test_a_call_that_another_system_did_not_take_is_tried_again_or_let_go(office: Office) -> None:
    hooks = office.desk.store.hooks
    hooks.add(Webhook("w1", "https://user:secret@their.example/path", ("filed",), office.desk.clock.now()), "s" * 32)
    office.desk.say(LAMP)
    district = await office.sign_in(DISTRICT)
    assert "别的系统" not in (await district.get(PAGE)).text
    (call,) = hooks.claim(9, 60)
    hooks.failed(call.row, "HTTP 410", None)
    page = (await district.get(PAGE)).text
    for words in ("别的系统没收到的回调 1 条", "their.example", "0302-001", "HTTP 410", "登记"):
        assert words in page
    assert "secret" not in page
    assert "已重新排队" in (await office.act(district, PAGE, act="call-again", row=str(call.row))).text
    assert (hooks.dead_count(), hooks.waiting()) == (0, 1)
    assert Act.LETTERS_AGAIN in office.deeds()
    (call,) = hooks.claim(9, 60)
    hooks.failed(call.row, "HTTP 410", None)
    await office.act(district, PAGE, act="drop-call", row=str(call.row))
    assert (hooks.dead_count(), hooks.waiting()) == (0, 0)
