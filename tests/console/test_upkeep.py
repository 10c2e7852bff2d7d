"""登记簿导入, 导出, 留痕, 设置, 知识, 词表: what only the district's desk looks after."""

from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.exports import TITLES
from bot.settings import GivenSettings
from bot.settings_shown import HIDDEN, settings_shown
from bot.topic_tables import topics_of
from bot.upkeep import knowledge_table
from cases.commands import Action
from cases.deeds import Act
from cases.registry import Registry
from console.registry_import import MOST_BYTES
from storage.registry_files.workbook_write import write_workbook
from storage.tables import audit
from tests.bot.test_learning import corrected_cases
from tests.cases.conftest import LAMP, Desk
from tests.console.conftest import DISTRICT, OWNER, STATION, Office, office_of, token_in
from texts.console import deed

PAGES = [
    "/registry/import", "/registry/workbook", "/registry/template", "/export", "/export/cases", "/audit", "/settings",
    "/knowledge", "/lexicon",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
async def test_it_is_the_districts_alone(office: Office, page: str) -> None:
    assert (await (await office.sign_in(STATION)).get(page)).status_code == 403
    assert (await (await office.sign_in(DISTRICT)).get(page)).status_code == 200


# --- 登记簿导入 ---


def workbook(registry: Registry, folder: Path) -> bytes:
    path = folder / "registry.xlsx"
    write_workbook(registry, path)
    return path.read_bytes()


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "台账.xlsx") -> httpx.Response:
    token = token_in((await client.get("/registry/import")).text)
    return await client.post("/registry/import", data={"token": token}, files={"workbook": (name, content)})


def named(page: str) -> str:
    return page.partition('name="name" value="')[2].partition('"')[0]


async def save(client: httpx.AsyncClient, page: str) -> httpx.Response:
    return await client.post("/registry/import/save", data={"token": token_in(page), "name": named(page)})


def renamed(registry: Registry, name: str = "大寨新工作站") -> Registry:
    areas = tuple(replace(one, name=name) if one.code == STATION else one for one in registry.areas)
    return replace(registry, areas=areas)


async def test_a_workbook_is_looked_over_first_and_put_into_use_by_a_second_press(
    office: Office, tmp_path: Path
) -> None:
    district = await office.sign_in(DISTRICT)
    page = (await upload(district, workbook(renamed(office.desk.org.registry), tmp_path))).text
    assert f"区划 修改 1：{STATION}" in page
    assert office.desk.store.glance.org().unit_label(STATION) != "大寨新工作站"
    assert "已导入" in (await save(district, page)).text
    assert office.desk.store.glance.org().unit_label(STATION) == "大寨新工作站"
    assert office.deeds().count(Act.REGISTRY) == 2  # the fixture's, and this one
    assert (await save(district, page)).status_code == 409  # nothing waits any more


async def test_what_changed_meanwhile_is_shown_again_before_it_is_written(office: Office, tmp_path: Path) -> None:
    district, registry = await office.sign_in(DISTRICT), office.desk.org.registry
    page = (await upload(district, workbook(renamed(registry), tmp_path))).text
    office.desk.store.save_registry(renamed(registry, "又一个名字"))
    office.desk.store.save_registry(replace(renamed(registry, "又一个名字"), departments=registry.departments[1:]))
    answer = await save(district, page)
    assert answer.status_code == 409
    assert "部门 新增 1" in answer.text
    assert office.desk.store.glance.org().unit_label(STATION) == "又一个名字"
    assert "已导入" in (await save(district, answer.text)).text


async def test_faults_are_named_by_sheet_and_row_and_nothing_can_be_written(office: Office, tmp_path: Path) -> None:
    district, registry = await office.sign_in(DISTRICT), office.desk.org.registry
    page = (await upload(district, workbook(renamed(registry, ""), tmp_path))).text
    assert "处要改" in page
    assert "区划 第" in page
    assert not named(page)
    assert "打不开这个文件" in (await upload(district, b"no workbook at all")).text


async def test_grids_with_open_cases_stay(office: Office, tmp_path: Path) -> None:
    office.desk.say(LAMP)
    registry, grid = office.desk.org.registry, office.desk.case().grid
    without = replace(
        registry,
        grids=tuple(one for one in registry.grids if one.code != grid),
        micro_grids=tuple(one for one in registry.micro_grids if one.grid != grid),
        landmarks=tuple(one for one in registry.landmarks if grid not in one.grids),
    )
    page = (await upload(await office.sign_in(DISTRICT), workbook(without, tmp_path))).text
    assert f"网格 {grid}：还有没办完的诉求 0302-001" in page
    assert not named(page)


