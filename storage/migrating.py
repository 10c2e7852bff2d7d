"""The schema's revisions, applied to a running engine from inside the package: no ini file, no command line."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.engine import MIGRATING, wait_for_turn

SCRIPTS = Path(__file__).with_name("migrations")


def settings() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    _run(engine, revision, up=True)


def downgrade(engine: Engine, revision: str) -> None:
    _run(engine, revision, up=False)


def revision_of(db: Connection) -> str:
    """The revision the database is at; "" before the first."""
    return MigrationContext.configure(db).get_current_revision() or ""


def newest_revision() -> str:
    return ScriptDirectory.from_config(settings()).get_current_head() or ""


def _run(engine: Engine, revision: str, *, up: bool) -> None:
    config = settings()
    with engine.begin() as db:
        wait_for_turn(db, MIGRATING)
        config.attributes["connection"] = db
        (command.upgrade if up else command.downgrade)(config, revision)
