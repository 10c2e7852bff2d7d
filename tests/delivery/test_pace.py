"""The pace: whatever the traffic and however the network jolts, no limit is passed, and an alarm finds room."""

import heapq
import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.pace import GROUP, PRIVATE, Pace
from sandbox.server.rates import STRICT, Limiter

ANNA, GROUPS = 1001, (-1001, -1002)
CHATS = (ANNA, 1002, 1003, *GROUPS)

calls = st.lists(
    st.tuples(
        st.sampled_from(CHATS),
        st.integers(1, 10),  # messages
        st.floats(0, 4),  # seconds after the one before
        st.floats(0, 5),  # until the answer
        st.floats(0, 1),  # the part of it until the server sees it
    ),
    max_size=120,
)
Seen = list[tuple[float, int, int]]


def play(pace: Pace, traffic: Sequence[tuple[int, int, float, float, float]]) -> Seen:
    """Sends whatever may be sent when it comes; what the server sees: (when, chat, messages)."""
    now, seen, answers = 0.0, Seen(), list[tuple[float, int, int]]()
    for chat, messages, after, seconds, part in traffic:
        now += after
        while answers and answers[0][0] <= now:
            landed, where, many = heapq.heappop(answers)
            pace.landed(where, many, landed)
        if pace.rest(chat, messages, now) > 0:
            continue
        slot = now + pace.turn(chat, messages, now)
        seen.append((slot + seconds * part, chat, messages))
        heapq.heappush(answers, (slot + seconds, chat, messages))
    return sorted(seen)


def most_within(seconds: float, stamps: Sequence[float]) -> int:
    """The most of them in any window that holds its end but not its beginning."""
    return max((sum(end - seconds < stamp <= end for stamp in stamps) for end in stamps), default=0)


def each(seen: Seen, chat: int | None = None) -> list[float]:
    return [when for when, where, messages in seen for _ in range(messages) if chat in {None, where}]


@given(calls)
def test_no_chat_gets_too_many_in_any_window_however_late_they_come(
    traffic: list[tuple[int, int, float, float, float]],
) -> None:
    small = [(chat, min(messages, 3), *times) for chat, messages, *times in traffic]
    seen = play(Pace(math.inf), small)  # type: ignore[arg-type]  # mypy loses the times
    for chat in CHATS:
        limit = PRIVATE if chat > 0 else GROUP
        assert most_within(limit.seconds - 1e-6, each(seen, chat)) <= limit.most


@given(calls)
def test_the_strict_sandbox_never_refuses_not_even_albums(traffic: list[tuple[int, int, float, float, float]]) -> None:
    clock = [0.0]
    judge = Limiter(lambda: clock[0])
    judge.use(STRICT)
    jolting = [(*call[:3], min(call[3], 0.03), call[4]) for call in traffic]
    for clock[0], chat, messages in play(Pace(), jolting):
        judge.admit("sendMessage", chat, messages)


@given(calls, st.sampled_from([1.0, 5.0, 28.0, 500.0]))
def test_the_whole_keeps_its_rate_and_is_even(traffic: list[tuple[int, int, float, float, float]], rate: float) -> None:
    at_once = [(chat, messages, 0.0, 0.0, 0.0) for chat, messages, *_ in traffic]
    many = [(n + 1, messages, *times) for n, (_, messages, *times) in enumerate(at_once)]  # each another chat
    seen = play(Pace(rate), many)  # type: ignore[arg-type]
    most = max(rate, 10)
    assert most_within(most / rate - 1e-6, each(seen)) <= most
    slots = [when for when, _, _ in seen]
    assert all(b - a > 0.999 / rate for a, b in pairwise(slots))


@pytest.mark.parametrize("rate", [1.0, 28.0, 1000.0])
def test_nothing_of_the_rate_is_given_away(rate: float) -> None:
    pace = Pace(rate)
    waits = [pace.turn(chat, 1, 0.0) for chat in range(1, 201)]
    assert waits[-1] == pytest.approx(199 / rate)
    assert pace.backlog(0.0) == pytest.approx(200 / rate)


