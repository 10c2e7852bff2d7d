"""转派: first asked, first responsible. A case stays with its holder until another takes it; the clock never restarts."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, AnswerOffer, OfferReassign, Reassign, Target, Transfer
from cases.errors import AlreadyDone, Expired, NoSuchCase, NotYours, WrongStatus
from cases.model import Case, Happening, PostCode, Status, TransferReason
from cases.supervision import offer_reassign, reassign_case
from cases.transferring import answer_offer, transfer_case
from tests.cases.conftest import MONDAY, Desk

OWNER = "Z0102"
STATION = "410871062209"


def give(desk: Desk, why: TransferReason | None, to: str = "", *, by: str = OWNER) -> None:
    whom = PostCode(to) if to else None
    target = Target(case=desk.case().id)
    desk.run(transfer_case, Transfer(desk.holder(by), desk.clock.at, desk.cause(), target, why, whom))
    desk.deliver()


def answer(desk: Desk, post: str, *, takes: bool) -> None:
    desk.run(answer_offer, AnswerOffer(desk.holder(post), desk.clock.at, desk.cause(), desk.case().id, takes))
    desk.deliver()


def colleague(desk: Desk) -> str:
    give(desk, TransferReason.NOT_MY_GRID)
    asked = desk.last(OWNER)
    assert isinstance(asked, say.AskTransfer)
    return asked.choices[0].value


def happened(desk: Desk, case: Case) -> list[Happening]:
    with desk.store.unit_of_work() as uow:
        return [line.what for line in uow.history(case.id)]


def test_the_button_asks_why_and_then_to_whom_with_the_station_as_the_way_out(lamp: Desk) -> None:
    give(lamp, None)
    assert isinstance(lamp.last(OWNER), say.AskTransferReason)
    give(lamp, TransferReason.NOT_MY_GRID)
    asked = lamp.last(OWNER)
    assert isinstance(asked, say.AskTransfer)
    assert asked.why == "not_my_grid"
    assert asked.choices[-1].value == STATION
    assert OWNER not in {choice.value for choice in asked.choices}


def test_it_stays_with_the_holder_until_another_takes_it(lamp: Desk) -> None:
    filed, to = lamp.case(), colleague(lamp)
    give(lamp, TransferReason.NOT_MY_GRID, to)
    asked = lamp.case()
    assert (asked.holder, asked.offered_to, asked.due_at) == (OWNER, to, filed.due_at)
    assert lamp.cards(to)[-1].role == "offered"
    assert isinstance(lamp.last(OWNER), say.Offered)
    assert not [m for m in lamp.heard_by("居民甲") if isinstance(m, say.StepTaken)]


def test_whoever_takes_it_has_it_and_the_resident_hears_it_once(lamp: Desk) -> None:
    filed, to = lamp.case(), colleague(lamp)
    give(lamp, TransferReason.NOT_MY_GRID, to)
    lamp.clock.at += timedelta(minutes=10)
    answer(lamp, to, takes=True)
    taken = lamp.case()
    assert (taken.holder, taken.status, taken.offered_to) == (to, Status.ACCEPTED, "")
    assert (taken.due_at, taken.contact_due_at) == (filed.due_at, filed.contact_due_at)
    steps = [m for m in lamp.heard_by("居民甲") if isinstance(m, say.StepTaken)]
    assert [(m.step, m.who) for m in steps] == [("reassigned", lamp.org.label(to))]
    assert not lamp.cards(OWNER)[-1].mine
    assert lamp.cards(to)[-1].role == "holder"


def test_a_no_leaves_it_where_it_is_and_says_so(lamp: Desk) -> None:
    to = colleague(lamp)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    answer(lamp, to, takes=False)
    kept = lamp.case()
    assert (kept.holder, kept.offered_to) == (OWNER, "")
    told = lamp.last(OWNER)
    assert isinstance(told, say.Done)
    assert (told.what, told.who) == ("declined_to_you", lamp.org.label(to))
    assert Happening.DECLINED in happened(lamp, kept)


def test_nobody_takes_it_for_half_an_hour_and_the_station_hears_of_it_once(lamp: Desk) -> None:
    to = colleague(lamp)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    lamp.forget()
    for _ in range(4):
        lamp.wait(minutes=20)
    assert lamp.pushed(STATION) == ["offer"]
    assert [m.offered_to for m in lamp.told(say.Card, STATION)] == [lamp.org.label(to)]
    assert lamp.case().holder == OWNER


def test_the_holders_own_reminders_go_on_meanwhile(lamp: Desk) -> None:
    to = colleague(lamp)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    lamp.forget()
    for _ in range(60):
        lamp.wait(hours=1)
    steps = [m.step for m in lamp.heard_by(OWNER) if isinstance(m, say.Reminder)]
    assert steps[:2] == ["warn", "due"]


def test_the_second_time_a_centre_decides_within_four_office_hours(lamp: Desk) -> None:
    to = colleague(lamp)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    answer(lamp, to, takes=False)
    give(lamp, TransferReason.NOT_MY_DUTY)
    asked = lamp.case()
    centre = lamp.org.desks(asked.unit)[1]
    assert asked.offered_to == centre
    assert asked.offered_until == MONDAY.replace(hour=15)
    told = lamp.last(OWNER)
    assert isinstance(told, say.Offered)
    assert told.decides
    lamp.run(offer_reassign, OfferReassign(lamp.holder(centre), lamp.clock.at, lamp.cause(), asked.id))
    lamp.run(reassign_case, Reassign(lamp.holder(centre), lamp.clock.at, lamp.cause(), asked.id, PostCode(to)))
    lamp.deliver()
    assert (lamp.case().holder, lamp.case().offered_to) == (to, "")


def test_a_duplicate_is_for_the_station_to_look_at(lamp: Desk) -> None:
    give(lamp, TransferReason.DUPLICATE)
    assert lamp.case().offered_to == STATION


def test_what_is_about_the_holder_leaves_them_at_once_and_shows_them_nothing_more(lamp: Desk) -> None:
    give(lamp, TransferReason.INVOLVED)
    kept = lamp.case()
    assert kept.conflict
    assert kept.holder == lamp.org.desks(kept.unit)[1]
    lamp.forget()
    lamp.clock.at += timedelta(minutes=1)
    lamp.say("又想起来，他还收了钱", reply_to=None)
    assert not lamp.cards(OWNER)
    assert not lamp.heard_by(STATION)


def test_whoever_was_asked_may_as_well_say_that_they_accept_it(lamp: Desk) -> None:
    give(lamp, TransferReason.NOT_MY_GRID, to := colleague(lamp))
    lamp.tell(to, "接单", reply_to=lamp.shown_at(to))
    assert (lamp.case().holder, lamp.case().status, lamp.case().offered_to) == (to, Status.ACCEPTED, "")


def test_only_the_holder_hands_on_and_only_whom_it_was_offered_to_answers(lamp: Desk) -> None:
    to = colleague(lamp)
    with pytest.raises(NotYours):
        give(lamp, TransferReason.NOT_MY_DUTY, by=STATION)
    with pytest.raises(NoSuchCase):
        answer(lamp, to, takes=True)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    with pytest.raises(NotYours):
        answer(lamp, OWNER, takes=True)
    with pytest.raises(AlreadyDone):
        give(lamp, TransferReason.NOT_MY_DUTY, to)
    lamp.work(OWNER, Action.RESOLVE, lamp.case(), "修好了")
    with pytest.raises(Expired):
        answer(lamp, to, takes=True)
    with pytest.raises(WrongStatus):
        give(lamp, TransferReason.NOT_MY_DUTY, to)


def test_a_stranger_cannot_be_made_to_take_it(lamp: Desk) -> None:
    stranger = next(post for post in lamp.org.registry.worker if post not in lamp.org.colleagues(lamp.case().unit))
    give(lamp, TransferReason.NOT_MY_DUTY, stranger)
    assert lamp.case().offered_to == STATION


def test_the_holder_who_takes_it_up_after_all_ends_the_asking(lamp: Desk) -> None:
    to = colleague(lamp)
    give(lamp, TransferReason.NOT_MY_DUTY, to)
    lamp.work(OWNER, Action.ACCEPT, lamp.case())
    assert lamp.case().offered_to == ""
    assert not lamp.cards(to)[-1].mine


# --- in words ---


@pytest.mark.parametrize("why", ["不在我网格", "1", "不归我管", "2"])
@pytest.mark.parametrize("to", ["给专职网格员103", "103"])
def test_why_and_to_whom_are_typed_after_the_question(lamp: Desk, why: str, to: str) -> None:
    lamp.run(transfer_case, Transfer(lamp.holder("Z0102"), lamp.clock.at, lamp.cause(), Target(case=lamp.case().id)))
    lamp.deliver()
    lamp.tell("Z0102", why)
    assert isinstance(lamp.last("Z0102"), say.AskTransfer)
    lamp.tell("Z0102", to)
    told = lamp.last("Z0102")
    assert isinstance(told, say.Offered)
    assert lamp.case().offered_to == "Z0103"


def test_a_department_that_is_named_owns_no_case_and_can_be_called(lamp: Desk) -> None:
    lamp.tell("Z0102", "转给物业")
    asked = lamp.last("Z0102")
    assert isinstance(asked, say.AskTransferReason)
    assert "物业" in asked.department
    assert lamp.case().offered_to == ""


def test_what_is_no_reason_leaves_the_case_where_it_is(lamp: Desk) -> None:
    lamp.run(transfer_case, Transfer(lamp.holder("Z0102"), lamp.clock.at, lamp.cause(), Target(case=lamp.case().id)))
    lamp.deliver()
    lamp.tell("Z0102", "今天先这样")
    assert (lamp.case().offered_to, lamp.case().holder) == ("", "Z0102")
    lamp.tell("Z0102", "接单")
    assert lamp.case().accepted_at is not None
