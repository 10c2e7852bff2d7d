"""The doors of the process: nobody comes in without what opens them, no other site uses a signed-in browser, no path leads to
a file that is not meant. Webhooks going out: tests/doors/test_webhooks.py."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from starlette.routing import BaseRoute, Mount, Route

from bot.exchange import _is_order_file
from console.app import Views, console_app
from console.nav import PAGES
from console.pages import TOPICS
from console.visitors import COOKIE
from console.webhook import WebhookDoor
from storage.tables import cases, deed, event, inbox, sign_in
from tests.cases.conftest import LAMP
from tests.console import browser
from tests.console.conftest import DISTRICT, STATION, Office, token_in

FORGERIES = 300
SECRET = "A1b2_" * 8
HEADER = "X-Telegram-Bot-Api-Secret-Token"
FILLED = {"number": "0302-001", "table": "cases", "code": "410871062209", "post": "410871062209", "month": "2026-02"}


def pages(routes: list[BaseRoute], within: str = "") -> Iterator[tuple[str, set[str]]]:
    for route in routes:
        if isinstance(route, Mount) and route.path != "/static":
            yield from pages(list(route.routes), within + route.path)
        elif isinstance(route, Route):
            yield within + route.path, set(route.methods or ())


def filled(path: str) -> str:
    """With something in the place of each parameter."""
    names = [part.partition("}")[0].partition(":")[0] for part in path.split("{")[1:]]
    for name in names:
        start, _, rest = path.partition("{")
        path = start + FILLED.get(name, "x") + rest.partition("}")[2]
    return path


def guarded(office: Office, method: str) -> list[str]:
    """Every page that changes something, or shows something, but for the door itself and what monitors ask."""
    open_to_all = ("/healthz", "/readyz", "/sign-in", "/enter/", "/static")
    found = [filled(path) for path, methods in pages(office.app.routes) if method in methods]
    return sorted({path for path in found if not path.startswith(open_to_all) and path != "/"})


def written(office: Office) -> list[int]:
    with office.desk.store._engine.begin() as db:
        return [db.execute(select(func.count()).select_from(table)).scalar_one() for table in (cases, event, deed)]


async def test_every_form_must_come_from_this_site_and_from_this_session(office: Office) -> None:
    """Of all that there are, also those of tomorrow: the list is read from the application."""
    office.desk.say(LAMP)
    district, other = await office.sign_in(DISTRICT), await office.sign_in(STATION)
    token, foreign = [token_in((await client.get("/today")).text) for client in (district, other)]
    forms = guarded(office, "POST")
    assert len(forms) >= 8
    before = written(office)
    for path in forms:
        for data, headers in (
            ({}, {}),
            ({"token": ""}, {}),
            ({"token": foreign}, {}),
            ({"token": token}, {"Origin": "https://evil.example"}),
            ({"token": token}, {"Origin": "null"}),
        ):
            answer = await district.post(path, data={**data, "act": "supervise"}, headers=headers)
            assert answer.status_code == 403, (path, data, headers, answer.status_code)
    assert written(office) == before


async def test_whoever_is_not_signed_in_sees_no_page_and_changes_nothing(office: Office) -> None:
    office.desk.say(LAMP)
    before = written(office)
    shown, changing = guarded(office, "GET"), guarded(office, "POST")
    assert len(shown) > len(TOPICS)
    assert {path for path, _, _ in PAGES} <= set(shown)
    for cookie in ({}, {COOKIE: "x" * 43}, {COOKIE: ""}, {COOKIE: "../../x"}):
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(office.app), base_url="http://localhost", cookies=cookie
        )
        for method, paths in (("GET", shown), ("POST", changing)):
            for path in paths:
                answer = await client.request(method, path)
                assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), (method, path)
    assert written(office) == before


async def test_a_session_that_somebody_prepared_is_not_the_one_that_is_opened(office: Office) -> None:
    prepared = "prepared-by-somebody-else-0123456789abcdefg"
    victim = office.stranger()
    victim.cookies.set(COOKIE, prepared, domain="localhost.local")
    victim.cookies.set(COOKIE, prepared)
    await victim.post(office.link(STATION))
    given = {cookie.value or "" for cookie in victim.cookies.jar if cookie.name == COOKIE} - {prepared}
    assert len(given) == 1
    attacker = browser(office.app)
    attacker.cookies.set(COOKIE, prepared)
    assert str((await attacker.get("/today")).url).endswith("/sign-in")
    with office.desk.store._engine.begin() as db:
        kept = repr(db.execute(select(sign_in)).all())
    assert given.pop() not in kept  # whoever reads the database cannot sign in with it


async def test_a_name_that_is_not_ours_gets_no_page(office: Office) -> None:
    """Another site's name that leads here could read the pages as its own."""
    station = await office.sign_in(STATION)
    for host in ("evil.example", "localhost.evil.example", "169.254.169.254"):
        assert (await station.get("/today", headers={"Host": host})).status_code == 400