async def test_only_a_workbook_of_a_bounded_size_is_taken(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    assert (await upload(district, b"x", "台账.xls")).status_code == 400
    assert (await upload(district, b"x" * MOST_BYTES)).status_code == 413
    sent = await district.post("/registry/import", files={"workbook": ("a.xlsx", b"x")})
    assert sent.status_code == 403  # without the token


async def test_the_workbook_in_use_comes_back_without_a_change_and_taking_it_is_noted(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    taken = await district.get("/registry/workbook")
    assert "attachment" in taken.headers["content-disposition"]
    assert Act.EXPORTED in office.deeds()
    assert "没有变化" in (await upload(district, taken.content)).text


# --- 导出 ---


async def test_every_table_is_a_workbook_and_every_download_is_noted(office: Office) -> None:
    office.desk.say(LAMP)
    district = await office.sign_in(DISTRICT)
    page = (await district.get("/export")).text
    for table in TITLES:
        assert f'href="/export/{table}"' in page
        answer = await district.get(f"/export/{table}")
        assert ZipFile(BytesIO(answer.content)).testzip() is None
        assert answer.headers["cache-control"] == "no-store"
    assert office.deeds().count(Act.EXPORTED) == 1  # the others were sealed by the table of the audit log itself
    assert (await district.get("/export/whistles?month=2026-02")).status_code == 200
    for wrong in ("nonsense", "whistles?month=soon", "..%2fsecrets"):
        assert (await district.get(f"/export/{wrong}")).status_code == 404


# --- 留痕 ---


async def test_the_log_is_shown_newest_first_without_anybodys_words(office: Office) -> None:
    office.desk.store.seal_audit()  # the bindings of the fixture
    office.desk.say(LAMP)
    office.desk.work(OWNER, Action.ACCEPT, office.desk.case())
    district = await office.sign_in(DISTRICT)
    office.desk.store.seal_audit()
    page = (await district.get("/audit")).text
    for words in ("接单", "专职网格员102", "进了控制台", str(office.desk.store.audit_head())):
        assert words in page
    assert "路灯" not in page
    assert (await district.get("/audit?before=nonsense")).status_code == 200
    assert ">1</th>" not in (await district.get("/audit?before=1")).text


@pytest.mark.parametrize("act", Act)
def test_every_line_of_the_log_has_its_word(act: Act) -> None:
    assert deed(act.value) != act.value


async def test_a_look_over_the_log_says_whether_it_is_as_it_was(office: Office) -> None:
    office.desk.say(LAMP)
    district = await office.sign_in(DISTRICT)
    office.desk.store.seal_audit()
    assert "完好，尾号" in (await office.act(district, "/audit")).text
    with office.desk.store._engine.begin() as db:
        db.execute(update(audit).where(audit.c.seq == 2).values(who="somebody else"))
    page = (await office.act(district, "/audit")).text
    assert "第 2 行起不对" in page
    assert 'role="alert"' in page
    assert (await district.post("/audit")).status_code == 403


# --- 设置, 知识 ---


def test_no_secret_is_ever_shown_and_what_differs_is_marked() -> None:
    secret = "s" * 40
    settings = GivenSettings(
        bot_token=SecretStr(f"1:{secret}"),
        privacy_key=SecretStr(secret),
        metrics_token=SecretStr(secret),
        webhook_secret=SecretStr(secret),
        database_url=f"postgresql+psycopg://desk:{secret}@db.example/minhu",
        webhook_url=f"https://desk.example.org/{secret}",
        gas_hotline="0391-1234",
    )
    lines = {one.name: one for one in settings_shown(settings)}
    assert secret not in str(lines)
    assert lines["MINHU_BOT_TOKEN"].value == HIDDEN
    assert lines["MINHU_DATABASE_URL"].value == "postgresql+psycopg://db.example/minhu"
    assert (lines["MINHU_GAS_HOTLINE"].value, lines["MINHU_GAS_HOTLINE"].changed) == ("0391-1234", True)
    assert not lines["MINHU_UNDO_SECONDS"].changed


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg:///minhu?host=/run/pg&user=desk&password=c%40nary", "postgresql+psycopg:///minhu"),
        ("postgresql+psycopg://desk:c@nary@db:5433/minhu?sslmode=require", "postgresql+psycopg://db:5433/minhu"),
        ("postgresql+psycopg://desk:c/nary@db/minhu", "postgresql+psycopg://db/minhu"),
        ("sqlite:///var/minhu.db", "sqlite:///var/minhu.db"),
        ("sqlite:////srv/minhu.db", "sqlite:////srv/minhu.db"),
    ],
)
def test_of_a_database_there_is_only_its_place(url: str, shown: str) -> None:
    (line,) = [one for one in settings_shown(GivenSettings(database_url=url)) if one.name == "MINHU_DATABASE_URL"]
    assert line.value == shown


