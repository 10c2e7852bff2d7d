"""吹哨台账: both sides of a month, for desks; and what the morning page says of those who did not answer."""

from datetime import timedelta

import pytest

from cases import messages as say
from cases.commands import Muster
from cases.errors import NoSuchMonth, NotADesk
from cases.ledger import ledger_of, line_of, show_whistles
from cases.model import CaseId, PostCode, Whistle, WhistleState
from cases.months import Month
from cases.supervision import digest_of
from cases.whistle_commands import ShowWhistles
from tests.cases.conftest import MONDAY, Desk
from tests.cases.test_whistling import CENTRE, CLEANERS, OWNER, PROPERTY, lamp, press, whistle

__all__ = ["lamp"]
MINUTE = timedelta(minutes=1)


def one(answered: int | None = None, state: WhistleState = WhistleState.CALLED, ended: int | None = None) -> Whistle:
    """Heard on Monday at nine; minutes from then on."""
    return Whistle(
        "w",
        CaseId("c"),
        PostCode(CLEANERS),
        PostCode(OWNER),
        "",
        MONDAY,
        MONDAY,
        MONDAY + 30 * MINUTE,
        state,
        answered_at=None if answered is None else MONDAY + answered * MINUTE,
        ended_at=None if ended is None else MONDAY + ended * MINUTE,
    )


@pytest.mark.parametrize(
    ("whistles", "figures"),
    [
        ([one(10), one(30), one(50)], (3, 2, 1, 0, 30)),
        ([one()], (1, 0, 0, 1, None)),
        ([one(ended=20, state=WhistleState.CALLED_OFF)], (1, 0, 0, 0, None)),
        ([one(ended=40, state=WhistleState.CALLED_OFF)], (1, 0, 0, 1, None)),
        ([one(12, WhistleState.DECLINED, 12)], (1, 1, 0, 0, 12)),
    ],
)
def test_figures_of_one_post(whistles: list[Whistle], figures: tuple[int, int, int, int, int | None]) -> None:
    line = line_of("", whistles, MONDAY + 60 * MINUTE)
    assert (line.called, line.in_time, line.late, line.unanswered, line.median_minutes) == figures


def ledger(desk: Desk, post: str = CENTRE, month: Month | None = None) -> say.WhistleLedger:
    with desk.store.unit_of_work() as uow:
        return ledger_of(uow, PostCode(post), month, desk.clock.at)


def test_both_sides_are_counted_within_the_month_and_the_subtree(lamp: Desk) -> None:
    whistle(lamp, "环卫", "物业")
    lamp.wait(minutes=10)
    press(lamp, Muster.ANSWER)
    lamp.wait(minutes=30)
    page = ledger(lamp)
    assert [(one.post, one.called, one.in_time, one.unanswered) for one in page.departments] == [
        ("文昌环卫中心", 1, 1, 0),
        ("文昌物业公司", 1, 0, 1),
    ]
    assert [(one.post, one.called, one.unanswered) for one in page.callers] == [(lamp.org.label(OWNER), 2, 1)]
    assert ledger(lamp, "410871061000").departments == ()
    assert ledger(lamp, month=Month(2026, 2)).departments == ()


def test_only_desks_see_it_and_only_of_a_month(lamp: Desk) -> None:
    def ask(post: str, asked: str = "", month: Month | None = None) -> None:
        lamp.run(show_whistles, ShowWhistles(lamp.holder(post), lamp.clock.at, lamp.cause(), asked, month))
        lamp.deliver()

    ask(CENTRE, "2026-03", Month(2026, 3))
    assert lamp.told(say.WhistleLedger, CENTRE)
    for post in (OWNER, CLEANERS):
        with pytest.raises(NotADesk):
            ask(post)
    with pytest.raises(NoSuchMonth):
        ask(CENTRE, "去年")


def test_the_morning_page_names_who_did_not_answer_and_exempts_what_is_late_for_it(lamp: Desk) -> None:
    whistle(lamp, "环卫", "物业")
    press(lamp, Muster.ANSWER, place=0)
    lamp.wait(hours=1)

    def page() -> say.Digest:
        with lamp.store.unit_of_work() as uow:
            return digest_of(uow, PostCode(CENTRE), lamp.clock.at)

    assert dict(page().whistles) == {"文昌物业公司": 1, "文昌环卫中心": 0}
    lamp.wait(days=4)
    (late,) = page().overdue
    assert late.unanswered == "文昌物业公司"
    press(lamp, Muster.ANSWER, by=PROPERTY, place=1)
    (late,) = page().overdue
    assert late.unanswered == ""
    assert page().whistles == ()
