"""延期 and 挂账: the later limit that is asked for, what stands in the way, and how often each was granted."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("asked_due_at", "asked_why", "extended", "obstacle", "account", "suspended", "suspensions")


def upgrade() -> None:
    op.add_column("cases", sa.Column("asked_due_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("asked_why", Words(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("extended", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("obstacle", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("account", Words(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("suspended", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("suspensions", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("cases", column)
