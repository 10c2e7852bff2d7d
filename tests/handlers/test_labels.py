"""The label of a button, typed: the press of that button, by whoever may press it."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from cases import messages as say
from cases.commands import Work
from cases.errors import AlreadyDone, Expired, NotYours, WrongStatus
from cases.model import ChatRef, Secrecy
from cases.ports import SaidBefore
from cases.reading import Complexity
from cases.taps import Tap, Verb
from handlers.labels import tap_in
from tests.handlers.desk import NOW, Desk
from tests.handlers.phone import ADMIN, GROUP, RESIDENT, UNKNOWN_GROUP, WORKER, chat, edits, message, ours, says
from texts.saying import Saying, button, row
from texts.zh import Zh

CASE = "a" * 24
WHO_MAY_KNOW = say.AskSecrecy(CASE)
"""Shown with 〔1 匿名〕〔2 保密〕."""
OLDER, NEWEST = 70, 77


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A desk that asked everybody the same, and said nothing since."""
    for where in (RESIDENT, WORKER, GROUP, UNKNOWN_GROUP):
        desk.books.said[ChatRef(f"tg:{where}"), OLDER] = SaidBefore(OLDER, WHO_MAY_KNOW, NOW)
        desk.books.said[ChatRef(f"tg:{where}"), NEWEST] = SaidBefore(NEWEST, WHO_MAY_KNOW, NOW)
    return desk


def below(where: int = RESIDENT) -> dict[str, Any]:
    return {"reply_to_message": ours(where, message_id=OLDER)}


@pytest.mark.parametrize("typed", ["2 保密", "保密", "〔2 保密〕", "2、保密。"])
async def test_typed_in_reply_or_below_the_newest_message_it_is_the_press(asked: Desk, typed: str) -> None:
    for more in (below(), {}):
        command = await asked.command(says(RESIDENT, typed, **more))
        assert (command.case, command.wish) == (CASE, Secrecy.CONFIDENTIAL)


async def test_a_press_that_was_typed_has_no_spinner_to_end(asked: Desk) -> None:
    assert await asked.names(says(RESIDENT, "2 保密")) == ["choose_secrecy"]
    assert asked.wire.calls == []


async def test_a_refusal_is_said_and_nothing_is_heard_twice(asked: Desk) -> None:
    asked.refuse("choose_secrecy", NotYours("0302-001"))
    assert await asked.names(says(RESIDENT, "2 保密")) == ["choose_secrecy", "refuse"]


async def test_a_button_that_has_had_its_time_leaves_the_words_to_be_heard(asked: Desk) -> None:
    for stale in (Expired(), WrongStatus("0302-001", "confirmed"), AlreadyDone("0302-001")):
        asked.refuse("choose_secrecy", stale)
        assert await asked.names(says(RESIDENT, "2 保密")) == ["choose_secrecy", "hear"]


async def test_what_came_after_it_was_typed_is_not_what_was_meant(asked: Desk) -> None:
    del asked.books.said[ChatRef(f"tg:{RESIDENT}"), NEWEST], asked.books.said[ChatRef(f"tg:{RESIDENT}"), OLDER]
    asked.books.said[ChatRef(f"tg:{RESIDENT}"), 10**6] = SaidBefore(10**6, WHO_MAY_KNOW, NOW)
    assert await asked.names(says(RESIDENT, "2 保密")) == ["hear"]


async def test_what_is_for_ever_is_pressed_by_a_reply_alone(asked: Desk) -> None:
    for number in (OLDER, NEWEST):
        asked.books.said[ChatRef(f"tg:{RESIDENT}"), number] = SaidBefore(number, say.AskErase(1, ()), NOW)
    assert "erase_person" not in await asked.names(says(RESIDENT, "删除"))
    (erased,) = await asked.names(says(RESIDENT, "删除", **below()))
    assert erased != "hear"


async def test_a_day_on_a_button_is_the_day_it_was_when_it_was_said(asked: Desk) -> None:
    days = tuple((str(n), NOW + timedelta(days=n)) for n in (1, 2))
    asked_for, yesterday = say.AskExtensionLength(CASE, "0302-001", "等配件", days), NOW - timedelta(days=1)
    asked.books.said[ChatRef(f"tg:{WORKER}"), OLDER] = SaidBefore(OLDER, asked_for, yesterday)
    first = Zh(UTC, gas_hotline="").render(asked_for, yesterday).buttons[0][0]
    command = await asked.command(says(WORKER, first.label, **below(WORKER)))
    assert command.length == first.tap.value == "1"


async def test_what_cannot_be_worded_again_stops_nobody(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Zh, "render", lambda _: None)  # whatever it raises
    assert await asked.names(says(RESIDENT, "2 保密", **below())) == ["hear"]


