"""Requests and answers on the wire: every encoding the Bot API takes, and how to hang up without a word."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Send

from sandbox.core.errors import Json, bad_request
from sandbox.core.params import Params, Upload, read_json

MOST_FIELD_BYTES = 64 * 1024 * 1024
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_params(request: Request) -> Params:
    """A call's arguments from the query string and the body, whichever way they came."""
    raw: Json = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        raw |= _object(await request.body())
    elif kind in _FORMS:
        async with request.form(max_part_size=MOST_FIELD_BYTES) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await read_upload(value)
                else:
                    raw[name] = value
    check_text(raw)
    return Params(raw, files)


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
        json.dumps(raw, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("numbers must be finite") from None


async def answer(send: Send, status: int, body: Json) -> None:
    """One JSON answer."""
    data = json.dumps(body, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(data)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})


async def hang_up(receive: Receive, send: Send) -> None:
    """Break the connection so that the caller cannot know what happened."""
    # ASGI has no word for this; uvicorn's `send` is bound to the cycle that owns the transport.
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        return
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
