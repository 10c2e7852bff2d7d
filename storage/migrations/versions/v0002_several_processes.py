"""Several processes on one database: leases in the inbox, and a number that tells when bindings have changed. Cases that
fall due in the same moment, as all do that waited for the morning, stand in the index in the order in which they are asked
for."""

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
    op.add_column("inbox", sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
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
    _index_looks("look_at", "id")


def downgrade() -> None:
    _index_looks("look_at")
    op.drop_index("ix_inbox_leased", "inbox")
    op.drop_column("inbox", "lease_until")
    op.drop_column("inbox", "owner")
    op.drop_column("inbox", "begun")
    op.drop_table("revision")


def _index_looks(*columns: str) -> None:
    some = sa.text("look_at IS NOT NULL")
    op.drop_index("ix_cases_look_at", "cases")
    op.create_index("ix_cases_look_at", "cases", list(columns), unique=False, sqlite_where=some, postgresql_where=some)
