"""同一处: cases that are one matter go on as one, and every resident keeps a number, a voice and a secret."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from cases import messages as say
from cases.aftercare import ask_new_place, give_verdict, urge_case
from cases.assisting import ask_assist
from cases.classifying import classify_case
from cases.commands import (
    Action,
    AskProgress,
    FixPlace,
    GiveVerdict,
    Reassign,
    ShowCase,
    Target,
    Transfer,
    UrgeCase,
    Verdict,
    WithdrawCase,
)
from cases.courtesies import tell_progress
from cases.dismissing import ask_dismissal, decide_dismissal
from cases.duplicates import join_cases
from cases.ending_commands import AskDismissal, DecideDismissal, JoinCases, JoinOwn, SplitCase
from cases.errors import NoSuchCase, NotAlike, NotYours, WrongStatus
from cases.fieldwork import show_case
from cases.joining import join_own_case, split_case
from cases.longterm_commands import Classify, Milestone, UndoStep, WriteMilestone
from cases.milestones import write_milestone
from cases.model import Case, Change, Ground, Happening, PostCode, Status, TransferReason
from cases.reading import Complexity, Severity
from cases.rules import Rules
from cases.supervision import reassign_case
from cases.transferring import transfer_case
from cases.undoing import undo_step
from cases.whistle_commands import AskAssist
from cases.withdrawing import withdraw_case
from nlp.same_issue import PUBLIC_TOPICS, SameIssues
from tests.cases.conftest import LAMP, Desk

M = TypeVar("M")
OWNER, OTHER = "Z0102", "Z0001"
STATION, CENTRE = "410871062209", "410871062000"
AGAIN = "文昌街道大寨村2组的路灯又不亮了，天黑看不见路"
SAME = SameIssues()
A, B, C = "居民甲", "居民乙", "居民丙"


@pytest.fixture
def house(house: Rules) -> Rules:
    """A desk that looks for the same issue."""
    return replace(house, same_issue=SAME, public_topics=PUBLIC_TOPICS)


@pytest.fixture
def lamps(desk: Desk) -> Desk:
    """One lamp, told by three residents a minute apart."""
    for who, text in ((A, LAMP), (B, AGAIN), (C, AGAIN)):
        desk.say(text, by=who)
        desk.clock.at += timedelta(minutes=1)
    return desk


def of(desk: Desk, who: str) -> Case:
    return next(case for case in desk.cases() if case.reporter == f"tg:{who}")


def join(desk: Desk, *, by: str = OWNER, case: Case | None = None, to: str = "") -> None:
    target = Target(case=(case or of(desk, B)).id)
    desk.run(join_cases, JoinCases(desk.holder(by), desk.clock.at, desk.cause(), target, to))
    desk.deliver()


def split(desk: Desk, who: str) -> None:
    desk.run(split_case, SplitCase(desk.resident(who), desk.clock.at, desk.cause(), of(desk, who).id))
    desk.deliver()


def withdraw(desk: Desk, who: str) -> None:
    desk.run(withdraw_case, WithdrawCase(desk.resident(who), desk.clock.at, desk.cause(), of(desk, who).id))
    desk.deliver()


def verdict(desk: Desk, who: str, said: Verdict, note: str = "") -> None:
    command = GiveVerdict(desk.resident(who), desk.clock.at, desk.cause(), of(desk, who).id, said, note)
    desk.run(give_verdict, command)
    desk.deliver()


def statuses(desk: Desk) -> list[Status]:
    return [of(desk, who).status for who in (A, B, C)]


def history(desk: Desk, by: str, who: str) -> list[tuple[str, str]]:
    """What a resident, or a post, reads of a case: the kinds of lines and their notes."""
    reader = desk.holder(by) if by == OWNER else desk.resident(by)
    desk.run(show_case, ShowCase(reader, desk.clock.at, desk.cause(), Target(case=of(desk, who).id)))
    desk.deliver()
    return [(what, note) for _, what, _, note in desk.told(say.CaseView, by)[-1].history]


# --- joining ---


def test_a_resident_reads_that_it_was_joined_and_not_to_whose(lamps: Desk) -> None:
    join(lamps)
    number = of(lamps, A).number
    seen = history(lamps, B, B)
    assert {what for what, _ in seen} >= {Happening.JOINED.value, Happening.SAME_ISSUE.value}
    assert not any(number in note for _, note in seen)
    assert any(number in note for _, note in history(lamps, OWNER, B))


def test_one_tap_puts_all_of_them_under_the_first_and_their_residents_are_told(lamps: Desk) -> None:
    join(lamps)
    first = of(lamps, A)
    assert statuses(lamps) == [Status.FILED, Status.JOINED, Status.JOINED]
    assert (first.joined, of(lamps, B).joined_to, of(lamps, C).joined_to) == (2, first.id, first.id)
    for who in (B, C):
        (word,) = lamps.told(say.Joined, who)
        assert (word.number, word.due_at, word.own) == (of(lamps, who).number, first.due_at, "")
    assert not lamps.told(say.Joined, A)
    (done,) = lamps.told(say.Grouped, OWNER)
    assert (done.number, done.residents, done.left_out) == (first.number, 3, 0)


def test_a_limit_that_is_sooner_is_kept_by_whatever_it_goes_on_under(lamps: Desk) -> None:
    first = of(lamps, A)
    with lamps.store.unit_of_work() as uow:
        later = replace(first, due_at=first.due_at + timedelta(days=4), contact_due_at=first.contact_due_at)
        uow.record(Change(case=later))
        uow.commit()
    promised = of(lamps, B).due_at
    lamps.run(join_own_case, JoinOwn(lamps.resident(B), lamps.clock.at, lamps.cause(), of(lamps, B).id))
    lamps.deliver()
    assert of(lamps, B).status is Status.JOINED
    assert of(lamps, A).due_at == promised
    assert lamps.told(say.Joined, B)[-1].due_at == promised


def test_the_card_of_the_first_counts_its_residents_and_the_others_need_no_work(lamps: Desk) -> None:
    join(lamps)
    cards = {card.case: card for card in lamps.cards(OWNER)}
    assert (cards[of(lamps, A).id].residents, len(cards[of(lamps, A).id].joined)) == (3, 2)
    assert cards[of(lamps, B).id].joined_to == of(lamps, A).number
    with pytest.raises(WrongStatus):
        lamps.work(OWNER, Action.ACCEPT, of(lamps, B))


def test_a_joined_case_is_nobodys_work_in_hand_and_has_no_reminders_of_its_own(lamps: Desk) -> None:
    join(lamps)
    lamps.forget()
    lamps.wait(days=4)
    about = {m.number for who in (OWNER, STATION, CENTRE) for m in lamps.pushes(who)}
    assert about == {of(lamps, A).number}
    with lamps.store.unit_of_work() as uow:
        assert uow.loads([of(lamps, A).holder], lamps.clock.at)[of(lamps, A).holder].open == 1
    found = lamps.page(STATION)
    assert (found.open_total, len(found.overdue)) == (1, 1)
    (group,) = found.same
    assert (group.residents, group.apart, len(group.numbers)) == (3, 1, 3)


def test_the_digest_offers_a_group_that_is_not_joined_and_its_desk_joins_it(lamps: Desk) -> None:
    (group,) = lamps.page(STATION).same
    assert (group.residents, group.apart, group.case) == (3, 3, of(lamps, A).id)
    join(lamps, by=STATION, case=of(lamps, A))
    assert statuses(lamps)[1:] == [Status.JOINED, Status.JOINED]
    assert lamps.told(say.Grouped, OWNER)
    assert lamps.told(say.Grouped, STATION)


def test_nobody_joins_what_is_not_theirs(lamps: Desk) -> None:
    for stranger in (OTHER, "410871060000"):
        with pytest.raises(NotYours):
            join(lamps, by=stranger)
    assert statuses(lamps) == [Status.FILED] * 3


def test_plain_words_name_the_other_case_by_its_number_or_by_its_day(lamps: Desk) -> None:
    card = lamps.shown_at(OWNER, of(lamps, B))
    lamps.tell(OWNER, f"跟{of(lamps, A).number}是一回事", reply_to=card)
    assert statuses(lamps) == [Status.FILED, Status.JOINED, Status.FILED]
    assert of(lamps, B).joined_to == of(lamps, A).id


def test_a_number_that_is_not_known_to_this_worker_joins_nothing(lamps: Desk) -> None:
    for number in ("0101-001", "0224"):
        with pytest.raises(NoSuchCase):
            join(lamps, to=number)
    assert statuses(lamps) == [Status.FILED] * 3


def test_repeated_as_a_reason_to_hand_on_joins_what_the_holder_has_twice(lamps: Desk) -> None:
    target = Target(case=of(lamps, C).id)
    command = Transfer(lamps.holder(OWNER), lamps.clock.at, lamps.cause(), target, TransferReason.DUPLICATE)
    lamps.run(transfer_case, command)
    assert statuses(lamps) == [Status.FILED, Status.JOINED, Status.JOINED]


def test_where_another_has_the_first_the_desk_is_asked_instead(lamps: Desk) -> None:
    chief = lamps.holder(STATION)
    lamps.run(reassign_case, Reassign(chief, lamps.clock.at, lamps.cause(), of(lamps, A).id, STATION))  # type: ignore[arg-type]
    lamps.run(reassign_case, Reassign(chief, lamps.clock.at, lamps.cause(), of(lamps, C).id, STATION))  # type: ignore[arg-type]
    join(lamps)
    assert (of(lamps, B).status, of(lamps, B).offered_to) == (Status.FILED, STATION)
    join(lamps, by=STATION)
    assert of(lamps, B).status is Status.JOINED


def test_what_is_secret_or_more_pressing_is_never_joined(lamps: Desk) -> None:
    first, second = of(lamps, A), of(lamps, B)
    for odd in (replace(second, conflict=True), replace(second, severity=Severity.URGENT)):
        with lamps.store.unit_of_work() as uow:
            now = uow.case(second.id)
            uow.record(Change(case=replace(now, conflict=odd.conflict, severity=odd.severity)))
            uow.commit()
        with pytest.raises((NotAlike, NotYours)):
            join(lamps, by=CENTRE, to=first.number)
        assert of(lamps, B).status is Status.FILED


# --- what the residents of joined cases hear, and say ---


def test_every_step_and_the_end_reach_each_resident_by_their_own_number(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.ACCEPT, of(lamps, A))
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "换了灯泡")
    for who in (A, B, C):
        assert [step.number for step in lamps.steps(who)] == [of(lamps, who).number]
        assert [m.number for m in lamps.told(say.AskVerdict, who)] == [of(lamps, who).number]
    assert statuses(lamps) == [Status.RESOLVED] * 3


def test_each_has_a_verdict_of_their_own_and_who_disputes_is_worked_on_again_alone(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "换了灯泡")
    verdict(lamps, A, Verdict.FIXED)
    verdict(lamps, B, Verdict.NOT_FIXED, "还是不亮")
    assert statuses(lamps) == [Status.CONFIRMED, Status.FILED, Status.RESOLVED]
    alone = of(lamps, B)
    assert (alone.joined_to, alone.reopened, alone.holder) == (None, 1, OWNER)
    assert of(lamps, A).joined == 1
    assert lamps.told(say.AskRating, A)
    lamps.wait(days=5)
    lamps.wait(days=2)
    assert of(lamps, C).status is Status.SILENT


def test_when_the_first_disputes_the_others_wait_with_it_and_are_asked_again(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "换了灯泡")
    verdict(lamps, B, Verdict.FIXED)
    verdict(lamps, A, Verdict.NOT_FIXED, "还是不亮")
    assert statuses(lamps) == [Status.FILED, Status.CONFIRMED, Status.JOINED]
    (word,) = lamps.told(say.JoinedAgain, C)
    assert word.due_at == of(lamps, A).due_at
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "又换了一个")
    assert len(lamps.told(say.AskVerdict, C)) == 2
    assert len(lamps.told(say.AskVerdict, B)) == 1


def test_progress_answers_by_ones_own_number_how_far_the_work_is(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.ACCEPT, of(lamps, A))
    lamps.run(tell_progress, AskProgress(lamps.resident(B), lamps.clock.at, lamps.cause()))
    lamps.deliver()
    (line,) = lamps.told(say.Progress, B)[-1].cases
    assert (line.number, line.under, line.accepted_at) == (of(lamps, B).number, True, of(lamps, A).accepted_at)


def test_urging_reaches_whoever_works_on_the_first_but_once_a_day(lamps: Desk) -> None:
    join(lamps)
    lamps.forget()
    for who in (B, C):
        lamps.run(urge_case, UrgeCase(lamps.resident(who), lamps.clock.at, lamps.cause(), of(lamps, who).id))
    lamps.deliver()
    assert [m.number for m in lamps.told(say.Reminder, OWNER)] == [of(lamps, A).number]
    assert [(m.number, m.times, m.again) for who in (B, C) for m in lamps.told(say.Urged, who)] == [
        (of(lamps, B).number, 1, False),
        (of(lamps, C).number, 1, False),
    ]


def test_what_a_resident_adds_reaches_the_holder_of_the_first(lamps: Desk) -> None:
    join(lamps)
    lamps.say("就在大门口", by=B, photos=1)
    (word,) = lamps.told(say.JoinedAdds, OWNER)
    assert (word.leading, word.number, word.words) == (of(lamps, A).number, of(lamps, B).number, "就在大门口")
    assert lamps.told(say.Files, OWNER)
    assert len(lamps.cases()) == 3


def write(desk: Desk, words: str, what: Milestone = Milestone.NEWS) -> None:
    target = Target(case=of(desk, A).id)
    desk.run(write_milestone, WriteMilestone(desk.holder(OWNER), desk.clock.at, desk.cause(), target, what, words))
    desk.deliver()


@pytest.fixture
def long(lamps: Desk) -> Desk:
    """The same told to take months after all."""
    join(lamps)
    lamps.run(
        classify_case,
        Classify(
            lamps.holder(STATION), lamps.clock.at, lamps.cause(), Target(case=of(lamps, A).id), Complexity.HISTORICAL
        ),
    )
    lamps.deliver()
    return lamps


def test_a_changed_promise_reaches_each_resident_by_their_own_number(long: Desk) -> None:
    due_at = of(long, A).due_at
    for who in (A, B, C):
        (word,) = long.told(say.PromiseChanged, who)
        assert (word.number, word.case, word.due_at) == (of(long, who).number, of(long, who).id, due_at)


def test_news_reaches_each_resident_by_their_own_number(long: Desk) -> None:
    write(long, "电缆查了一半")
    for who in (A, B, C):
        (word,) = long.told(say.News, who)
        assert (word.number, word.case, word.words) == (of(long, who).number, of(long, who).id, "电缆查了一半")


def test_what_is_offered_and_signed_stays_with_the_first_resident(long: Desk) -> None:
    write(long, "补偿三千元", Milestone.OFFER)
    write(long, "", Milestone.SIGNED)
    assert [len(long.told(say.News, who)) for who in (A, B, C)] == [2, 0, 0]


def test_no_news_is_told_to_each_of_them_without_what_the_first_was_told_last(long: Desk) -> None:
    write(long, "补偿三千元", Milestone.OFFER)
    long.wait(days=15)
    assert [[m.news for m in long.told(say.NoNews, who)] for who in (A, B, C)] == [["补偿三千元"], [""], [""]]
    (word,) = long.told(say.NoNews, B)
    assert (word.number, word.case, word.news_at) == (of(long, B).number, of(long, B).id, None)


def test_nobody_hears_who_the_others_are(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "换了灯泡")
    for who in (A, B, C):
        heard = repr(lamps.heard_by(who))
        assert not [other for other in (A, B, C) if other != who and other in heard]


def test_a_resident_cannot_look_at_the_case_of_another(lamps: Desk) -> None:
    join(lamps)
    command = ShowCase(lamps.resident(B), lamps.clock.at, lamps.cause(), Target(number=of(lamps, A).number))
    with pytest.raises(NoSuchCase):
        lamps.run(show_case, command)


# --- 不是一回事 ---


@pytest.mark.parametrize("words", ["", "不是一回事"])
def test_a_resident_says_it_is_not_the_same_and_theirs_goes_its_own_way_with_its_own_clock(
    lamps: Desk, words: str
) -> None:
    before = of(lamps, B)
    join(lamps)
    lamps.wait(hours=1)
    if words:
        lamps.say(words, by=B)
    else:
        split(lamps, B)
    apart = of(lamps, B)
    assert (apart.status, apart.joined_to, apart.same_as, apart.due_at) == (Status.FILED, None, None, before.due_at)
    assert apart.look_at is not None
    assert of(lamps, A).joined == 1
    assert lamps.told(say.SplitOff, B)[-1].due_at == before.due_at
    assert lamps.told(say.SplitFrom, OWNER)[-1].number == apart.number
    first = [card for card in lamps.cards(OWNER) if card.case == of(lamps, A).id][-1]
    assert (first.residents, first.joined) == (2, (of(lamps, C).number,))


def test_who_has_said_no_is_not_joined_again(lamps: Desk) -> None:
    join(lamps)
    split(lamps, B)
    with pytest.raises(NotAlike):
        join(lamps, to=of(lamps, A).number)
    assert of(lamps, B).status is Status.FILED


def test_a_desk_takes_apart_what_was_joined_by_mistake(lamps: Desk) -> None:
    join(lamps)
    lamps.run(split_case, SplitCase(lamps.holder(STATION), lamps.clock.at, lamps.cause(), of(lamps, C).id))
    lamps.deliver()
    assert of(lamps, C).status is Status.FILED
    assert lamps.told(say.SplitOff, C)
    with pytest.raises(NotYours):
        lamps.run(split_case, SplitCase(lamps.resident(C), lamps.clock.at, lamps.cause(), of(lamps, B).id))


# --- what becomes of the first ---


def test_when_the_first_is_withdrawn_the_next_leads_as_far_as_the_work_has_come(lamps: Desk) -> None:
    join(lamps)
    lamps.work(OWNER, Action.ACCEPT, of(lamps, A))
    withdraw(lamps, A)
    heir = of(lamps, B)
    assert statuses(lamps) == [Status.WITHDRAWN, Status.ACCEPTED, Status.JOINED]
    assert (heir.joined, heir.holder, of(lamps, C).joined_to) == (1, OWNER, heir.id)
    assert (heir.same_as, of(lamps, C).same_as) == (None, heir.id)
    assert heir.look_at is not None
    (word,) = lamps.told(say.LeadsNow, OWNER)
    assert (word.number, word.before, word.others) == (heir.number, of(lamps, A).number, 1)
    lamps.work(OWNER, Action.RESOLVE, heir, "换了灯泡")
    assert statuses(lamps) == [Status.WITHDRAWN, Status.RESOLVED, Status.RESOLVED]


def test_the_cards_of_the_others_name_the_one_that_leads_now(lamps: Desk) -> None:
    join(lamps)
    withdraw(lamps, A)
    card = [card for card in lamps.cards(OWNER) if card.number == of(lamps, C).number][-1]
    assert card.joined_to == of(lamps, B).number


def test_the_cards_of_those_that_come_along_name_the_one_they_come_under(lamps: Desk) -> None:
    join(lamps)
    lamps.say(AGAIN, by="居民丁")
    first = of(lamps, "居民丁")
    join(lamps, case=of(lamps, A), to=first.number)
    assert of(lamps, B).joined_to == first.id
    card = [card for card in lamps.cards(OWNER) if card.number == of(lamps, B).number][-1]
    assert card.joined_to == first.number


def test_a_joined_case_is_withdrawn_by_itself(lamps: Desk) -> None:
    join(lamps)
    withdraw(lamps, C)
    assert statuses(lamps) == [Status.FILED, Status.JOINED, Status.WITHDRAWN]
    assert (of(lamps, A).joined, of(lamps, C).joined_to) == (1, None)


def test_when_the_first_is_dismissed_the_others_are_not(lamps: Desk) -> None:
    join(lamps)
    target = Target(case=of(lamps, A).id)
    owner = lamps.holder(OWNER)
    lamps.run(ask_dismissal, AskDismissal(owner, lamps.clock.at, lamps.cause(), target, Ground.REPEATED))
    lamps.tell(OWNER, "上月答复过")
    command = DecideDismissal(lamps.holder(STATION), lamps.clock.at, lamps.cause(), of(lamps, A).id, True)
    lamps.run(decide_dismissal, command)
    assert statuses(lamps) == [Status.DISMISSED, Status.FILED, Status.JOINED]


def test_when_the_first_is_handed_on_all_go_along_and_each_resident_hears_it(lamps: Desk) -> None:
    join(lamps)
    chief = lamps.holder(STATION)
    lamps.run(reassign_case, Reassign(chief, lamps.clock.at, lamps.cause(), of(lamps, A).id, STATION))  # type: ignore[arg-type]
    lamps.deliver()
    assert [lamps.told(say.StepTaken, who)[-1].step for who in (A, B, C)] == ["reassigned"] * 3
    lamps.work(STATION, Action.RESOLVE, of(lamps, A), "换了灯泡")
    assert {of(lamps, who).holder for who in (A, B, C)} == {STATION}


def test_when_the_holder_is_involved_the_others_leave_them_as_well(lamps: Desk) -> None:
    join(lamps)
    target = Target(case=of(lamps, A).id)
    command = Transfer(lamps.holder(OWNER), lamps.clock.at, lamps.cause(), target, TransferReason.INVOLVED)
    lamps.run(transfer_case, command)
    lamps.deliver()
    assert {(of(lamps, who).conflict, of(lamps, who).holder) for who in (A, B, C)} == {(True, CENTRE)}
    lamps.forget()
    lamps.clock.at += timedelta(minutes=1)
    lamps.work(CENTRE, Action.RESOLVE, of(lamps, A), "查过了")
    assert not lamps.heard_by(OWNER)


def test_whoever_helped_with_one_of_them_is_shown_none_of_it_then(lamps: Desk) -> None:
    target = Target(case=of(lamps, B).id)
    helper = PostCode("Z0103")
    lamps.run(ask_assist, AskAssist(lamps.holder(OWNER), lamps.clock.at, lamps.cause(), target, helper))
    join(lamps)
    assert of(lamps, B).assists == (helper,)
    command = Transfer(
        lamps.holder(OWNER), lamps.clock.at, lamps.cause(), Target(case=of(lamps, A).id), TransferReason.INVOLVED
    )
    lamps.clock.at += timedelta(minutes=1)
    lamps.run(transfer_case, replace(command, at=lamps.clock.at))
    lamps.deliver()
    assert of(lamps, B).assists == ()
    assert not lamps.cards(helper)[-1].mine
    with pytest.raises(NoSuchCase):
        lamps.run(
            show_case, ShowCase(lamps.holder(helper), lamps.clock.at, lamps.cause(), Target(case=of(lamps, B).id))
        )


def test_what_the_first_resident_says_of_the_worker_stays_theirs_alone(lamps: Desk) -> None:
    join(lamps)
    lamps.say("文昌街道大寨村2组网格员不修路灯，路灯坏了也不管", by=A, reply_to=lamps.shown_at(OWNER, of(lamps, A)))
    assert not of(lamps, B).conflict


def test_another_place_is_another_matter_for_the_first_only(lamps: Desk) -> None:
    join(lamps)
    lamps.run(ask_new_place, FixPlace(lamps.resident(A), lamps.clock.at, lamps.cause(), of(lamps, A).id))
    lamps.say("文昌街道大寨村5组", by=A)
    assert of(lamps, A).joined == 0
    assert of(lamps, A).grid != of(lamps, B).grid
    assert statuses(lamps)[1:] == [Status.FILED, Status.JOINED]


# --- 我也遇到 ---


def test_the_receipt_says_that_others_told_it_and_how_far_it_is_and_without_an_answer_nothing_is_joined(
    desk: Desk,
) -> None:
    desk.say(LAMP, by=A)
    desk.work(OWNER, Action.ACCEPT, of(desk, A))
    desk.clock.at += timedelta(minutes=20)
    desk.say(AGAIN, by=B)
    before = desk.told(say.Receipt, B)[-1].before
    assert before is not None
    assert (before.at, before.accepted_at, before.residents) == (of(desk, A).opened_at, of(desk, A).accepted_at, 1)
    assert of(desk, B).status is Status.FILED
    assert desk.told(say.Receipt, A)[-1].before is None


@pytest.mark.parametrize("words", ["", "我也遇到", "就是这件"])
def test_the_resident_says_it_is_the_same(desk: Desk, words: str) -> None:
    desk.say(LAMP, by=A)
    desk.say(AGAIN, by=B)
    if words:
        desk.say(words, by=B)
    else:
        desk.run(join_own_case, JoinOwn(desk.resident(B), desk.clock.at, desk.cause(), of(desk, B).id))
        desk.deliver()
    assert of(desk, B).joined_to == of(desk, A).id
    assert desk.told(say.Joined, B)[-1].asked
    assert [card.residents for card in desk.cards(OWNER) if card.case == of(desk, A).id][-1] == 2
    assert [line.what for line in desk.history(of(desk, B))][-1] is Happening.JOINED
    assert len(desk.cases()) == 2


def test_the_resident_says_it_is_not_the_same_and_nobody_may_join_it(lamps: Desk) -> None:
    lamps.say("不是一回事", by=B)
    assert (of(lamps, B).status, of(lamps, B).same_as) == (Status.FILED, None)
    with pytest.raises(NotAlike):
        join(lamps, to=of(lamps, A).number)


def test_that_a_neighbour_has_asked_for_an_allowance_is_told_to_nobody(desk: Desk) -> None:
    for who in (A, B):
        desk.say("文昌街道大寨村2组高龄补贴半年没发了", by=who)
    assert of(desk, B).same_as == of(desk, A).id
    assert desk.told(say.Receipt, B)[-1].before is None


def test_ones_own_second_report_and_a_finished_matter_are_not_what_others_told(desk: Desk) -> None:
    desk.say(LAMP, by=A)
    desk.say(AGAIN, by=A)
    assert [receipt.before for receipt in desk.told(say.Receipt, A)] == [None, None]
    desk.work(OWNER, Action.RESOLVE, desk.case(1), "换了灯泡")
    desk.work(OWNER, Action.RESOLVE, desk.case(0), "换了灯泡")
    desk.say(AGAIN, by=B)
    assert desk.told(say.Receipt, B)[-1].before is None


def with_seconds_to_undo(desk: Desk) -> Desk:
    desk.store._rules = replace(desk.store._rules, undo_window=timedelta(seconds=10))
    return desk


def test_a_finish_that_is_taken_back_in_its_seconds_was_never_said_to_anybody(lamps: Desk) -> None:
    before = of(lamps, B)
    join(with_seconds_to_undo(lamps))
    lamps.work(OWNER, Action.RESOLVE, of(lamps, A), "换了灯泡")
    lamps.run(undo_step, UndoStep(lamps.holder(OWNER), lamps.clock.at, lamps.cause(), of(lamps, A).id))
    lamps.wait(minutes=1)
    assert statuses(lamps) == [Status.FILED, Status.JOINED, Status.JOINED]
    assert not [m for who in (A, B, C) for m in lamps.told(say.AskVerdict, who)]
    split(lamps, B)
    assert (of(lamps, B).status, of(lamps, B).due_at) == (Status.FILED, before.due_at)


def test_an_acceptance_that_is_taken_back_is_said_to_nobody(lamps: Desk) -> None:
    join(with_seconds_to_undo(lamps))
    lamps.work(OWNER, Action.ACCEPT, of(lamps, A))
    lamps.run(undo_step, UndoStep(lamps.holder(OWNER), lamps.clock.at, lamps.cause(), of(lamps, A).id))
    lamps.wait(minutes=1)
    assert not [m for who in (A, B, C) for m in lamps.told(say.StepTaken, who)]


def test_news_that_is_taken_back_is_said_to_nobody(long: Desk) -> None:
    write(with_seconds_to_undo(long), "电缆查了一半")
    long.run(undo_step, UndoStep(long.holder(OWNER), long.clock.at, long.cause(), of(long, A).id))
    long.wait(minutes=1)
    assert not [m for who in (A, B, C) for m in long.told(say.News, who)]


def test_what_would_be_refused_is_not_offered(lamps: Desk) -> None:
    """More pressing than the first: joining is refused, so neither the card nor the page offers it."""
    with lamps.store.unit_of_work() as uow:
        for who in (B, C):
            uow.record(Change(case=replace(of(lamps, who), severity=Severity.URGENT)))
        uow.commit()
    lamps.work(OWNER, Action.ACCEPT, of(lamps, B))
    card = [one for one in lamps.cards(OWNER) if one.case == of(lamps, B).id][-1]
    assert (card.same, card.joinable) == (of(lamps, A).number, False)
    (group,) = lamps.page(STATION).same
    assert group.case == ""
