"""What the interface is asked: the parameters of the specification, each with its limits, read strictly."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from cases.pages.open311 import Wanted
from console.open311.services import Services

LONGEST_SPAN = timedelta(days=90)
MOST_ROWS = 1000
MOST_PAGES = 1000
EARLIEST, LATEST = 1970, 9998
"""Years beyond which a date is as good as none."""


def moment_in(text: str) -> datetime:
    """`2026-03-02T08:00:00Z`. Raises ValueError."""
    if "T" not in text.upper():
        raise ValueError("要写成 2026-03-02T08:00:00Z 的样子（W3C 时间，带时区）")
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("要写成 2026-03-02T08:00:00Z 的样子（W3C 时间，带时区）") from None
    if found.tzinfo is None:
        raise ValueError("要带时区，例如在末尾写 Z 或 +08:00")
    if EARLIEST <= found.year <= LATEST:
        return found
    return datetime(EARLIEST if found.year < EARLIEST else LATEST, 1, 1, tzinfo=found.tzinfo)


Moment = Annotated[str | None, Field(max_length=40, json_schema_extra={"format": "date-time"})]
Key = Annotated[str, Field(max_length=200, description="自己的 api_key：也看得到它提交的、不公开的件")]


def jurisdiction(
    jurisdiction_id: Annotated[str, Query(description="只有一个辖区，写什么都一样")] = "",
) -> None:
    """The specification lets clients name one."""


class Query311(BaseModel):
    """The filters of a list."""

    service_request_id: Annotated[
        str | None, Field(max_length=8000, description="编号，几个用逗号隔开；写了它，其余条件都不看")
    ] = None
    service_code: Annotated[str | None, Field(max_length=2000, description="几个用逗号隔开")] = None
    start_date: Moment = None
    end_date: Moment = None
    status: Annotated[
        str | None, Field(pattern=r"^(open|closed)(,(open|closed))*$", description="open、closed，可用逗号写两个")
    ] = None
    page: Annotated[int, Field(ge=1, le=MOST_PAGES, description=f"第几页，每页最多 {MOST_ROWS} 件")] = 1
    api_key: Key = ""


class NewRequest(BaseModel):
    """The fields of a POST; others are passed over, as the specification wants."""

    model_config = ConfigDict(str_strip_whitespace=True)

    api_key: Annotated[str, Field(max_length=200)] = ""
    service_code: Annotated[str, Field(max_length=20)]
    description: Annotated[str, Field(max_length=4000)] = ""
    address_string: Annotated[str, Field(max_length=300)] = ""
    address_id: Annotated[str, Field(max_length=100)] = ""
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    long: Annotated[float | None, Field(ge=-180, le=180)] = None
    account_id: Annotated[str, Field(max_length=100)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    jurisdiction_id: Annotated[str, Field(max_length=200)] = ""

    @property
    def lon_lat(self) -> tuple[float, float] | None:
        """Half a point is none."""
        return None if self.long is None or self.lat is None else (self.long, self.lat)


def wanted_by(query: Query311, services: Services, now: datetime, key: str) -> Wanted:
    """At most 90 days: the last, or those before `end_date`, or those after `start_date`. Raises ValueError."""
    until = moment_in(query.end_date) if query.end_date else None
    since = moment_in(query.start_date) if query.start_date else None
    if since is None:
        until = until or now
        since = until - LONGEST_SPAN
    until = min(until or since + LONGEST_SPAN, since + LONGEST_SPAN)
    states = set(_listed(query.status))
    codes = _listed(query.service_code)
    return Wanted(
        services=services.public(codes),
        since=since,
        until=until,
        numbers=None
        if query.service_request_id is None
        else tuple(filter(None, map(number_in, _listed(query.service_request_id))))[:MOST_ROWS],
        open=None if len(states) != 1 else states == {"open"},
        skip=(query.page - 1) * MOST_ROWS,
        limit=MOST_ROWS,
        key=key,
        filed_as=services.topics(codes) if codes else None,
    )


def number_in(text: str) -> tuple[str, int] | None:
    """`20260302-001` as number and year; None for what is no id of ours."""
    year, number = text[:4], text[4:]
    plain = text.replace("-", "", 1)
    if len(text) > 20 or not (plain.isascii() and plain.isdecimal()) or number[4:5] != "-" or not number[5:]:
        return None
    return (number, int(year)) if EARLIEST <= int(year) <= LATEST else None


def _listed(text: str | None) -> Sequence[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]
