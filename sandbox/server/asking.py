"""What the phones and tests ask of the control API, read out of their requests or refused in Chinese."""

from typing import Any

from starlette.requests import Request

from sandbox.core.acts.talking import UPLOAD_KINDS, Sent
from sandbox.core.errors import Json, Refused
from sandbox.core.params import read_json
from sandbox.server.wire import check_text, read_upload


async def body_of(request: Request) -> Any:
    """The JSON of a request."""
    raw = await request.body()
    try:
        value = read_json(raw or b"{}")
    except ValueError:
        raise Refused("请求内容不是正确的 JSON。") from None
    check_text(value)
    return value


async def wish_of(request: Request) -> Json:
    """The JSON object of a request."""
    value = await body_of(request)
    if not isinstance(value, dict):
        raise Refused("请求内容要是一个 JSON 对象。")
    return value


async def sending_of(request: Request) -> tuple[Json, list[Sent]]:
    """What a person sends: JSON, or a form with files."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await wish_of(request), []
    wish: Json = {}
    files: list[Sent] = []
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                wish[name] = _field(name, value)
            elif name in UPLOAD_KINDS:
                files.append(Sent(name, await read_upload(value)))
    check_text(wish)
    return wish, files


def _field(name: str, value: str) -> Any:
    if name in {"location", "venue", "contact", "forward_of", "album"}:
        try:
            return read_json(value)
        except ValueError:
            raise Refused(f"{name} 不是正确的 JSON。") from None
    return value


def number_of(text: str) -> int:
    """A number out of a path or query."""
    if not text.removeprefix("-").isdecimal():
        raise Refused(f"“{text}”不是编号。")
    return int(text)


def query_of(request: Request, name: str, default: int = 0) -> int:
    """A number of the query string."""
    return number_of(request.query_params.get(name, str(default)))
