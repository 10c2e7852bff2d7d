"""撤销: the last step of a worker in a case, and how the case stood before it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0016b"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "undo",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("before", Words(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_undo_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_undo"),
    )
    op.create_index("ix_undo_chat", "undo", ["chat", "at"])


def downgrade() -> None:
    op.drop_table("undo")
