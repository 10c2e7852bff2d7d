"""Several matters in one message: a draft keeps those that were told along with its first."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("also", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("draft", "also")
