"""What the district's desk looks after in the console, put together."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.audit import verdict_line
from bot.exports import TITLES, Wanted, sheet_of
from bot.knowledge import DEMO, read_table
from bot.lexicon import WordDesk
from bot.links import BotLinks
from bot.listening import Minds
from bot.opening import registry_of
from bot.registry_upkeep import WorkbookDesk
from bot.settings import Settings
from bot.settings_shown import settings_shown
from bot.sheets import write_sheets
from cases.deeds import Doer, Head
from cases.months import Month
from cases.org import Org
from cases.pages.export import AuditLine
from cases.pages.upkeep import KnowledgeTable, Upkeep, Verified
from cases.ports import Clock
from cases.reading import Reading
from storage.store import Store


def upkeep_of(
    settings: Settings, store: Store, clock: Clock, read: Callable[[str], Reading], username: Callable[[], str]
) -> Upkeep:
    """`username` is the bot's, "" while it is not known."""
    return Upkeep(
        posts=store.pages.posts,
        links=BotLinks(username),
        hooks=store.hooks,
        code_life=store.rules.code_life,
        registry_files=(files := WorkbookDesk(store)),
        tables=ExportedTables(store, clock, files),
        audit=AuditDesk(store),
        settings=lambda: settings_shown(settings),
        knowledge=lambda: knowledge_table(settings.knowledge),
        read=read,
        words=WordDesk(settings, store, clock),
        corrections=store.pages.corrections.newest,
    )


def reader_of(minds: Minds) -> Callable[[str], Reading]:
    """With the registry as it is now. Blocks: for the first reader and after an import about a second."""

    def read(words: str) -> Reading:
        return minds.fresh().reader.read(words)

    return read


class ExportedTables:
    """A cases.pages.upkeep.Tables."""

    titles = TITLES
    monthly = frozenset({"whistles", "ranking"})

    def __init__(self, store: Store, clock: Clock, files: WorkbookDesk) -> None:
        self._store, self._clock, self._files = store, clock, files

    def write(self, table: str, month: Month | None, path: Path, by: Doer) -> None:
        if table == "registry":
            path.write_bytes(self._files.present(by))
            return
        now = self._clock.now()
        wanted = Wanted(self._store, Org(registry_of(self._store)), now, month)
        zone = self._store.rules.zone
        self._store.note_export(table, write_sheets([sheet_of(table, wanted)], path, zone), by)


class AuditDesk:
    """A cases.pages.upkeep.AuditLog."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def newest(self, before: int, limit: int) -> Sequence[AuditLine]:
        return self._store.pages.audit.newest(before, limit)

    def head(self) -> Head:
        return self._store.audit_head()

    def verify(self) -> Verified:
        found = self._store.verify_audit()
        return Verified(not found.bad, verdict_line(found))


def knowledge_table(path: str) -> KnowledgeTable:
    """A file that cannot be read has no entries and one fault."""
    if not path:
        return KnowledgeTable("", (), ())
    try:
        table = read_table(path)
    except OSError as error:
        return KnowledgeTable(path, (), (f"读不了：{error.strerror or error}",))
    where = f"{DEMO}（自带的示例）" if path == DEMO else path
    return KnowledgeTable(where, table.entries, tuple(map(str, table.faults)))
