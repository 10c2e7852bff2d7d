"""Questions to residents: a case keeps what was asked and answered, and since when its limits stand still."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ("question", "answer", "answered_at", "paused_at", "paused_until", "waited")


def upgrade() -> None:
    op.add_column("cases", sa.Column("question", Words(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("answer", Words(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("answered_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("paused_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("paused_until", Moment(), nullable=True))
    op.add_column("cases", sa.Column("waited", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("cases", column)