def test_turns_that_all_come_late_do_not_go_at_once_and_nobody_is_promised_a_turn_among_them() -> None:
    pace, now, gone = Pace(), 5.0, list[float]()
    for chat in range(1, 41):
        pace.turn(chat, 1, 0.0)  # and then nothing runs for five seconds
    for _ in range(20):
        while wait := pace.go(now):
            now += wait + 1e-9
        gone.append(now)
    assert most_within(1.0, gone) <= 30
    assert pace.backlog(now) == pytest.approx(21 / 28, rel=0.1)
    for _ in range(20):
        pace.give_up()
    assert pace.backlog(now) < 0.04


def test_an_unlimited_pace_still_spares_each_chat() -> None:
    pace = Pace(math.inf)
    assert [pace.turn(n, 1, 0.0) for n in range(1, 1001)] == [0.0] * 1000
    for _ in range(3):
        pace.turn(ANNA, 1, 0.0)
        pace.landed(ANNA, 1, 0.0)
    assert pace.resting(0.1) == {ANNA}


def busy(chat: int, seconds: float, alarms: Sequence[float] = ()) -> tuple[list[float], list[float]]:
    """A chat for which ordinary messages wait all the time: when they go, and how long each alarm waits for its turn."""
    pace, now, sent, waits, due = Pace(), 0.0, list[float](), list[float](), list(alarms)
    while now < seconds:
        alarm = bool(due and due[0] <= now) and chat not in pace.resting(now)
        if alarm:
            waits.append(now - due.pop(0))
        if alarm or chat not in pace.crowded(now):
            when = now + pace.turn(chat, 1, now)
            pace.landed(chat, 1, when)
            sent += [] if alarm else [when]
        now += 0.01
    assert not due
    return sent, waits


def test_a_busy_person_gets_nearly_one_a_second_and_evenly() -> None:
    sent, _ = busy(ANNA, 100)
    assert len(sent) >= 0.9 * 100
    assert max(b - a for a, b in pairwise(sent[4:])) < 1.2


def test_a_busy_group_gets_nearly_all_that_it_may() -> None:
    sent, _ = busy(GROUPS[0], 600)
    assert len(sent) >= 0.9 * 200
    assert max(b - a for a, b in pairwise(sent[20:])) < 4


def test_an_alarm_to_a_busy_group_goes_at_once_and_another_soon_after() -> None:
    _, waits = busy(GROUPS[0], 500, [3.0, 65.0, 150.0, 150.5, 300.0, 301.0])
    assert max(waits[:3] + waits[4:5]) < 0.02
    assert max(waits) < 3.5


def test_an_alarm_to_a_busy_person_waits_a_moment() -> None:
    _, waits = busy(ANNA, 100, [0.3, 10.0, 20.3, 30.7, 41.1, 55.0])
    assert waits[0] < 2.5
    assert max(waits[1:]) < 1.2


def test_who_refused_rests_as_long_as_the_server_wants_and_nobody_else() -> None:
    pace = Pace()
    pace.refused(ANNA, 7200, 0.0)
    assert pace.resting(7199.0) == {ANNA}
    assert pace.rest(1002, 1, 0.0) == 0
    assert pace.next_ease(0.0) == 7200
    assert pace.crowded(7201.0) == frozenset()


def test_an_answer_still_to_come_counts() -> None:
    pace = Pace()
    for _ in range(3):
        pace.turn(ANNA, 1, 0.0)
    assert pace.rest(ANNA, 1, 100.0) == math.inf
    for _ in range(3):
        pace.landed(ANNA, 1, 100.0)
    assert pace.rest(ANNA, 1, 100.0) == pytest.approx(3.2)


def test_it_knows_when_the_next_chat_is_at_ease() -> None:
    pace = Pace()
    assert pace.next_ease(0.0) == math.inf
    for _ in range(3):
        pace.turn(ANNA, 1, 0.0)
        pace.landed(ANNA, 1, 0.0)
    assert pace.next_ease(1.0) == pytest.approx(2.2)


def test_a_district_of_residents_leaves_no_trace() -> None:
    pace, now, seen_most = Pace(1000.0), 0.0, 0
    for chat in range(1, 30_001):
        if chat % 100 == 0:
            pace.refused(-chat, 5, now)
        now += pace.turn(chat, 1, now) + 0.001
        pace.landed(chat, 1, now)
        seen_most = max(seen_most, pace.chats)
    lately = 3.2 * 1000 + 5 * 10
    assert seen_most < 2.5 * lately
    assert not pace.crowded(now + 5)
