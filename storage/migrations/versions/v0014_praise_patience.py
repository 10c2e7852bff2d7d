"""Praise, and how often a chat says the same."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0014"
down_revision = "0015d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "praise",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_praise_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_praise"),
    )
    op.create_index("ix_praise_at", "praise", ["at"])
    op.create_table(
        "patience",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=True),
        sa.Column("paused_until", Moment(), nullable=True),
        sa.Column("stopped_until", Moment(), nullable=True),
        sa.Column("stopped_why", Words(), nullable=False),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("stopped_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["stopped_on"], ["cases.id"], name="fk_patience_stopped_on"),
        sa.PrimaryKeyConstraint("chat", name="pk_patience"),
    )


def downgrade() -> None:
    op.drop_table("patience")
    op.drop_table("praise")
