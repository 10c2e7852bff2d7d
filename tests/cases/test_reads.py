"""谁看过我的信息: the reporter hears which posts have read the case; nobody else does, least of all whoever read it."""

import pytest

from cases import messages as say
from cases.commands import LookAt, ShowCase, ShowReads, Target
from cases.errors import NoSuchCase, NotYours
from cases.fieldwork import show_case
from cases.looking import look_at
from cases.model import Actor, Case, CaseId
from cases.reads import show_reads
from cases.registry import Level
from tests.cases.conftest import LAMP, Desk

WHO, OWNER = "居民甲", "Z0102"


def secret(desk: Desk) -> Case:
    desk.say("我要举报 不想让别人知道是我")
    desk.say("2")
    desk.say(LAMP)
    return desk.case()


def centre(desk: Desk, case: Case) -> str:
    area = desk.org.registry.area
    return next(str(d) for d in desk.org.desks(case.unit) if area[d].level is Level.STREET)


def read(desk: Desk, post: str, case: Case) -> None:
    desk.run(show_case, ShowCase(desk.holder(post), desk.clock.at, desk.cause(), Target(number=case.number)))
    desk.deliver()


def ask(desk: Desk, by: Actor, case: str = "") -> say.Reads:
    desk.run(show_reads, ShowReads(by, desk.clock.at, desk.cause(), CaseId(case)))
    desk.deliver()
    told = desk.heard[-1][1]
    assert isinstance(told, say.Reads)
    return told


def test_the_reporter_hears_of_every_reading_and_of_the_reason_of_a_look(desk: Desk) -> None:
    case = secret(desk)
    assert ask(desk, desk.resident()).seen == ()
    read(desk, OWNER, case)
    desk.run(look_at, LookAt(desk.holder(centre(desk, case)), desk.clock.at, desk.cause(), case.id, "contact"))
    with desk.store.unit_of_work() as uow:
        uow.seal(100)
        uow.commit()
    read(desk, centre(desk, case), case)
    told = ask(desk, desk.resident())
    assert [(one.post, one.reason, one.looked) for one in told.seen] == [
        (desk.org.label(OWNER), "", False),
        (desk.org.label(centre(desk, case)), "contact", True),
        (desk.org.label(centre(desk, case)), "", False),
    ]


def test_who_is_told_is_the_reporter_and_no_worker(desk: Desk) -> None:
    case = secret(desk)
    read(desk, OWNER, case)
    for by, error in ((desk.holder(OWNER), NotYours), (desk.resident("居民乙"), NoSuchCase)):
        with pytest.raises(error):
            ask(desk, by, case.id)


def test_the_readings_of_one_case_are_not_told_of_another(desk: Desk) -> None:
    case = secret(desk)
    read(desk, OWNER, case)
    desk.say("文昌街道大寨村2组垃圾桶满了", by="居民乙")
    told = ask(desk, desk.resident("居民乙"))
    assert (told.number, told.seen, told.secret) == (desk.case().number, (), False)


def test_the_command_line_knows_the_name_and_is_itself_in_the_log(desk: Desk) -> None:
    case = secret(desk)
    read(desk, OWNER, case)
    found = desk.store.reads_of(case.number)
    assert found is not None
    assert [(one.post, one.looked) for one, _ in found] == [(OWNER, False)]
    assert desk.store.reads_of("0101-999") is None
