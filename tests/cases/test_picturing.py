"""复用照片: a proof that looks like an earlier picture is asked about; nothing waits for it, and those who watch see it."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Action, Verdict
from cases.digesting import reused_under
from cases.errors import AlreadyDone, Expired, NotYours
from cases.model import Case, CaseId, Cause, Happening, Shown, Status
from cases.picture_commands import AnswerPicture, NotePicture, Sight
from cases.picturing import TRY_AGAIN, answer_picture, note_picture
from tests.cases.conftest import LAMP, Desk

OWNER = "Z0102"
STATION = "410871062209"
BIN = "文昌街道大寨村2组垃圾桶满了"
LIGHT, DARK, BENT = "0" * 32, "f" * 32, "0" * 29 + "7ff"
"""BENT differs from LIGHT in eleven bits."""


def look(desk: Desk, *shapes: str, sight: Sight = Sight.SEEN) -> None:
    """The process looks at what is due: pictures in the order in which it would, one shape for each."""
    for shape, one in zip(shapes, desk.store.pictures.waiting(desk.clock.at, 9), strict=True):
        cause = Cause(f"picture/{one.id}/{one.tries}")
        desk.run(note_picture, NotePicture(one.id, sight, desk.clock.at, cause, shape if sight is Sight.SEEN else ""))
    desk.deliver()


def finish(desk: Desk, text: str, *shapes: str, by: str = "居民甲", photos: int = 1) -> Case:
    """Told by a resident, done by the worker with pictures, and looked at."""
    desk.say(text, by=by)
    case = desk.case()
    desk.tell(OWNER, f"办结 {case.number} 处理好了", photos=photos)
    look(desk, *shapes)
    desk.clock.at += timedelta(minutes=5)
    return desk.case()


def answer(desk: Desk, case: Case | None, *, keep: bool, by: str = OWNER) -> None:
    about = case.id if case else CaseId("")
    desk.run(answer_picture, AnswerPicture(desk.holder(by), desk.clock.at, desk.cause(), about, keep))
    desk.deliver()


def asked(desk: Desk) -> list[say.AskSamePicture]:
    return [message for _, message in desk.heard if isinstance(message, say.AskSamePicture)]


def lines(desk: Desk, case: Case) -> list[tuple[Happening, str]]:
    with desk.store.unit_of_work() as uow:
        told = [(line.what, line.note) for line in uow.history(case.id)]
    return [one for one in told if one[0].value.startswith("picture")]


def test_a_picture_that_was_proof_elsewhere_is_asked_about_with_the_number_of_that_case(desk: Desk) -> None:
    lamp = finish(desk, LAMP, LIGHT)
    rubbish = finish(desk, BIN, BENT, by="居民乙")
    assert asked(desk) == [say.AskSamePicture(rubbish.id, rubbish.number, lamp.number, own=False)]
    assert rubbish.status is Status.RESOLVED, "the case is done whatever the picture"
    assert lines(desk, rubbish) == [(Happening.PICTURE_DOUBTED, lamp.number)]


def test_a_different_picture_and_one_that_has_no_shape_are_not_asked_about(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    finish(desk, BIN, DARK, by="居民乙")
    desk.say("文昌街道大寨村2组井盖没了", by="居民丙")
    desk.tell(OWNER, f"办结 {desk.case().number} 换了井盖", photos=1)
    look(desk, "", sight=Sight.NEVER)
    assert not asked(desk)


def test_what_the_resident_showed_sent_back_as_proof_is_asked_about(desk: Desk) -> None:
    desk.say(LAMP, photos=1)
    desk.tell(OWNER, f"办结 {desk.case().number} 换了灯泡", photos=1)
    look(desk, LIGHT, BENT)
    assert asked(desk) == [say.AskSamePicture(desk.case().id, desk.case().number, "", own=True)]


def test_it_is_asked_too_where_the_residents_picture_could_be_fetched_only_later(desk: Desk) -> None:
    desk.say(LAMP, photos=1)
    desk.tell(OWNER, f"办结 {desk.case().number} 换了灯泡", photos=1)
    before, proof = desk.store.pictures.waiting(desk.clock.at, 9)
    for one, sight in ((before, Sight.LATER), (proof, Sight.SEEN)):
        shape = LIGHT if sight is Sight.SEEN else ""
        desk.run(note_picture, NotePicture(one.id, sight, desk.clock.at, Cause(one.id), shape))
    assert not desk.store.pictures.waiting(desk.clock.at, 9)
    desk.clock.at += TRY_AGAIN[0]
    look(desk, LIGHT)
    assert len(asked(desk)) == 1


def test_a_picture_that_cannot_be_fetched_is_tried_again_and_then_given_up(desk: Desk) -> None:
    desk.say(LAMP)
    desk.tell(OWNER, f"办结 {desk.case().number} 换了灯泡", photos=1)
    for wait in (*TRY_AGAIN, timedelta(days=9)):
        look(desk, "", sight=Sight.LATER)
        assert not desk.store.pictures.waiting(desk.clock.at, 9)
        desk.clock.at += wait
    assert not desk.store.pictures.waiting(desk.clock.at, 9)
    assert desk.case().status is Status.RESOLVED


def test_looking_twice_at_a_picture_asks_once(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    desk.say(BIN, by="居民乙")
    desk.tell(OWNER, f"办结 {desk.case().number} 清了", photos=1)
    (one,) = desk.store.pictures.waiting(desk.clock.at, 9)
    for _ in range(2):
        desk.run(note_picture, NotePicture(one.id, Sight.SEEN, desk.clock.at, Cause("picture/a"), LIGHT))
    desk.deliver()
    assert len(asked(desk)) == 1


def test_an_album_of_old_pictures_is_one_question(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT, DARK, photos=2)
    finish(desk, BIN, LIGHT, DARK, by="居民乙", photos=2)
    assert len(asked(desk)) == 1


def test_the_case_of_somebody_else_is_not_named(desk: Desk) -> None:
    lamp = finish(desk, LAMP, LIGHT)
    desk.say("文昌街道小寨村1组垃圾桶满了", by="居民乙")
    elsewhere = desk.case()
    assert elsewhere.holder not in {OWNER, lamp.holder}
    desk.tell(elsewhere.holder, f"办结 {elsewhere.number} 清了", photos=1)
    look(desk, LIGHT)
    assert asked(desk) == [say.AskSamePicture(elsewhere.id, elsewhere.number, "", own=False)]
    assert lines(desk, elsewhere) == [(Happening.PICTURE_DOUBTED, "")]


def test_this_one_it_is_and_those_who_watch_see_it(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    case = finish(desk, BIN, LIGHT, by="居民乙")
    assert reused(desk) == [(case.number, False)]
    answer(desk, None, keep=True)
    assert desk.heard[-1][1] == say.PictureSettled(case.number, kept=True)
    assert desk.cards(OWNER)[-1].reused
    assert reused(desk) == [(case.number, True)]
    assert lines(desk, case)[-1] == (Happening.PICTURE_KEPT, "")
    with pytest.raises(AlreadyDone):
        answer(desk, case, keep=True)
    with pytest.raises(Expired):
        answer(desk, None, keep=True)


def reused(desk: Desk) -> list[tuple[str, bool]]:
    with desk.store.unit_of_work() as uow:
        found = reused_under(uow, uow.org.top, desk.clock.at - timedelta(days=1), desk.clock.at + timedelta(seconds=1))
    return [(one.number, one.kept) for one in found]


def test_another_picture_takes_its_place_and_the_resident_gets_it(desk: Desk) -> None:
    lamp = finish(desk, LAMP, LIGHT)
    case = finish(desk, BIN, LIGHT, by="居民乙")
    answer(desk, case, keep=False)
    desk.tell(OWNER, "", photos=1)
    changed = desk.case()
    assert len(changed.proof) == 1
    assert changed.proof != case.proof
    assert [who for who, message in desk.heard if isinstance(message, say.ProofChanged)] == ["居民乙"]
    look(desk, DARK)
    assert len(asked(desk)) == 1
    assert reused(desk) == []
    assert lines(desk, case)[-1] == (Happening.PICTURE_CHANGED, "")
    assert lamp.number != case.number


def test_the_other_picture_is_looked_at_as_well(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    case = finish(desk, BIN, LIGHT, by="居民乙")
    answer(desk, case, keep=False)
    desk.tell(OWNER, "", photos=1)
    look(desk, BENT)
    assert len(asked(desk)) == 2


def test_a_picture_sent_by_mistake_is_the_right_one_where_it_belongs(desk: Desk) -> None:
    desk.say(LAMP, photos=1)
    mistaken = desk.case()
    desk.tell(OWNER, f"办结 {mistaken.number} 换了灯泡", photos=1)
    look(desk, LIGHT, LIGHT)
    answer(desk, mistaken, keep=False)
    desk.tell(OWNER, "", photos=1)
    look(desk, DARK)
    finish(desk, BIN, LIGHT, by="居民乙")
    assert [question.number for question in asked(desk)] == [mistaken.number]


def test_words_alone_are_no_picture_and_are_heard_as_ever(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    case = finish(desk, BIN, LIGHT, by="居民乙")
    answer(desk, case, keep=False)
    desk.say("文昌街道大寨村2组井盖没了", by="居民丙")
    desk.tell(OWNER, f"接单 {desk.case().number}")
    assert desk.case().status is Status.ACCEPTED
    desk.tell(OWNER, "", photos=1)
    with desk.store.unit_of_work() as uow:
        assert uow.case(case.id).proof != case.proof


def test_a_step_that_was_taken_back_is_not_asked_about(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    desk.say(BIN, by="居民乙")
    desk.tell(OWNER, f"办结 {desk.case().number} 清了", photos=1)
    (one,) = desk.store.pictures.waiting(desk.clock.at, 9)
    desk.judge(Verdict.NOT_FIXED, "还是满的", by="居民乙")
    desk.run(note_picture, NotePicture(one.id, Sight.SEEN, desk.clock.at, Cause("picture/a"), LIGHT))
    desk.deliver()
    assert not asked(desk)


def test_the_picture_of_an_earlier_finish_is_no_proof_of_the_next(desk: Desk) -> None:
    case = finish(desk, LAMP, LIGHT)
    desk.judge(Verdict.NOT_FIXED, "还是不亮")
    desk.clock.at += timedelta(hours=1)
    desk.tell(OWNER, f"办结 {case.number} 换了线路", photos=1)
    look(desk, LIGHT)
    assert asked(desk) == [say.AskSamePicture(case.id, case.number, "", own=True)]


def test_a_picture_of_coming_there_is_looked_at_too(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    desk.say(BIN, by="居民乙")
    case = desk.case()
    desk.work(OWNER, Action.ACCEPT, case)
    desk.tell(OWNER, f"已到场 {case.number}", photos=1)
    with desk.store.unit_of_work() as uow:
        assert [one.shown for one in uow.pictures_of(case.id)] == [Shown.ARRIVED]
    look(desk, LIGHT)
    assert len(asked(desk)) == 1
    desk.clock.at += timedelta(minutes=5)
    answer(desk, case, keep=False)
    desk.tell(OWNER, "", photos=1)
    look(desk, BENT)
    assert len(asked(desk)) == 2  # the one that came instead is held against the others too


def test_nobody_else_answers_for_the_worker(desk: Desk) -> None:
    finish(desk, LAMP, LIGHT)
    case = finish(desk, BIN, LIGHT, by="居民乙")
    with pytest.raises(NotYours):
        answer(desk, case, keep=True, by=STATION)
