"""控制台: the links by which people come in, and the sessions that they open."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0019"
down_revision = "0016d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("link", name="pk_sign_in"),
    )
    op.create_index("ix_sign_in_session", "sign_in", ["session"])
    op.create_index("ix_sign_in_chat", "sign_in", ["chat"])
    op.create_index("ix_sign_in_expires_at", "sign_in", ["expires_at"])


def downgrade() -> None:
    op.drop_table("sign_in")
