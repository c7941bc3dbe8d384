"""A private PostgreSQL server, and what a database of it holds."""
from support import CHAIN
from tools.postgres import PrivatePostgres


class Server(PrivatePostgres):
    def __init__(self):
        super().__init__()
        self.url = None  # never one that somebody else uses


def at(server, database):
    """The revision; the tables of the database belong to it."""
    tables = server.psql("SELECT relname FROM pg_class WHERE relname ~ '^t_' AND relkind = 'r' ORDER BY 1", database).split()
    known = server.psql("SELECT to_regclass('alembic_version') IS NOT NULL", database) == "t"
    revision = server.psql("SELECT version_num FROM alembic_version", database) if known else ""
    assert tables == [f"t_{rev}" for rev in (CHAIN[:CHAIN.index(revision) + 1] if revision else [])], (tables, revision)
    return revision
