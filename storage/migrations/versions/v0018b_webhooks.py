"""Subscribers of what happens to cases, and the queue in which that waits for them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0018b"
down_revision = "0019"
branch_labels = None
depends_on = None
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_table(
        "hook",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("webhook", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.Column("outside", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", Moment(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("why", Words(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["webhook"], ["webhook.id"], name="fk_hook_webhook"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_hook_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hook"),
    )
    due, dead, settled = sa.text("state = 'due'"), sa.text("state = 'dead'"), sa.text("settled_at IS NOT NULL")
    op.create_index("ix_hook_due", "hook", ["webhook", "id"], sqlite_where=due, postgresql_where=due)
    op.create_index("ix_hook_dead", "hook", ["id"], sqlite_where=dead, postgresql_where=dead)
    op.create_index("ix_hook_settled", "hook", ["settled_at"], sqlite_where=settled, postgresql_where=settled)
    op.create_index("ix_hook_case_id", "hook", ["case_id"])


def downgrade() -> None:
    op.drop_table("hook")
    op.drop_table("webhook")
