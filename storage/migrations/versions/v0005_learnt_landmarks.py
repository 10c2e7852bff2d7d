"""Learnt landmarks: what workers had the desk remember, kept beside the registry."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learnt_landmark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("said", Words(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", "grid", name="pk_learnt_landmark"),
    )


def downgrade() -> None:
    op.drop_table("learnt_landmark")
