"""What the interface answers, in the two shapes of the specification: JSON, and XML with its element names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from xml.etree import ElementTree as ET

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from cases.model import Status
from cases.pages.open311 import PublicCase
from cases.pauses import SUSPENDED
from console.open311.services import Service, Services
from texts.outside import matter_in
from texts.words import matter_of, status

Format = Literal["json", "xml"]


class ErrorOut(BaseModel):
    code: int
    description: str


class ServiceOut(BaseModel):
    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: Literal["realtime", "batch", "blackbox"]
    keywords: str
    group: str


class DefinitionOut(BaseModel):
    service_code: str
    attributes: list[dict[str, Any]]


class RequestOut(BaseModel):
    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: str
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class FiledOut(BaseModel):
    service_request_id: str
    service_notice: str
    account_id: str


class TokenOut(BaseModel):
    service_request_id: str
    token: str


def service_out(one: Service) -> dict[str, Any]:
    return ServiceOut(
        service_code=one.code,
        service_name=one.name,
        description=one.description,
        metadata=False,
        type="realtime",
        keywords=one.keywords.replace(" ", ","),
        group=one.level1,
    ).model_dump()


def request_id(number: str, filed: datetime) -> str:
    """`20260302-001`: numbers come again every year."""
    return f"{filed.year:04}{number}"


def request_out(case: PublicCase, services: Services) -> dict[str, Any]:
    service = services.of(case.topic, case.topic2)
    return RequestOut(
        service_request_id=request_id(case.number, case.opened_at),
        status="open" if Status(case.status).is_open else "closed",
        status_notes=status(SUSPENDED if case.suspended else case.status),
        service_name=service.name,
        service_code=service.code,
        description=matter_in(case.text) or matter_of(case.matter),
        agency_responsible=case.agency,
        service_notice=notice(place_pending=case.place_pending, long_term=case.long_term),
        requested_datetime=case.opened_at,
        updated_datetime=case.updated_at,
        expected_datetime=case.due_at if case.is_in_hand and not (case.long_term or case.suspended) else None,
        address=case.place or case.unit,
        address_id=None,
        zipcode=None,
        lat=case.lat,
        long=case.lon,
        media_url=None,
    ).model_dump(mode="json")


def notice(*, place_pending: bool, long_term: bool) -> str:
    pending = "地址待核：服务中心会先核实地点，再派给网格。" if place_pending else ""
    return pending + ("长期件：不许办结日期，有进展会更新。" if long_term else "")


def errors(code: int, *descriptions: str, fmt: str = "json", headers: Mapping[str, str] | None = None) -> Response:
    rows = [ErrorOut(code=code, description=one).model_dump() for one in descriptions]
    return answer(rows, fmt, "errors", "error", code=code, headers=headers)


def answer(
    rows: Sequence[Mapping[str, Any]],
    fmt: str,
    root: str,
    element: str,
    *,
    code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A list in JSON; in XML `root` around an `element` for each row."""
    if fmt != "xml":
        return JSONResponse(list(rows), status_code=code, headers=headers)
    tree = ET.Element(root)
    for row in rows:
        _put(ET.SubElement(tree, element), row)
    return xml_response(tree, code, headers)


def definition(code: str, fmt: str) -> Response:
    """No service asks for more than every request has."""
    if fmt != "xml":
        return JSONResponse(DefinitionOut(service_code=code, attributes=[]).model_dump())
    tree = ET.Element("service_definition")
    ET.SubElement(tree, "service_code").text = code
    ET.SubElement(tree, "attributes")
    return xml_response(tree)


def xml_response(tree: ET.Element, code: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = ET.tostring(tree, encoding="utf-8", xml_declaration=True)
    return Response(body, code, headers, media_type="application/xml")


def _put(parent: ET.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        child = ET.SubElement(parent, name)
        if value is not None:
            child.text = _plain(str(value).lower() if isinstance(value, bool) else str(value))


def _plain(text: str) -> str:
    """XML has no way to say most control characters."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    )
