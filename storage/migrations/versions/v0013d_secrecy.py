"""匿名 and 保密: chosen in a conversation, kept with the case."""

import sqlalchemy as sa
from alembic import op

revision = "0013d"
down_revision = "0013c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("draft", sa.Column("secrecy", sa.String(), nullable=False, server_default="open"))


def downgrade() -> None:
    op.drop_column("draft", "secrecy")
    op.drop_column("cases", "confidential")
