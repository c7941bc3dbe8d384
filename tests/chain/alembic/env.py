"""What Alembic runs the scripts of this folder in: the database is what the test says, batches are on."""
from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=None, render_as_batch=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
