"""Alembic's entry: runs the migrations on the connection it is handed, or on the store's own."""

from alembic import context
from sqlalchemy import Connection

from data.store import access_tables  # noqa: F401 -- its tables are part of the metadata
from data.store.engine import begin_write, get_engine
from data.store.tables import batch


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    with begin_write(get_engine()) as own:
        _migrate(own)


def _migrate(connection: Connection) -> None:
    # Reference tables are rebuilt from committed files and are none of Alembic's business.
    context.configure(
        connection=connection,
        target_metadata=batch.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_name=lambda name, kind, _: kind != "table" or not str(name).startswith("ref_"),
    )
    with context.begin_transaction():
        context.run_migrations()


run()
