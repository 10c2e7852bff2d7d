"""录入: what staff bring in for others, who confirms it, and what never counts as a resident's satisfaction."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.aftercare import give_verdict
from cases.commands import Action, EnterCase, GiveVerdict, RateCase, Said, ShowCase, Target, Verdict
from cases.entering import enter_case
from cases.errors import AlreadyEntered, NeedsPhoto, NotStaff, NotYours, OwnWork, WrongStatus
from cases.fieldwork import show_case
from cases.model import Attachment, Case, ChatRef, Happening, Media, PostCode, Source, Status
from cases.rating import rate_case
from cases.scores import Solved
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"
NEIGHBOUR = "Z0103"
STATION = "410871062209"
CENTRE = "410871062000"


def enter(
    desk: Desk, text: str = LAMP, source: Source = Source.VISIT, *, by: str = STATION, outside: str = "",
    done: bool = False, photos: int = 0,
) -> None:  # fmt: skip
    cause = desk.cause()
    reading = desk.reader.read(text) if text else None
    files = tuple(Attachment(Media.PHOTO, f"photo{n}") for n in range(photos))
    said = Said(message=desk.count, text=text, reading=reading, attachments=files)
    if reading:
        said = Said(message=desk.count, text=text, reading=reading, place=reading.place, attachments=files)
    desk.run(enter_case, EnterCase(desk.holder(by), desk.clock.at, cause, source, said, outside, done))
    desk.deliver()


def answer(desk: Desk, text: str, *, by: str = STATION) -> None:
    """A further message of whoever brings something in."""
    draft = desk.store.glance.meet(desk.holder(by)).draft
    reading = desk.reader.read(text, within=(draft.place.code if draft and draft.place else ""))
    desk.tell(by, text, reading=reading, place=reading.place)


def verdict(desk: Desk, by: str, verdict: Verdict = Verdict.FIXED, note: str = "") -> None:
    case = desk.case()
    desk.run(give_verdict, GiveVerdict(desk.holder(by), desk.clock.at, desk.cause(), case.id, verdict, note))
    desk.deliver()


def done_by_owner(desk: Desk) -> Case:
    desk.work(OWNER, Action.RESOLVE, desk.case(), "换了灯泡")
    return desk.case()


def test_it_is_read_and_placed_like_a_residents_and_its_source_is_kept(desk: Desk) -> None:
    enter(desk)
    case = desk.case()
    assert (case.holder, case.source, case.reporter_name) == (OWNER, Source.VISIT, "")
    card = desk.cards(OWNER)[0]
    assert (card.source, card.entered_by) == ("visit", desk.org.label(STATION))
    receipt = desk.last(STATION)
    assert isinstance(receipt, say.Receipt)
    assert (receipt.number, receipt.source) == (case.number, "visit")
    with desk.store.unit_of_work() as uow:
        assert [(line.what, line.actor) for line in uow.history(case.id)] == [(Happening.FILED, STATION)]


def test_a_place_that_is_missing_is_asked_of_whoever_brings_it_in(desk: Desk) -> None:
    enter(desk, "路灯坏了")
    assert isinstance(desk.last(STATION), say.AskPlace)
    answer(desk, "文昌街道大寨村2组")
    assert (desk.case().holder, desk.case().source) == (OWNER, Source.VISIT)


def test_work_said_meanwhile_is_no_answer(desk: Desk) -> None:
    desk.say(LAMP)
    enter(desk, "垃圾没人清", by=OWNER)
    desk.tell(OWNER, "接单", reply_to=None)
    assert desk.case().status is Status.ACCEPTED


def test_the_source_alone_asks_for_the_words(desk: Desk) -> None:
    desk.run(enter_case, EnterCase(desk.holder(OWNER), desk.clock.at, desk.cause(), Source.CALLER))
    desk.deliver()
    asked = desk.last(OWNER)
    assert isinstance(asked, say.AskEntry)
    assert asked.source == "caller"
    answer(desk, LAMP, by=OWNER)
    assert desk.case().source is Source.CALLER


def test_without_a_source_it_is_asked_for(desk: Desk) -> None:
    desk.run(enter_case, EnterCase(desk.holder(OWNER), desk.clock.at, desk.cause(), None))
    desk.deliver()
    assert desk.last(OWNER) == say.AskEntry()


def test_two_matters_in_one_message_both_keep_the_source(desk: Desk) -> None:
    text = "文昌街道大寨村2组路灯坏了，还有井盖也没了"
    whole = desk.reader.read(text)
    parts = desk.splitter.matters(text, whole, lambda part: desk.reader.read(part, within=whole.place.code[:12]))
    assert len(parts) == 2
    cause = desk.cause()
    said = Said(message=desk.count, text=text, reading=whole, place=whole.place, matters=parts)
    desk.run(enter_case, EnterCase(desk.holder(STATION), desk.clock.at, cause, Source.HOTLINE, said, "GD1"))
    desk.deliver()
    assert [case.source for case in desk.cases()] == [Source.HOTLINE, Source.HOTLINE]
    assert {card.outside for card in desk.cards(OWNER)} == {"GD1"}


def test_a_number_of_12345_is_never_filed_twice(desk: Desk) -> None:
    enter(desk, source=Source.HOTLINE, outside="GD20260302")
    with pytest.raises(AlreadyEntered) as refused:
        enter(desk, "文昌街道大寨村2组井盖没了", Source.HOTLINE, by=CENTRE, outside="GD20260302")
    assert (refused.value.number, refused.value.facts) == (desk.case().number, ("GD20260302",))
    assert len(desk.cases()) == 1


def test_a_number_whose_words_never_came_is_free_again(desk: Desk) -> None:
    enter(desk, "", Source.HOTLINE, outside="GD20260302")
    enter(desk, LAMP, Source.HOTLINE, by=CENTRE, outside="GD20260302")
    assert desk.case().reporter == desk.holder(CENTRE).chat
    answer(desk, LAMP)
    assert len(desk.cases()) == 1


def test_heard_twice_it_is_one_case(desk: Desk) -> None:
    enter(desk)
    desk.count -= 1
    enter(desk)
    assert len(desk.cases()) == 1


def test_a_resident_brings_in_nothing_for_others(desk: Desk) -> None:
    command = EnterCase(desk.resident(), desk.clock.at, desk.cause(), Source.VISIT, Said(message=1, text=LAMP))
    with pytest.raises(NotStaff):
        desk.run(enter_case, command)


def test_whoever_brought_it_in_confirms_and_nobody_is_asked_for_a_rating(desk: Desk) -> None:
    enter(desk, by=NEIGHBOUR)
    done_by_owner(desk)
    asked = desk.last(NEIGHBOUR)
    assert isinstance(asked, say.AskVerdict)
    assert asked.source == "visit"
    verdict(desk, NEIGHBOUR)
    assert desk.case().status is Status.VOUCHED
    assert not any(isinstance(message, say.AskRating) for _, message in desk.heard)
    with pytest.raises(WrongStatus):
        desk.run(
            rate_case, RateCase(desk.holder(NEIGHBOUR), desk.clock.at, desk.cause(), desk.case().id, Solved.SOLVED)
        )


def test_it_is_counted_apart_from_what_residents_agree_to(desk: Desk) -> None:
    enter(desk)
    done_by_owner(desk)
    verdict(desk, STATION)
    with desk.store.unit_of_work() as uow:
        counts = uow.counts_under(STATION, desk.clock.at - timedelta(days=1), desk.clock.at + timedelta(days=1))
    assert (counts.filed, counts.confirmed, counts.vouched) == (1, 0, 1)


def test_nobody_confirms_their_own_work(desk: Desk) -> None:
    enter(desk, by=OWNER)
    done_by_owner(desk)
    assert not any(isinstance(message, say.AskVerdict) for message in desk.heard_by(OWNER))
    assert isinstance(desk.last(STATION), say.AskVerdict)
    with pytest.raises(OwnWork):
        verdict(desk, OWNER)
    verdict(desk, STATION)
    assert desk.case().status is Status.VOUCHED


def test_a_stranger_and_a_colleague_confirm_nothing(desk: Desk) -> None:
    enter(desk)
    done_by_owner(desk)
    command = GiveVerdict(desk.resident(), desk.clock.at, desk.cause(), desk.case().id, Verdict.FIXED)
    with pytest.raises(NotYours):
        desk.run(give_verdict, command)
    with pytest.raises(NotYours):
        verdict(desk, NEIGHBOUR)


def test_not_good_asks_what_is_lacking_and_reopens_it(desk: Desk) -> None:
    enter(desk)
    done_by_owner(desk)
    verdict(desk, STATION, Verdict.NOT_FIXED)
    assert isinstance(desk.last(STATION), say.AskLacking)
    answer(desk, "还是不亮")
    case = desk.case()
    assert (case.status, case.lacking) == (Status.FILED, "还是不亮")


def test_what_nobody_confirms_ends_as_silent(desk: Desk) -> None:
    enter(desk)
    done_by_owner(desk)
    desk.wait(days=3, hours=1)
    reminded = [one for one in desk.heard_by(STATION) if isinstance(one, say.AskVerdict) and one.reminder]
    assert [one.source for one in reminded] == ["visit"]
    desk.wait(days=1, hours=1)
    assert desk.case().status is Status.SILENT


def test_the_holders_question_is_answered_by_whoever_brought_it_in(desk: Desk) -> None:
    enter(desk)
    desk.tell(OWNER, "问居民 哪根杆子", number=desk.case().number)
    assert isinstance(desk.last(STATION), say.QuestionRelayed)
    answer(desk, "村委会门口那根")
    assert desk.case().answer == "村委会门口那根"


def test_what_is_put_right_on_the_spot_is_one_message(desk: Desk) -> None:
    enter(desk, "文昌街道大寨村2组井盖歪了，挪正了", Source.PATROL, by=OWNER, done=True, photos=1)
    case = desk.case()
    assert (case.status, case.holder, len(case.proof)) == (Status.RESOLVED, OWNER, 1)
    assert isinstance(desk.last(OWNER), say.PutRight)
    assert not desk.cards(OWNER)
    assert isinstance(desk.last(STATION), say.AskVerdict)
    with desk.store.unit_of_work() as uow:
        counts = uow.counts_under(STATION, desk.clock.at - timedelta(days=1), desk.clock.at + timedelta(days=1))
    assert (counts.filed, counts.resolved, counts.found) == (0, 0, 1)


def test_put_right_without_a_picture_is_only_said(desk: Desk) -> None:
    with pytest.raises(NeedsPhoto):
        enter(desk, LAMP, Source.PATROL, by=OWNER, done=True)


def test_the_case_shows_where_it_came_from(desk: Desk) -> None:
    enter(desk, source=Source.HOTLINE, outside="GD20260302")
    desk.run(show_case, ShowCase(desk.holder(OWNER), desk.clock.at, desk.cause(), Target(number=desk.case().number)))
    desk.deliver()
    view = desk.last(OWNER)
    assert isinstance(view, say.CaseView)
    assert (view.source, view.outside) == ("hotline", "GD20260302")


def test_a_post_that_has_moved_away_meanwhile_stops_no_sweep(desk: Desk) -> None:
    enter(desk, by=NEIGHBOUR)
    done_by_owner(desk)
    verdict(desk, NEIGHBOUR, Verdict.NOT_FIXED)
    desk.store.bind_desks({PostCode(NEIGHBOUR): ChatRef("tg:新来的")})
    desk.wait(minutes=11)
    assert desk.case().status is Status.FILED
    with desk.store.unit_of_work() as uow:
        assert [line.actor for line in uow.history(desk.case().id) if line.what is Happening.DISPUTED] == [NEIGHBOUR]


def test_whoever_thanks_for_it_and_works_here_no_longer_is_still_asked_as_staff_are(desk: Desk) -> None:
    enter(desk, by=NEIGHBOUR)
    done_by_owner(desk)
    desk.store.bind_desks({PostCode(NEIGHBOUR): ChatRef("tg:新来的")})
    desk.say("谢谢", by=NEIGHBOUR, reply_to=desk.shown_at(NEIGHBOUR))
    again = desk.last(NEIGHBOUR)
    assert isinstance(again, say.AskVerdict)
    assert (again.reminder, again.source, again.place) == (True, "visit", desk.case().place)
