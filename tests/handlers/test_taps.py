"""Buttons: each verb has one handler, a stranger's press changes nothing, and the spinner always ends."""

import json
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cases.commands import Action, Verdict
from cases.counsel_commands import Wish
from cases.errors import Expired
from cases.model import Secrecy
from cases.ports import UseCase
from cases.scores import ANSWERS
from cases.taps import Tap, Verb, decode
from handlers.build import build_dispatcher
from handlers.feed import Unreadable
from handlers.filters import Tapped
from tests.handlers.desk import CAUSE, Desk
from tests.handlers.phone import CHIEF, GROUP, RESIDENT, UNKNOWN_GROUP, WORKER, chat, ours, taps
from texts.menu import REFUSED, STALE, TOASTS

EXPECTED: dict[Verb, tuple[str, dict[str, Any]]] = {
    Verb.PLACE: ("choose_place", {"draft": "s", "code": "v"}),
    Verb.NO_PLACE: ("choose_place", {"draft": "s", "code": ""}),
    Verb.DANGER_YES: ("answer_danger", {"draft": "s", "still": True}),
    Verb.DANGER_NO: ("answer_danger", {"draft": "s", "still": False}),
    Verb.OUT: ("answer_whether_out", {"case": "s", "out": True}),
    Verb.INSIDE: ("answer_whether_out", {"case": "s", "out": False}),
    Verb.FIX_PLACE: ("ask_new_place", {"case": "s"}),
    Verb.FIX_TOPIC: ("ask_topic", {"case": "s"}),
    Verb.SET_TOPIC: ("set_topic", {"case": "s", "topic": "v"}),
    Verb.ADD_PHOTO: ("ask_photo", {"case": "s"}),
    Verb.ANONYMOUS: ("hide_name", {"case": "s"}),
    Verb.URGE: ("urge_case", {"case": "s"}),
    Verb.FIXED: ("give_verdict", {"case": "s", "verdict": Verdict.FIXED}),
    Verb.NOT_FIXED: ("give_verdict", {"case": "s", "verdict": Verdict.NOT_FIXED}),
    Verb.BROKE_AGAIN: ("give_verdict", {"case": "s", "verdict": Verdict.BROKE_AGAIN}),
    Verb.NOT_MINE: ("give_verdict", {"case": "s", "verdict": Verdict.NOT_MINE}),
    Verb.WITHDRAW: ("withdraw_case", {"case": "s"}),
    Verb.ACCEPT: ("do_work", {"action": Action.ACCEPT}),
    Verb.ARRIVE: ("do_work", {"action": Action.ARRIVE}),
    Verb.RESOLVE: ("do_work", {"action": Action.RESOLVE, "note": ""}),
    Verb.RESOLVE_NOW: ("resolve_now", {"case": "s"}),
    Verb.SUPERVISE: ("supervise_case", {"case": "s"}),
    Verb.REASSIGN: ("offer_reassign", {"case": "s"}),
    Verb.ASSIGN: ("reassign_case", {"case": "s", "post": "v"}),
    Verb.TRIAGE: ("triage_case", {"case": "s", "topic": "v"}),
    Verb.SHOW: ("show_case", {}),
    Verb.UNFOLD: ("show_digest", {"rest": True}),
    Verb.ASK: ("ask_resident", {"question": ""}),
    Verb.TRANSFER: ("transfer_case", {"why": None, "to": None}),
    Verb.TRANSFER_TO: ("transfer_case", {"why": None, "to": None}),
    Verb.WHISTLE: ("ask_whistle", {"to": (), "asked": ""}),
    Verb.DEPARTMENT: ("choose_department", {"case": "s", "post": "v"}),
    Verb.MUSTER: ("answer_whistle", {"whistle": "s", "muster": None}),
    Verb.ASSIST: ("ask_assist", {"post": "v"}),
    Verb.SUSPEND: ("ask_suspension", {"obstacle": None}),
    Verb.SUSPENSION: ("decide_suspension", {"case": "s", "days": 0}),
    Verb.RESUME: ("resume_case", {"case": "s"}),
    Verb.CONTEST_YES: ("decide_contest", {"case": "s", "upheld": True}),
    Verb.CONTEST_NO: ("decide_contest", {"case": "s", "upheld": False}),
    Verb.SUBSCRIBE: ("subscribe", {"case": "s"}),
    Verb.SEND_OUT: ("send_announcement", {"sends": True, "id": "s"}),
    Verb.KEEP_BACK: ("send_announcement", {"sends": False, "id": "s"}),
    Verb.KNOWN: ("know_announcement", {"id": "s"}),
    Verb.SURGE_ANSWER: ("ask_answer", {"id": "s"}),
    Verb.SURGE_NONE: ("decline_surge", {"id": "s"}),
    Verb.PUBLISH: ("publish_answer", {"id": "s", "gives": True, "mark": "v"}),
    Verb.UNPUBLISH: ("publish_answer", {"id": "s", "gives": False, "mark": "v"}),
    Verb.SURGE_END: ("end_surge", {"id": "s"}),
    Verb.WAIT_ALONG: ("say_whether_it_fits", {"draft": "s", "fits": True}),
    Verb.MEANT: ("choose_meant", {"draft": "s", "number": "v"}),
    Verb.NOT_ALIKE: ("say_whether_it_fits", {"draft": "s", "fits": False}),
    Verb.ENTER: ("enter_case", {"source": None, "said": None}),
    Verb.AWAY_TOO: ("away_too", {"leave": "s"}),
    Verb.MORE: ("show_moves", {"case": "s"}),
    Verb.MILESTONE: ("write_milestone", {"what": "news", "words": ""}),
    Verb.CLASSIFY: ("classify_case", {"complexity": None}),
    Verb.UNDO: ("undo_step", {"case": "s"}),
    Verb.READS: ("show_reads", {"case": "s"}),
    Verb.RETRACT: ("retract_words", {"case": "s"}),
    Verb.SAME_PICTURE: ("answer_picture", {"case": "s", "keep": True}),
    Verb.OTHER_PICTURE: ("answer_picture", {"case": "s", "keep": False}),
    Verb.LASTS: ("say_whether_it_lasts", {"case": "s", "lasts": True}),
    Verb.BROKE_LATER: ("say_whether_it_lasts", {"case": "s", "lasts": False}),
    Verb.EXTEND: ("ask_extension", {"length": "v", "why": ""}),
    Verb.EXTENSION_YES: ("decide_extension", {"case": "s", "grants": True}),
    Verb.EXTENSION_NO: ("decide_extension", {"case": "s", "grants": False}),
    Verb.TAKE: ("answer_offer", {"case": "s", "takes": True}),
    Verb.DECLINE: ("answer_offer", {"case": "s", "takes": False}),
    Verb.RATE: ("rate_case", {"case": "s", "answer": None}),
    Verb.RELEASE: ("release_chat", {"case": "s"}),
    Verb.ACCUSE: ("accuse_grid", {"grid": "s"}),
    Verb.FURTHER: ("ask_further", {"draft": "s", "wish": Wish.PERSON}),
    Verb.DISMISS: ("ask_dismissal", {"ground": None}),
    Verb.DISMISSAL_YES: ("decide_dismissal", {"case": "s", "grants": True}),
    Verb.DISMISSAL_NO: ("decide_dismissal", {"case": "s", "grants": False}),
    Verb.APPEAL: ("appeal_dismissal", {"case": "s", "words": ""}),
    Verb.UPHOLD: ("decide_appeal", {"case": "s", "upholds": True}),
    Verb.OVERTURN: ("decide_appeal", {"case": "s", "upholds": False}),
    Verb.JOIN: ("join_cases", {"to": ""}),
    Verb.SPLIT: ("split_case", {"case": "s"}),
    Verb.JOIN_OWN: ("join_own_case", {"case": "s"}),
    Verb.ERASE: ("erase_own_data", {}),
    Verb.KEEP: ("keep_own_data", {}),
    Verb.SECRECY: ("choose_secrecy", {"case": "s", "wish": Secrecy.ANONYMOUS}),
    Verb.LOOK: ("look_at", {"case": "s", "reason": "v"}),
    Verb.REMEMBER: ("remember_landmark", {"case": "s", "name": "v"}),
}