def test_of_a_command_there_is_only_the_program() -> None:
    settings = GivenSettings(transcriber="curl -H 'Authorization: canary' -F a=@{file} https://engine.example")
    lines = {one.name: one.value for one in settings_shown(settings)}
    assert (lines["MINHU_TRANSCRIBER"], lines["MINHU_PICTURE_READER"]) == ("curl …", "")


async def test_the_settings_in_force_are_read_only(office: Office) -> None:
    page = (await (await office.sign_in(DISTRICT)).get("/settings")).text
    assert "MINHU_UNDO_SECONDS" in page
    assert "改过" in page
    assert page.count("<form") == 1  # the way out


async def test_knowledge_that_is_due_for_review_stands_first(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    fresh = (await district.get("/knowledge")).text
    assert "demo" in fresh
    office.desk.wait(days=40)
    district = await office.sign_in(DISTRICT)
    page = (await district.get("/knowledge")).text
    table = knowledge_table("demo")
    first, last = (pick(table.entries, key=lambda one: (one.review, one.id)) for pick in (min, max))
    assert page.index(first.title) < page.rindex(last.title)


def test_a_table_of_knowledge_that_is_away_or_faulty_says_so(tmp_path: Path) -> None:
    assert knowledge_table("").where == ""
    assert "读不了" in knowledge_table(str(tmp_path / "away.csv")).faults[0]


# --- 词表 ---


async def test_a_sentence_is_read_before_ones_eyes_and_filed_nowhere(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    page = (await office.act(district, "/lexicon", words=LAMP + "<script>")).text
    for words in ("诉求", "路灯", "大寨村2组", "分量"):
        assert words in page
    assert "<script>" not in page.replace('<script src="/static/console.js" defer>', "")
    assert not office.desk.cases()


async def test_words_that_corrections_propose_are_adopted_by_the_district_alone_and_noted(
    desk: Desk, tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    office, runner = office_of(desk, str(own))
    corrected_cases(str(desk.store._engine.url.render_as_string(hide_password=False)))
    district, station = await office.sign_in(DISTRICT), await office.sign_in(STATION)
    token = token_in((await station.get("/today")).text)
    for path in ("/lexicon/review", "/lexicon/adopt"):
        assert (await station.post(path, data={"token": token})).status_code == 403
    page = (await office.act(district, "/lexicon", to="/lexicon/review")).text
    assert "采用 鎏金寿" in page
    assert "人改过的" in page
    sent = unescape(page.partition('name="word" value="')[2].partition('"')[0])
    stale = sent.replace(", 3, 0]", ", 99, 0]")
    for wrong in (
        "[1]",
        "nonsense",
        '{"a": 1}',
        "[1, 2, 3, 4, 5]",
        '["词", "民政", "x", 1, 1]',
        '["词", "民政", Infinity, 1, []]',
    ):
        assert (await office.act(district, "/lexicon", to="/lexicon/adopt", word=wrong)).status_code == 400
    assert "没有加词" in (await office.act(district, "/lexicon", to="/lexicon/adopt", word=stale)).text
    assert not own.exists()
    assert "已加到词表 1 个" in (await office.act(district, "/lexicon", to="/lexicon/adopt", word=sent)).text
    assert topics_of(GivenSettings(own_topics=str(own))).read("鎏金寿幛什么时候发").topic == "民政"
    assert office.deeds().count(Act.LEXICON) == 1
    assert "没有要改的" in (await office.act(district, "/lexicon", to="/lexicon/review")).text
    runner.close()


async def test_without_a_table_of_its_own_the_district_only_looks(office: Office) -> None:
    corrected_cases(str(office.desk.store._engine.url.render_as_string(hide_password=False)))
    district = await office.sign_in(DISTRICT)
    page = (await office.act(district, "/lexicon", to="/lexicon/review")).text
    assert "MINHU_OWN_TOPICS" in page
    sent = unescape(page.partition('name="word" value="')[2].partition('"')[0])
    assert "没有加词" in (await office.act(district, "/lexicon", to="/lexicon/adopt", word=sent)).text
    assert Act.LEXICON not in office.deeds()


async def test_what_people_corrected_is_listed_with_what_it_had_been_read_as(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组那个东西一直那样")
    office.desk.wait(minutes=11)
    case = office.desk.case()
    station = await office.sign_in(STATION)
    await office.act(station, f"/cases/{case.number}", act="triage", value="民政")
    page = (await (await office.sign_in(DISTRICT)).get("/lexicon")).text
    assert case.number in page
    assert "民政</td>" in page
