"""The demo: a district of placeholder people, and one command that shows it."""

import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.demo import morning
from bot.district import GRIDS_ON_MAP, HERO_WORDS, District
from nlp.place import Locator
from storage.registry_files.demo import demo_registry
from tests.ear import Ear
from tests.live import free_port

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def district() -> District:
    return District(demo_registry())


def test_everybody_has_a_phone_and_everybody_has_pressed_start(district: District) -> None:
    people = district.people()
    roles = Counter(person["role"] for person in people)
    registry = district.registry
    assert roles == {
        "居民": 12,
        "网格员": len(registry.workers),
        "督办": len(registry.areas),
        "部门": len(registry.departments),
    }
    assert len({person["id"] for person in people}) == len(people)
    assert all(person["started"] for person in people)
    assert {f"tg:{person['id']}" for person in people if person["role"] != "居民"} == set(district.chats().values())


def test_the_story_is_about_the_grid_its_own_words_name(district: District) -> None:
    found = Locator(district.registry).locate(HERO_WORDS)
    assert found.code == district.hero.code
    name = {person["id"]: person["name"] for person in district.people()}
    assert name[district.hero_desk] == "文昌街道服务中心值班"


def test_the_page_is_given_phones_a_map_and_a_story(district: District) -> None:
    scenario = district.scenario("http://127.0.0.1:8082/today")
    assert [phone["follow"] for phone in scenario["phones"]] == [False, True, True]
    assert len(scenario["map"]["grids"]) == GRIDS_ON_MAP
    assert district.hero.code in {grid["code"] for grid in scenario["map"]["grids"]}
    assert {hint["role"] for hint in scenario["hints"]} == {"居民", "网格员", "督办"}
    assert {"role": "督办", "text": "控制台"} in scenario["hints"]


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 3, 2, 23, tzinfo=ZONE), datetime(2026, 3, 2, 8, 10, tzinfo=ZONE)),
        (datetime(2026, 3, 7, 12, tzinfo=ZONE), datetime(2026, 3, 9, 8, 10, tzinfo=ZONE)),
        (datetime(2026, 10, 1, 12, tzinfo=ZONE), datetime(2026, 10, 8, 8, 10, tzinfo=ZONE)),
    ],
)
def test_the_story_begins_on_a_working_morning(now: datetime, begins: datetime) -> None:
    assert morning(now) == begins


def start(port: int, folder: Path, ear: Ear) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser"]
    environment = {**ear.environment, "MINHU_MODE": "webhook"}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_one_command_serves_the_page_with_a_story_half_told_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    port, ear = free_port(), Ear(tmp_path)
    demo = start(port, tmp_path, ear)
    assert demo.stdout
    try:
        assert "示范区" in demo.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in demo.stdout.readline()
        state = httpx.get(f"http://127.0.0.1:{port}/api/state").json()
        told = {chat["chat"]["first_name"]: chat["last"].get("text", "") for chat in state["chats"]}
        assert "编号" in told["居民乙"]
        assert "大寨村2组" in told["专职网格员102"]
        (desk,) = [chat for chat in state["chats"] if chat["chat"]["first_name"] == "文昌街道服务中心值班"]
        assert desk["last"]["photo"]  # the chart behind the morning page
        assert "控制台" in httpx.get(state["scenario"]["links"][0]["url"], follow_redirects=True).text
        second = start(port, tmp_path, ear)
        out, _ = second.communicate(timeout=30)
        assert (second.returncode, f"端口 {port} 已被占用" in out) == (2, True)
    finally:
        begun = time.monotonic()
        demo.send_signal(signal.SIGINT)
        assert demo.wait(25) == 0
        demo.stdout.close()
    assert time.monotonic() - begun < 20
    assert ear.spoken_to()
    assert [host for host, _ in ear.spoken_to() if not ip_address(host).is_loopback] == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/")