def test_every_verb_has_exactly_one_handler(desk: Desk) -> None:
    handlers = [h for r in build_dispatcher(desk.kit).chain_tail for h in r.callback_query.handlers]
    filters: list[object] = [f.callback for h in handlers for f in h.filters or ()]
    tapped = [f for f in filters if isinstance(f, Tapped)]
    assert Counter(verb for f in tapped for verb in f.verbs) == Counter(list(Verb))


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize(("sender", "where"), [(RESIDENT, 0), (WORKER, 0), (CHIEF, 0), (WORKER, GROUP)])
async def test_a_press_becomes_its_command_whoever_pressed(desk: Desk, verb: Verb, sender: int, where: int) -> None:
    """Rights are the use case's matter: a button carries none, and lacks none."""
    ((name, command),) = await desk.hear(taps(sender, Tap(verb, "s", "v").encode(), where))
    expected, facts = EXPECTED[verb]
    assert name == expected
    assert {key: getattr(command, key) for key in facts} == facts
    if hasattr(command, "target"):
        assert command.target.case == "s"


@pytest.mark.parametrize("verb", list(Verb))
async def test_a_press_in_an_unknown_group_does_nothing_but_end(desk: Desk, verb: Verb) -> None:
    assert await desk.hear(taps(WORKER, Tap(verb, "s", "v").encode(), UNKNOWN_GROUP)) == []
    assert toasts(desk) == [STALE]


