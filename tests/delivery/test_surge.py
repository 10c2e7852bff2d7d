"""When everybody is written to at once: limits are kept, nothing of the rate is given away, and an alarm finds its way."""

import asyncio
import math
import time
from bisect import bisect_left
from datetime import datetime
from typing import Any

import pytest

from cases.model import ChatRef
from cases.ports import OutboxRow, Outcome, RetryLater, Sent
from delivery.pace import GROUP, PRIVATE, Pace
from tests.delivery.at_work import running, until
from tests.delivery.fakes import MemoryOutbox, ObedientSender, PacedSender
from tests.delivery.office import Office
from texts.saying import Saying

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # raised by the library within itself
Call = dict[str, Any]


def most_within(seconds: float, stamps: list[float]) -> int:
    return max(n - bisect_left(stamps, end - seconds + 1e-6) + 1 for n, end in enumerate(stamps))


def stamps_of(calls: list[Call], chat: int | None = None) -> list[float]:
    return sorted(datetime.fromisoformat(call["at"]).timestamp() for call in calls if chat in {None, call["chat"]})


async def test_a_strict_server_never_refuses_and_the_alarm_is_there_within_a_second(office: Office) -> None:
    people, groups = office.people(60), [f"tg:{office.desk.group()}" for _ in range(4)]
    outbox = MemoryOutbox()
    for _ in range(2):
        outbox.put(*people)
    outbox.put(*people[:20], *groups * 5)  # 160 rows
    office.saying = Saying("来件")
    office.faults(strict_rates=True)
    begun = time.monotonic()
    async with running(outbox, office.sender, pace=office.pace) as courier:
        await asyncio.sleep(2.5)
        wished = time.monotonic()
        outbox.put(str(office.willing), alarm=True)
        courier.wake()
        await until(lambda: outbox.rows[-1].outcome is not None, 1.0)
        waited = time.monotonic() - wished
        await until(lambda: outbox.waiting() == 0, 15.0)
    seconds = time.monotonic() - begun - 0.05
    calls = office.calls()
    assert all(call["ok"] for call in calls)
    assert len(calls) == 161
    assert 161 / seconds > 0.9 * 28
    assert waited < 0.7
    assert most_within(0.9, stamps_of(calls)) <= 30  # on the way there a busy machine jolts them by a tenth
    for chat in {call["chat"] for call in calls}:
        limit = PRIVATE if chat > 0 else GROUP
        assert most_within(limit.seconds, stamps_of(calls, chat)) <= limit.most


async def test_ten_thousand_waiting_are_claimed_a_few_at_a_time() -> None:
    pace, outbox = Pace(), MemoryOutbox(claim_seconds=0.02)
    outbox.put(*[f"tg:{n}" for n in range(1, 10_001)])
    sender = PacedSender(pace)
    waits: list[float] = []
    async with running(outbox, sender, pace=pace) as courier:
        begun, before, claims = time.monotonic(), len(sender.sent), outbox.claims
        for n in range(6):
            await asyncio.sleep(0.31)
            wished = time.monotonic()
            outbox.put(f"tg:{20_001 + n}", alarm=True)
            courier.wake()
            alarm = f"tg:{20_001 + n}"
            await until(lambda alarm=alarm: alarm in {row.chat for row in sender.sent[-50:]}, 1.0)  # type: ignore[misc]
            waits.append(time.monotonic() - wished)
        seconds = time.monotonic() - begun
    assert sorted(waits)[-2] < 0.45
    assert 4 <= (outbox.claims - claims) / seconds <= 12
    assert (len(sender.sent) - before) / seconds > 0.9 * 28


async def test_two_hundred_busy_groups_hold_up_nobody() -> None:
    pace, outbox, now = Pace(math.inf), MemoryOutbox(), time.monotonic()
    groups = range(-200, 0)
    for group in groups:
        pace.turn(group, GROUP.most, now)
        pace.landed(group, GROUP.most, now)
    outbox.put(*[f"tg:{group}" for group in groups])
    sender = PacedSender(pace)
    async with running(outbox, sender, pace=pace) as courier:
        wished = time.monotonic()
        outbox.put("tg:1")
        courier.wake()
        await until(lambda: len(sender.sent) == 1)
        assert time.monotonic() - wished < 0.2
        assert sender.sent[0].chat == "tg:1"


async def test_who_is_idle_hears_a_wake_up_at_once() -> None:
    pace, outbox = Pace(), MemoryOutbox()
    sender = PacedSender(pace)
    waits: list[float] = []
    async with running(outbox, sender, pace=pace) as courier:
        for n in range(1, 8):
            await asyncio.sleep(0.12)
            wished = time.monotonic()
            outbox.put(f"tg:{n}")
            courier.wake()
            await until(lambda n=n: len(sender.sent) == n)  # type: ignore[misc]
            waits.append(sender.times[-1] - wished)
    assert sorted(waits)[3] < 0.05


