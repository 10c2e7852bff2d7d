"""Other systems are told what happened: once it has, signed, again when they did not hear, and nothing of people."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from ipaddress import ip_address
from typing import Any

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.failures import dead_letters
from cases.aftercare import give_verdict
from cases.commands import Action, ChooseSecrecy, GiveVerdict, Verdict
from cases.hooks import Hook, Webhook, facts
from cases.model import Actor, Case, Cause, Change, Event, Happening, PersonRef, Secrecy
from cases.secrecy import choose_secrecy
from delivery.addresses import BadAddress, Reach, is_allowed, resolved, target_of
from delivery.hooks import MOST_ATTEMPTS, HookLoop, HookSender, pause_after, signature
from storage.tables import webhook
from tests.bot.test_cli import Minhu, admin
from tests.doors.conftest import LAMP, Doors
from tests.live import free_port
from tests.waiting import serving

__all__ = ["admin"]  # a fixture, used by name
SECRET = "s" * 43


class Listener:
    """A server that answers as it is told and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        app = Starlette(
            routes=[Route("/heard", self._hear, methods=["POST"]), Route("/away", self._away, methods=["POST"])]
        )
        self._open = ExitStack()
        self.url = f"{self._open.enter_context(serving(app, lifespan='off'))}/heard"

    def close(self) -> None:
        self._open.close()

    async def _hear(self, request: Request) -> Response:
        self.heard.append((dict(request.headers), await request.body()))
        return Response(status_code=self.status)

    async def _away(self, _: Request) -> Response:
        return RedirectResponse("/heard", status_code=307)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.heard]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def listener(receiver: Listener) -> Listener:
    receiver.heard, receiver.status = [], 204
    return receiver


def subscribe(doors: Doors, url: str, *events: str, hook_id: str = "w") -> None:
    doors.store.hooks.add(Webhook(hook_id, url, events, doors.clock.now()), SECRET)


def deliver(doors: Doors, reach: Reach = Reach.LOOPBACK) -> int:
    """Round after round until nothing can be sent now; how many were tried."""

    async def rounds() -> int:
        sender, count = HookSender(reach), 0
        loop = HookLoop(doors.store.hooks, sender, asyncio.to_thread)
        while done := await loop.turn():
            count += done
        await sender.close()
        return count

    return asyncio.run(rounds())


def confirm(doors: Doors, case: Case) -> None:
    by = Actor(case.reporter, PersonRef(case.reporter))
    doors.run(give_verdict, GiveVerdict(by, doors.clock.at, Cause("yes"), case.id, Verdict.FIXED, ""))


def test_what_happens_is_told_in_order_and_signed(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url, "filed", "resolved", "closed")
    case = doors.say(f"{LAMP}，电话13912345678", by="某某某")
    doors.work(Action.ACCEPT, case)
    doors.work(Action.RESOLVE, case, "换了灯泡")
    confirm(doors, case)
    assert deliver(doors) == 3
    assert [one["event"] for one in listener.events] == ["filed", "resolved", "confirmed"]
    first = listener.events[0]
    assert (first["number"], first["state"], first["topic"], first["unit"]) == (
        case.number,
        "filed",
        "城乡建设",
        case.unit,
    )
    assert listener.events[2]["closed_at"] is not None
    for headers, body in listener.heard:
        at = int(headers["x-minhu-signature"].split(",")[0].removeprefix("t="))
        assert headers["x-minhu-signature"] == signature(SECRET, at, body)
        assert abs(at - time.time()) < 60
        assert not any(said in body.decode() for said in ("某某", "139", "灯泡", "tg:", "2组路灯坏了"))
    assert deliver(doors) == 0


def test_nothing_is_told_of_what_came_to_nothing(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url, "all")
    case = doors.say(LAMP)
    with doors.store.unit_of_work() as uow:
        uow.record(Change(events=(Event(case.id, Happening.ACCEPTED, doors.clock.at, case.holder),)))
        assert uow.history(case.id)[-1].what is Happening.ACCEPTED  # written, and taken back
    assert deliver(doors) == 1
    assert [one["event"] for one in listener.events] == ["filed"]


