"""Keys of the Open311 interface."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0018"
down_revision = "0016c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_api_key"),
    )
    op.create_index("ix_api_key_digest", "api_key", ["digest"], unique=True)


def downgrade() -> None:
    op.drop_table("api_key")
