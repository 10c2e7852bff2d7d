"""Which failures of the line mean "not sent", learnt from real sockets: a message that may have arrived is said again with
its mark, one that cannot have arrived without."""

import asyncio
import json
import socket
import ssl
import threading
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram.error import NetworkError
from telegram.request import RequestData

from cases.model import ChatRef
from cases.ports import Outcome, RetryLater, Sent
from delivery.calls import Calls, proxy_for
from delivery.outcomes import may_have_arrived
from delivery.telegram_sender import TelegramSender
from tests.delivery.conformance import outbox_row
from tests.delivery.crooked import OK, crooked, heard
from tests.live import free_port
from tests.sandbox.desk import TOKEN
from texts.saying import RESEND_MARK, Saying

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # raised by the library within itself
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ANSWER = f"HTTP/1.1 200 OK\r\ncontent-length: {len(OK[1])}\r\n\r\n{OK[1]}".encode()
SECONDS = 1.0


@asynccontextmanager
async def listening(talk: Talk, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port."""
    door = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    async with door:
        yield int(door.sockets[0].getsockname()[1])


async def said_to(url: str, text: str = "您好") -> Outcome:
    async with TelegramSender(TOKEN, lambda _: Saying(text), bot_api_url=url, timeout_seconds=SECONDS) as sender:
        return await sender.send(outbox_row(ChatRef("tg:1")))


def is_certain(outcome: Outcome) -> bool:
    """That it was not sent; otherwise it is to come again with the mark."""
    assert isinstance(outcome, RetryLater), outcome
    return not outcome.uncertain


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "http_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- before the first byte ---


async def test_nobody_listens() -> None:
    assert is_certain(await said_to(f"http://127.0.0.1:{free_port()}"))


async def test_nobody_knows_the_name() -> None:
    assert is_certain(await said_to("http://nowhere.invalid"))


async def test_nobody_takes_up() -> None:
    with queue_full() as port:
        assert is_certain(await said_to(f"http://127.0.0.1:{port}"))


@contextmanager
def queue_full() -> Iterator[int]:
    """A port at which whoever comes gets no answer at all."""
    with closing(socket.socket()) as door, closing(socket.socket()) as one, closing(socket.socket()) as other:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        for first in (one, other):
            first.setblocking(False)
            first.connect_ex(door.getsockname())
        yield int(door.getsockname()[1])


async def test_what_listens_speaks_no_tls() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 no\r\n\r\n")
        await writer.drain()
        writer.close()

    async with listening(talk) as port:
        assert is_certain(await said_to(f"https://127.0.0.1:{port}"))


async def test_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    met: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(await reader.read(1))

    async with listening(talk, self_signed(tmp_path)) as port:
        assert is_certain(await said_to(f"https://localhost:{port}"))
    assert not any(met)


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (both := folder / "both.pem").write_bytes(pem + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(both)
    return context


# --- through a proxy ---


@pytest.mark.parametrize("answer", [b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", b""])
async def test_a_proxy_that_lets_nobody_through(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with listening(talk) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        outcome = await said_to("https://api.example.org")
    assert is_certain(outcome) == bool(answer)  # a line that is cut says nothing of where it was cut


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    assert is_certain(await said_to("https://api.example.org"))


async def test_the_proxy_of_the_environment_is_the_way_abroad_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("ALL_PROXY", "http://all:1")
    assert proxy_for("https://api.telegram.org") == "http://all:1"
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:8080")
    assert proxy_for("https://api.telegram.org") == "http://proxy.example:8080"
    assert proxy_for("http://127.0.0.1:8081") is None
    assert proxy_for("http://localhost:8081") is None
    monkeypatch.setenv("NO_PROXY", "telegram.org,gate.example:8081")
    assert proxy_for("https://api.telegram.org") is None
    assert proxy_for("https://gate.example:8081") is None
    assert proxy_for("https://gate.example") == "http://proxy.example:8080"
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy.example:1080")
    with pytest.raises(ValueError, match="HTTPS_PROXY"):
        proxy_for("https://gate.example")


# --- after it ---


@pytest.mark.parametrize("begun", [b"", ANSWER[:20], ANSWER[:-20]], ids=["before", "in the head", "in the body"])
async def test_a_line_that_is_cut_when_it_was_heard(begun: bytes) -> None:
    calls = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        await heard(reader)
        writer.write(begun)
        await writer.drain()
        writer.close()

    async with listening(talk) as port:
        assert not is_certain(await said_to(f"http://127.0.0.1:{port}"))
    assert calls == 1, "tried again without the mark"


async def test_what_is_heard_and_never_answered() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        await reader.read()
        writer.close()

    async with listening(talk) as port:
        assert not is_certain(await said_to(f"http://127.0.0.1:{port}"))


async def test_a_way_to_elsewhere_is_not_followed() -> None:
    async with crooked((307, "")) as (server, url):
        assert not is_certain(await said_to(url))
    assert server.asked == ["sendMessage"]


@pytest.mark.parametrize(("calls_each", "met"), [(1, 3), (3, 1)], ids=["ended while it rested", "kept"])
async def test_a_connection_is_used_again_as_long_as_it_stands(calls_each: int, met: int) -> None:
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for _ in range(calls_each):
            await heard(reader)
            writer.write(ANSWER)
            await writer.drain()
        writer.close()  # without a word before

    async with listening(talk) as port:
        url = f"http://127.0.0.1:{port}"
        async with TelegramSender(TOKEN, lambda _: Saying("您好"), bot_api_url=url, timeout_seconds=SECONDS) as sender:
            for _ in range(3):
                assert await sender.send(outbox_row(ChatRef("tg:1"))) == Sent(5)
                await asyncio.sleep(0.05)
    assert connections == met


async def test_what_ended_while_we_were_busy_is_not_used_again() -> None:
    """The end has come, and the loop has had no time to read it."""
    with ThreadingServer() as url:
        calls = Calls(url, SECONDS)
        for _ in range(5):
            assert await calls.do_request(f"{url}/", "POST", RequestData([])) == (200, OK[1].encode())
            time.sleep(0.2)  # noqa: ASYNC251  # a loop that is held up, as by a long reading
        await calls.shutdown()


class ThreadingServer:
    """Outside of the loop of a test; a connection that says nothing for a moment is ended."""

    def __enter__(self) -> str:
        class Talk(BaseHTTPRequestHandler):
            protocol_version, timeout = "HTTP/1.1", 0.05

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                self.wfile.write(ANSWER)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


async def test_every_character_arrives() -> None:
    text = '路灯坏了 & "三天" + 100% \U0001f4a1\n\\ 第2行=？'
    async with crooked(OK) as (server, url):
        assert await said_to(url, text) == Sent(5)
    assert RESEND_MARK not in server.said[0]
    assert json.loads(server.said[0])["text"] == text


async def test_what_failed_is_told_without_the_address() -> None:
    """It holds the token."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    calls = Calls("http://127.0.0.1", SECONDS)
    async with listening(talk) as cut:
        with queue_full() as silent:
            for port, sent in ((silent, False), (cut, True)):
                with pytest.raises(NetworkError) as met:
                    await calls.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
                assert may_have_arrived(met.value) == sent
                assert TOKEN not in "".join(traceback.format_exception(met.value))
    await calls.shutdown()
    with pytest.raises(NetworkError) as met:
        await calls.post(f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    assert not may_have_arrived(met.value)
