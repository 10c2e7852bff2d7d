"""When each message was said, by the desk's clock: what was pushed to whom in a day, and in the night."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0015b"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("said_at", Moment(), nullable=True))
    to_posts = sa.text("post IS NOT NULL")
    op.create_index("ix_outbox_pushes", "outbox", ["said_at"], sqlite_where=to_posts, postgresql_where=to_posts)


def downgrade() -> None:
    op.drop_index("ix_outbox_pushes", "outbox")
    op.drop_column("outbox", "said_at")
