"""复用照片: what proofs look like, in a few bits, and what was said when one looked like an earlier picture."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0016c"
down_revision = "0013d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("file", Words(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("look_at", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.Column("like_case", sa.String(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_picture_case_id"),
        sa.ForeignKeyConstraint(["like_case"], ["cases.id"], name="fk_picture_like_case"),
        sa.PrimaryKeyConstraint("id", name="pk_picture"),
    )
    op.create_index("ix_picture_case", "picture", ["case_id"])
    op.create_index("ix_picture_chat", "picture", ["chat"])
    for column in ("look_at", "asked_at"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_picture_{column}", "picture", [column], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "picture_mark",
        sa.Column("mark", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["picture.id"], name="fk_picture_mark_picture"),
        sa.PrimaryKeyConstraint("mark", "picture", name="pk_picture_mark"),
    )


def downgrade() -> None:
    op.drop_table("picture_mark")
    op.drop_table("picture")