def test_accusations_and_secrets_are_told_to_nobody(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url, "all")
    accusing = doors.say("文昌街道大寨村2组路灯坏了，网格员收了钱不管", by="甲")
    case = doors.say(LAMP, by="乙")
    by = Actor(case.reporter, PersonRef(case.reporter))
    doors.run(choose_secrecy, ChooseSecrecy(by, doors.clock.at, Cause("keep"), case.id, wish=Secrecy.CONFIDENTIAL))
    doors.work(Action.ACCEPT, case)
    deliver(doors)
    assert accusing.conflict
    assert [(one["number"], one["event"]) for one in listener.events] == [(case.number, "filed")]  # it was open then


def test_whoever_does_not_hear_is_told_again_and_at_last_given_up(
    doors: Doors, listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribe(doors, listener.url, "filed")
    doors.say(LAMP)
    listener.status = 500
    assert deliver(doors) == 1
    assert deliver(doors) == 0  # it rests
    [(_, backlog)] = doors.store.hooks.all()
    assert (backlog.waiting, backlog.dead) == (1, 0)
    pauses = [pause_after(n) for n in range(1, MOST_ATTEMPTS + 1)]
    assert pauses[:3] == [10, 30, 90]
    assert pauses[-2:] == [21600, None]
    assert doors.store.hooks.dead(9) == []
    listener.status = 410  # wants to hear no more
    doors.say("文昌街道大寨村2组井盖没了", by="居民乙")
    deliver(doors)
    [dead] = doors.store.hooks.dead(9)
    assert (dead.event, dead.why) == ("filed", "HTTP 410")
    monkeypatch.setattr("bot.failures.open_desk", lambda: nullcontext((doors.settings, doors.store, doors.clock)))
    assert dead_letters([], again=False, dismiss=False, as_json=False) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"w{dead.row}  ")
    assert told.err == "共 1 条，新的在前。\n"
    listener.status = 204
    assert doors.store.hooks.again(None) == 1
    assert deliver(doors) == 1
    assert doors.store.hooks.dead_count() == 0


