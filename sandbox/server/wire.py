"""Requests and answers on the wire: every encoding the Bot API takes, and how to hang up without a word."""

import asyncio
import contextlib
import json
import re
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from sandbox.core.errors import Json, bad_request
from sandbox.core.params import Params, Upload, read_json

MOST_FIELD_BYTES = 64 * 1024 * 1024
_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
_encode_plainly = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


async def read_params(scope: Scope, receive: Receive) -> Params:
    """A call's arguments from the query string and the body, whichever way they came."""
    raw: Json = _pairs(scope["query_string"])
    files: dict[str, Upload] = {}
    match _content_type(scope):
        case "application/json":
            raw |= _object(await _body(receive))
        case "application/x-www-form-urlencoded":
            raw |= _pairs(await _body(receive))
        case "multipart/form-data":
            await _read_form(Request(scope, receive), raw, files)
    check_text(raw)
    return Params(raw, files)


def _content_type(scope: Scope) -> str:
    value = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return str(value.decode("latin-1")).partition(";")[0].strip().lower()


def _pairs(encoded: bytes) -> dict[str, str]:
    pairs = (piece.partition(b"=") for piece in encoded.split(b"&") if piece)
    return {_plain(name): _plain(value) for name, _, value in pairs}


def _plain(encoded: bytes) -> str:
    # Chinese text is one long run of %XX, which the standard library takes apart letter by letter.
    return _ESCAPED.sub(_unescaped, encoded.replace(b"+", b" ")).decode(errors="replace")


def _unescaped(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode())


async def _body(receive: Receive) -> bytes:
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


async def _read_form(request: Request, raw: Json, files: dict[str, Upload]) -> None:
    async with request.form(max_part_size=MOST_FIELD_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await read_upload(value)
            else:
                raw[name] = value


async def read_upload(part: UploadFile) -> Upload:
    """A file of a form."""
    return Upload(part.filename or "file", part.content_type or "application/octet-stream", await part.read())


def _object(body: bytes) -> Json:
    try:
        value: Any = read_json(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("request JSON must be an Object")
    return value


def check_text(raw: Any) -> None:
    """Refuse half characters (lone surrogates): nothing behind this door could write them down again."""
    try:
        _encode_plainly(raw).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("numbers must be finite") from None


async def answer(send: Send, status: int, body: Json) -> None:
    """One JSON answer."""
    data = _encode(body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(data)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})


async def hang_up(receive: Receive, send: Send, hold_seconds: float) -> None:
    """Fall silent until the caller gives up or the time is over, then break the connection: nobody learns what happened."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(hold_seconds):
            await _is_gone(receive)
    # ASGI has no word for this; uvicorn's `send` is bound to the cycle that owns the transport.
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        return
    transport.abort()
    await _is_gone(receive)


async def _is_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
