"""The schema's revisions, applied to a running engine from inside the package: no ini file, no command line.

Alembic is loaded where there is something to apply; every other start asks the database for one word."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from storage.engine import MIGRATING, readers, wait_for_turn

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")
NOTE = "alembic_version"
"""Alembic's own table: the revision that the database is at."""


def settings() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """To the newest unless another is named; nothing happens where it is there."""
    with readers(engine).begin() as db:
        if revision == "head" and revision_of(db) == newest_revision():
            return
    _run(engine, revision, up=True)


def downgrade(engine: Engine, revision: str) -> None:
    _run(engine, revision, up=False)


def revision_of(db: Connection) -> str:
    """The revision the database is at; "" before the first."""
    if not inspect(db).has_table(NOTE):
        return ""
    return db.exec_driver_sql(f"SELECT version_num FROM {NOTE}").scalar() or ""


def newest_revision() -> str:
    """By the scripts' names, which begin with their revision: v0021_order_due.py."""
    return max(script.name.partition("_")[0].removeprefix("v") for script in SCRIPTS.glob("versions/v*_*.py"))


def _run(engine: Engine, revision: str, *, up: bool) -> None:
    from alembic import command

    config = settings()
    with engine.begin() as db:
        wait_for_turn(db, MIGRATING)
        config.attributes["connection"] = db
        (command.upgrade if up else command.downgrade)(config, revision)
