"""The interface as others use it: a public client, and a fuzzer over its own document."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import georeport
import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from bot.open311 import open311
from tests.databases import EngineName
from tests.doors.conftest import LAMP, Doors
from tests.waiting import serving

PREFIX = "/open311/v2"
KEY = "a-key-for-tests"
EXAMPLES = 25
"""For each operation; with negative cases twice as many."""


@pytest.fixture
def app(doors: Doors) -> Any:
    doors.store.api_keys.add("tool", KEY)
    doors.say(LAMP)
    roomy = doors.settings.model_copy(update={"open311_a_minute": 6000})
    return open311(roomy, doors.store, doors.outsider, doors.clock)


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    """A live server."""
    with serving(app, lifespan="off") as url:
        yield url


@pytest.mark.parametrize("shape", ["json", "xml"])
def test_a_public_client_lists_reads_and_finds_what_was_filed(address: str, shape: str, doors: Doors) -> None:
    client = georeport.GeoReport(address, output_format=shape)
    codes = [service["service_code"] for service in client.get_service_list()]
    assert client.get_service_definition("0104")["service_code"] == "0104"
    # the client has no way to file, nor has any other on PyPI that is kept up: the form of the specification is plain enough
    form = {"api_key": KEY, "service_code": "0104", "description": "大寨村2组井盖没了"}
    [filed] = httpx.post(f"{address}/requests.json", data=form).json()
    found = client.get_service_requests(status="open")
    assert "0104" in codes
    assert [row["description"] for row in found] == ["大寨村2组井盖没了", doors.cases()[-1].matter] or len(found) == 2
    one = client.get_service_request(filed["service_request_id"])
    assert (one["service_request_id"], one["status"]) == (filed["service_request_id"], "open")


@pytest.mark.filterwarnings("ignore")
def test_nothing_that_the_document_allows_or_forbids_breaks_it(app: Any, engine: EngineName) -> None:
    if engine == "postgresql":
        pytest.skip("the same document, the same answers: once is enough")
    load_all_checks()
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", mounted(app))
    answers: Counter[tuple[str, int]] = Counter()
    failures: list[str] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        try:
            fuzz(result.ok(), answers)
        except (Exception, FailureGroup) as error:
            failures.append(f"{result.ok().label}: {error} {getattr(error, 'exceptions', '')}")
    assert not failures, f"{answers}\n" + "\n\n".join(failures)
    assert {label for label, code in answers if code == 200} >= {"GET /requests.{fmt}", "POST /requests.{fmt}"}


def fuzz(operation: Any, answers: Counter[tuple[str, int]]) -> None:
    """What the document allows, and what it does not."""

    @given(case=one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode]))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        if isinstance(case.body, dict):
            case.body["api_key"] = KEY
        answers[operation.label, case.call_and_validate().status_code] += 1

    check()


def mounted(app: Any) -> Any:
    """Under the path that the document names."""

    async def at(scope: Any, receive: Any, send: Any) -> None:
        await app(scope | {"path": scope["path"].removeprefix(PREFIX)}, receive, send)

    return at
