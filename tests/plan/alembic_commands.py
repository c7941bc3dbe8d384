"""Alembic's own commands on a graph without files; the version table is a set of rows that we keep.

The database that migrations would run in is left out: they do nothing. With --sql it is Alembic's own context
that writes the script.
"""

import io
from types import SimpleNamespace

from alembic import command, context
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import make_url

from alembic_side import Crash, FakeContext, guarded, run_steps

command.ScriptDirectory = SimpleNamespace(from_config=lambda config: config.graph)


class OpenContext(FakeContext):
    connection = SimpleNamespace(engine=SimpleNamespace(url=make_url("sqlite:///x")))


class Commands:
    """A config as alembic.command wants it, and the environment that it runs."""

    def __init__(self, graph):
        self.graph, self.rows, self.lines = graph, (), []
        graph.run_env = self.run_env

    def get_main_option(self, name, default=None):
        return default

    def print_stdout(self, text, *values):
        self.lines += (text % values if values else text).split("\n")

    def run_env(self):
        options = context._proxy.context_opts
        if options.get("as_sql"):
            return self.write_script(options)
        start = () if options.get("purge") else tuple(sorted(self.rows))  # as the table's key gives them
        done, crashed = run_steps(self.graph, start, options["fn"](start, OpenContext()))
        if crashed:
            raise Crash("in the version table")
        self.lines += [line for line, _ in done]
        changes = "dont_mutate" not in options and options.get("destination_rev")
        self.rows = done[-1][1] if done else start if changes else self.rows

    def write_script(self, options):
        script = io.StringIO()
        made = MigrationContext.configure(
            dialect_name="sqlite", opts={**options, "script": self.graph, "output_buffer": script})
        made.run_migrations()
        self.lines += script.getvalue().split("\n")

    def run(self, words):
        """(True, printed lines) or (False, message); the rows are as they were when it fails."""
        self.lines, before = [], self.rows
        for script in self.graph.scripts:  # each command of Alembic's reads the scripts anew
            script._db_current_indicator = None
        ok, message = guarded(lambda: COMMANDS[words[0]](self, list(words[1:])))
        if not ok:
            self.rows = before
        return (True, self.lines) if ok else (False, message)


def take(words, option):
    if option in words:
        words.remove(option)
        return True
    return False


def moving(run):
    return lambda config, words: run(config, sql=take(words, "--sql"), revision=words[0])


def stamp(config, words):
    sql, purge = take(words, "--sql"), take(words, "--purge")
    command.stamp(config, words, sql=sql, purge=purge)


def history(config, words):
    verbose, marked = take(words, "-v"), take(words, "-i")
    command.history(config, words[1] if words else None, verbose, marked)


COMMANDS = {
    "upgrade": moving(command.upgrade),
    "downgrade": moving(command.downgrade),
    "stamp": stamp,
    "history": history,
    "heads": lambda config, words: command.heads(config, take(words, "-v"), take(words, "--resolve-dependencies")),
    "branches": lambda config, words: command.branches(config, take(words, "-v")),
    "current": lambda config, words: command.current(config, take(words, "-v")),
    "show": lambda config, words: command.show(config, words[0]),
}
