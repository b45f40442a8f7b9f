"""Run the steps on the connection that ``newsextract.store.database`` holds: Alembic executes this file by path."""

from alembic import context

from newsextract.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # a step that fails leaves the database as it was: SQLite can, though Alembic doubts it
)
context.run_migrations()
