"""After the last fault and enough time: everything said was heard, filed and answered, and nothing waits for ever."""

from collections.abc import Sequence
from datetime import timedelta

from cases.ladder import standing
from cases.letters import slot_of
from cases.messages import AskPlace, Card, Receipt
from cases.model import Case, ChatRef, Event, Status
from cases.org import Org
from storage.engine import LONGEST_RETRY
from tests.model.history import BY_THE_CLOCK, judge_history
from tests.model.judge import Broken
from tests.model.replica import LEASE
from tests.model.town import ORG, RESIDENTS, RULES
from tests.model.world import World

PATIENCE = LEASE + timedelta(seconds=5)
"""The longest that anything may be held up by a dead process."""
WEEKS = (timedelta(days=40), timedelta(days=3))
ROUNDS = 5
SAID = frozenset({"warn", "due", "alarm", "station", "centre", "district", "appeal"})
"""Steps of the ladder that somebody is always told of."""


def come_to_rest(world: World, *, after_weeks: bool) -> None:
    """`after_weeks`: nobody does anything for so long that the whole ladder is climbed; else just until no question is
    open any more."""
    world.let_finish()
    if world.hands.set_back_by:
        work(world, all_of_it=False)  # a row put off until the day after tomorrow is one that can be sent now
        world.pass_time(LONGEST_RETRY, arrives=True)
    world.pass_time(PATIENCE, arrives=True)
    work(world)
    if after_weeks or world.books.something_is_ahead():
        world.pass_time(world.hands.set_back_by, arrives=True)
        for wait in WEEKS if after_weeks else (RULES.follow_up_patience,):
            world.pass_time(wait, arrives=True)
            if after_weeks:
                world.write(
                    RESIDENTS[0], "大寨村1组路灯坏了", must_be_filed=True
                )  # the first word after a long silence
            work(world)
        morning = RULES.quiet.awake(world.hands.now())
        if morning > world.hands.now():
            world.pass_time(morning - world.hands.now(), arrives=True)
            work(world)
    every_word_was_said(world)
    world.judge.nothing_is_filed_twice()
    every_word_is_filed(world)
    cases = world.replicas[0].store.glance.case_list(None, 1_000)
    nobody_hurried_more_than_they_did(world, cases)
    nothing_is_done_twice(world)
    world.judge.nothing_is_buried_in_silence()
    for case in cases:
        judge_case(world, case)
        somebody_has_its_card(world, case, reachable=after_weeks)
        if after_weeks:
            has_climbed(world, case)
    if after_weeks:
        nothing_waits(world)


def work(world: World, *, all_of_it: bool = True) -> None:
    """One process, well and undisturbed, does all that can be done now: which must be all there is to do."""
    replica = world.replicas[0]
    replica.sweep()
    for _ in range(ROUNDS if all_of_it else 1):
        world.listen(replica, together=True)
        world.carry(replica, rounds=500)
        if not (world.telegram.pending or replica.store.inbox.waiting() or replica.store.outbox.waiting()):
            return
    if all_of_it:
        raise Broken(f"never done: {world.books.waiting()}")


def every_word_is_filed(world: World) -> None:
    filed = world.books.filed_words()
    for sign, must_be_filed in world.judge.words.items():
        if must_be_filed and sign not in filed:
            raise Broken(f"lost: {sign}")


def nothing_waits(world: World) -> None:
    if left := world.books.waiting():
        raise Broken(f"waits for ever: {left}")


def every_word_was_said(world: World) -> None:
    dead, words = set(world.books.dead()), world.books.said("word/%")
    newest = {(entry.chat, entry.slot): entry.id for entry in words if entry.slot}
    for entry in words:
        is_owed = entry.id not in dead and entry.key not in world.taken_back
        is_replaced = entry.slot and entry.id < newest[entry.chat, entry.slot]
        if is_owed and not is_replaced and not world.judge.was_seen(entry.id):
            raise Broken(f"never said: {entry}")


def nobody_hurried_more_than_they_did(world: World, cases: Sequence[Case]) -> None:
    for who in {case.reporter for case in cases}:
        if sum(case.urged for case in cases if case.reporter == who) > world.judge.urged[who]:
            raise Broken(f"counted more often than said: the urging of {who}")


def nothing_is_done_twice(world: World) -> None:
    """Whoever handles an update a second time finds that it cannot be done any more."""
    if twice := world.books.refused_and_done():
        raise Broken(f"done and refused: {twice}")


# --- cases ---


def judge_case(world: World, case: Case) -> None:
    with world.replicas[0].store.unit_of_work() as uow:
        history = uow.history(case.id)
    judge_history(case, history, clock_was_set=bool(world.hands.set_back_by))
    has_its_receipt(world, case)
    every_step_was_said(world, history)
    shows_its_state(world, case)


def has_its_receipt(world: World, case: Case) -> None:
    for shown in world.telegram.chats[case.reporter].values():
        if isinstance(shown.message, Receipt | AskPlace) and shown.message.number == case.number:
            return
    raise Broken(f"{case.number}: the resident was never told")


def every_step_was_said(world: World, history: Sequence[Event]) -> None:
    for line in history:
        if line.what in BY_THE_CLOCK and line.note in SAID and not world.books.pushed(line.case, line.note):
            raise Broken(f"a step was noted and never said: {line}")


def has_climbed(world: World, case: Case) -> None:
    """Nobody did anything for weeks: the resident's silence has closed it, or the whole ladder is behind it."""
    if case.status is Status.RESOLVED:
        raise Broken(f"{case.number}: waits for the resident for ever")
    if case.status.is_open and standing(case, RULES, world.hands.now()).rung != case.rung:
        raise Broken(f"{case.number}: a step of the ladder was never taken")


def shows_its_state(world: World, case: Case) -> None:
    """Every reachable card tells how things stand."""
    for chat in _chats_with_its_card(world, case) - world.telegram.missed:
        card = world.cards(chat, case.id)[-1]
        if _says(card) != _should_say(case, chat, ORG) and (chat, slot_of(case)) not in world.judge.overtaken:
            raise Broken(f"{case.number}: in {chat} stands {_says(card)}, not {_should_say(case, chat, ORG)}")


def somebody_has_its_card(world: World, case: Case, *, reachable: bool) -> None:
    """The clock alone finds out about a worker who blocks the bot after the card has come."""
    gone = world.telegram.blocked if reachable else set()
    if case.status.is_in_hand and not _chats_with_its_card(world, case) - gone:
        raise Broken(f"{case.number}: nobody has its card")


def _chats_with_its_card(world: World, case: Case) -> set[ChatRef]:
    return {chat for chat in world.telegram.chats.copy() if world.cards(chat, case.id)}


def _says(card: Card) -> tuple[object, ...]:
    return card.status, card.said, card.owner, card.accepted_by, card.reopened, card.supervised, card.reporter


def _should_say(case: Case, chat: ChatRef, org: Org) -> tuple[object, ...]:
    owner = org.label(case.holder)
    in_group = chat.startswith("tg:-")
    who = "" if case.anonymous or in_group else case.reporter_name
    said = "" if case.conflict and in_group else case.text  # to be read in private
    supervised = case.supervised_at is not None
    return case.status.value, said, owner, case.accepted_by, case.reopened, supervised, who