PATHS = (
    "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd", "/static/..\\app.py",
    "/export/..%2f..%2fetc%2fpasswd", "/export/cases%00.xlsx", "/cases/..%2f..%2fapp.py", "/registry/../../etc/passwd",
)  # fmt: skip


async def test_no_path_leads_to_a_file_that_is_not_meant(office: Office) -> None:
    district = await office.sign_in(DISTRICT)
    for path in PATHS:
        request = district.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())  # as it stands: a client would tidy it up
        answer = await district.send(request, follow_redirects=False)
        assert answer.status_code in {303, 307, 400, 404, 405}, path
        assert "root:" not in answer.text, path
        assert "Starlette(" not in answer.text, path


async def test_the_name_of_an_upload_is_no_path(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    district = await office.sign_in(DISTRICT)
    token = token_in((await district.get("/registry/import")).text)
    for name in ("../../evil.xlsx", "/tmp/evil-upload.xlsx", "..\\evil.xlsx", "a\x00.xlsx"):
        await district.post("/registry/import", data={"token": token}, files={"workbook": (name, b"no workbook")})
    assert evil_files(tmp_path) == []


def evil_files(folder: Path) -> list[Path]:
    return [*folder.parent.rglob("*evil*.xlsx"), *Path("/tmp").glob("evil-upload*")]


def test_a_link_in_the_folder_of_12345_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").symlink_to("/etc/passwd")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    assert [path.name for path in tmp_path.iterdir() if _is_order_file(path)] == []


async def test_forged_calls_of_the_webhook_store_nothing(office: Office) -> None:
    store, dice = office.desk.store, random.Random(3)

    async def accept(updates: Any) -> int:
        return store.inbox.store(updates)

    async def health() -> Any:
        raise AssertionError

    door = browser(console_app(Views(health, webhook=WebhookDoor("/telegram/hook", SECRET, accept))))
    body = {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": LAMP}}
    near = [SECRET[:-1], SECRET + "A", SECRET.swapcase(), SECRET[::-1], "", " " + SECRET[:-1], SECRET.replace("_", "-")]
    for n in range(FORGERIES):
        wrong = dice.choice(near) if n % 2 else "".join(dice.choices(SECRET, k=len(SECRET)))
        headers = {} if n % 7 == 0 else {HEADER: wrong}
        answer = await door.post("/telegram/hook", json={"update_id": n, **body}, headers=headers)
        assert (answer.status_code, answer.content) == (401, b"")
    assert rows(office) == 0
    assert (
        await door.post("/telegram/hook", json={"update_id": 1, **body}, headers={HEADER: SECRET})
    ).status_code == 200
    assert rows(office) == 1


def rows(office: Office) -> int:
    with office.desk.store._engine.begin() as db:
        return db.execute(select(func.count()).select_from(inbox)).scalar_one()
