"""Entries: what staff bring in for others, where it comes from and its number there."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("source", sa.String(), nullable=True))
    op.create_table(
        "entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outside", sa.String(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    numbered = sa.text("outside <> ''")
    op.create_index(
        "ix_entry_outside", "entry", ["outside"], unique=True, sqlite_where=numbered, postgresql_where=numbered
    )
    op.create_index("ix_entry_at", "entry", ["at"])


def downgrade() -> None:
    op.drop_table("entry")
    op.drop_column("cases", "source")
