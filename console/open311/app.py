"""The interface itself, a FastAPI application of its own: what is asked is read, what is answered is shaped, nothing is decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, FastAPI, Form, Header, Path, Query
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cases.pages.open311 import FiledCase, PublicCase, Wanted
from console.bounds import Bodies
from console.open311 import answers, asked
from console.open311.answers import DefinitionOut, ErrorOut, FiledOut, Format, RequestOut, ServiceOut, TokenOut
from console.open311.guard import Paces
from console.open311.services import GENERAL, Services

LARGEST_BODY = 64 * 1024
TITLE = "民呼必应 Open311 GeoReport v2"
ABOUT = (
    "公开的诉求查询；有 api_key 的程序可以替人提交。只列出街面上谁都看得见的事，不含反映人、举报和保密件的内容。"
    "错误一律是 [{code, description}]，description 写明怎么改。"
)
NO_KEY = "api_key 不对或已停用：请向区里要一个，放在 api_key 字段里。"
NO_SUCH_REQUEST = "没有这个编号，或它不公开。编号是 20260302-001 的样子；自己提交的件请带上 api_key 查。"
REFUSED = {
    403: NO_KEY,
    404: "没有这个地址。",
    405: "这个地址不能这样请求。",
    413: f"请求太长：最多 {LARGEST_BODY // 1024} KB，照片请另外发。",
}
JURISDICTION = (Depends(asked.jurisdiction),)
READ_ONLY = "这里只开放查询，不收提交：请在聊天里反映。"


@dataclass(frozen=True, slots=True)
class Filing:
    """What a program files, under the name of its key. `again` is the same when the same is sent again."""

    key: str
    topic: tuple[str, str] | None
    """Chosen by whoever files; None leaves it to the reading."""
    new: asked.NewRequest
    again: str


class Desk311(Protocol):
    """What the interface asks of the desk. `can_file` is False where it is open for reading only."""

    can_file: bool
    a_minute: int
    """How often one key may file."""

    def now(self) -> datetime: ...
    async def public(self, wanted: Wanted) -> Sequence[PublicCase]: ...
    async def key_of(self, secret: str) -> str: ...
    async def file(self, filing: Filing) -> FiledCase: ...
    async def filed_before(self, key: str, again: str) -> FiledCase | None: ...


Said = dict[int | str, dict[str, Any]]
ERRORS: Said = {
    code: {"model": list[ErrorOut], "description": what, "content": {"application/xml": {}}}
    for code, what in {400: "参数不对", 403: "api_key 不对", 404: "没有", 413: "太长", 429: "太频繁"}.items()
}


def _told(*codes: int) -> Said:
    return {code: ERRORS[code] for code in codes}


def _shaped(model: Any) -> Said:
    return {200: {"model": model, "content": {"application/xml": {}}}}


def open311_app(desk: Desk311, services: Services) -> FastAPI:
    app = FastAPI(
        title=TITLE, description=ABOUT, version="2.0", docs_url=None, redoc_url=None, dependencies=JURISDICTION
    )
    _add_services(app, services)
    _add_requests(app, desk, services)
    _add_filing(app, desk, services)
    _add_tokens(app, desk)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Bodies, most=LARGEST_BODY)
    app.openapi = _document(app, services)  # type: ignore[method-assign]  # FastAPI's own way of amending it
    return app


def _add_services(app: FastAPI, services: Services) -> None:
    @app.get("/services.{fmt}", responses={**_shaped(list[ServiceOut]), **_told(400, 404)}, tags=["services"])
    def list_services(fmt: Format) -> Response:
        """可以提交的事项。"""
        return answers.answer(list(map(answers.service_out, services.all)), fmt, "services", "service")

    @app.get(
        "/services/{service_code}.{fmt}", responses={**_shaped(DefinitionOut), **_told(400, 404)}, tags=["services"]
    )
    def define_service(service_code: Annotated[str, Path(max_length=20)], fmt: Format) -> Response:
        """一个事项要填的附加项：都没有。"""
        if service_code not in services.by_code:
            return answers.errors(404, "没有这个 service_code：请先取 services 看有哪些。", fmt=fmt)
        return answers.definition(service_code, fmt)


def _add_requests(app: FastAPI, desk: Desk311, services: Services) -> None:
    async def found(query: asked.Query311, fmt: str) -> Response:
        try:
            wanted = asked.wanted_by(query, services, desk.now(), await _key(desk, query.api_key))
        except ValueError as error:
            return answers.errors(400, f"start_date、end_date {error}", fmt=fmt)
        return shown(await desk.public(wanted), fmt)

    def shown(cases: Sequence[PublicCase], fmt: str) -> Response:
        rows = [answers.request_out(case, services) for case in cases]
        return answers.answer(rows, fmt, "service_requests", "request")

    @app.get("/requests.{fmt}", responses={**_shaped(list[RequestOut]), **_told(400, 403, 404)}, tags=["requests"])
    async def list_requests(fmt: Format, query: Annotated[asked.Query311, Query()]) -> Response:
        """最近的诉求，新的在前；一次最多 90 天、1000 件。"""
        return await found(query, fmt)

    @app.get(
        "/requests/{service_request_id}.{fmt}",
        responses={**_shaped(list[RequestOut]), **_told(400, 403, 404)},
        tags=["requests"],
    )
    async def one_request(
        service_request_id: Annotated[str, Path(max_length=100)],
        fmt: Format,
        api_key: Annotated[asked.Key, Query()] = "",
    ) -> Response:
        """一件诉求现在怎样。"""
        name, query = await _key(desk, api_key), asked.Query311(service_request_id=service_request_id)
        cases = await desk.public(asked.wanted_by(query, services, desk.now(), name))
        return shown(cases[:1], fmt) if cases else answers.errors(404, NO_SUCH_REQUEST, fmt=fmt)


def _add_filing(app: FastAPI, desk: Desk311, services: Services) -> None:
    paces = Paces(desk.a_minute)

    @app.post(
        "/requests.{fmt}",
        responses={**_shaped(list[FiledOut]), **_told(400, 403, 404, 413, 429)},
        tags=["requests"],
    )
    async def file_request(
        fmt: Format,
        new: Annotated[asked.NewRequest, Form()],
        idempotency_key: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        """提交一件。回答之前已经存盘；带 Idempotency-Key 头重发，得到同一个编号，不会立两次。"""
        if not desk.can_file:
            return answers.errors(403, READ_ONLY, fmt=fmt)
        key = await _key(desk, new.api_key, needed=True)
        if fault := _fault(new, services):
            return answers.errors(400, fault, fmt=fmt)
        if wait := paces.wait(key):
            say = f"提交得太快：这个 api_key 每分钟最多 {desk.a_minute} 件，请 {wait} 秒后再试。"
            return answers.errors(429, say, fmt=fmt, headers={"Retry-After": str(wait)})
        service = services.by_code[new.service_code]
        topic = (service.level1, service.level2) if service.level2 else None
        filed = await desk.file(Filing(key, topic, new, idempotency_key))
        return answers.answer([_told_filed(filed, new.account_id)], fmt, "service_requests", "request")


async def _key(desk: Desk311, secret: str, *, needed: bool = False) -> str:
    """Whose it is; "" where none is shown and none is `needed`. Raises HTTPException for one that is none."""
    name = await desk.key_of(secret)
    if not name and (secret or needed):
        raise HTTPException(403)
    return name


def _fault(new: asked.NewRequest, services: Services) -> str:
    if new.service_code not in services.by_code:
        return "service_code 不对：请先取 services 看有哪些，说不准就写 0000。"
    if not new.description and new.service_code == GENERAL:
        return "description 没有写：请用一两句话说清什么事、在哪里。"
    return ""


def _told_filed(filed: FiledCase, account: str) -> dict[str, Any]:
    notice = answers.notice(place_pending=filed.place_pending, long_term=filed.long_term)
    number = answers.request_id(filed.number, filed.at)
    return FiledOut(service_request_id=number, service_notice=notice, account_id=account).model_dump()


def _add_tokens(app: FastAPI, desk: Desk311) -> None:
    @app.get("/tokens/{token}.{fmt}", responses={**_shaped(list[TokenOut]), **_told(400, 403, 404)}, tags=["requests"])
    async def token_of(
        token: Annotated[str, Path(max_length=200)], fmt: Format, api_key: Annotated[asked.Key, Query()] = ""
    ) -> Response:
        """自己的 Idempotency-Key 得到了哪个编号：回答丢了的时候用。"""
        found = await desk.filed_before(await _key(desk, api_key, needed=True), token)
        if found is None:
            return answers.errors(404, "没有用过这个 Idempotency-Key：那一次没有立案，可以放心重发。", fmt=fmt)
        row = TokenOut(service_request_id=answers.request_id(found.number, found.at), token=token).model_dump()
        return answers.answer([row], fmt, "service_requests", "request")


# --- what went wrong, in the shape of the specification ---


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fmt = _format(request)
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return answers.errors(404, "没有这个地址：结尾要写 .json 或 .xml。", fmt=fmt)
    said = [f"{fault['loc'][-1]}：{_chinese(fault)}" for fault in error.errors()]
    return answers.errors(400, *said, fmt=fmt)


def _chinese(fault: Any) -> str:
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "没有写，要有这一项"
        case "string_too_long":
            return f"太长，最多 {limits.get('max_length')} 个字"
        case "greater_than_equal" | "less_than_equal":
            return f"要在范围里（{limits.get('ge', '')}{limits.get('le', '')} 为界）"
        case "float_parsing" | "int_parsing" | "finite_number":
            return "要写数字"
        case "string_pattern_mismatch":
            return "只能写 open、closed，两个都要就用逗号隔开"
        case _:
            return "写法不对，请对照 openapi.json"


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    say = REFUSED.get(error.status_code, "请求读不懂，请对照 openapi.json。")
    return answers.errors(error.status_code, say, fmt=_format(request), headers=error.headers)


def _format(request: Request) -> str:
    return "xml" if request.url.path.endswith(".xml") else "json"


def _document(app: FastAPI, services: Services) -> Callable[[], dict[str, Any]]:
    """FastAPI promises its own 422 for what is misread; here it is a 400 in the shape of the specification."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            for path in found["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
            for unused in ("HTTPValidationError", "ValidationError"):
                found["components"]["schemas"].pop(unused, None)
            _name_services(found["components"]["schemas"]["NewRequest"], services)
            found["servers"] = [{"url": "/open311/v2"}]
            app.openapi_schema = found
        return app.openapi_schema

    return document


def _name_services(form: dict[str, Any], services: Services) -> None:
    """Whoever cannot say which service it is has to say what it is about."""
    codes = [one.code for one in services.all]
    form["properties"]["service_code"]["enum"] = codes
    for name, most in (("lat", 90), ("long", 180)):  # a form has no way to say null
        form["properties"][name] = {"type": "number", "minimum": -most, "maximum": most}
    named = {"properties": {"service_code": {"enum": [code for code in codes if code != GENERAL]}}}
    form["anyOf"] = [named, {"required": ["description"], "properties": {"description": {"pattern": r"\S"}}}]
