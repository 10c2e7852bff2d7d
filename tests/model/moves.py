"""Everything that may happen next: what people, processes and time do. `pick` chooses the details."""

from datetime import timedelta

from cases.commands import IssueCode
from cases.messages import AskChoice, Card, Closed
from cases.model import Change, ChatRef, Notification, PostCode, Priority, Status
from cases.posts import digest_of, issue_code
from cases.taps import Tap, Verb
from tests.model.books import File
from tests.model.holding import DESKS, HOLDING, Deed, answer_offer, number_of, press, worker_of
from tests.model.replica import Replica
from tests.model.town import CHATS, NEVER_BLOCKED, RESIDENTS
from tests.model.world import HURRY, Move, World

COMPLAINTS = (
    "文昌街道大寨村1组路灯坏了",
    "大寨村1组煤气泄漏了，味道很大",
    "大寨村2组水管爆了，水漫到路上",
    "小寨村1组垃圾没人清",
    "路灯坏了",
    "大寨村路灯坏了",
    "有煤气味",
)
ENOUGH = 4
"""Complaints in one run: a few long lives tell more than many short ones."""
OTHER_WORDS = ("大寨村1组", "小寨村1组", "在小卖部门口", "谢谢", HURRY, "灯罩碎了一半")
SPANS = (1, 20, 100, 100, 400, 700, 3_700, 3_700, 8 * 3_600, 86_400, 4 * 86_400, 8 * 86_400)
WITH_CALLS_UNDER_WAY = (1, 7, 7, 7, 9, 9, 100, 700, 3_700, 86_400)
"""Seconds that may pass: in the lives of cases, and while a message is in the air."""


# --- residents ---


