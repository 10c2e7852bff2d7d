"""Health for machines, the way in, 今日, the page of a case, and what could not be done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import update

from cases import messages as say
from cases.commands import Action, AskExtension, Target
from cases.deeds import Act
from cases.errors import NoConsole, NotStaff
from cases.extending import ask_extension
from cases.model import ChatRef, Happening, PostCode, Source
from cases.ports import DeadLetter, ParkedUpdate
from cases.reading import UNSURE
from cases.signing_commands import AskLink
from cases.signing_in import ask_link
from console.app import Views, console_app
from console.health import Health
from console.undone import undone
from console.webhook import WebhookDoor
from storage.tables import cases
from tests.cases.conftest import LAMP
from tests.cases.test_entering import enter
from tests.console import browser
from tests.console.conftest import CENTRE, DISTRICT, OWNER, STATION, Office, token_in

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 9, tzinfo=ZONE)
LETTER = DeadLetter(12, NINE, "card", "0302-001", "王芳", ChatRef("tg:501"), "Forbidden: bot was blocked by the user")
UPDATE = ParkedUpdate(31, NINE, "777", "", "message", "KeyError")
ELSEWHERE = "宁郭镇"


def client(**changes: Any) -> httpx.AsyncClient:
    async def ask_health() -> Health:
        return replace(Health("ok", NINE, 1, 2, 3, 4, NINE, "system"), **changes)

    return browser(console_app(Views(ask_health)))


# --- health, and the console switched off ---


async def test_health_counts_what_waits() -> None:
    answer = (await client().get("/healthz")).json()
    assert answer == {
        "status": "ok",
        "now": "2026-03-02T09:00:00.000+08:00",
        "inbox": 1,
        "outbox": 2,
        "parked": 3,
        "dead": 4,
        "pictures": 0,
        "swept_at": "2026-03-02T09:00:00.000+08:00",
        "clock": "system",
        "leader": True,
    }


async def test_a_process_that_is_starting_is_not_ready() -> None:
    assert (await client(status="starting").get("/readyz")).status_code == 503
    assert (await client(status="degraded").get("/readyz")).status_code == 200


@pytest.mark.parametrize("path", ["/today", "/dead-letters", "/sign-in", "/live", "/static/console.css"])
async def test_the_pages_are_not_there_while_the_console_is_off(path: str) -> None:
    assert (await client().get(path)).status_code == 404


async def test_the_webhook_door_answers_under_its_public_name_and_the_pages_under_theirs_only(office: Office) -> None:
    async def accept(updates: Sequence[Mapping[str, Any]]) -> int:
        return len(updates)

    async def health() -> Health:
        return Health("ok", NINE, 1, 2, 3, 4, NINE, "system")

    views = Views(health, office.console, WebhookDoor("/hook", "s" * 32, accept))
    app = browser(console_app(views))
    headers = {"Host": "desk.example.org", "X-Telegram-Bot-Api-Secret-Token": "s" * 32}
    assert (await app.post("/hook", json={"update_id": 1}, headers=headers)).status_code == 200
    assert (await app.get("/healthz", headers=headers)).status_code == 200
    assert (await app.get("/sign-in", headers=headers)).status_code == 400
    assert (await app.get("/sign-in")).status_code == 200


# --- the way in ---


@pytest.mark.parametrize("path", ["/today", "/cases/0302-001", "/dead-letters", "/live"])
async def test_whoever_is_not_signed_in_is_shown_how_to_come_in_and_nothing_else(office: Office, path: str) -> None:
    office.desk.say(LAMP)
    answer = await office.stranger().get(path)
    assert str(answer.url) == "http://localhost/sign-in"
    assert "控制台" in answer.text
    assert "路灯" not in answer.text


async def test_a_link_opens_once_and_only_when_its_button_is_pressed(office: Office) -> None:
    link = office.link(STATION)
    looked = await office.stranger().get(link)
    assert "进入" in looked.text  # a messenger that looks behind links uses nothing up
    first = await office.stranger().post(link)
    assert "大寨村工作站" in first.text
    second = await office.stranger().post(link)
    assert second.status_code == 410
    assert "用过了" in second.text


async def test_a_link_that_is_too_old_or_was_never_given_opens_nothing(office: Office) -> None:
    link = office.link(STATION)
    office.desk.wait(minutes=11)
    assert (await office.stranger().post(link)).status_code == 410
    assert (await office.stranger().post("/enter/guessed")).status_code == 410


async def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(office: Office) -> None:
    raw = browser(office.app)
    raw.follow_redirects = False
    cookie = (await raw.post(office.link(STATION))).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_a_session_ends_by_itself_by_leaving_and_when_the_post_is_taken_over(office: Office) -> None:
    leaving = await office.sign_in(STATION)
    assert "进控制台" in (await office.act(leaving, "/today", to="/leave")).text
    assert "进控制台" in (await leaving.get("/today")).text
    taken = await office.sign_in(STATION)
    office.desk.store.bind_desks({PostCode(STATION): ChatRef("tg:another")})
    assert "进控制台" in (await taken.get("/today")).text
    office.desk.store.bind_desks({PostCode(STATION): ChatRef(f"tg:{STATION}")})
    old = await office.sign_in(STATION)
    office.desk.wait(hours=13)
    assert "进控制台" in (await old.get("/today")).text


def test_a_link_is_for_staff_and_goes_to_the_person_alone(office: Office) -> None:
    desk = office.desk
    with pytest.raises(NotStaff):
        desk.run(ask_link, AskLink(desk.resident(), desk.clock.at, desk.cause(), "c"))
    department = next(iter(desk.org.registry.department))
    with pytest.raises(NotStaff):
        desk.run(ask_link, AskLink(desk.holder(department), desk.clock.at, desk.cause(), "c"))
    by = replace(desk.holder(STATION), person=desk.resident("值班员").person, group=True)
    desk.run(ask_link, AskLink(by, desk.clock.at, desk.cause(), "c"))
    desk.deliver()
    assert isinstance(desk.last("值班员"), say.ConsoleLink)
    assert desk.heard_by(STATION) == [say.LinkSentApart()]


def test_where_there_is_no_console_no_link_is_given(office: Office) -> None:
    desk = office.desk
    uow = desk.store.unit_of_work()
    uow.rules = replace(uow.rules, console_url="")
    with pytest.raises(NoConsole):
        ask_link(uow, AskLink(desk.holder(STATION), desk.clock.at, desk.cause(), "c"))


async def test_a_form_from_another_site_or_without_the_token_changes_nothing(office: Office) -> None:
    office.desk.say(LAMP)
    station = await office.sign_in(STATION)
    token = token_in((await station.get("/cases/0302-001")).text)
    for data, headers in (
        ({"act": "supervise"}, {}),
        ({"act": "supervise", "token": "x"}, {}),
        ({"act": "supervise", "token": "暗号"}, {}),
        ({"act": "supervise", "token": token}, {"Origin": "https://evil.example"}),
    ):
        assert (await station.post("/cases/0302-001", data=data, headers=headers)).status_code == 403
    assert office.desk.case().supervised_at is None


# --- 今日 ---


async def test_a_desk_sees_what_is_open_under_it_and_no_other_does(office: Office) -> None:
    office.desk.say(LAMP)
    for desk in (STATION, CENTRE, DISTRICT):
        page = (await (await office.sign_in(desk)).get("/today")).text
        for words in ("0302-001", "路灯不亮", "大寨村2组", "专职网格员102", "待接单"):
            assert words in page
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    assert "0302-001" not in (await (await office.sign_in(other)).get("/today")).text


async def test_a_worker_sees_own_cases_and_may_do_nothing_here(office: Office) -> None:
    office.desk.say(LAMP)
    worker = await office.sign_in(OWNER)
    assert "0302-001" in (await worker.get("/today")).text
    page = (await worker.get("/cases/0302-001")).text
    assert "路灯不亮" in page
    assert 'name="act"' not in page
    assert "0302-001" not in (await (await office.sign_in("Z0001")).get("/today")).text


async def test_a_station_does_not_see_a_complaint_about_its_own_people(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管")
    assert office.desk.case().conflict
    number = office.desk.case().number
    assert number not in (await (await office.sign_in(STATION)).get("/today")).text
    assert (await (await office.sign_in(STATION)).get(f"/cases/{number}")).status_code == 404
    assert number in (await (await office.sign_in(CENTRE)).get("/today")).text


async def test_the_lists_hold_what_they_name_and_their_numbers_agree(office: Office) -> None:
    desk = office.desk
    desk.say(LAMP)
    desk.say("文昌街道大寨村2组井盖没了，有小孩差点掉进去", by="居民乙")
    desk.wait(days=9)
    desk.say("文昌街道大寨村2组垃圾没人清", by="居民丙")
    station = await office.sign_in(STATION)
    late = (await station.get("/today?only=late")).text
    assert "0302-001" in late
    assert "0311-" not in late
    assert "超时 2" in late
    found = (await station.get("/today", params={"words": "垃圾"})).text
    assert "0311-" in found
    assert "0302-001" not in found
    assert "0302-002" in (await station.get("/today", params={"words": "0302-002"})).text
    assert "没有找到" in (await station.get("/today", params={"words": "%"})).text


async def test_an_unclear_case_is_sorted_with_one_tap_on_the_list(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组那个东西一直那样")
    office.desk.wait(minutes=11)
    case = office.desk.case()
    with office.desk.store._engine.begin() as db:
        db.execute(update(cases).values(top3=json.dumps([UNSURE, "民政", "城乡建设"])))
    station, worker = await office.sign_in(STATION), await office.sign_in(OWNER)
    page = (await station.get("/today?only=triage")).text
    assert f'aria-label="{case.number} 分到民政"' in page
    assert f"分到{UNSURE}" not in page
    assert 'name="topic"' not in (await worker.get("/today")).text
    listed = "/today?only=triage"
    for wrong in ({"topic": "乱写"}, {"topic": "民政", "number": "x"}, {}):
        assert (await office.act(station, listed, **{"number": case.number, **wrong})).status_code == 400
    stranger = await office.sign_in(next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE))
    foreign = await office.act(stranger, listed, number=case.number, topic="民政")
    assert (foreign.status_code, office.desk.case().triage) == (409, True)
    done = await office.act(station, listed, number=case.number, topic="民政")
    assert str(done.url).endswith(listed)
    assert (office.desk.case().topic, office.desk.case().triage) == ("民政", False)
    again = await office.act(station, listed, number=case.number, topic="民政")
    assert 'role="alert"' in again.text


async def test_what_is_no_filter_and_no_page_shows_the_first(office: Office) -> None:
    office.desk.say(LAMP)
    station = await office.sign_in(STATION)
    for query in (
        "only=nonsense",
        "page=0",
        "page=-1",
        "page=²",
        "page=99999999999",
        f"page={'9' * 5000}",
        "words=%00",
    ):
        answer = await station.get(f"/today?{query}")
        assert answer.status_code == 200, query


async def test_words_of_people_are_escaped(office: Office) -> None:
    office.desk.say(LAMP + "<script>alert(1)</script>")
    station = await office.sign_in(STATION)
    page = (await station.get("/cases/0302-001")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "script-src 'self'" in (await station.get("/today")).headers["content-security-policy"]


# --- one case ---


async def test_the_page_of_a_case_tells_all_and_a_confidential_look_is_noted(office: Office) -> None:
    office.desk.say(LAMP)
    office.desk.work(OWNER, Action.ACCEPT, office.desk.case())
    page = (await (await office.sign_in(CENTRE)).get("/cases/0302-001")).text
    for words in ("居民甲", "登记", "接单", "专职网格员102", "依据"):
        assert words in page
    office.desk.say("保密")
    assert office.desk.case().confidential
    page = (await (await office.sign_in(CENTRE)).get("/cases/0302-001")).text
    assert "居民甲" not in page
    assert Act.READ in office.deeds()


async def test_of_what_staff_brought_in_the_page_tells_where_it_comes_from(office: Office) -> None:
    enter(office.desk, source=Source.HOTLINE, outside="GD2026")
    for post in (STATION, CENTRE):  # also whoever brought it in opens the page
        page = (await (await office.sign_in(post)).get("/cases/0302-001")).text
        for words in ("<dt>来源</dt>", "12345", "GD2026", "<dt>录入人</dt><dd>大寨村工作站"):
            assert words in page, post
        assert "反映人" not in page


async def test_a_number_of_others_and_one_nobody_has_get_the_same_answer_and_the_reach_is_noted(office: Office) -> None:
    office.desk.say(LAMP)
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    stranger = await office.sign_in(other)
    foreign, nobodys = await stranger.get("/cases/0302-001"), await stranger.get("/cases/0302-999")
    assert (foreign.status_code, nobodys.status_code) == (404, 404)
    assert foreign.text.replace("0302-001", "0302-999") == nobodys.text
    assert office.deeds().count(Act.REFUSED) == 2
    assert (await stranger.get("/cases/..%2f..%2fetc")).status_code == 404


async def test_a_desk_presses_for_an_answer_and_hands_a_case_to_somebody_else(office: Office) -> None:
    office.desk.say(LAMP)
    station = await office.sign_in(STATION)
    page = (await office.act(station, "/cases/0302-001", act="supervise")).text
    assert office.desk.case().supervised_at is not None
    assert "督办" in page
    office.desk.deliver()
    assert any(isinstance(one, say.Reminder) and one.step == "supervised" for one in office.desk.heard_by(OWNER))
    await office.act(station, "/cases/0302-001", act="reassign", value="Z0103")
    assert office.desk.case().holder == "Z0103"
    history = [line.what for line in office.history()]
    assert history[-2:] == [Happening.SUPERVISED, Happening.REASSIGNED]


async def test_what_the_clock_did_and_why_it_was_read_so_stand_there_in_words(office: Office) -> None:
    desk = office.desk
    desk.say(LAMP)
    for _ in range(4):
        desk.wait(days=1)
    page = (await (await office.sign_in(STATION)).get("/cases/0302-001")).text
    for words in ("时限过半", "到时限", "报工作站"):
        assert words in page
    for code in ("half", "due<", "station<"):
        assert code not in page
    reasons = page.partition("依据：")[2].partition("（")[0].split("、")
    assert reasons
    assert len(reasons) == len(set(reasons))


async def test_more_time_is_granted_on_the_page_as_in_chat(office: Office) -> None:
    desk = office.desk
    desk.say(LAMP)
    desk.work(OWNER, Action.ACCEPT, desk.case())
    asking = AskExtension(desk.holder(OWNER), desk.clock.at, desk.cause(), Target(case=desk.case().id), "1", "等配件")
    desk.run(ask_extension, asking)
    due = desk.case().due_at
    station = await office.sign_in(STATION)
    assert "申请延期到" in (await station.get("/cases/0302-001")).text
    assert "0302-001" in (await station.get("/today?only=decide")).text
    await office.act(station, "/cases/0302-001", act="extension", value="yes")
    assert desk.case().due_at > due


async def test_a_refusal_is_said_on_the_page_in_the_words_of_the_chat_and_nothing_changes(office: Office) -> None:
    office.desk.say(LAMP)
    station = await office.sign_in(STATION)
    answer = await office.act(station, "/cases/0302-001", act="reassign", value="Z0001")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert office.desk.case().holder == OWNER
    wrong = (("suspension", "soon"), ("suspension", "9" * 5000), ("extension", "perhaps"))
    for form in ({"act": "nonsense"}, *({"act": act, "value": value} for act, value in wrong)):
        assert (await office.act(station, "/cases/0302-001", **form)).status_code == 400


# --- what could not be done ---


async def test_what_could_not_be_done_is_for_the_district(office: Office) -> None:
    assert (await (await office.sign_in(STATION)).get("/dead-letters")).status_code == 403
    page = (await (await office.sign_in(DISTRICT)).get("/dead-letters")).text
    assert "没有搁置的更新" in page


def test_a_long_list_says_how_many_there_are() -> None:
    page = undone([LETTER], [UPDATE], NINE, dead=9, parked=1)
    assert (page.dead, len(page.letters), page.parked) == (9, 1, 1)
    assert (page.letters[0].whom, page.letters[0].number) == ("王芳 tg:501", "0302-001")


async def test_a_browser_may_say_where_a_form_comes_from(office: Office) -> None:
    """Without any referrer a browser says of its own site's forms that they come from `null`."""
    assert (await (await office.sign_in(STATION)).get("/today")).headers["referrer-policy"] == "same-origin"
