"""转派: whom a case was offered to, until when they may think, and how often that happened."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = ("offered_to", "offered_why", "offered_until", "offered")


def upgrade() -> None:
    op.add_column("cases", sa.Column("offered_to", sa.String(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("offered_why", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("offered_until", Moment(), nullable=True))
    op.add_column("cases", sa.Column("offered", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("cases", column)
