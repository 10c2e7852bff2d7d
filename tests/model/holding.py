"""What holders do beside the work, and what others decide of it: a few taps and words in a row, as people do them."""

from collections.abc import Callable

from cases.model import ChatRef, Ground, Obstacle, PostCode, TransferReason
from cases.taps import Tap, Verb
from tests.model.books import File
from tests.model.town import CHATS
from tests.model.world import World

Deed = Callable[[World, File, int], None]
DESKS = ("V1", "S1", "D")


def number_of(chat: str) -> int:
    return int(chat.removeprefix("tg:"))


def worker_of(world: World, case: File, pick: int) -> ChatRef:
    """Mostly the holder, sometimes somebody who stands in."""
    chat = None if pick % 5 == 0 else world.books.chat_of(case.holder)
    return CHATS[PostCode("Z2")] if chat is None else chat


def press(world: World, chat: str, verb: Verb, case: File, value: str = "") -> None:
    world.telegram.press(number_of(chat), Tap(verb, case.id, value).encode())


def ask_resident(world: World, case: File, pick: int) -> None:
    worker = worker_of(world, case, pick)
    press(world, worker, Verb.ASK, case)
    world.telegram.write(number_of(worker), "是东边那盏还是西边那盏")


def answer(world: World, case: File, pick: int) -> None:
    world.write(number_of(case.reporter), "东边那盏", must_be_filed=False)


def hand_on(world: World, case: File, pick: int) -> None:
    why = tuple(TransferReason)[pick % 4]
    to = ("Z4", "Z2", "V1", "Z1")[pick // 4 % 4]
    press(world, worker_of(world, case, pick), Verb.TRANSFER_TO, case, f"{why}/{to}")


def answer_offer(world: World, case: File, pick: int) -> None:
    """By whoever was asked, and sometimes by somebody who was not."""
    asked = world.books.chat_of(case.offered_to) if pick % 5 else CHATS[PostCode("Z2")]
    press(world, asked or worker_of(world, case, pick), Verb.TAKE if pick % 3 else Verb.DECLINE, case)


def ask_extension(world: World, case: File, pick: int) -> None:
    worker = worker_of(world, case, pick)
    press(world, worker, Verb.EXTEND, case)
    world.telegram.write(number_of(worker), "等配件")
    press(world, worker, Verb.EXTEND, case, "full" if pick % 2 else "1")


def decide_extension(world: World, case: File, pick: int) -> None:
    press(world, _desk(pick), Verb.EXTENSION_YES if pick % 3 else Verb.EXTENSION_NO, case)


def ask_suspension(world: World, case: File, pick: int) -> None:
    worker = worker_of(world, case, pick)
    press(world, worker, Verb.SUSPEND, case, tuple(Obstacle)[pick % 4])
    world.telegram.write(number_of(worker), "要等产权单位确认")


def decide_suspension(world: World, case: File, pick: int) -> None:
    press(world, _desk(pick), Verb.SUSPENSION, case, ("14", "30", "0", "14")[pick % 4])


def ask_dismissal(world: World, case: File, pick: int) -> None:
    worker = worker_of(world, case, pick)
    press(world, worker, Verb.DISMISS, case, tuple(Ground)[pick % 6])
    world.telegram.write(number_of(worker), "法院已经受理，要等判决")


def decide_dismissal(world: World, case: File, pick: int) -> None:
    press(world, _desk(pick), Verb.DISMISSAL_YES if pick % 3 else Verb.DISMISSAL_NO, case)


def appeal(world: World, case: File, _: int) -> None:
    press(world, case.reporter, Verb.APPEAL, case)


def decide_appeal(world: World, case: File, pick: int) -> None:
    press(world, _desk(pick), Verb.UPHOLD if pick % 2 else Verb.OVERTURN, case)


def resume(world: World, case: File, pick: int) -> None:
    press(world, worker_of(world, case, pick), Verb.RESUME, case)


def _desk(pick: int) -> ChatRef:
    return CHATS[PostCode(DESKS[pick // 5 % 3])]


HOLDING: tuple[Deed, ...] = (
    ask_resident,
    answer,
    hand_on,
    answer_offer,
    ask_extension,
    decide_extension,
    ask_suspension,
    decide_suspension,
    resume,
    ask_dismissal,
    decide_dismissal,
    appeal,
    decide_appeal,
)
