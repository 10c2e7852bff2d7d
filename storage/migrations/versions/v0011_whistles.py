"""Whistles: departments that are called to a case; and who helps with one."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0011"
down_revision = "0015c"
branch_labels = None
depends_on = None

MAY_BE_BLANK = ("answered_at", "arrive_due_at", "came_at", "conclude_due_at", "ended_at", "look_at")


def upgrade() -> None:
    op.add_column("cases", sa.Column("whistled", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("assists", Words(), nullable=False, server_default="[]"))
    op.create_table(
        "whistle",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("asked", Words(), nullable=False),
        *(sa.Column(name, Moment(), nullable=False) for name in ("called_at", "heard_at", "due_at")),
        sa.Column("state", sa.String(), nullable=False),
        *(sa.Column(name, Moment(), nullable=True) for name in MAY_BE_BLANK),
        sa.Column("said", Words(), nullable=False),
        sa.Column("proof", Words(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_whistle_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_whistle"),
    )
    op.create_index("ix_whistle_case", "whistle", ["case_id", "called_at"])
    op.create_index("ix_whistle_department", "whistle", ["department", "called_at"])
    op.create_index("ix_whistle_called_at", "whistle", ["called_at"])
    _partial("ix_whistle_look_at", ["look_at", "id"], "look_at IS NOT NULL")
    _partial("ix_whistle_open", ["department", "due_at"], "ended_at IS NULL")


def _partial(name: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, "whistle", columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_table("whistle")
    for column in ("whistled", "assists"):
        op.drop_column("cases", column)
