"""Numbers that were hidden in people's words, sealed."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0013c"
down_revision = "0013b"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "kept_number",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_number"),
    )
    op.create_index("ix_kept_number_chat", "kept_number", ["chat"])


def downgrade() -> None:
    op.drop_table("kept_number")
