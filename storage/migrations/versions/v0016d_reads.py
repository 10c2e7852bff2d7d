"""谁看过我的信息: the audit log is asked who has read one case."""

import sqlalchemy as sa
from alembic import op

revision = "0016d"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    reads = sa.text("what IN ('looked', 'read') AND event_id IS NULL")
    op.create_index("ix_audit_reads", "audit", ["subject"], sqlite_where=reads, postgresql_where=reads)


def downgrade() -> None:
    op.drop_index("ix_audit_reads", "audit")