@pytest.mark.parametrize("value", ANSWERS)
async def test_a_rating_carries_its_answer(desk: Desk, value: str) -> None:
    command = await desk.command(taps(RESIDENT, Tap(Verb.RATE, "c1", value).encode()))
    assert (command.case, command.answer) == ("c1", ANSWERS[value])


async def test_a_press_under_a_message_too_old_to_see_still_counts(desk: Desk) -> None:
    faded = {"message_id": 5, "date": 0, "chat": chat(WORKER)}
    assert await desk.names(taps(WORKER, "ac|c1|", message=faded)) == ["do_work"]


async def test_a_press_under_an_inline_message_belongs_to_no_chat(desk: Desk) -> None:
    raw = taps(WORKER, "ac|c1|")
    del raw["callback_query"]["message"]
    raw["callback_query"]["inline_message_id"] = "x"
    assert await desk.hear(raw) == []
    assert toasts(desk) == [STALE]


async def test_a_game_button_is_not_ours(desk: Desk) -> None:
    raw = taps(WORKER, "")
    raw["callback_query"]["game_short_name"] = "chess"
    del raw["callback_query"]["data"]
    assert await desk.hear(raw) == []


@given(st.text(max_size=64) | st.tuples(st.sampled_from(["ac", "AC", "zz", ""]), st.text(max_size=20)).map("|".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_data_we_never_wrote_never_runs_anything(desk: Desk, data: str) -> None:
    tap = decode(data)
    assume(tap is None or not tap.subject)
    with suppress(Unreadable):
        await desk.hear(taps(WORKER, data))
    assert desk.ran == []


@pytest.mark.parametrize("verb", list(Verb))
async def test_the_spinner_ends_after_the_work(desk: Desk, verb: Verb) -> None:
    order: list[str] = []

    async def run(use_case: UseCase, command: Any) -> None:
        order.append(f"ran; {len(desk.wire.calls)} answers")

    await desk.listener.hear(taps(WORKER, f"{verb}|s|v"), run, CAUSE)
    await desk.listener.close()
    assert order == ["ran; 0 answers"]
    assert toasts(desk) == [TOASTS[verb] or None]


async def test_a_refused_press_points_to_the_answer_below(desk: Desk) -> None:
    desk.refuse("do_work", Expired("0227-018"))
    assert [name for name, _ in await desk.hear(taps(WORKER, "ac|c1|"))] == ["do_work", "refuse"]
    assert toasts(desk) == [REFUSED]


async def test_a_failed_press_is_not_answered_since_it_comes_again(desk: Desk) -> None:
    desk.refusing["do_work"] = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await desk.hear(taps(WORKER, "ac|c1|"))
    await desk.listener.close()
    assert toasts(desk) == []


async def test_a_dead_network_costs_the_toast_and_nothing_else(desk: Desk) -> None:
    desk.wire.dead = True
    assert await desk.names(taps(WORKER, "ac|c1|")) == ["do_work"]


async def test_nothing_but_toasts_is_ever_said_directly(desk: Desk) -> None:
    await desk.hear(*(taps(WORKER, f"{verb}|s|v") for verb in Verb), taps(RESIDENT, json.dumps(ours(GROUP))))
    assert {type(call) for call in desk.wire.calls} == {AnswerCallbackQuery}


def toasts(desk: Desk) -> list[str | None]:
    return [call.text for call in desk.wire.calls if isinstance(call, AnswerCallbackQuery)]
