"""Alembic's entrance: runs the revisions on the connection that storage/migrating.py hands over."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a table, only copy it
    transactional_ddl=True,  # it can roll back DDL, though, which Alembic does not assume
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