@pytest.mark.parametrize("typed", ["保密吧，别告诉他们", "3 保密一下", "2", "密"])
async def test_more_or_less_than_a_label_is_heard_as_ever(asked: Desk, typed: str) -> None:
    assert await asked.names(says(RESIDENT, typed, **below())) == ["hear"]


async def test_an_edit_presses_nothing(asked: Desk) -> None:
    assert "choose_secrecy" not in await asked.names(edits(RESIDENT, "2 保密", **below()))


async def test_in_a_group_only_a_reply_presses(asked: Desk) -> None:
    assert "choose_secrecy" not in await asked.names(says(WORKER, "2 保密", GROUP))
    assert await asked.names(says(WORKER, "2 保密", GROUP, **below(GROUP))) == ["choose_secrecy"]


async def test_nobody_who_could_not_press_it_presses_it_in_words(asked: Desk) -> None:
    nameless = says(ADMIN, "2 保密", GROUP, sender_chat=chat(GROUP), **below(GROUP))
    assert "choose_secrecy" not in await asked.names(nameless)
    assert "choose_secrecy" not in await asked.names(says(WORKER, "2 保密", UNKNOWN_GROUP, **below(UNKNOWN_GROUP)))


async def test_a_reply_to_somebody_else_presses_nothing(asked: Desk) -> None:
    theirs: dict[str, Any] = {"reply_to_message": message(WORKER, "看这个", RESIDENT, message_id=OLDER)}
    assert "choose_secrecy" not in await asked.names(says(RESIDENT, "2 保密", **theirs))


async def test_a_command_stays_one_unless_it_answers_a_message(asked: Desk) -> None:
    runs_again = say.Resumed("0302-001", "路灯不亮", NOW, CASE)  # shown with 〔办结〕〔看〕
    asked.books.said[ChatRef(f"tg:{WORKER}"), OLDER] = SaidBefore(OLDER, runs_again, NOW)
    asked.books.said[ChatRef(f"tg:{WORKER}"), NEWEST] = SaidBefore(NEWEST, runs_again, NOW)
    typed = await asked.command(says(WORKER, "办结"))
    pressed = await asked.command(says(WORKER, "办结", **below(WORKER)))
    assert isinstance(typed, Work)
    assert isinstance(pressed, Work)
    assert (typed.target.case, pressed.target.case) == (None, CASE)


async def test_a_command_that_needs_a_number_answers_what_was_said_last(asked: Desk) -> None:
    raised = say.Classified(
        CASE, "0302-001", "路灯不亮", Complexity.COMPLEX, "联动办", NOW, False, "网格员", Complexity.SIMPLE
    )
    asked.books.said[ChatRef(f"tg:{WORKER}"), NEWEST] = SaidBefore(NEWEST, raised, NOW)  # shown with 〔定难易〕〔看〕
    assert (await asked.command(says(WORKER, "定难易"))).target.case == CASE
    assert (await asked.command(says(WORKER, "看"))).target.case == CASE
    assert (await asked.command(says(WORKER, "定难易 0302-009"))).target.number == "0302-009"


async def test_what_is_answered_in_words_is_left_to_the_words(asked: Desk) -> None:
    asked.books.said[ChatRef(f"tg:{RESIDENT}"), OLDER] = SaidBefore(OLDER, say.AskRating(CASE, "0302-001"), NOW)
    assert await asked.names(says(RESIDENT, "1 解决", **below())) == ["hear"]


def test_a_label_is_known_without_what_changes_on_it() -> None:
    offered = Saying(
        "",
        (
            row(button("网格员甲 3/1", Verb.ASSIGN, CASE, "a"), button("网格员乙 0/0", Verb.ASSIGN, CASE, "b")),
            row(button("☐ 环卫中心", Verb.DEPARTMENT, CASE, "c"), button("☑ 派出所", Verb.DEPARTMENT, CASE, "d")),
            row(button("1 看", Verb.SHOW, CASE), button("2 看", Verb.SHOW, "b" * 24)),
        ),
    )
    assert tap_in("网格员乙", offered) == Tap(Verb.ASSIGN, CASE, "b")
    assert tap_in("网格员甲 3/1", offered) == Tap(Verb.ASSIGN, CASE, "a")
    assert tap_in("☐ 环卫中心", offered) == tap_in("环卫中心", offered) == Tap(Verb.DEPARTMENT, CASE, "c")
    assert tap_in("派出所", offered) == Tap(Verb.DEPARTMENT, CASE, "d")
    assert tap_in("2 看", offered) == Tap(Verb.SHOW, "b" * 24)
    assert tap_in("看", offered) is None
    assert tap_in("网格员", offered) is None
