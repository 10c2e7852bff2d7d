"""Ratings: what residents say of the cases that they closed."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rating",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=False),
        sa.Column("solved", sa.String(), nullable=True),
        sa.Column("satisfied", sa.String(), nullable=True),
        sa.Column("pressed", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_rating_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_rating"),
    )
    op.create_index("ix_rating_at", "rating", ["at"])
    op.create_index("ix_rating_post", "rating", ["post", "at"])


def downgrade() -> None:
    op.drop_table("rating")
