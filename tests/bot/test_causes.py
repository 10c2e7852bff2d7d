"""Why something was logged can be told in whatever task or thread it happened."""

import asyncio
from typing import Any

import httpx

from bot.causes import Traced, because, current
from bot.hands import Hands, one_by_one
from bot.runner import Runner


async def test_a_hand_that_works_for_somebody_logs_under_their_cause() -> None:
    runner = Runner(None, Hands(one_by_one))  # type: ignore[arg-type]
    try:
        with because("update/17"):
            found = await asyncio.gather(runner.offload(current), asyncio.create_task(runner.offload(current)))
        assert set(found) == {"update/17"}
        assert await runner.offload(current) == ""
    finally:
        runner.close()


async def test_every_request_has_a_number_of_its_own_in_the_log_and_in_the_answer() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(current())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async with httpx.AsyncClient(transport=httpx.ASGITransport(Traced(app)), base_url="http://x") as visitor:
        answers = [await visitor.get("/"), await visitor.get("/")]
    assert [f"request/{answer.headers['x-request-id']}" for answer in answers] == seen
    assert len(set(seen)) == 2
