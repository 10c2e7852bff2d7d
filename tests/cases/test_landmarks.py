"""A landmark that a worker has placed once is remembered for its grid, when the worker says so."""

from dataclasses import replace

import pytest

from cases import messages as words
from cases.commands import RememberLandmark
from cases.errors import AlreadyDone, Expired, NoSuchCase
from cases.landmarks import remember_landmark, unknown_landmark
from cases.model import Happening
from cases.reading import PlaceKind
from nlp.place import Locator
from tests.cases.conftest import Desk

OLD_MILL = "老面粉厂"
HERE, THERE = "文昌街道大寨村2组", "文昌街道大寨村3组"


def file_without_place(desk: Desk, text: str) -> None:
    """The resident does not answer where it is; a desk gets the case."""
    desk.say(text)
    desk.wait(minutes=11)
    assert desk.case().place_pending


def settle(desk: Desk, place: str = HERE) -> str:
    """Whoever holds the case says where it is; returns their post."""
    case = desk.case()
    desk.tell(case.holder, place, number=case.number, place=desk.reader.read(place).place)
    assert not desk.case().place_pending
    return case.holder


def remember(desk: Desk, post: str, name: str = OLD_MILL) -> None:
    command = RememberLandmark(desk.holder(post), desk.clock.at, desk.cause(), desk.case().id, name)
    desk.run(remember_landmark, command)
    desk.deliver()


def offers(desk: Desk, post: str) -> list[words.OfferLandmark]:
    return [message for message in desk.heard_by(post) if isinstance(message, words.OfferLandmark)]


def locate(desk: Desk, text: str) -> tuple[PlaceKind, tuple[str, ...]]:
    found = Locator(desk.store.glance.org().registry).locate(text)
    return found.kind, found.codes


def test_whoever_settles_the_place_is_offered_the_landmark_once_and_it_is_known_from_then_on(desk: Desk) -> None:
    file_without_place(desk, "老面粉厂对面路灯坏了")
    post = settle(desk)
    [offer] = offers(desk, post)
    assert (offer.name, offer.number) == (OLD_MILL, desk.case().number)
    assert locate(desk, "老面粉厂路灯坏了")[0] is PlaceKind.NONE
    remember(desk, post)
    grid = desk.case().grid
    assert locate(desk, "老面粉厂路灯坏了") == (PlaceKind.GRID, (grid,))
    assert locate(desk, "老面粉厂对面井盖没了") == (PlaceKind.GRID, (grid,))
    [line] = [line for line in desk.history() if line.what is Happening.LANDMARK_LEARNT]
    assert (line.actor, line.note, line.at) == (post, OLD_MILL, desk.clock.at)


def test_a_short_name_is_asked_about_and_never_assumed(desk: Desk) -> None:
    file_without_place(desk, "供销社旁边路灯坏了")
    remember(desk, settle(desk), "供销社")
    assert locate(desk, "供销社路灯坏了") == (PlaceKind.ASK, (desk.case().grid,))


def test_what_is_known_for_the_grid_is_not_offered_again(desk: Desk) -> None:
    file_without_place(desk, "老面粉厂对面路灯坏了")
    remember(desk, settle(desk))
    file_without_place_again(desk)
    desk.forget()
    assert offers(desk, settle(desk)) == []


def test_a_landmark_that_two_grids_claim_is_asked_about(desk: Desk) -> None:
    file_without_place(desk, "老面粉厂对面路灯坏了")
    remember(desk, settle(desk))
    file_without_place_again(desk)
    remember(desk, settle(desk, THERE))
    kind, codes = locate(desk, "老面粉厂井盖没了")
    assert (kind, len(codes)) == (PlaceKind.ASK, 2)


def file_without_place_again(desk: Desk) -> None:
    """The desk's reader has not heard of the landmark yet: the next case is without a place again."""
    desk.wait(hours=1)
    desk.say("老面粉厂旁边井盖没了", by="居民乙")
    desk.wait(minutes=11)
    assert desk.case().place_pending


def test_a_stranger_cannot_teach_a_name_and_nobody_one_that_was_not_said(desk: Desk) -> None:
    file_without_place(desk, "老面粉厂对面路灯坏了")
    post = settle(desk)
    with pytest.raises(NoSuchCase):
        remember(desk, "Z0012")
    with pytest.raises(Expired):
        remember(desk, post, "天安门")
    remember(desk, post)
    with pytest.raises(AlreadyDone):
        remember(desk, post)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("老面粉厂对面路灯坏了", "老面粉厂"),
        ("我们村那个老粮站门口路灯不亮", "老粮站"),
        ("在供销社有人打架", "供销社"),
        ("学校门口路灯坏了", ""),
        ("大桥旁边路灯坏了", ""),
        ("王老二家门口路灯坏了", ""),
        ("路灯坏了", ""),
        ("村口路灯坏了", ""),
        ("南张村旁边路灯坏了", ""),
    ],
)
def test_a_name_is_taken_only_where_it_surely_is_one(desk: Desk, text: str, name: str) -> None:
    desk.say(f"{HERE}路灯坏了")
    with desk.store.unit_of_work() as uow:
        assert unknown_landmark(uow, replace(desk.case(), text=text)) == name
