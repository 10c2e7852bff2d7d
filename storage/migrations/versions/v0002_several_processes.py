"""Several processes on one database: leases in the inbox, and a number that tells when bindings have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revision")),
    )
    op.add_column("inbox", sa.Column("owner", sa.String(), nullable=False, server_default=""))
    op.add_column("inbox", sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_inbox_leased",
        "inbox",
        ["lane"],
        unique=False,
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_leased", "inbox")
    op.drop_column("inbox", "lease_until")
    op.drop_column("inbox", "owner")
    op.drop_table("revision")
