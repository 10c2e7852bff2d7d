"""Work orders dropped into a folder become cases once; what becomes of them is written back in the other office's words."""

import csv
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Application
from bot.exchange import Exchange, Exchanged, states_of
from bot.order_files import read_orders
from bot.settings import SettingsError
from bot.work_orders import clerk_of
from cases.commands import Action
from cases.model import Source
from tests.doors.conftest import LAMP, Doors

ORDERS = [
    {
        "number": "GD20260302001",
        "text": "路灯不亮",
        "place": "文昌街道大寨村2组",
        "phone": "13912345678",
        "deadline": "2026-03-04",
    },
    {"number": "GD20260302002", "text": "井盖没了，打13812345678", "place": "文昌街道大寨村3组"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def drop(folder: Path, name: str, rows: list[dict[str, str]], *, age: float = 60) -> Path:
    path = folder / name
    if path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    else:
        with path.open("w", encoding="gb18030", newline="") as out:
            names = list(dict.fromkeys(key for row in rows for key in row))
            writer = csv.DictWriter(out, names)
            writer.writeheader()
            writer.writerows(rows)
    os.utime(path, (time.time() - age,) * 2)
    return path


async def look(doors: Doors, folder: Path, *, answers: bool = True, **more: Any) -> Exchanged:
    settings = doors.settings.model_copy(update={"hotline_dir": str(folder), **more})
    mind = doors.minds.get()

    def clerk() -> Any:
        if not answers:
            raise SettingsError("nobody")
        return clerk_of(doors.store, mind.reader, mind.places)

    return await Exchange(settings, doors.store, doors.runner, doors.clock, clerk).once()


def told(folder: Path) -> list[dict[str, str]]:
    """All that was written for the other office, oldest first."""
    found: list[dict[str, str]] = []
    for path in sorted((folder / "out").iterdir()):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            found += list(csv.DictReader(lines)) if path.suffix == ".csv" else json.load(lines)
    return found


@pytest.mark.parametrize("name", ["orders.csv", "orders.json"])
async def test_orders_become_cases_once(doors: Doors, folder: Path, name: str) -> None:
    drop(folder, name, ORDERS)
    done = await look(doors, folder)
    assert (done.files, done.filed, done.faults) == (1, 2, 0)
    lamp, cover = sorted(doors.cases(), key=lambda case: case.number)
    assert (lamp.matter, lamp.source) == ("路灯不亮", Source.HOTLINE)
    assert "大寨村2组" in lamp.place
    assert not any("12345678" in case.text for case in (lamp, cover))
    assert [path.name for path in (folder / "done").iterdir()] == [name]
    drop(folder, name, ORDERS)
    again = await look(doors, folder)
    assert (again.filed, again.known, len(doors.cases())) == (0, 2, 2)
    assert len(list((folder / "done").iterdir())) == 2  # neither wrote over the other


async def test_a_faulty_row_is_named_and_the_others_are_filed(doors: Doors, folder: Path) -> None:
    drop(
        folder,
        "mixed.csv",
        [*ORDERS, {"number": "GD3", "text": ""}, {"number": "GD4", "text": "垃圾", "deadline": "周五"}],
    )
    done = await look(doors, folder)
    assert (done.filed, done.faults) == (2, 2)
    with (folder / "mixed.csv.errors.csv").open(encoding="utf-8-sig", newline="") as lines:
        faults = list(csv.DictReader(lines))
    assert [(one["row"], one["column"]) for one in faults] == [("4", "text"), ("5", "deadline")]
    assert (await look(doors, folder)).files == 0  # what we wrote is no order


async def test_a_file_that_is_no_table_is_put_away_with_a_word(doors: Doors, folder: Path) -> None:
    broken = folder / "broken.json"
    broken.write_text("[{", "utf-8")
    os.utime(broken, (0, 0))
    assert (await look(doors, folder)).faults == 1
    assert "JSON" in (folder / "broken.json.errors.csv").read_text("utf-8-sig")
    assert not broken.exists()


async def test_what_is_still_being_written_is_left_alone(doors: Doors, folder: Path) -> None:
    drop(folder, "orders.csv", ORDERS, age=0)
    drop(folder, ".hidden.csv", ORDERS)
    drop(folder, "orders.csv.part", ORDERS)
    (folder / "link.csv").symlink_to(folder / ".hidden.csv")
    done = await look(doors, folder)
    assert (done.files, done.waiting, doors.cases()) == (0, 1, [])


@pytest.mark.parametrize("shape", ["csv", "json"])
async def test_states_go_back_in_their_words(doors: Doors, folder: Path, shape: str) -> None:
    drop(folder, "orders.csv", ORDERS[:1])
    done = await look(doors, folder, hotline_format=shape)
    [case] = doors.cases()
    doors.work(Action.ACCEPT, case)
    doors.work(Action.RESOLVE, case, "换了灯泡")
    doors.say(LAMP, by="居民丙")  # a resident's own is none of their business
    rest = await look(doors, folder, hotline_format=shape)
    rows = told(folder)
    assert (done.written, rest.written) == (1, 2)
    assert [row["状态" if shape == "csv" else "state"] for row in rows] == ["已受理", "已接单", "已办结待确认"]
    assert {row["工单编号" if shape == "csv" else "outside"] for row in rows} == {"GD20260302001"}
    assert (await look(doors, folder)).written == 0
    assert not any(path.name.startswith(".") for path in (folder / "out").iterdir())


async def test_a_crash_before_it_is_settled_writes_the_same_file_again(
    doors: Doors, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_rows: object) -> None:
        raise ConnectionError

    drop(folder, "orders.csv", ORDERS)
    with monkeypatch.context() as broken:
        broken.setattr(doors.store.hooks, "written", crash)
        with pytest.raises(ConnectionError):
            await look(doors, folder)
    [before] = [(path.name, path.read_text("utf-8-sig")) for path in (folder / "out").iterdir()]
    await look(doors, folder)
    [after] = [(path.name, path.read_text("utf-8-sig")) for path in (folder / "out").iterdir()]
    assert before == after
    assert after[1].count("已受理") == 2
    assert "139" not in after[1]


def test_a_district_has_its_own_words(tmp_path: Path) -> None:
    own = tmp_path / "states.csv"
    own.write_text("event,state\nfiled,收到\n", "utf-8")
    assert states_of(str(own)) == {"filed": "收到"}
    own.write_text("event,state\nfiled,收到\nlooked,看过\n", "utf-8")
    with pytest.raises(SettingsError, match="第 3 行"):
        states_of(str(own))
    assert states_of()["vouched"] == "已办结"


@pytest.mark.parametrize(
    "written", ["event,state\nfiled,收到\n".encode("gbk"), b"event,state\nfiled," + b"x" * 10_000_001]
)
async def test_a_table_of_states_that_cannot_be_read_is_said_at_the_start(
    doors: Doors, folder: Path, written: bytes
) -> None:
    own = folder / "states.txt"
    own.write_bytes(written)
    named = {"hotline_dir": str(folder), "hotline_states": str(own), "bot_token": SecretStr("42:canary")}
    settings = doors.settings.model_copy(update=named)
    with pytest.raises(SettingsError, match="MINHU_HOTLINE_STATES"):
        Application(settings, doors.store, doors.clock)


async def test_a_file_that_nothing_can_be_done_with_stands_in_nobodys_way(
    doors: Doors, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *_: object) -> Any:
        if path.name == "a.csv":
            raise RuntimeError
        return read_orders(path, doors.settings.zone)

    monkeypatch.setattr("bot.exchange.read_orders", refused)
    drop(folder, "a.csv", ORDERS[:1])
    drop(folder, "b.csv", ORDERS[1:])
    done = await look(doors, folder)
    assert (done.stuck, done.files, done.filed, done.written) == (1, 1, 1, 1)
    assert (folder / "a.csv").exists()


async def test_what_becomes_of_cases_is_told_also_while_nobody_takes_in_orders(doors: Doors, folder: Path) -> None:
    drop(folder, "orders.csv", ORDERS[:1])
    await look(doors, folder)
    [case] = doors.cases()
    doors.work(Action.ACCEPT, case)
    drop(folder, "more.csv", ORDERS[1:])
    with pytest.raises(SettingsError):
        await look(doors, folder, answers=False)
    assert [row["状态"] for row in told(folder)] == ["已受理", "已接单"]
    assert (folder / "more.csv").exists()


async def test_numbers_in_json_keep_their_digits_and_may_be_of_any_length(doors: Doors, folder: Path) -> None:
    path = folder / "orders.json"
    rows = [{**ORDERS[0], "number": 20260302001234567}, {**ORDERS[1], "number": 10**400}]
    path.write_text(json.dumps(rows), "utf-8")
    os.utime(path, (0, 0))
    done = await look(doors, folder)
    assert (done.files, done.filed, done.faults) == (1, 1, 1)
    assert told(folder)[0]["工单编号"] == "20260302001234567"


async def test_what_we_write_is_inert_for_a_spreadsheet_in_whatever_width(doors: Doors, folder: Path) -> None:
    path = folder / "orders.json"
    path.write_text(json.dumps([{**ORDERS[0], "deadline": "＝1+1"}]), "utf-8")
    os.utime(path, (0, 0))
    await look(doors, folder)
    with (folder / "orders.json.errors.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["why"][:3] for row in csv.DictReader(lines)] == ["'＝1"]


async def test_half_a_sign_in_json_is_no_reason_to_keep_the_file(doors: Doors, folder: Path) -> None:
    path = folder / "orders.json"
    path.write_text(json.dumps([{**ORDERS[0], "deadline": "\ud800", "\ud801": "?"}]), "utf-8")
    os.utime(path, (0, 0))
    done = await look(doors, folder)
    assert (done.files, done.stuck, done.faults) == (1, 0, 1)
