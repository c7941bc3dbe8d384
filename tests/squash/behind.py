"""Databases behind a squash: an original that was interrupted, what `verify` says, rows that nobody knows.

behind.py [names of checks…]
"""
import contextlib
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "cli_generator"))
from place import run_checks  # noqa: E402

from squash.chain import template  # noqa: E402
from squash.environment import Chain  # noqa: E402


def interrupted_original():
    """Half-way down from the last original: the squashed migration with its id isn't taken for it."""
    chain = Chain({"a.mako": template("a", None, "CREATE TABLE t (x TEXT);", "DROP TABLE t;"),
                   "b_old.mako": template("b", "a", "ALTER TABLE t ADD COLUMN y TEXT;", "% with op.autocommit():\nVACUUM;\n% endwith\n"
                                          '<% fail("stop") if not env("GO", False) else None %>\nALTER TABLE t DROP COLUMN y;'),
                   "b.mako": template("b", None, "CREATE TABLE t (x TEXT, y TEXT);", "DROP TABLE t;", 'replaces = ("a", "b")\n')},
                  dialects="sqlite")
    chain.run("upgrade", "head")
    chain.run("downgrade", "a", status=1)
    for words in (["downgrade", "base"], ["upgrade", "head"]):
        output = chain.run(*words, status=1)
        assert "the downgrade of 'b' was interrupted and isn't part of this run" in output, output
    assert "going on where it stopped" in chain.run("resume", GO="1")
    assert chain.run("current").startswith("a\n")
    assert re.findall(r"downgrade (\w+) ->", chain.run("downgrade", "base")) == ["a"]


def interrupted_and_deleted():
    """What replaces an original isn't run in the place of its rest, though nothing here has autocommit parts."""
    stop = '% with op.autocommit():\nVACUUM;\n% endwith\n<% fail("stop") if not env("GO", False) else None %>\n'
    files = tables("a1", "a2", "a3")
    files["a3.mako"] = template("a3", "a2", "CREATE TABLE t_a3 (x TEXT);", f"{stop}DROP TABLE t_a3;")
    files["a3_s.mako"] = template("a3", "a1", "CREATE TABLE t_a2 (x TEXT);\nCREATE TABLE t_a3 (x TEXT);\n",
                                  "DROP TABLE t_a2;\nDROP TABLE t_a3;\n", 'replaces = ("a2", "a3")\n')
    chain = Chain(files, dialects="sqlite")
    chain.run("upgrade", "head")
    chain.run("downgrade", "a2", status=1)
    for name in ("a2.mako", "a3.mako"):
        (chain.environment / "versions" / name).unlink()
    for words in (["downgrade", "a1"], ["upgrade", "head"], ["resume"]):
        output = chain.run(*words, status=1)
        assert "the downgrade of 'a3' was interrupted and isn't part of this run" in output, output
        assert "hint: finish it first, with a program that still has it, or by hand and `stamp`" in output, output
    chain.run("stamp", "a1")
    assert "finished by the version table's word" in chain.run("resume")
    assert chain.run("current").startswith("a1")


def finished_by_hand():
    """An original that was interrupted, and finished by the version table's word."""
    stop = '% with op.autocommit():\nVACUUM;\n% endwith\n<% fail("stop") if not env("GO", False) else None %>\n'
    for victim, parent in (("a2", "a1"), ("a4", "a3")):
        files = tables("a1", "a2", "a3", "a4", "a5")
        files[f"{victim}.mako"] = template(victim, parent, stop + f"CREATE TABLE t_{victim} (x TEXT);", f"{stop}DROP TABLE t_{victim};")
        files["a4_s.mako"] = template("a4", "a1", "".join(f"CREATE TABLE t_a{i} (x TEXT);\n" for i in (2, 3, 4)),
                                      "".join(f"DROP TABLE t_a{i};\n" for i in (2, 3, 4)), 'replaces = ("a2", "a3", "a4")\n')
        chain = Chain(files, dialects="sqlite")
        chain.run("upgrade", parent)
        chain.run("upgrade", "a3" if victim == "a2" else victim, status=1)  # a way by the originals
        refused = chain.run("downgrade", "base", status=1)
        assert f"the upgrade of '{victim}' was interrupted and isn't part of this run" in refused, refused
        with contextlib.closing(sqlite3.connect(chain.environment / "app.db")) as database:
            database.executescript("".join(f"CREATE TABLE IF NOT EXISTS t_a{i} (x TEXT);" for i in (2, 3, 4)))
        chain.run("stamp", "a4")
        output = chain.run("upgrade", "head")
        assert f"'{victim}' was interrupted, and is finished by the version table's word" in output, output
        chain.run("downgrade", victim)
        chain.run("downgrade", parent, status=1)
        refused = chain.run("upgrade", "head", status=1)
        assert f"the downgrade of '{victim}' was interrupted and isn't part of this run" in refused, refused
        chain.run("stamp", "a1")
        with contextlib.closing(sqlite3.connect(chain.environment / "app.db")) as database:
            database.executescript("".join(f"DROP TABLE IF EXISTS t_a{i};" for i in (2, 3, 4)))
        output = chain.run("upgrade", "head")
        assert f"'{victim}' was interrupted, and is finished by the version table's word" in output, output
        assert re.findall(r"-> (\w+)", output) == ["a4", "a5"], output


