"""Programs list, read and file; nobody reads what is not for everybody."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from bot.open311 import open311
from cases.asking import ask_resident
from cases.commands import Action, AskResident, ChooseSecrecy, Target
from cases.errors import NobodyToAsk
from cases.messages import Card, Receipt
from cases.model import Actor, Cause, ChatRef, PersonRef, Secrecy, Source, Status
from cases.secrecy import choose_secrecy
from console.app import Views, console_app
from console.health import Health
from console.open311.app import LARGEST_BODY
from console.open311.guard import Paces
from console.open311.services import services
from tests.doors.conftest import LAMP, Doors

KEY = "a-key-for-tests"
LAMPS = "0104"
"""城市建设和市政管理."""
ROWS = "service_request_id status status_notes service_name service_code description agency_responsible service_notice"
FIELDS = f"{ROWS} requested_datetime updated_datetime expected_datetime address address_id zipcode lat long media_url"


@pytest.fixture
async def tool(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    """A civic tool with a key, at the door of the console."""
    doors.store.api_keys.add("tool", KEY)

    async def health() -> Health:
        return Health("ok", doors.clock.now(), 0, 0, 0, 0, None, "system")

    app = console_app(Views(health, open311=open311(doors.settings, doors.store, doors.outsider, doors.clock)))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk/open311/v2") as client:
        yield client


async def file(tool: httpx.AsyncClient, fmt: str = "json", again: str = "", **fields: Any) -> httpx.Response:
    headers = {"Idempotency-Key": again} if again else {}
    body = {"api_key": KEY, "service_code": LAMPS} | fields
    return await tool.post(f"/requests.{fmt}", data=body, headers=headers)


async def test_the_services_are_the_topics_in_both_shapes(tool: httpx.AsyncClient) -> None:
    as_json = (await tool.get("/services.json")).json()
    tree = ET.fromstring((await tool.get("/services.xml")).content)
    names = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert list(as_json[0]) == names
    assert tree.tag == "services"
    assert [child.tag for child in tree[0]] == names
    assert len(tree) == len(as_json) == len(services().all)
    assert {row["service_code"]: row["service_name"] for row in as_json}[LAMPS] == "城乡建设·城市建设和市政管理"
    assert not any(row["group"] == "纪检监察" for row in as_json)  # whoever accuses officials tells no third party


async def test_a_service_asks_for_nothing_more(tool: httpx.AsyncClient) -> None:
    assert (await tool.get(f"/services/{LAMPS}.json")).json() == {"service_code": LAMPS, "attributes": []}
    tree = ET.fromstring((await tool.get(f"/services/{LAMPS}.xml")).content)
    assert [tree.tag, *(child.tag for child in tree)] == ["service_definition", "service_code", "attributes"]
    missing = await tool.get("/services/9999.xml")
    error = ET.fromstring(missing.content)
    assert missing.status_code == 404
    assert [error.tag, error[0].tag, *(child.tag for child in error[0])] == ["errors", "error", "code", "description"]
    assert error.findtext("error/code") == "404"


async def test_a_case_of_the_chat_is_listed_without_its_reporter_and_without_their_words(
    tool: httpx.AsyncClient, doors: Doors
) -> None:
    case = doors.say(f"{LAMP}，我是王某某，电话13912345678", by="某某某")
    answer = await tool.get("/requests.json")
    [row] = answer.json()
    assert list(row) == FIELDS.split()
    assert row["service_request_id"] == f"2026{case.number}"
    assert (row["status"], row["status_notes"], row["service_code"]) == ("open", "待接单", LAMPS)
    assert row["description"] == case.matter
    assert "大寨村2组" in row["address"]
    assert row["agency_responsible"] == "大寨村工作站"
    assert datetime.fromisoformat(row["expected_datetime"]) == case.due_at
    assert not any(said in answer.text for said in ("某某", "139", "tg:"))


async def test_the_state_of_a_case_follows_it_to_its_end(tool: httpx.AsyncClient, doors: Doors) -> None:
    case = doors.say(LAMP)
    doors.clock.at += timedelta(minutes=5)
    doors.work(Action.ACCEPT, case)
    one = f"/requests/2026{case.number}"
    [row] = (await tool.get(f"{one}.json")).json()
    assert row["status_notes"] == "已接单"
    assert datetime.fromisoformat(row["updated_datetime"]) == doors.clock.at
    doors.work(Action.RESOLVE, case, "换了灯泡")
    tree = ET.fromstring((await tool.get(f"{one}.xml")).content)
    assert tree.tag == "service_requests"
    assert [child.tag for child in tree[0]] == FIELDS.split()
    assert tree.findtext("request/status_notes") == "已办结，等居民认可"
    assert tree.findtext("request/expected_datetime") == ""


async def test_what_is_secret_has_no_words_no_place_and_no_point(tool: httpx.AsyncClient, doors: Doors) -> None:
    doors.say(LAMP, secrecy=Secrecy.WISHED, by="第一位", lon=113.2, lat=35.2)
    case = doors.say(LAMP, by="第二位", lon=113.2, lat=35.2)
    by = Actor(case.reporter, PersonRef(case.reporter))
    doors.run(choose_secrecy, ChooseSecrecy(by, doors.clock.at, Cause("keep"), case.id, wish=Secrecy.CONFIDENTIAL))
    doors.say("文昌街道大寨村2组井盖没了", by="第三位", lon=113.25, lat=35.25)
    rows = (await tool.get("/requests.json")).json()
    secret = [row for row in rows if row["lat"] is None]
    assert len(rows) == 3
    assert len(secret) == 2
    assert all(row["address"] == "大寨村" and row["long"] is None for row in secret)


async def test_accusations_and_private_matters_are_not_listed_and_not_found(
    tool: httpx.AsyncClient, doors: Doors
) -> None:
    hidden = [
        doors.say("我要举报大寨村2组有人往路灯杆上贴小广告", by="甲"),
        doors.say("文昌街道大寨村2组路灯坏了，网格员收了钱不管", by="乙"),
        doors.say("文昌街道大寨村2组老板拖欠我三个月工资", by="丙"),
    ]
    assert (await tool.get("/requests.json")).json() == []
    for case in hidden:
        one = await tool.get(f"/requests/2026{case.number}.json")
        assert one.status_code == 404
        assert "api_key" in one.json()[0]["description"]


async def test_filters_narrow_the_list_and_numbers_decide_alone(tool: httpx.AsyncClient, doors: Doors) -> None:
    lamp = doors.say(LAMP)
    doors.clock.at += timedelta(days=100)
    water = doors.say("文昌街道大寨村2组浇地的机井坏了，没法灌溉", by="居民乙")
    assert water.topic == "农村农业"

    async def found(**query: str) -> list[str]:
        answer = await tool.get("/requests.json", params=query)
        return [row["service_request_id"][4:] for row in answer.json()]

    assert await found() == [water.number]  # the last 90 days
    assert await found(start_date="2026-03-01T00:00:00Z") == [lamp.number]  # 90 days from there
    assert await found(end_date="2026-03-05T00:00:00+08:00") == [lamp.number]
    assert await found(service_code=LAMPS) == []
    assert await found(status="closed") == []
    assert await found(status="open,closed") == [water.number]
    assert await found(page="2") == []
    ids = f"2026{lamp.number},2026{water.number},2025{lamp.number},nothing"
    assert await found(service_request_id=ids, status="open") == [water.number, lamp.number]


async def test_a_year_ends_on_its_last_day(tool: httpx.AsyncClient, doors: Doors) -> None:
    """Numbers come again every year."""
    doors.clock.at = doors.clock.at.replace(year=2027, month=1, day=1)
    case = doors.say(LAMP)
    for year, found in (("2026", 0), ("2027", 1)):
        answer = await tool.get("/requests.json", params={"service_request_id": f"{year}{case.number}"})
        assert len(answer.json()) == found


async def test_what_is_asked_wrongly_is_told_how_to_put_right(tool: httpx.AsyncClient) -> None:
    for query in ({"status": "offen"}, {"page": "0"}, {"start_date": "yesterday"}, {"end_date": "2026-03-01T00:00:00"}):
        answer = await tool.get("/requests.json", params=query)
        [error] = answer.json()
        assert (answer.status_code, error["code"]) == (400, 400)
        assert next(iter(query)) in error["description"]
    assert (await tool.get("/requests.yaml")).status_code == 404
    assert (await tool.get("/nothing.json")).json()[0]["code"] == 404


async def test_a_program_files_and_the_worker_gets_the_card(tool: httpx.AsyncClient, doors: Doors) -> None:
    answer = await file(
        tool, description="路灯不亮三天了，打 13812345678", address_string="文昌街道大寨村2组", account_id="u-17"
    )
    [told] = answer.json()
    case = doors.newest()
    assert (answer.status_code, told["account_id"]) == (200, "u-17")
    assert told["service_request_id"] == f"2026{case.number}"
    assert (case.matter, case.source) == ("路灯不亮", Source.API)
    assert "大寨村2组" in case.place
    assert not case.triage
    assert "13812345678" not in case.text
    assert "u-17" not in case.reporter
    sent = doors.deliver()
    assert any(isinstance(row.message, Card) and row.chat == f"tg:{case.holder}" for row in sent)
    assert not any(isinstance(row.message, Receipt) or row.chat.startswith("api:") for row in sent)
    [row] = (await tool.get(f"/requests/{told['service_request_id']}.json")).json()
    assert row["description"] == "路灯不亮三天了，打 138****"


async def test_a_point_alone_finds_the_grid(tool: httpx.AsyncClient, doors: Doors) -> None:
    grid, ring = next(iter(doors.store.glance.org().registry.shapes.items()))
    lon, lat = (ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2
    await file(tool, description="路灯不亮", lat=lat, long=lon)
    case = doors.newest()
    assert (case.grid, case.lon, case.lat) == (grid, lon, lat)


async def test_without_a_place_it_is_filed_for_the_desk_to_find_out(tool: httpx.AsyncClient, doors: Doors) -> None:
    [told] = (await file(tool, description="路灯不亮", lat=35.1)).json()  # half a point is none
    assert "地址待核" in told["service_notice"]
    case = doors.newest()
    assert (case.place_pending, case.triage, case.lat) == (True, True, None)


async def test_the_service_is_the_choice_of_whoever_files(tool: httpx.AsyncClient, doors: Doors) -> None:
    await file(tool, description="大寨村2组半夜吵得睡不着", service_code="0203")
    assert (doors.newest().topic, doors.newest().topic2) == ("环境保护", "环境污染")
    await file(tool, description=LAMP, service_code="0000")
    assert doors.newest().topic == "城乡建设"


async def test_sent_again_with_its_key_it_is_one_case(tool: httpx.AsyncClient, doors: Doors) -> None:
    first, second = [await file(tool, description=LAMP, again="once") for _ in range(2)]
    other = await file(tool, description=LAMP, again="twice")
    assert first.json() == second.json() != other.json()
    assert len(doors.cases()) == 2
    [token] = (await tool.get("/tokens/once.json", params={"api_key": KEY})).json()
    assert token == {"service_request_id": first.json()[0]["service_request_id"], "token": "once"}
    assert (await tool.get("/tokens/never.xml", params={"api_key": KEY})).status_code == 404
    assert (await tool.get("/tokens/once.json")).status_code == 403


async def test_whoever_has_no_key_or_lost_it_files_nothing(tool: httpx.AsyncClient, doors: Doors) -> None:
    assert (await file(tool, description=LAMP, api_key="guess")).status_code == 403
    assert (await tool.get("/requests.json", params={"api_key": "guess"})).status_code == 403
    doors.store.api_keys.revoke("tool")
    refused = await file(tool, "xml", description=LAMP)
    assert refused.status_code == 403
    assert "区里" in (ET.fromstring(refused.content).findtext("error/description") or "")
    assert doors.cases() == []


async def test_what_cannot_be_filed_says_what_to_do(tool: httpx.AsyncClient) -> None:
    for fields, hint in (
        ({"service_code": "77"}, "services"),
        ({"service_code": "0000"}, "description"),
        ({"description": "长" * 5000}, "4000"),
        ({"lat": "north", "long": "1"}, "lat"),
        ({"lat": "99", "long": "1"}, "lat"),
    ):
        answer = await file(tool, **fields)
        assert answer.status_code == 400
        assert hint in answer.json()[0]["description"]
    assert (await tool.post("/requests.json", data={"api_key": KEY})).status_code == 400
    assert (await file(tool, description="长" * LARGEST_BODY)).status_code == 413


async def test_whoever_filed_a_private_matter_sees_it_with_the_key(tool: httpx.AsyncClient) -> None:
    [told] = (await file(tool, description="大寨村2组老板拖欠工资", service_code="1002")).json()
    one = f"/requests/{told['service_request_id']}.json"
    assert (await tool.get(one)).status_code == 404
    assert (await tool.get(one, params={"api_key": KEY})).json()[0]["service_code"] == "1002"
    assert (await tool.get("/requests.json")).json() == []
    assert len((await tool.get("/requests.json", params={"api_key": KEY})).json()) == 1


async def test_too_many_at_once_wait(tool: httpx.AsyncClient, doors: Doors) -> None:
    answers = [await file(tool, description=LAMP, service_code="x") for _ in range(40)]
    assert {answer.status_code for answer in answers} == {400}  # what is wrong does not count
    now = [0.0]
    paces = Paces(2, lambda: now[0])
    assert [paces.wait("a"), paces.wait("a"), paces.wait("a"), paces.wait("b")] == [0, 0, 30, 0]
    now[0] = 30
    assert paces.wait("a") == 0
    filed = [await file(tool, description=LAMP, again="same") for _ in range(31)]
    assert [answer.status_code for answer in filed].count(429) >= 1
    assert int(filed[-1].headers["Retry-After"]) >= 1


async def test_a_desk_that_is_open_for_reading_takes_nothing(doors: Doors) -> None:
    doors.store.api_keys.add("tool", KEY)
    settings = doors.settings.model_copy(update={"open311": "read"})
    app = open311(settings, doors.store, doors.outsider, doors.clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk") as tool:
        assert (await file(tool, description=LAMP)).status_code == 403
        assert (await tool.get("/services.json")).status_code == 200


async def test_the_work_is_judged_by_the_desk_and_nobody_is_asked_who_cannot_answer(
    tool: httpx.AsyncClient, doors: Doors
) -> None:
    await file(tool, description=LAMP)
    case = doors.newest()
    holder = Actor(ChatRef(f"tg:{case.holder}"), PersonRef(f"tg:{case.holder}"))
    question = AskResident(holder, doors.clock.at, Cause("q"), Target(case=case.id), "哪一盏？")
    with pytest.raises(NobodyToAsk):
        doors.run(ask_resident, question)
    doors.work(Action.RESOLVE, case, "换了灯泡")
    asked = [row for row in doors.deliver() if row.message.kind == "ask_verdict"]
    assert [row.chat.removeprefix("tg:") for row in asked] == [doors.store.glance.org().desks(case.unit)[0]]
    assert doors.newest().status is Status.RESOLVED
