"""Other endings: dismissals with their appeals, and cases joined to the one under which the work goes on."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = ("dismissal", "appealed_at", "joined_to", "joined")
JOINED = sa.text("joined_to IS NOT NULL")


def upgrade() -> None:
    op.add_column("cases", sa.Column("dismissal", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("appealed_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("joined_to", sa.String(), nullable=True))
    op.add_column("cases", sa.Column("joined", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_cases_joined_to", "cases", ["joined_to"], sqlite_where=JOINED, postgresql_where=JOINED)
    op.create_table(
        "dismissal",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("appeal", Words(), nullable=False),
        sa.Column("appealed_to", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_dismissal_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_dismissal"),
    )


def downgrade() -> None:
    op.drop_table("dismissal")
    op.drop_index("ix_cases_joined_to", "cases")
    for column in COLUMNS:
        op.drop_column("cases", column)
