"""Same issue: a case keeps the first case of what it likely repeats, and the recent cases around a place are looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("same_as", sa.String(), nullable=True))
    op.create_index("ix_cases_around", "cases", ["unit", "closed_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cases_around", "cases")
    op.drop_column("cases", "same_as")