async def test_an_answer_is_on_the_phone_within_a_third_of_a_second(office: Office) -> None:
    outbox, people = MemoryOutbox(), office.people(5)
    office.saying = Saying("收到")
    async with running(outbox, office.sender, pace=office.pace) as courier:
        waits: list[float] = []
        for person in people:
            begun = time.monotonic()
            outbox.put(person)
            courier.wake()
            await until(lambda: outbox.waiting() == 0)
            waits.append(time.monotonic() - begun)
            await asyncio.sleep(0.1)
    assert sorted(waits)[2] < 0.33


async def test_a_busy_person_is_written_to_again_as_soon_as_may_be() -> None:
    pace, outbox = Pace(), MemoryOutbox()
    outbox.put(*["tg:1"] * 4)
    sender = PacedSender(pace)
    async with running(outbox, sender, pace=pace):
        await until(lambda: outbox.waiting() == 0, 6.0)
    first, second, third, fourth = sender.times
    assert second - first < 0.6  # the answer is awaited, then it goes at once
    assert 1.0 < third - second < 1.7
    assert 3.2 <= fourth - first < 4.2
    assert outbox.claims < 20


async def test_a_group_that_must_wait_its_turn_holds_up_nobody(office: Office) -> None:
    outbox, group = MemoryOutbox(), office.desk.group()
    office.saying = Saying("来件")
    outbox.put(*[f"tg:{group}"] * 21)
    async with running(outbox, office.sender, pace=office.pace) as courier:
        await until(lambda: len(office.seen(group)) == GROUP.burst)
        begun = time.monotonic()
        outbox.put(str(office.willing), f"tg:{group}", alarm=True)
        courier.wake()
        await until(lambda: bool(office.seen()) and len(office.seen(group)) == GROUP.burst + 1)
        assert time.monotonic() - begun < 0.7
        assert all(waiting.leased_until == 0 for waiting in outbox.rows[GROUP.burst : 21])


async def test_one_chat_that_is_refused_rests_alone_and_even_its_alarm_waits() -> None:
    pace, outbox = Pace(), MemoryOutbox()
    sender = PacedSender(pace)
    outbox.put("tg:1")
    pace.refused(1, 0.5, time.monotonic())
    outbox.put("tg:1", alarm=True)
    outbox.put("tg:2", "tg:2")
    begun = time.monotonic()
    async with running(outbox, sender, pace=pace):
        await until(lambda: outbox.waiting() == 0)
    assert [row.chat for row in sender.sent[:2]] == ["tg:2", "tg:2"]
    assert [row.id for row in sender.sent[2:]] == [2, 1]
    assert sender.times[2] - begun >= 0.45


async def test_a_server_that_asks_for_patience_is_not_asked_again_by_an_alarm(office: Office) -> None:
    outbox = MemoryOutbox()
    office.faults(too_many_requests=1, retry_after=2)
    outbox.put(str(office.willing))
    begun = time.monotonic()
    async with running(outbox, office.sender, pace=office.pace) as courier:
        await until(lambda: len(office.calls()) == 1)
        office.faults(too_many_requests=0)
        outbox.put(str(office.willing), alarm=True)
        courier.wake()
        await until(lambda: bool(office.seen()))
        assert time.monotonic() - begun >= 2.0
    assert [call["ok"] for call in office.calls()][:2] == [False, True]


async def test_topics_of_a_forum_share_its_allowance() -> None:
    pace, outbox = Pace(), MemoryOutbox()
    outbox.put(*[f"tg:-5/{n}" for n in range(1, 26)])
    sender = PacedSender(pace)
    async with running(outbox, sender, pace=pace):
        await until(lambda: len(sender.sent) >= GROUP.burst)
        await asyncio.sleep(1.0)
    assert len(sender.sent) <= GROUP.most
    assert outbox.waiting() >= 5


async def test_five_refused_chats_in_a_row_are_a_flood_and_then_one_is_tried_at_a_time() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(lambda _: RetryLater(0.2))
    outbox.put(*[f"tg:{n}" for n in range(1, 1001)])
    async with running(outbox, sender, parallel=5):
        await asyncio.sleep(1.0)
    assert 5 < len(sender.sent) <= 10


async def test_one_chat_refused_many_times_is_no_flood() -> None:
    def reply(row: OutboxRow) -> Outcome:
        return RetryLater(0.01) if row.chat == "tg:1" and row.attempts < 20 else Sent(1)

    outbox, sender = MemoryOutbox(), ObedientSender(reply)
    outbox.put("tg:1")
    async with running(outbox, sender) as courier:
        await until(lambda: len(sender.sent) >= 8)
        outbox.put("tg:2")
        courier.wake()
        await until(lambda: sender.sent[-1].chat == ChatRef("tg:2") or outbox.waiting() == 0, 0.5)