def tables(*ids):
    """A chain of migrations that make a table each."""
    return {f"{id}.mako": template(id, before, f"CREATE TABLE t_{id} (x TEXT);", f"DROP TABLE t_{id};")
            for before, id in zip((None,) + ids, ids)}


def said(output):
    return re.findall(r"^(a\d) +(\S.*?\S) +versions/(\S+)$", output, re.M)


def an_edit_shows():
    """Up by the originals, down and up again by the squashed one: that is the text that verify asks for."""
    chain = Chain(tables("a1", "a2", "a3"), dialects="sqlite")
    chain.run("upgrade", "a3")
    chain.squash("a2:a3", "-m", "s")
    chain.run("downgrade", "a1")
    chain.run("upgrade", "a3")
    squashed = chain.environment / "versions" / chain.written
    for name in ("a2.mako", "a3.mako"):
        (chain.environment / "versions" / name).unlink()
    assert said(chain.run("verify"))[1:] == [("a3", "same", "a3_s.mako")]
    squashed.write_text(squashed.read_text().replace("t_a2 (x TEXT)", "t_a2 (x TEXT, y TEXT)"))
    assert said(chain.run("verify", status=1))[1:] == [("a3", "differs", "a3_s.mako")]


def the_one_between():
    """Of two squashes the first one's text, which isn't compiled in any more, is no edit."""
    chain = Chain(tables("a1", "a2", "a3", "a4"), dialects="sqlite")
    chain.run("--url", "sqlite:///long.db", "upgrade", "a4")
    chain.squash("a2:a3", "-m", "s")
    chain.run("--url", "sqlite:///between.db", "upgrade", "a4")
    chain.squash("a3:a4", "-m", "t")
    assert said(chain.run("--url", "sqlite:///between.db", "verify")) == [
        ("a1", "same", "a1.mako"), ("a2", "squashed since", "a2.mako"), ("a3", "squashed since", "a3.mako"),
        ("a4", "same", "a4.mako")]
    for name in ("a2.mako", "a3.mako"):
        (chain.environment / "versions" / name).unlink()
    for database, verdict in (("long", "squashed since"), ("between", "same")):
        assert said(chain.run("--url", f"sqlite:///{database}.db", "verify")) == [
            ("a1", "same", "a1.mako"), ("a3", verdict, "a3_s.mako"), ("a4", "same", "a4.mako")]


def back_by_an_original():
    """Up by the squashed one, down by the last original, and verify knows what the rest came by."""
    chain = Chain(tables("a1", "a2", "a3"), dialects="sqlite")
    chain.squash("a1:a3", "-m", "s")
    chain.run("upgrade", "head")
    chain.run("downgrade", "a2")
    assert said(chain.run("verify")) == [("a1", "same", "a3_s.mako"), ("a2", "same", "a3_s.mako")]
    chain.run("upgrade", "head")
    assert said(chain.run("verify")) == [("a1", "same", "a3_s.mako"), ("a2", "same", "a3_s.mako"), ("a3", "same", "a3.mako")]


def newer_is_accepted_in_no_order():
    """One unknown row is of a newer program, the other one stands in the middle of a squashed migration."""
    for rows, newer in ((("zzz", "a1"), "always"), (("a1", "zzz"), "always"), (("zzz", "a1"), "accept")):
        chain = Chain(tables("a1", "a2"), dialects="sqlite", settings=f"newer = {newer}\n")
        chain.run("upgrade", "a1")
        chain.squash("a1:a2", "-m", "s")
        for name in ("a1.mako", "a2.mako"):
            (chain.environment / "versions" / name).unlink()
        with contextlib.closing(sqlite3.connect(chain.environment / "app.db")) as database:
            database.executescript("DELETE FROM alembic_version;" + "".join(
                f"INSERT INTO alembic_version VALUES ('{row}');" for row in rows))
        for words in (["upgrade", "head"], ["wait", "head", "--timeout", "0s"]):
            output = chain.run(*words, status=1)
            assert "'a1' was squashed into 'a2', and its own migration isn't in this program" in output, output


CHECKS = [interrupted_original, interrupted_and_deleted, finished_by_hand, an_edit_shows, the_one_between,
          back_by_an_original, newer_is_accepted_in_no_order]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
