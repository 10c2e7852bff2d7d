"""A work order of 12345, from whatever file it came: what is known of it, and the command that takes it in."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.opening import registry_of
from bot.settings import Settings, SettingsError
from bot.topic_tables import topics_of
from cases.commands import EnterOrder, Said
from cases.model import Actor, Cause, ChatRef, PersonRef, PostCode, Source, is_group
from cases.reading import PlaceKind, PlaceReading, Reading
from handlers.kit import Reads
from nlp.place import Locator, clearest
from nlp.reader import Locates, Reader
from storage.store import Store
from texts.outside import told

LONGEST_WORDS = 4_000
LONGEST_NUMBER = 40
_WIDE = {ord("！") + n: ord("!") + n for n in range(94)}
_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z][0-9A-Z_/.-]*")


class BadOrder(ValueError):
    """`field` is an attribute of WorkOrder, `why` a Chinese sentence about what stands there."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"{field}: {why}")


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """As the other office wrote it; times are aware. `caller` and `phone` are hidden like every number that names a person."""

    number: str
    words: str
    title: str = ""
    address: str = ""
    called_at: datetime | None = None
    phone: str = ""
    due_at: datetime | None = None
    """By when the other office wants it done: told to the worker, and a limit beside our own."""

    def checked(self) -> "WorkOrder":
        """With its number in one spelling. Raises BadOrder."""
        number = number_of(self.number)
        if not number:
            raise BadOrder("number", "没有工单编号" if not self.number.strip() else "不像工单编号")
        if not self.words.strip():
            raise BadOrder("words", "没有诉求内容")
        if len(self.words) > LONGEST_WORDS:
            raise BadOrder("words", f"诉求内容超过 {LONGEST_WORDS} 字")
        return WorkOrder(
            number, self.words.strip(), self.title.strip(), self.address.strip(), self.called_at, self.phone.strip(),
            self.due_at,
        )  # fmt: skip


def number_of(written: str) -> str:
    """A number of another office in one spelling, as a typed 录入 has it; "" for what is none."""
    number = "".join(written.translate(_WIDE).split()).upper()
    return number if len(number) <= LONGEST_NUMBER and _NUMBER.fullmatch(number) else ""


class OrderClerk:
    """Reads work orders for the desk that takes them in. May be used from any thread."""

    def __init__(self, reader: Reads, locator: Locates, by: Actor, post: PostCode) -> None:
        self._reader, self._locator = reader, locator
        self.by, self.post = by, post

    def command(self, order: WorkOrder, at: datetime) -> EnterOrder:
        """For `cases.ordering.enter_order`. Raises BadOrder. The same order is the same command, whenever it comes."""
        order = order.checked()
        reading = self._reader.read(order.words, title=order.title)
        place = self._place(order, reading)
        said = Said(message=0, text=_told(order), reading=reading, place=place)
        cause = Cause(f"order/{order.number}")
        return EnterOrder(self.by, at, cause, self.post, order.number, said, Source.HOTLINE, order.due_at)

    def _place(self, order: WorkOrder, reading: Reading) -> PlaceReading:
        """The address, made clearer by the words where it alone does not come down to a grid."""
        if not order.address:
            return reading.place
        found = self._locator.locate(order.address)
        if found.kind is PlaceKind.GRID:
            return found
        both = self._locator.locate(f"{order.address}，{order.words}")
        return clearest(found, both, reading.place)


def _told(order: WorkOrder) -> str:
    """What stands in the words already is not said twice."""
    title = order.title if order.title not in order.words else ""
    place = order.address if order.address not in order.words else ""
    return told(order.words, place, order.phone, title=title, called_at=order.called_at, due_at=order.due_at)


def clerk_for(settings: Settings, store: Store, post: str = "") -> OrderClerk:
    """For the desk `post`, else the district's. Building takes a second. Raises SettingsError where that desk answers in no
    chat: somebody must be there to be asked whether it is done."""
    registry = registry_of(store)
    _desk_at(store, post)  # refused before anything is built
    locator = Locator(registry)
    return clerk_of(store, Reader(locator, topics_of(settings)), locator, post)


def clerk_of(store: Store, reader: Reads, locator: Locates, post: str = "") -> OrderClerk:
    """The same with what reads already."""
    desk, chat = _desk_at(store, post)
    return OrderClerk(reader, locator, actor_of(chat), desk)


def _desk_at(store: Store, post: str) -> tuple[PostCode, ChatRef]:
    with store.unit_of_work() as uow:
        desk = PostCode(post or uow.org.top)
        if not uow.org.is_desk(desk):
            raise SettingsError(f"没有值班岗 {desk}：接 12345 工单的岗位请写区划编码。")
        chats = uow.chats_of(desk)
    if not chats:
        raise SettingsError(
            f"岗位 {desk} 还没有绑定聊天，工单没有人代为确认：请先运行 minhu bind-code {desk}，在值班的聊天里发 /bind 码。"
        )
    return desk, chats[0]


def actor_of(chat: ChatRef) -> Actor:
    """Whoever answers in that chat."""
    group = is_group(chat)
    return Actor(chat, PersonRef("" if group else chat), group=group)
