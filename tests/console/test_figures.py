"""排名与三率, 吹哨台账, 负担, 热点: the figures of the chat on a page, each desk its own land's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from cases.charting import days_until
from cases.deeds import Act
from cases.messages import Spot
from cases.model import Case, PostCode
from cases.org import Org
from console.app import Views, console_app
from console.health import Health
from console.hotspots import hot_page
from tests.cases.conftest import LAMP, MONDAY, Desk
from tests.cases.test_ranking import BAD, FAIR, GOOD, keep
from tests.cases.test_rating import closed
from tests.cases.test_whistling import whistle
from tests.console import browser
from tests.console.conftest import CENTRE, DISTRICT, OWNER, STATION, Office

ELSEWHERE = "宁郭镇"
PAGES = ("/ranking", "/whistles", "/burden", "/hotspots")


@pytest.fixture
def rated(office: Office) -> Office:
    """A station with six ratings, another with two."""
    desk = office.desk
    model = replace(_closed_long_ago(desk), version=0)
    keep(desk, model, STATION, MONDAY, GOOD, GOOD, GOOD, GOOD, FAIR, BAD)
    other = next(unit for unit in desk.org.units_below(CENTRE) if unit != STATION)
    keep(desk, model, other, MONDAY, GOOD, BAD)
    return office


def _closed_long_ago(desk: Desk) -> Case:
    desk.clock.at = MONDAY - timedelta(days=40)
    case = closed(desk)
    desk.clock.at = MONDAY + timedelta(hours=1)
    return case


# --- 排名与三率 ---


async def test_rates_stand_with_their_sample_and_formula_and_few_are_not_ranked(rated: Office) -> None:
    centre = await rated.sign_in(CENTRE)
    page = (await centre.get("/ranking")).text
    row = page.partition("大寨村</th>")[2].partition("</tr>")[0]
    assert '<td class="n">6</td>' in row
    assert "66.7%" in row  # solved by four of six
    assert "响应率＝" in page
    assert "满意率＝" in page
    assert "不足 5 件，不排名" in page
    assert "（2 件）" in page
    assert "style=" not in page


@pytest.mark.parametrize(("asked", "status"), [("2026-02", 200), ("2026-04", 400), ("soon", 400), ("2026-13", 400)])
async def test_a_month_that_is_none_or_has_not_come_is_refused(office: Office, asked: str, status: int) -> None:
    station = await office.sign_in(STATION)
    for path in ("/ranking", "/whistles"):
        assert (await station.get(path, params={"month": asked})).status_code == status


async def test_the_district_takes_the_month_home_as_a_workbook_and_that_is_noted(rated: Office) -> None:
    district = await rated.sign_in(DISTRICT)
    book = await rated.act(district, "/ranking", to="/month.xlsx?month=2026-03")
    assert book.status_code == 200, book.text
    assert CalamineWorkbook.from_filelike(BytesIO(book.content)).sheet_names[0] == "排名"
    assert rated.deeds().count(Act.EXPORTED) == 1
    centre = await rated.sign_in(CENTRE)
    assert (await rated.act(centre, "/ranking", to="/month.xlsx")).status_code == 403
    assert rated.deeds().count(Act.EXPORTED) == 1


# --- 吹哨台账 ---


async def test_the_ledger_has_both_sides_of_a_whistle(office: Office) -> None:
    office.desk.say(LAMP)
    whistle(office.desk, "环卫", "物业")
    page = (await (await office.sign_in(CENTRE)).get("/whistles")).text
    for words in ("文昌环卫中心", "文昌物业公司", "专职网格员102", "按时应哨"):
        assert words in page
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    assert "文昌环卫中心" not in (await (await office.sign_in(other)).get("/whistles")).text


# --- 负担 ---


async def test_who_carries_what_and_how_often_they_were_pushed(office: Office) -> None:
    office.desk.say(LAMP)
    office.desk.wait(days=2)
    page = (await (await office.sign_in(STATION)).get("/burden")).text
    assert "专职网格员102" in page
    days = days_until(office.desk.clock.at, 7)
    pushed = office.desk.store.pages.figures.pushed(days)
    with office.desk.store.unit_of_work() as uow:
        counted = uow.pushes(days[0][0], days[-1][1])
    assert {post: sum(each) for post, each in pushed.items()} == {
        post: sum(one == post for one, _ in counted) for post, _ in counted
    }
    assert pushed[office.desk.case().holder][-3] > 0
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    assert "专职网格员102" not in (await (await office.sign_in(other)).get("/burden")).text


# --- 热点 ---


async def test_topics_of_the_last_month_by_place_and_open_cases_that_are_one_matter(office: Office) -> None:
    office.desk.say(LAMP)
    office.desk.say(LAMP, by="居民乙")
    first = office.desk.case(1)
    with office.desk.store._engine.begin() as db:
        db.exec_driver_sql(f"UPDATE cases SET same_as = '{first.id}' WHERE number = '0302-002'")
    page = (await (await office.sign_in(CENTRE)).get("/hotspots")).text
    assert first.topic in page
    assert f'href="/map/{STATION}"' in page
    assert "2 件</span><span" in page
    assert 'href="/cases/0302-002"' in page
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    elsewhere = (await (await office.sign_in(other)).get("/hotspots")).text
    assert "近 30 天没有新收的件" in elsewhere
    assert "0302-001" not in elsewhere


async def test_the_map_of_hot_spots_is_a_picture_to_take_home(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管")
    asked: list[tuple[str, list[int]]] = []

    async def hot_map(area: str, spots: Sequence[Spot]) -> bytes | None:
        asked.append((area, [spot.filed for spot in spots]))
        return await office.console.hot_map(PostCode(area), spots)

    async def health() -> Health:
        raise AssertionError

    app = browser(console_app(Views(health, replace(office.console, hot_map=hot_map))))
    for post in (STATION, CENTRE):
        app.cookies = (await office.sign_in(post)).cookies
        assert 'href="/hotspots.png"' in (await app.get("/hotspots")).text or post == STATION
        picture = await app.get("/hotspots.png")
        assert picture.content.startswith(b"\x89PNG")
        assert "attachment" in picture.headers["content-disposition"]
    assert asked == [(STATION, []), (CENTRE, [1])]  # a station counts no complaint about its own people
    assert (await (await office.sign_in(OWNER)).get("/hotspots.png")).status_code == 403


def test_the_topics_that_have_no_column_are_counted_as_others(office: Office) -> None:
    org: Org = office.desk.org
    units = org.units_below(DISTRICT)
    found = {(units[0], f"类{n}"): 20 - n for n in range(10)} | {(units[1], "类0"): 1}
    page = hot_page(found, units, (), org)
    assert len(page.topics) == 8
    assert (page.lines[0].others, page.lines[0].total) == (12 + 11, sum(20 - n for n in range(10)))
    assert [spot.shade for spot in page.lines[1].spots] == [1, *[0] * 7]
    assert page.lines[0].spots[0].shade == 4


# --- all of them ---


async def test_the_figures_are_for_desks(office: Office) -> None:
    worker = await office.sign_in(OWNER)
    for path in PAGES:
        assert (await worker.get(path)).status_code == 403, path
    station = await office.sign_in(STATION)
    for path in PAGES:
        assert (await station.get(path)).status_code == 200, path


async def test_what_complains_about_the_people_of_a_place_is_not_in_its_own_figures(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管")
    station, centre = await office.sign_in(STATION), await office.sign_in(CENTRE)
    assert "近 30 天没有新收的件" in (await station.get("/hotspots")).text
    assert "近 30 天没有新收的件" not in (await centre.get("/hotspots")).text


async def test_the_chart_of_a_desk_is_a_picture_that_is_drawn_once_for_some_minutes(office: Office) -> None:
    station = await office.sign_in(STATION)
    assert 'src="/chart.png"' in (await station.get("/today")).text
    first = await station.get("/chart.png")
    assert first.headers["content-type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    office.desk.say(LAMP)
    assert (await station.get("/chart.png")).content == first.content
    office.desk.wait(minutes=16)
    assert (await station.get("/chart.png")).content != first.content
    worker = await office.sign_in(OWNER)
    assert (await worker.get("/chart.png")).status_code == 403
    assert "/chart.png" not in (await worker.get("/today")).text
