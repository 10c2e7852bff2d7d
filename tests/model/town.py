"""A very small district, prepared once: two villages, three grids, five workers, four desks, two residents."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.rules import default_limits, is_workday
from cases.clocks import Office, Quiet
from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.reading import Reading
from cases.registry import Area, Grid, Level, Registry, Role, Worker
from cases.rules import Rules
from nlp.place import Locator
from nlp.reader import Reader
from storage.store import Store
from tests.model.hands import ZONE, Hands

WORKERS = ("Z1", "Z2", "Z3", "Z4", "Z5")
REGISTRY = Registry(
    areas=(
        Area("D", "示范区", Level.DISTRICT, ""),
        Area("S1", "文昌街道", Level.STREET, "D"),
        Area("V1", "大寨村", Level.VILLAGE, "S1", aliases=("大寨",)),
        Area("V2", "小寨村", Level.VILLAGE, "S1"),
    ),
    grids=(
        Grid("G1", "大寨村1组", "农村", "V1", group=1, full_time="Z1", part_time="Z2", leader="Z3"),
        Grid("G2", "大寨村2组", "农村", "V1", group=2, full_time="Z4"),
        Grid("G3", "小寨村1组", "农村", "V2", group=1, full_time="Z5"),
    ),
    workers=tuple(Worker(id, f"网格员{id}", Role.FULL_TIME, "000", "V1") for id in WORKERS),
)
ORG = Org(REGISTRY)
RULES = Rules(Office(ZONE, is_workday), Quiet(ZONE), default_limits())
CHATS = {
    PostCode(post): ChatRef(chat)
    for post, chat in {
        "Z1": "tg:501",
        "Z2": "tg:502",
        "Z4": "tg:504",
        "V1": "tg:-601",
        "S1": "tg:-602",
        "D": "tg:603",
    }.items()
}
"""Nobody answers for Z3, Z5 and V2: what falls to them must find its way upwards."""
NEVER_BLOCKED = CHATS[PostCode("D")]
RESIDENTS = (901, 902)


@cache
def folder() -> Path:
    """In memory where the machine has such a place: a search commits a thousand times a second."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="minhu-model-", dir=memory if memory.is_dir() else None))


def forget() -> None:
    """Takes the folder away again."""
    shutil.rmtree(folder())
    folder.cache_clear()
    prepared.cache_clear()


@cache
def prepared() -> bytes:
    """The file of a migrated database with the district in it and its posts bound."""
    path = folder() / "prepared.db"
    store = Store(f"sqlite:///{path}", Hands(), RULES)
    store.migrate()
    store.save_registry(REGISTRY)
    store.bind_desks(CHATS)
    store.close()
    return path.read_bytes()


@cache
def _reader() -> Reader:
    return Reader(Locator(REGISTRY))


@cache
def read(text: str, within: str) -> Reading:
    """The real reading; nobody here says more than a few different things."""
    return _reader().read(text, within=within)
