"""Updates that nobody can have meant: drawn from the Bot API's own schema, or from our samples, then spoilt."""

import copy
import json
import random
import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

from tests.sandbox.judge import SCHEMA

Json = dict[str, Any]
CANARY = "毒药滴滴答"
"""In every text of theirs; in no log."""
MANY = 100_000
STRANGE: tuple[Any, ...] = (
    None, True, -1, 0, 2**53, 2**63, -(2**63) - 1, 1.5, float("nan"), float("inf"), "", "\x00", "\ud800", "\u202e", "/start",
    [], {}, [[]], {"id": {}}, {"id": "1"}, "1", CANARY * 500, CANARY * (MANY // len(CANARY)), string.printable,
    {"chat": {"id": None}}, [None] * 1000, [{"type": CANARY, "offset": 2**40, "length": -1}],
)  # fmt: skip
SENDER = {"id": 1, "is_bot": False, "first_name": CANARY}
MESSAGE = {"message_id": 1, "date": 1772413200, "chat": {"id": 1, "type": "private"}, "from": SENDER, "text": CANARY}
SAMPLES: tuple[Json, ...] = (
    {"message": MESSAGE},
    {"edited_message": MESSAGE},
    {"channel_post": MESSAGE},
    {"callback_query": {"id": "1", "from": SENDER, "message": MESSAGE, "data": CANARY, "chat_instance": "1"}},
    {
        "my_chat_member": {
            "chat": MESSAGE["chat"],
            "from": SENDER,
            "date": 1,
            "old_chat_member": {},
            "new_chat_member": {},
        }
    },
    {"poll_answer": {"poll_id": "1", "user": SENDER, "option_ids": [0]}},
)


class Poisoner:
    """Every update has an id of its own and is of some stranger's chat, unless that was spoilt. `source` says what from."""

    def __init__(self, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        known = json.loads(SCHEMA.read_text()) if SCHEMA.exists() else None
        self._types: Json = known["definitions"] if known else {}
        self.source = "the Bot API schema" if known else "our own samples, as ../shared/data/botapi is missing"

    def update(self, update_id: int) -> Json:
        update = self._drawn() if self._types else copy.deepcopy(self._chance.choice(SAMPLES))
        for found in _chats(update):
            found["id"] = self._chance.randrange(10**11, 10**12)
        for _ in range(self._chance.choice((1, 1, 2, 5))):
            self._spoil(update)
        return update | {"update_id": update_id}

    # --- drawing ---

    def _drawn(self) -> Json:
        kinds = self._types["TelegramUpdate"]["properties"]
        kind = self._chance.choice(("message", "message", "edited_message", "callback_query", *sorted(kinds)))
        return {"update_id": 0} if kind == "update_id" else {kind: self._draw(kinds[kind], 0)}

    def _draw(self, shape: Json, depth: int) -> Any:
        if "$ref" in shape:
            return self._draw(self._types[shape["$ref"].rpartition("/")[2]], depth)
        if "const" in shape or "enum" in shape:
            return self._chance.choice([shape["const"]] if "const" in shape else shape["enum"])
        if "anyOf" in shape:
            return self._draw(self._chance.choice(shape["anyOf"]), depth)
        match shape.get("type"):
            case "object":
                return self._draw_object(shape, depth + 1)
            case "array":
                return [
                    self._draw(shape["items"], depth + 1) for _ in range(self._chance.randrange(3) if depth < 6 else 0)
                ]
            case "integer":
                return self._chance.randrange(1, 10**9)
            case "number":
                return self._chance.uniform(-180, 180)
            case "boolean":
                return self._chance.random() < 0.5
            case _:
                return CANARY + str(self._chance.randrange(1000))

    def _draw_object(self, shape: Json, depth: int) -> Json:
        needed = set(shape.get("required", ()))
        kept = [name for name in shape.get("properties", {}) if name in needed or self._chance.random() < 0.3 / depth]
        return {name: self._draw(shape["properties"][name], depth) for name in kept if depth < 9}

    # --- spoiling ---

    def _spoil(self, update: Json) -> None:
        """One place gone, added, or turned into something else."""
        places = [(part, name) for part in _objects(update) for name in part]
        part, name = self._chance.choice(places)
        match self._chance.randrange(4):
            case 0:
                del part[name]
            case 1:
                part[CANARY] = copy.deepcopy(self._chance.choice(STRANGE))
            case _:
                part[name] = copy.deepcopy(self._chance.choice(STRANGE))
        if not update:
            update["message"] = CANARY


def _objects(thing: Any) -> Iterator[Json]:
    if isinstance(thing, dict):
        yield thing
    for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from _objects(part)


def _chats(update: Json) -> Iterator[Json]:
    """Of whom it may be: the same people must not write to us by chance."""
    for part in list(_objects(update)):
        for name in ("chat", "from", "user"):
            if isinstance(part.get(name), dict):
                yield part[name]


# --- into getUpdates, where a sandbox would not put them ---


@contextmanager
def well(url: str, draw: Callable[[], list[Json]]) -> Iterator[str]:
    """The address of a Bot API that is the sandbox's, but for what `draw` gives, which comes before the updates of each
    answer."""
    client = httpx.Client(base_url=url, timeout=40, trust_env=False)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            poison = draw() if self.path.endswith("/getUpdates") else []
            if poison:  # at once, for somebody waits
                body = json.dumps(json.loads(body) | {"timeout": 0}).encode()
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            with suppress(httpx.HTTPError, OSError):  # at the end somebody still waits
                answer = client.post(self.path, content=body, headers=kind)
                self._answer(answer.status_code, _mixed(answer.content, poison))

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        client.close()


def _mixed(content: bytes, poison: list[Json]) -> bytes:
    if not poison:
        return content
    answer = json.loads(content)
    return json.dumps(answer | {"result": [*poison, *answer["result"]]}).encode() if answer.get("ok") else content
