"""长期件: regular words instead of a finish, the last milestone, an agreement."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0016"
down_revision = "0015b"
branch_labels = None
depends_on = None

COLUMNS = ("long_term", "news", "news_at", "agreement")


def upgrade() -> None:
    op.add_column("cases", sa.Column("long_term", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("news", Words(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("news_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("agreement", sa.String(), nullable=True))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("cases", column)
