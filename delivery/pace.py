"""How fast Telegram may be written to: arithmetic on a clock that is handed in. Nothing here sleeps, and it forgets soon."""

import math
from collections import OrderedDict, deque
from dataclasses import dataclass

PER_SECOND = 28.0
"""For all chats together. Telegram allows about 30 (core.telegram.org/bots/faq); the rest is for a network that jolts."""
LARGEST_ALBUM = 10
TIGHTEST = 0.95
"""Of the even distance: how close two calls may follow each other when turns are late."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` messages in any `seconds`. What is no alarm goes at once only as long as fewer than `burst` are in
    there, then evenly, and leaves `reserve` of them to alarms."""

    most: int
    seconds: float
    burst: int
    reserve: int

    @property
    def gap(self) -> float:
        return self.seconds / (self.most - self.reserve)


# About one a second with short bursts, and twenty a minute (same FAQ); a little longer, for clocks that differ.
PRIVATE = Limit(3, 3.2, burst=2, reserve=0)
GROUP = Limit(20, 61.0, burst=5, reserve=1)


class Window:
    """At most `most` in any `seconds`: each waits until the one `most` places before it has left."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._stamps: deque[float] = deque(maxlen=most)

    def free_at(self, messages: int) -> float:
        """When so many more fit. An album larger than the window fits when it is empty."""
        return self.leaves(self.most - min(messages, self.most) + 1)

    def leaves(self, nth: int) -> float:
        """When the nth newest is out of the window; long ago when there is none."""
        return self._stamps[-nth] + self.seconds if nth <= len(self._stamps) else -math.inf

    def book(self, messages: int, at: float) -> None:
        # what is too much for one window is booked in the next, and so paid off in time
        self._stamps.extend(at + n // self.most * self.seconds for n in range(messages))


class Chat:
    """One chat's allowance. A call counts from its answer, for the server saw it then at the latest."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._window = Window(limit.most, limit.seconds)
        self._under_way = 0
        self._even_at = -math.inf
        self._refused_until = -math.inf

    def set_out(self, messages: int, slot: float) -> None:
        self._under_way += messages
        self._even_at = slot + messages * self._limit.gap

    def land(self, messages: int, now: float) -> None:
        self._under_way -= messages
        self._window.book(messages, now)

    def refuse(self, until: float) -> None:
        self._refused_until = max(self._refused_until, until)

    def open_at(self, messages: int = 1) -> float:
        """When so many more may be sent, even an alarm; at infinity when that hangs on an answer still to come."""
        if self._under_way and self._under_way + messages > self._limit.most:
            return math.inf
        return max(self._window.free_at(self._under_way + messages), self._refused_until)

    def at_ease_at(self) -> float:
        """When something that is no alarm may be sent."""
        limit, window = self._limit, self._window
        evenly = min(window.leaves(limit.burst), self._even_at)
        return max(window.leaves(limit.most - limit.reserve), evenly, self._refused_until)

    def ends(self) -> tuple[float, float]:
        """When the one rest is over, and the other."""
        return self.open_at(), self.at_ease_at()

    def is_past(self, now: float) -> bool:
        return not self._under_way and max(self._window.leaves(1), self._refused_until) <= now


class Pace:
    """Of one bot token. `now` is always a monotonic clock's, in seconds; chats are Telegram's numbers."""

    def __init__(self, per_second: float = PER_SECOND) -> None:
        self.per_second = per_second
        most = max(int(min(per_second, 1000.0)), LARGEST_ALBUM)
        self._all = Window(most, most / per_second)
        self._next = -math.inf
        self._gone = -math.inf
        self._waiting = 0
        self._chats: OrderedDict[int, Chat] = OrderedDict()
        self._tight: set[int] = set()

    def backlog(self, now: float) -> float:
        """For how many seconds ahead all turns are given away."""
        return max(0.0, self._free_at(1) - now)

    def rest(self, chat: int, messages: int, now: float) -> float:
        """Seconds until this chat may be sent so many; 0 when it may now."""
        known = self._chats.get(chat)
        return max(0.0, known.open_at(messages) - now) if known else 0.0

    def turn(self, chat: int, messages: int, now: float) -> float:
        """Seconds until the turn of a call that puts so many messages, to a chat that does not rest. To be told by
        `landed` when it is over, however it ends."""
        slot = max(now, self._free_at(messages))
        self._all.book(messages, slot)
        self._next = slot + 1 / self.per_second
        self._waiting += 1
        self._known(chat).set_out(messages, slot)
        self._forget(now)
        return slot - now

    def go(self, now: float) -> float:
        """Seconds still to wait when one's turn has come; 0 means go. After a process stood still many turns have come,
        and must not all go at once."""
        wait = max(0.0, self._gone + TIGHTEST / self.per_second - now)
        if not wait:
            self._gone = now
            self._waiting -= 1
        return wait

    def give_up(self) -> None:
        """A turn that will not be used."""
        self._waiting -= 1

    def landed(self, chat: int, messages: int, now: float) -> None:
        known = self._known(chat)
        known.land(messages, now)
        if known.at_ease_at() > now:
            self._tight.add(chat)

    def refused(self, chat: int, seconds: float, now: float) -> None:
        """The server wants this chat left alone for so long."""
        self._known(chat).refuse(now + seconds)
        self._tight.add(chat)

    def resting(self, now: float) -> frozenset[int]:
        """Chats nothing may be sent to now."""
        return frozenset(chat for chat in self._tight if self._chats[chat].open_at() > now)

    def crowded(self, now: float) -> frozenset[int]:
        """Chats only an alarm may be sent to now, or not even that."""
        self._tight = {chat for chat in self._tight if self._chats[chat].at_ease_at() > now}
        return frozenset(self._tight)

    def next_ease(self, now: float) -> float:
        """Seconds until some chat's rest, or crowd, is over; infinite when none has one."""
        ends = [end for chat in self._tight for end in self._chats[chat].ends() if end > now]
        return min(ends, default=math.inf) - now

    @property
    def chats(self) -> int:
        """Of how many something is remembered."""
        return len(self._chats)

    def _free_at(self, messages: int) -> float:
        late = self._gone + (self._waiting + 1) * TIGHTEST / self.per_second
        return max(self._next, self._all.free_at(messages), late)

    def _known(self, chat: int) -> Chat:
        if chat not in self._chats:
            self._chats[chat] = Chat(PRIVATE if chat > 0 else GROUP)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        """Looks at two for each one that may be new: so there are never many more than were written to lately."""
        for _ in range(2):
            chat, known = self._chats.popitem(last=False)
            if known.is_past(now):
                self._tight.discard(chat)
            else:
                self._chats[chat] = known
