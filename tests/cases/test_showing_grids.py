"""Who looks after a place is told to anybody; whoever comes by the code at the door is taken to be there."""

import pytest

from cases import messages as say
from cases.grid_commands import AccuseGrid, EnterGrid, ShowGrid
from cases.model import Status
from cases.reading import NOWHERE
from cases.showing_grids import accuse_grid, enter_grid, show_grid
from tests.cases.conftest import LAMP, Desk


def grid_of(desk: Desk, text: str = LAMP) -> str:
    return desk.reader.read(text).place.code


def ask(desk: Desk, text: str = "") -> say.GridCard | say.AskGrid:
    place = desk.reader.read(text).place if text else NOWHERE
    desk.run(show_grid, ShowGrid(desk.resident(), desk.clock.at, desk.cause(), place))
    desk.deliver()
    answer = desk.last()
    assert isinstance(answer, say.GridCard | say.AskGrid)
    return answer


def enter(desk: Desk, grid: str) -> None:
    desk.run(enter_grid, EnterGrid(desk.resident(), desk.clock.at, desk.cause(), grid))
    desk.deliver()


def test_the_card_names_the_grid_its_workers_and_no_telephone(desk: Desk) -> None:
    card = ask(desk, "文昌街道大寨村2组")
    assert isinstance(card, say.GridCard)
    assert "大寨村" in card.name
    assert ("专职网格员102", "专职网格员") in [(one.name, one.role) for one in card.workers]
    phones = {worker.phone for worker in desk.org.registry.worker.values() if worker.phone}
    assert not [phone for phone in phones if phone in repr(card)]
    assert card.hours == ("08:00–12:00", "14:00–18:00")


def test_without_a_place_it_is_asked_and_the_next_place_is_the_answer(desk: Desk) -> None:
    assert isinstance(ask(desk), say.AskGrid)
    desk.say("文昌街道大寨村2组")
    assert isinstance(desk.last(), say.GridCard)
    assert not desk.cases()


def test_whoever_is_asked_for_a_place_and_tells_of_a_matter_is_heard(desk: Desk) -> None:
    ask(desk)
    desk.say("楼下垃圾桶满了没人清")
    assert isinstance(desk.last(), say.AskPlace)


def test_whoever_has_complained_already_need_not_say_where(desk: Desk) -> None:
    desk.say(LAMP)
    card = ask(desk)
    assert isinstance(card, say.GridCard)
    assert card.code == desk.case().grid


def test_the_code_at_the_door_is_the_place_of_the_next_matter(desk: Desk) -> None:
    grid = grid_of(desk)
    enter(desk, grid)
    card = desk.last()
    assert isinstance(card, say.GridCard)
    assert card.here
    desk.say("在吗")
    desk.say("路灯坏了")
    assert desk.case().grid == grid
    desk.say("井盖没了")
    assert len(desk.cases()) == 1, "the second matter may be anywhere"


def test_a_matter_that_names_its_own_place_is_there(desk: Desk) -> None:
    enter(desk, grid_of(desk))
    elsewhere = grid_of(desk, "文昌街道大寨村3组")
    desk.say("文昌街道大寨村3组路灯坏了")
    assert desk.case().grid == elsewhere


def test_several_matters_at_the_door_are_all_there(desk: Desk) -> None:
    grid = grid_of(desk)
    enter(desk, grid)
    desk.say("路灯坏了，还有井盖也没了")
    assert {case.grid for case in desk.cases()} == {grid}


def test_the_code_answers_where_the_place_was_asked_for(desk: Desk) -> None:
    desk.say("垃圾桶满了没人清")
    enter(desk, grid_of(desk))
    assert desk.case().grid == grid_of(desk)
    assert isinstance(desk.last(), say.Receipt)


def test_a_door_is_forgotten_after_a_day_and_files_nothing(desk: Desk) -> None:
    enter(desk, grid_of(desk))
    desk.wait(days=1, minutes=1)
    assert not desk.cases()
    desk.say("路灯坏了")
    assert isinstance(desk.last(), say.AskPlace)


def test_a_code_that_is_none_of_ours_asks_for_the_place(desk: Desk) -> None:
    enter(desk, "000")
    assert isinstance(desk.last(), say.AskGrid)


def test_a_complaint_about_a_worker_reaches_neither_them_nor_their_station(desk: Desk) -> None:
    grid = grid_of(desk)
    desk.run(accuse_grid, AccuseGrid(desk.resident(), desk.clock.at, desk.cause(), grid))
    desk.deliver()
    asked = desk.last()
    assert isinstance(asked, say.AskAccusation)
    desk.say("来了好几次都不理人")
    case = desk.case()
    assert case.conflict
    assert desk.org.label(case.holder) == asked.to
    village = desk.org.desks(grid)[0]
    assert not [who for who in (*desk.org.staff(grid), village) if desk.cards(who)]
    desk.wait(days=9)
    assert not [who for who in (*desk.org.staff(grid), village) if desk.heard_by(who) and desk.cards(who)]


def test_whoever_says_nothing_more_has_complained_of_nothing(desk: Desk) -> None:
    desk.run(accuse_grid, AccuseGrid(desk.resident(), desk.clock.at, desk.cause(), grid_of(desk)))
    desk.wait(hours=3)
    assert not desk.cases()


@pytest.mark.parametrize("text", ["屋里一股煤气味 头晕"])
def test_an_emergency_at_the_door_is_filed_there_at_once(desk: Desk, text: str) -> None:
    enter(desk, grid_of(desk))
    desk.say(text)
    assert desk.case().grid == grid_of(desk)
    assert desk.case().status is Status.FILED