def complain(world: World, replica: Replica, pick: int) -> None:
    if sum(world.judge.words.values()) >= ENOUGH:
        return say_more(world, replica, pick)
    return world.write(RESIDENTS[pick % 2], COMPLAINTS[pick // 2 % len(COMPLAINTS)], must_be_filed=True)


def say_more(world: World, _: Replica, pick: int) -> None:
    if len(world.judge.words) < 2 * ENOUGH:
        world.write(RESIDENTS[pick % 2], OTHER_WORDS[pick // 2 % len(OTHER_WORDS)], must_be_filed=False)


def about(deed: Deed) -> Move:
    """Done about some case; where there is none yet, somebody complains."""

    def move(world: World, replica: Replica, pick: int) -> None:
        case = _some_case(world, pick)
        if case is None:
            complain(world, replica, pick)
        else:
            deed(world, case, pick)

    move.__name__ = deed.__name__
    return move


def tap_of_resident(verb: Verb) -> Move:
    def tap_of_resident(world: World, case: File, _: int) -> None:
        world.judge.urged[case.reporter] += verb is Verb.URGE
        press(world, case.reporter, verb, case)

    return about(tap_of_resident)


def choose_place(world: World, replica: Replica, pick: int) -> None:
    """A resident presses one of the places we offered."""
    for who in RESIDENTS:
        for shown in world.telegram.chats[ChatRef(f"tg:{who}")].values():
            if isinstance(asked := shown.message, AskChoice):
                choice = asked.choices[pick % len(asked.choices)]
                world.telegram.press(who, Tap(Verb.PLACE, asked.draft, choice.value).encode())
                return


# --- staff ---


def tap_of_staff(verb: Verb) -> Move:
    def tap_of_staff(world: World, case: File, pick: int) -> None:
        press(world, worker_of(world, case, pick), verb, case)

    return about(tap_of_staff)


def say_done(world: World, case: File, pick: int) -> None:
    """A worker answers the card with a sentence, or without."""
    chat = worker_of(world, case, pick)
    cards = [n for n, shown in world.telegram.chats[chat].items() if _is_card_of(case, shown.message)]
    words = "修好了，换了新的" if pick % 3 else "修好了"
    world.telegram.write(number_of(chat), words, reply_to=cards[-1] if cards else None)


def tap_of_desk(verb: Verb) -> Move:
    def tap_of_desk(world: World, case: File, pick: int) -> None:
        to = sorted(CHATS)[pick // 3 % len(CHATS)] if verb is Verb.ASSIGN else ""
        press(world, CHATS[PostCode(DESKS[pick % 3])], verb, case, to)

    return about(tap_of_desk)


def take_post(world: World, replica: Replica, pick: int) -> None:
    """Somebody new answers for a post, or the same person on a new phone."""
    post, chat, code = PostCode(("Z5", "Z1", "Z4")[pick % 3]), 700 + pick % 100, f"code{pick}"
    replica.run(issue_code, IssueCode(post, digest_of(code), world.hands.now()))
    world.telegram.write(chat, f"/bind {code}")


def block(world: World, _: Replica, pick: int) -> None:
    """A worker has had enough of the bot, mostly just when it has something to say; or comes back to it."""
    expecting = [chat for chat in world.books.chats_expecting_something() if chat in CHATS.values()]
    among = expecting if expecting and pick % 4 else sorted(CHATS.values())
    chat = among[pick % len(among)]
    if chat in world.telegram.blocked:
        world.telegram.blocked.remove(chat)
    elif chat != NEVER_BLOCKED:
        world.telegram.blocked.add(chat)
        world.telegram.missed.add(chat)


def _some_case(world: World, pick: int) -> File | None:
    files = world.books.files()
    return files[pick // 7 % len(files)] if files else None


def _is_card_of(case: File, message: object) -> bool:
    return isinstance(message, Card) and message.case == case.id


def go_on(world: World, replica: Replica, pick: int) -> None:
    """What people mostly do: the next thing there is to do about a case."""
    case = _some_case(world, pick)
    if case is None or not Status(case.status).is_open:
        return complain(world, replica, pick)
    if case.offered_to:
        return answer_offer(world, case, pick)
    return NEXT[Status(case.status)][pick % 3](world, replica, pick)


report_done = about(say_done)


NEXT: dict[Status, tuple[Move, Move, Move]] = {
    Status.FILED: (tap_of_staff(Verb.ACCEPT), tap_of_staff(Verb.ACCEPT), report_done),
    Status.ACCEPTED: (tap_of_staff(Verb.ARRIVE), report_done, report_done),
    Status.ON_SITE: (report_done, report_done, tap_of_staff(Verb.RESOLVE)),
    Status.RESOLVED: (tap_of_resident(Verb.FIXED), tap_of_resident(Verb.NOT_FIXED), tap_of_resident(Verb.NOT_FIXED)),
}


# --- a process ---


def poll(_: World, replica: Replica, pick: int) -> None:
    replica.poll()


def listen(world: World, replica: Replica, pick: int) -> None:
    world.listen(replica, together=pick % 2 == 0)


def take(_: World, replica: Replica, pick: int) -> None:
    replica.take(1 + pick % 3)


def handle(_: World, replica: Replica, pick: int) -> None:
    if not replica.held:
        replica.take(1)
    if replica.held:
        replica.handle()


def stumble(_: World, replica: Replica, pick: int) -> None:
    if replica.held:
        replica.stumble()


def sweep(_: World, replica: Replica, pick: int) -> None:
    replica.sweep(None if pick % 3 else pick // 3 % 2)


def claim(_: World, replica: Replica, pick: int) -> None:
    replica.claim(1 + pick % 4)


def send(world: World, replica: Replica, pick: int) -> None:
    if waiting := [flight for flight in replica.flights if flight.outcome is None]:
        replica.send(waiting[0], world.weather(pick))
    elif not replica.flights:
        replica.claim(1 + pick % 2)


def settle(_: World, replica: Replica, pick: int) -> None:
    if answered := [flight for flight in replica.flights if flight.outcome is not None]:
        replica.settle(answered[0])


def carry(world: World, replica: Replica, pick: int) -> None:
    world.carry(replica, pick, rounds=1 + pick % 3)


def die(_: World, replica: Replica, pick: int) -> None:
    replica.die()


# --- words of no use case: every kind of message, in any order, taken back at any time ---


def announce(world: World, replica: Replica, pick: int) -> None:
    key, slot = f"word/{pick}/{len(world.telegram.tape)}", "notice" if pick % 4 == 0 else ""
    later = world.hands.now() + timedelta(hours=1) if pick % 5 == 0 else None
    chat, priority = list(CHATS.values())[pick % 3], tuple(Priority)[pick % 5]
    word = Notification(key, chat, Closed(key, "confirmed"), priority, slot=slot, not_before=later)
    world.record(replica, Change(notifications=(word,)))
    if not slot:
        world.announced.append(key)


def take_back(world: World, replica: Replica, pick: int) -> None:
    """Like a reminder or a question; what has a slot is never taken back, only said anew."""
    if world.announced:
        key = world.announced[pick % len(world.announced)]
        world.taken_back.add(key)
        world.record(replica, Change(withdrawn=(key,)))


# --- time ---


def time_passes(world: World, _: Replica, pick: int) -> None:
    under_way = any(replica.flights for replica in world.replicas)
    spans = WITH_CALLS_UNDER_WAY if under_way else SPANS
    world.pass_time(timedelta(seconds=spans[pick % len(spans)]), arrives=pick // 16 % 2 == 0)


def clock_is_set_back(world: World, _: Replica, pick: int) -> None:
    world.set_back(timedelta(hours=8 if pick % 2 == 0 else 1))


HEARING: tuple[Move, ...] = (poll, poll, listen, take, take, handle, handle)
SPEAKING: tuple[Move, ...] = (claim, claim, send, send, settle, settle, carry)
AT_WORK: tuple[Move, ...] = (listen, listen, carry, sweep, time_passes)
PEOPLE: tuple[Move, ...] = (
    *[complain] * 4,
    *[say_more] * 2,
    *[go_on] * 8,
    choose_place,
    *[tap_of_resident(verb) for verb in (Verb.URGE, Verb.WITHDRAW, Verb.WITHDRAW, Verb.FIXED, Verb.ANONYMOUS)],
    *[tap_of_staff(verb) for verb in (Verb.ACCEPT, Verb.ARRIVE, Verb.RESOLVE)],
    *[tap_of_desk(verb) for verb in (Verb.SUPERVISE, Verb.ASSIGN, Verb.ASSIGN)],
    take_post,
    block,
    *[about(deed) for deed in HOLDING],
)
TROUBLE: tuple[Move, ...] = (die, die, stumble, clock_is_set_back)
WORDS: tuple[Move, ...] = (announce, announce, take_back)
IN_THE_AIR: tuple[Move, ...] = 3 * (claim, claim, send, settle, time_passes, announce) + 2 * (listen, complain, carry)
DAYS: tuple[tuple[Move, ...], ...] = (
    2 * HEARING + SPEAKING + 3 * AT_WORK + PEOPLE + TROUBLE + WORDS,
    6 * AT_WORK + PEOPLE,
    IN_THE_AIR + TROUBLE + WORDS,
    5 * HEARING + 2 * PEOPLE + 2 * AT_WORK,
    3 * (complain, block, listen, claim, send, settle) + 2 * (sweep, time_passes, carry) + (go_on,),
    4 * (sweep, time_passes) + 2 * (complain, listen) + (carry, go_on, die),
    5 * AT_WORK + 4 * (go_on,) + 2 * tuple(about(deed) for deed in HOLDING) + (complain, die),
)
"""What a run is made of, each as often as it is worth: of everything, of cases' lives, of messages in the air, of updates
in two hands, of workers who are gone, of reminders, of what holders do beside the work."""
