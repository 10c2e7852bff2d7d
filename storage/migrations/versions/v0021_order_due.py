"""By when another office wants a case done."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("order_due_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "order_due_at")
