"""Contests of what counts in a ranking, and attendance as it is imported."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0015c"
down_revision = "0016b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contest",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_contest_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_contest"),
    )
    op.create_table(
        "attendance",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("present_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "post", name="pk_attendance"),
    )


def downgrade() -> None:
    op.drop_table("attendance")
    op.drop_table("contest")
