"""By which closed cases are found whose time is over, and what is linked to them."""

import sqlalchemy as sa
from alembic import op

revision = "0013b"
down_revision = "0014"
branch_labels = None
depends_on = None

KEPT, LINKED = sa.text("closed_at IS NOT NULL AND reporter <> ''"), sa.text("same_as IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_cases_kept", "cases", ["closed_at"], sqlite_where=KEPT, postgresql_where=KEPT)
    op.create_index("ix_cases_same_as", "cases", ["same_as"], sqlite_where=LINKED, postgresql_where=LINKED)


def downgrade() -> None:
    op.drop_index("ix_cases_same_as", "cases")
    op.drop_index("ix_cases_kept", "cases")