def test_a_row_that_rests_is_no_reason_to_queue_for_the_one_writer(
    doors: Doors, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(doors, listener.url, "filed")
    doors.say(LAMP)
    listener.status = 500
    assert deliver(doors) == 1
    assert doors.store.hooks.waiting() == 1
    monkeypatch.delattr(doors.store.hooks, "_transactions")
    assert not doors.store.hooks.claim(8, 60)


def test_what_several_are_told_is_worded_once(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    worded: list[object] = []

    def counted(*told: Any) -> Any:
        worded.append(told)
        return facts(*told)

    monkeypatch.setattr("storage.hooking.facts", counted)
    for name in "abc":
        subscribe(doors, f"https://{name}.example/", "filed", hook_id=name)
    doors.say(LAMP)
    assert (doors.store.hooks.waiting(), len(worded)) == (3, 1)


async def test_while_nobody_is_to_be_told_a_commit_asks_for_nothing() -> None:
    asked: list[str] = []

    class Nobody:
        def anybody(self) -> bool:
            asked.append("anybody")
            return False

        def claim(self, *_: object) -> list[Hook]:
            asked.append("claim")
            return []

    async def at_once(call: Callable[..., Any], *given: Any) -> Any:
        return call(*given)

    over = asyncio.Event()
    loop = HookLoop(Nobody(), HookSender(Reach.LOOPBACK), at_once)  # type: ignore[arg-type]
    running = asyncio.create_task(loop.run(over))
    for _ in range(50):
        loop.wake()
        await asyncio.sleep(0.001)
    over.set()
    await running
    assert asked == ["anybody"]


def test_one_that_is_away_does_not_hold_up_another(doors: Doors, listener: Listener) -> None:
    subscribe(doors, f"http://127.0.0.1:{free_port()}/", "all", hook_id="away")
    subscribe(doors, listener.url, "all", hook_id="here")
    doors.say(LAMP)
    deliver(doors)
    assert [one["event"] for one in listener.events] == ["filed"]


def test_a_redirect_leads_nowhere(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url.replace("heard", "away"), "all")
    doors.say(LAMP)
    assert deliver(doors) == 1
    assert listener.heard == []


def test_whoever_was_removed_hears_no_more(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url, "all")
    case = doors.say(LAMP)
    assert doors.store.hooks.remove("w")
    doors.work(Action.ACCEPT, case)
    assert deliver(doors) == 0
    assert not doors.store.hooks.remove("w")


def test_a_row_in_the_air_is_nobody_elses(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url, "all")
    case = doors.say(LAMP)
    doors.work(Action.ACCEPT, case)
    first = doors.store.hooks.claim(8, 60)
    assert len(first) == 1
    assert doors.store.hooks.claim(8, 60) == []  # the next waits its turn
    assert first[0].secret == SECRET


def test_the_secret_is_sealed_where_there_is_a_key(doors: Doors) -> None:
    subscribe(doors, "https://a.example/", "all")
    assert doors.store.hooks.secret_of("w") == SECRET
    with doors.store._engine.begin() as db:
        assert SECRET not in db.execute(select(webhook.c.secret)).scalars().all()


@pytest.mark.parametrize(
    ("address", "reaches"),
    [
        ("93.184.216.34", "public private loopback"),
        ("10.1.2.3", "private loopback"),
        ("192.168.1.1", "private loopback"),
        ("fd00::1", "private loopback"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private loopback"),
        ("169.254.169.254", ""),
        ("fe80::1", ""),
        ("0.0.0.0", ""),
        ("224.0.0.1", ""),
        ("64:ff9b::7f00:1", ""),
        ("2002:7f00:1::", ""),
    ],
)
def test_where_a_webhook_may_go(address: str, reaches: str) -> None:
    assert [reach.value for reach in Reach if is_allowed(ip_address(address), reach)] == reaches.split()


@pytest.mark.parametrize(
    "url",
    ["http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "http://10.0.0.1/", "https://a:x/"],
)
def test_what_is_no_address_for_a_webhook(url: str) -> None:
    for reach in Reach:
        with pytest.raises(BadAddress):
            target_of(url, reach)


async def test_a_name_is_judged_by_what_it_leads_to() -> None:
    local = target_of("https://localhost/", Reach.PUBLIC)
    with pytest.raises(BadAddress):
        await resolved(local, Reach.PUBLIC)
    assert await resolved(local, Reach.LOOPBACK) in {"127.0.0.1", "::1"}


def test_an_address_inside_is_given_up_at_once(doors: Doors, listener: Listener) -> None:
    subscribe(doors, listener.url.replace("http:", "https:"), "all")
    doors.say(LAMP)
    deliver(doors, Reach.PUBLIC)
    [dead] = doors.store.hooks.dead(9)
    assert "MINHU_WEBHOOKS_TO" in dead.why
    assert listener.heard == []


def test_the_command_line(admin: Minhu, listener: Listener) -> None:
    here = {"MINHU_WEBHOOKS_TO": "loopback", "MINHU_BOT_API_URL": "http://127.0.0.1:1"}
    assert admin("webhook", "add", listener.url).returncode == 2  # not https
    assert "closed" in admin("webhook", "add", "https://a.example/", "--events", "nothing").stderr
    added = admin("webhook", "add", listener.url, "--events", "resolved,closed", **here)
    assert added.returncode == 0
    hook_id = added.stderr.split()[1]
    assert "resolved,closed" in admin("webhook", "list").stdout
    assert "送到了" in admin("webhook", "test", hook_id).stdout
    [ping] = listener.events
    at = int(listener.heard[0][0]["x-minhu-signature"].split(",")[0].removeprefix("t="))
    assert ping["event"] == "ping"
    assert listener.heard[0][0]["x-minhu-signature"] == signature(added.stdout.strip(), at, listener.heard[0][1])
    assert admin("webhook", "remove", hook_id).returncode == 0
    assert admin("webhook", "test", hook_id).returncode == 1
