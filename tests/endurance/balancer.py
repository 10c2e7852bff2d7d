"""What stands before two replicas: each update goes to the next door, and to another one when that does not answer."""

from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

import httpx

KEPT_HEADERS = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


class Balancer:
    """On a loopback port of its own, until `close`."""

    def __init__(self, doors: Sequence[str]) -> None:
        self.passed_on = 0
        self._doors, self._turn = doors, count()
        self._client = httpx.Client(timeout=15, trust_env=False)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def forward(self, body: bytes, headers: dict[str, str]) -> int:
        first = next(self._turn)
        for n in range(len(self._doors)):
            try:
                answer = self._client.post(self._doors[(first + n) % len(self._doors)], content=body, headers=headers)
            except httpx.TransportError:
                self.passed_on += 1
            else:
                return answer.status_code
        return 502

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forward = self.forward

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(forward(body, {name: self.headers[name] for name in KEPT_HEADERS}))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
