"""The organisation in the database: replaced whole, kept in memory until another revision is there."""

from sqlalchemy import Connection, delete, insert, select

from cases.model import Binding, ChatRef, PersonRef, PostCode
from cases.org import Org
from cases.ports import Clock
from cases.registry import EMPTY, Registry, Worker
from storage import wire
from storage.directory import bindings_changed, load_registry
from storage.engine import system_now, upsert
from storage.errors import RegistryInUse
from storage.mapping import binding_values
from storage.tables import binding, case_unit, cases, registry

MESSENGER = "tg"
"""Registries name people by bare Telegram ids; a ChatRef says of which messenger it is."""


def current_revision(db: Connection) -> int:
    """0 when there is no registry yet."""
    return db.execute(select(registry.c.revision)).scalar() or 0


def save(db: Connection, new: Registry, clock: Clock) -> int:
    """The new revision. Raises RegistryInUse before anything is changed."""
    if orphans := open_cases_without_grid(db, new):
        raise RegistryInUse(orphans)
    old = load_registry(db) or EMPTY
    revision = current_revision(db) + 1
    row = {"revision": revision, "saved_at": system_now(db), "body": wire.REGISTRY.write(new)}
    db.execute(delete(registry))
    db.execute(insert(registry), row)
    _bind_workers(db, old, new, clock)
    _place_open_cases(db, Org(new))
    return revision


def bind(db: Connection, post: PostCode, chat: ChatRef, name: str, clock: Clock) -> None:
    bound = Binding(post, chat, PersonRef(chat), name, clock.now())
    db.execute(upsert(binding, db.dialect.name), binding_values(bound))
    bindings_changed(db)


def open_cases_without_grid(db: Connection, new: Registry) -> dict[str, list[str]]:
    """Grids that the new registry drops though they still own open cases, and the numbers of these."""
    used = select(cases.c.grid, cases.c.number).where(cases.c.open, cases.c.grid != "")
    orphans: dict[str, list[str]] = {}
    for grid, number in db.execute(used.order_by(cases.c.grid, cases.c.number)):
        if grid not in new.grid:
            orphans.setdefault(grid, []).append(number)
    return orphans


def _bind_workers(db: Connection, old: Registry, new: Registry, clock: Clock) -> None:
    """A chat that the registry newly states is bound; one it merely repeats does not undo a later /bind. Posts that
    are gone lose their chats: whoever has left reads nothing more."""
    bound = set(db.execute(select(binding.c.post)).scalars())
    known = new.worker.keys() | new.area.keys() | new.department.keys()
    if gone := bound - known:
        db.execute(delete(binding).where(binding.c.post.in_(sorted(gone))))
        bindings_changed(db)
    for worker in new.workers:
        if worker.chat and (worker.id not in bound or _chat_before(old, worker) != worker.chat):
            bind(db, PostCode(worker.id), chat_ref(worker.chat), worker.name, clock)


def _chat_before(old: Registry, worker: Worker) -> str:
    before = old.worker.get(worker.id)
    return before.chat if before else ""


def chat_ref(stated: str) -> ChatRef:
    return ChatRef(stated if ":" in stated else f"{MESSENGER}:{stated}")


def _place_open_cases(db: Connection, org: Org) -> None:
    """Grids may have moved to another village: open cases follow, closed ones stay where they were counted."""
    still_open = db.execute(select(cases.c.id, cases.c.unit).where(cases.c.open)).all()
    if not still_open:
        return
    db.execute(delete(case_unit).where(case_unit.c.case_id.in_(select(cases.c.id).where(cases.c.open))))
    rows = [{"case_id": case_id, "unit": unit} for case_id, lowest in still_open for unit in org.path(lowest)]
    if rows:
        db.execute(insert(case_unit), rows)
