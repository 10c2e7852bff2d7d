"""The courier: nothing waits without need, nothing is said twice without need, nothing is lost when it stops."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.ports import OurFault, OutboxRow, Outcome, RetryLater, Sent, Undeliverable
from delivery import courier as module
from delivery import outcomes
from delivery.courier import Courier
from tests.delivery.at_work import running, until
from tests.delivery.fakes import MemoryOutbox, ObedientSender
from tests.delivery.office import Office
from texts.saying import Saying


async def test_what_waits_at_the_start_is_sent() -> None:
    outbox = MemoryOutbox()
    outbox.put("tg:1", "tg:2")
    async with running(outbox, ObedientSender()):
        await until(lambda: outbox.waiting() == 0)


async def test_a_wake_up_from_another_thread_is_heard_at_once() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender()
    async with running(outbox, sender) as courier:
        begun = time.monotonic()
        outbox.put("tg:1")
        threading.Thread(target=courier.wake).start()
        await until(lambda: outbox.waiting() == 0)
        assert sender.times[0] - begun < 0.2


async def test_without_a_wake_up_it_is_found_within_about_a_second() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender()
    async with running(outbox, sender):
        begun = time.monotonic()
        outbox.put("tg:1")
        await until(lambda: outbox.waiting() == 0)
        assert time.monotonic() - begun < 1.5


async def test_waking_before_the_start_or_after_the_end_does_no_harm() -> None:
    outbox = MemoryOutbox()
    courier = Courier(outbox, ObedientSender(), owner="test", lease=timedelta(seconds=30))
    courier.wake()
    stop = asyncio.Event()
    stop.set()
    await courier.run(stop)
    courier.wake()


async def test_a_chat_hears_one_after_the_other_and_all_without_pause() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(seconds=0.01)
    outbox.put(*["tg:1"] * 10)
    async with running(outbox, sender):
        await until(lambda: outbox.waiting() == 0, 1.0)
    assert [row.id for row in sender.sent] == list(range(1, 11))
    assert sender.most_at_once == 1


async def test_a_slow_chat_holds_up_nobody_else() -> None:
    outbox = MemoryOutbox()
    outbox.put("tg:1", "tg:2")

    class Slow(ObedientSender):
        async def send(self, row: OutboxRow) -> Outcome:
            if row.chat == "tg:1":
                await asyncio.sleep(0.5)
            return await super().send(row)

    sender = Slow()
    async with running(outbox, sender):
        await until(lambda: len(sender.sent) == 1)
        assert sender.sent[0].chat == "tg:2"


async def test_no_more_than_allowed_are_under_way() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(seconds=0.02)
    outbox.put(*[f"tg:{n}" for n in range(1, 31)])
    async with running(outbox, sender, parallel=4):
        await until(lambda: outbox.waiting() == 0)
    assert sender.most_at_once == 4


async def test_what_is_under_way_arrives_before_the_end() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(seconds=0.3)
    outbox.put("tg:1")
    async with running(outbox, sender):
        pass
    assert outbox.rows[0].outcome == Sent(1)


async def test_what_hangs_is_cut_off_at_the_end_and_left_to_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAIN_SECONDS", 0.1)
    outbox = MemoryOutbox()
    outbox.put("tg:1")
    begun = time.monotonic()
    async with running(outbox, ObedientSender(seconds=60)):
        pass
    assert time.monotonic() - begun < 2
    assert outbox.rows[0].outcome is None
    assert outbox.rows[0].leased_until > 0


async def test_somebody_is_told_of_the_undeliverable() -> None:
    told: list[tuple[int, str]] = []

    async def on_dead(row: OutboxRow, why: str) -> None:
        told.append((row.id, why))

    outbox = MemoryOutbox()
    outbox.put("tg:1")
    async with running(outbox, ObedientSender(lambda _: Undeliverable("blocked")), on_dead=on_dead):
        await until(lambda: bool(told))
    assert told == [(1, "blocked")]
    assert outbox.dead() == 1


async def test_nothing_is_buried_before_somebody_was_told(caplog: pytest.LogCaptureFixture) -> None:
    async def on_dead(row: OutboxRow, why: str) -> None:
        raise RuntimeError("the database is away")

    outbox = MemoryOutbox()
    outbox.put("tg:1")
    sender = ObedientSender(lambda _: Undeliverable("blocked"))
    async with running(outbox, sender, on_dead=on_dead):
        await until(lambda: "alarm" in caplog.text)
    assert outbox.dead() == 0
    assert outbox.waiting() == 1


async def test_our_fault_stops_the_sending_and_buries_nothing(caplog: pytest.LogCaptureFixture) -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(lambda _: OurFault("the token is refused"))
    outbox.put("tg:1", "tg:1", "tg:1")
    async with running(outbox, sender) as courier:
        await until(lambda: len(sender.sent) == 1)
        courier.wake()
        await asyncio.sleep(0.2)
        assert len(sender.sent) == 1
    assert outbox.waiting() == 3
    assert "alarm" in caplog.text


async def test_after_a_while_the_sending_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FAULT_SECONDS", 0.2)
    outbox, answers = MemoryOutbox(), iter(list[Outcome]([OurFault("once"), Sent(1)]))
    outbox.put("tg:1")
    async with running(outbox, ObedientSender(lambda _: next(answers))):
        await until(lambda: outbox.waiting() == 0)


async def test_when_everything_is_refused_it_rests() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(lambda _: RetryLater(60))
    outbox.put(*[f"tg:{n}" for n in range(1, 101)])
    async with running(outbox, sender, parallel=4):
        await asyncio.sleep(0.5)
    assert len(sender.sent) < 15


async def test_a_database_that_cannot_be_read_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    outbox = MemoryOutbox(break_claims=1)
    outbox.put("tg:1")
    async with running(outbox, ObedientSender()):
        await until(lambda: outbox.waiting() == 0)
    assert "alarm" in caplog.text


async def test_a_settlement_that_fails_is_tried_again_and_nothing_said_twice() -> None:
    outbox, sender = MemoryOutbox(break_settles=2), ObedientSender()
    outbox.put("tg:1")
    async with running(outbox, sender):
        await until(lambda: outbox.waiting() == 0)
    assert len(sender.sent) == 1


async def test_a_sender_that_raises_or_hangs_is_an_open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FAULT_SECONDS", 0.1)

    def fall(row: OutboxRow) -> Outcome:
        if not row.resend:
            raise ValueError("a bug")
        return Sent(1)

    outbox, sender = MemoryOutbox(), ObedientSender(fall)
    outbox.put("tg:1")
    async with running(outbox, sender):
        await until(lambda: outbox.waiting() == 0)
    assert [row.resend for row in sender.sent] == [False, True]


async def test_a_lease_is_never_outstayed() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender(seconds=60)
    outbox.put("tg:1")
    async with running(outbox, sender, lease=timedelta(seconds=0.2)):
        await until(lambda: outbox.rows[0].row.resend, 3.0)
    assert sender.most_at_once == 1


async def test_a_runner_for_the_database_can_be_given() -> None:
    ran: list[str] = []

    async def inline(call: Callable[[], Any]) -> Any:
        ran.append(threading.current_thread().name)
        return call()

    outbox = MemoryOutbox()
    outbox.put("tg:1")
    async with running(outbox, ObedientSender(), in_thread=inline):
        await until(lambda: outbox.waiting() == 0)
    assert set(ran) == {"MainThread"}


async def test_in_bad_weather_everything_arrives_and_what_came_twice_is_marked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "backoff", lambda attempts: 0.02)
    outbox, people = MemoryOutbox(), office.people(12)
    office.saying = Saying("收到")
    outbox.put(*people)
    office.faults(too_many_requests=0.05, server_error=0.2, lost_answer=0.2, retry_after=1)
    async with running(outbox, office.sender, pace=office.pace):
        await until(lambda: outbox.waiting() == 0, 60.0)
    office.faults(too_many_requests=0, server_error=0, lost_answer=0)
    for person in people:
        texts = [message["text"] for message in office.seen(int(person.removeprefix("tg:")))]
        assert texts
        assert texts.count("收到") <= 1


async def test_a_retry_comes_when_it_is_due_and_not_at_the_next_look() -> None:
    outbox, answers = MemoryOutbox(), iter(list[Outcome]([RetryLater(0.1), Sent(1)]))
    outbox.put("tg:1")
    async with running(outbox, ObedientSender(lambda _: next(answers))):
        await until(lambda: outbox.waiting() == 0, 0.6)


async def test_it_can_be_sent_on_its_rounds_again() -> None:
    outbox, sender = MemoryOutbox(), ObedientSender()
    courier = Courier(outbox, sender, owner="test", lease=timedelta(seconds=30))
    for n in range(1, 4):
        stop = asyncio.Event()
        rounds = asyncio.create_task(courier.run(stop))
        await asyncio.sleep(0.02)
        outbox.put(f"tg:{n}")
        courier.wake()
        await until(lambda n=n: len(sender.sent) == n, 0.5)  # type: ignore[misc]
        stop.set()
        await rounds
        outbox.put(f"tg:-{n}")
        courier.wake()
        await asyncio.sleep(0.05)
        assert len(sender.sent) == n
        outbox.settle(len(outbox.rows), Sent(0))


async def test_after_its_lease_only_a_success_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEASE_USED", 10.0)
    answers = iter(list[Outcome]([RetryLater(0), Sent(1)]))
    outbox, sender = MemoryOutbox(), ObedientSender(lambda _: next(answers), seconds=0.3)
    outbox.put("tg:1")
    async with running(outbox, sender, lease=timedelta(seconds=0.2)):
        await until(lambda: outbox.waiting() == 0)
    assert [row.resend for row in sender.sent] == [False, True]
    assert [name for name, _ in outbox.settled] == ["Sent"]


async def test_a_message_that_always_breaks_the_sender_ends_with_somebody_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "FAULT_SECONDS", 0.01)
    monkeypatch.setattr(module, "MANY_FAULTS", 3)
    told: list[str] = []

    def fall(row: OutboxRow) -> Outcome:
        raise ValueError("a bug")

    async def on_dead(row: OutboxRow, why: str) -> None:
        told.append(why)

    outbox, sender = MemoryOutbox(), ObedientSender(fall)
    outbox.put("tg:1")
    async with running(outbox, sender, on_dead=on_dead):
        await until(lambda: outbox.dead() == 1)
    assert len(sender.sent) == 3
    assert told == ["cannot be sent: ValueError"]
