"""Announcements: who wants them, what was sent, and who has read it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0015d"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("chat", "unit", name="pk_subscription"),
    )
    op.create_index("ix_subscription_unit", "subscription", ["unit"])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("deadline", Moment(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("tasked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_chat", "notice", ["chat", "at"])
    op.create_index(
        "ix_notice_deadline",
        "notice",
        ["deadline"],
        sqlite_where=sa.text("tasked = 0"),
        postgresql_where=sa.text("NOT tasked"),
    )
    op.create_table(
        "notice_receipt",
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("known_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"], name="fk_notice_receipt_notice"),
        sa.PrimaryKeyConstraint("notice", "chat", name="pk_notice_receipt"),
    )
    op.create_index("ix_notice_receipt_chat", "notice_receipt", ["chat"])


def downgrade() -> None:
    op.drop_table("notice_receipt")
    op.drop_table("notice")
    op.drop_table("subscription")
