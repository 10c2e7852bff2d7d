"""登记簿: who serves where, codes to bind, posters to scan."""

import re

import pytest

from cases.commands import BindPost
from cases.deeds import Act
from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.posts import bind_post
from console.registry import matches
from storage.pages.posts import StoredPosts
from tests.cases.conftest import LAMP
from tests.console.conftest import DISTRICT, OWNER, STATION, Office, token_in

PAGES = ["/registry", f"/registry/post?code={OWNER}", f"/registry/posters?code={STATION}"]
CODE = re.compile(r"/bind ([2-9A-Z]{10})")


@pytest.mark.parametrize("page", PAGES)
async def test_the_registry_is_for_the_district(office: Office, page: str) -> None:
    assert (await (await office.sign_in(STATION)).get(page)).status_code == 403
    district = await office.sign_in(DISTRICT)
    assert (await district.get(page)).status_code == 200
    assert 'href="/registry"' in (await district.get("/today")).text


async def test_people_grids_and_offices_are_found_by_name_and_by_code(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    for words, found in (("大寨村2组", "网格"), ("大寨村", "大寨村工作站"), (OWNER, "专职网格员102"), ("环卫", "部门")):
        assert found in (await district.get("/registry", params={"words": words})).text
    nothing = (await district.get("/registry", params={"words": "<b>没有"})).text
    assert "没有找到「&lt;b&gt;没有」" in nothing
    assert not list(matches(Org(office.desk.org.registry), "没有这个"))


async def test_a_post_tells_who_it_is_what_it_has_and_whether_it_answers_but_never_where(office: Office) -> None:
    office.desk.say(LAMP)
    grid = office.desk.case().grid
    district = await office.sign_in(DISTRICT)
    worker = (await district.get(f"/registry/post?code={OWNER}")).text
    for words in ("专职网格员102", "已绑定", "1 件", "管的网格"):
        assert words in worker
    assert f"tg:{OWNER}" not in worker
    page = (await district.get(f"/registry/post?code={grid}")).text
    assert "谁在管" in page
    assert "范围内在办" in page
    assert "发绑定码" not in page  # a grid is nobody
    assert (await district.get("/registry/post?code=nobody")).status_code == 404


async def test_a_code_is_shown_once_binds_whoever_uses_it_and_who_gave_it_is_noted(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    given = (await office.act(district, f"/registry/post?code={OWNER}", to="/registry/post", code=OWNER)).text
    code = CODE.findall(given)[0]
    assert f"https://t.me/minhu_bot?start=bind_{code}" in given
    assert "<svg" in given
    assert code not in (await district.get(f"/registry/post?code={OWNER}")).text
    assert Act.CODE_ISSUED in office.deeds()
    desk = office.desk
    desk.run(bind_post, BindPost(desk.resident("新手机"), desk.clock.at, desk.cause(), code))
    with desk.store.unit_of_work() as uow:
        assert uow.chats_of(PostCode(OWNER)) == (ChatRef("tg:新手机"),)


async def test_no_code_without_the_token_nor_for_a_post_nobody_knows(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    assert (await district.post("/registry/post", data={"code": OWNER})).status_code == 403
    token = token_in((await district.get("/registry/post", params={"code": OWNER})).text)
    assert (await district.post("/registry/post", data={"code": "X", "token": token})).status_code == 404
    assert Act.CODE_ISSUED not in office.deeds()


async def test_a_village_prints_one_poster_for_each_grid(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    page = (await district.get(f"/registry/posters?code={STATION}")).text
    grids = office.desk.org.registry.grids_of_village[STATION]
    assert page.count("<svg") == len(grids)
    assert all(grid.name in page for grid in grids)
    one = (await district.get(f"/registry/posters?code={grids[0].code}")).text
    assert one.count("<svg") == 1
    assert f"t.me/minhu_bot?start=grid_{grids[0].code}" in one  # for whoever cannot scan
    assert "style=" not in one  # which the page's policy would not let through
    assert (await district.get("/registry/posters?code=nobody")).status_code == 404


def test_what_is_open_is_counted_by_post_and_by_place(office: Office) -> None:
    office.desk.say(LAMP)
    posts = office.desk.store.pages.posts
    assert isinstance(posts, StoredPosts)
    assert posts.held([PostCode(OWNER), PostCode(STATION)]) == {OWNER: 1, STATION: 0}
    assert (posts.open_in(DISTRICT), posts.open_in(STATION), posts.open_in("nowhere")) == (1, 1, 0)
    assert OWNER in posts.bound()
