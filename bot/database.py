"""`minhu db`: backups, restores and moving house, told in lines that an operator can act on."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import clock_for
from bot.progress import bar
from bot.settings import SettingsError, is_database, read_settings
from bot.settings_shown import database_shown
from storage.backing_up import BadCopy, Copy, back_up, restore
from storage.copying import CountsDiffer, NotEmpty, OtherSchema, Told, copy_desk, standing_still
from storage.engine import is_sqlite, open_engine
from storage.errors import DeskInUse

OK, FAULTS = 0, 1
SHOWN_FAULTS = 3
MEGABYTE = 1_000_000
NAMES = {
    "cases": "诉求",
    "event": "经过",
    "draft": "对话",
    "outbox": "发件",
    "inbox": "收件",
    "binding": "绑定",
}
"""What is told of a database; its other tables go with these."""
FLAWS = {
    "not a database of a desk": "里面没有民呼必应的表",
    "file is not a database": "不是数据库文件",
    "database disk image is malformed": "文件已经损坏",
}


def write_backup(path: Path) -> int:
    with _told_plainly():
        source = _present(read_settings().database_url)
        with _bar("备份") as told:
            copy = back_up(source, path, told)
        print(f"已备份到 {path}：{_size(copy)}，表结构 {copy.schema}，打开检查过，完好。")
        print(_held(copy.counts))
        return OK
    return FAULTS


def restore_backup(path: Path, into: str) -> int:
    settings = read_settings()
    url = _address(into, "--into") if into else settings.database_url
    if not path.is_file():
        return _refuse(f"没有找到备份 {path}，请核对路径。")
    with _told_plainly():
        now = clock_for(settings.model_copy(update={"database_url": url})).now()  # the old one may be lost
        with _bar("恢复") as told:
            copy = restore(path, url, now, told)
        print(f"已从 {path} 恢复到 {database_shown(url)}。")
        print(_held(copy.counts))
        print("备份时还没发出的消息，发送时会带“重发”字样；还没发出的普通提醒不再发，下一级催办照常。")
        return OK
    return FAULTS


def move_to(to: str) -> int:
    source, target = _present(read_settings().database_url), _address(to, "--to")
    with _told_plainly():
        counts = _copied(source, target)
        print(f"已从 {database_shown(source)} 搬到 {database_shown(target)}，逐表核对过条数。")
        print(_held(counts))
        print("请把 MINHU_DATABASE_URL 改成新库再启动；旧库改个名字留存，不要再启动它。")
        return OK
    return FAULTS


def _copied(source: str, target: str) -> Mapping[str, int]:
    engines = open_engine(source), open_engine(target)
    try:
        with standing_still(engines[0]), _bar("搬家") as told:
            return copy_desk(*engines, told)
    finally:
        for engine in engines:
            engine.dispose()


@contextmanager
def _bar(what: str) -> Iterator[Told]:
    """Table by table where the rows are carried; `what` until then."""
    with bar() as tell:
        tell(what, 0, None)
        yield lambda table, carried, of: tell(f"{what} {NAMES.get(table, table)}", carried, of)


# --- addresses ---


def _address(url: str, option: str) -> str:
    """Raises SettingsError."""
    if not is_database(url):
        raise SettingsError(f"{option} 要写成 sqlite:///文件 或 postgresql+psycopg://用户@主机/库。")
    return url


def _present(url: str) -> str:
    """A SQLite file that is missing would be made, and an empty desk would be saved with great care."""
    if is_sqlite(url) and not Path(make_url(url).database or "").is_file():
        raise SettingsError(f"没有找到数据库 {database_shown(url)}：请核对 MINHU_DATABASE_URL 和当前文件夹。")
    return url


# --- what is said ---


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Leaves the block with one clear line when it cannot be done."""
    try:
        yield
    except FileExistsError as error:
        _refuse(f"{error.args[0]} 已经有了，不会覆盖：请换一个文件名。")
    except DeskInUse:
        _refuse("minhu run 还在用这个库，什么也没有写入：请先停掉它，免得搬的时候又来新的。")
    except NotEmpty:
        _refuse("目标库里已经有数据，什么也没有写入：只能恢复或搬到空库，请先把旧库移开，或换一个新库。")
    except OtherSchema as error:
        _refuse(f"库的表结构是 {error.found or '空的'}，这个版本要 {error.needed}：{_advice(error)}")
    except BadCopy as error:
        _refuse(f"这个文件不能用，什么也没有写入：{_flaws(error)}。请换一份备份。")
    except CountsDiffer as error:
        _refuse(f"条数对不上，什么也没有写入：{error}。请确认程序已停，再试一次。")
    except (OSError, ImportError, SQLAlchemyError) as error:
        _refuse(f"没有做成（{type(error).__name__}）：请核对路径、权限、磁盘空间，以及数据库是否连得上。")


def _flaws(error: BadCopy) -> str:
    return "；".join(FLAWS.get(fault, fault) for fault in error.faults[:SHOWN_FAULTS])


def _advice(error: OtherSchema) -> str:
    if error.found < error.needed:
        return "请先用这个版本启动一次 minhu run（会自动升级），或换回原来的版本再做。"
    return "请用更新的版本再做。"


def _refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return FAULTS


def _held(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {counts.get(table, 0)}" for table, name in NAMES.items())


def _size(copy: Copy) -> str:
    return f"{copy.size / MEGABYTE:.1f} MB"
