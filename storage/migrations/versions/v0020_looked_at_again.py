"""Cases that are open and were looked at no more: a worker's step after the last rung had taken them off the clock."""

from alembic import op

revision = "0020"
down_revision = "0018b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE cases SET look_at = due_at"
        " WHERE look_at IS NULL AND status IN ('filed', 'accepted', 'on_site', 'appealed')"
    )


def downgrade() -> None:
    """They stay on the clock."""
