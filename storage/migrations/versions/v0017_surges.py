"""突发: many of one matter in one area, and the one answer of its desk."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0017"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("matter", Words(), nullable=False),
        sa.Column("drafted", Words(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.Column("given_at", Moment(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("drafted_until", Moment(), nullable=True),
        sa.Column("leading", sa.String(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_surge"),
    )
    op.create_index("ix_surge_ended_at", "surge", ["ended_at"])
    op.create_index("ix_surge_told_at", "surge", ["told_at"])


def downgrade() -> None:
    op.drop_table("surge")
