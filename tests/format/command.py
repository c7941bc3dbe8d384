"""aludel fmt as a command: which files it takes, --check, --diff, what it does to a file on the disk, what is an error.

command.py [names of checks…]
"""
import os
import pathlib
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "cli_generator"))

from place import ALUDEL, Place, run_checks

UGLY = '<%!revision="b1";down_revision="a1"%>\n<%def name="upgrade()">\n</%def>\n<%def name="downgrade()">\n</%def>\n'
NEAT = ('<%!\nrevision = "b1"\ndown_revision = "a1"\n%>\n\n<%def name="upgrade()">\n</%def>\n\n'
        '<%def name="downgrade()">\n</%def>\n')


def ugly():
    """An environment: one template to lay out, one that is as it should be, a .sql file, a script, env.mako, a library."""
    p = Place()
    versions = p.environment / "versions"
    (versions / "b1_x.mako").write_text(UGLY)
    (versions / "a1_x.mako").write_text(NEAT.replace('"a1"', "None").replace("b1", "a1"))
    (versions / "c1.sql").write_text("--revision:c1\n--down_revision:b1\n--aludel:upgrade\nSELECT 1;  \n--aludel:downgrade\n")
    (versions / "d1.py").write_text("revision='d1'\ndown_revision='c1'\ndef upgrade(): pass\ndef downgrade(): pass\n")
    (p.environment / "env.mako").write_text("<%!x=1%>")
    (p.environment / "lib.mako").write_text("<%!x=1%>")
    return p


def text(p, name):
    return (p.environment / name).read_text()


def all_of_them():
    p = ugly()
    assert p.run("fmt") == "formatted env.mako\nformatted versions/b1_x.mako\nformatted versions/c1.sql\n"
    assert text(p, "versions/b1_x.mako") == NEAT and text(p, "env.mako") == "<%!\nx = 1\n%>\n"
    assert text(p, "versions/c1.sql") == ("-- revision: c1\n-- down_revision: b1\n\n-- aludel:upgrade\nSELECT 1;\n\n"
                                          "-- aludel:downgrade\n")
    assert "def upgrade(): pass" in text(p, "versions/d1.py") and text(p, "lib.mako") == "<%!x=1%>"
    assert p.run("fmt") == "" and p.run("fmt", "--check") == "" and p.run("fmt", "--diff") == ""
    assert not list(p.environment.rglob("*.tmp"))


def named():
    """Files are named from the current folder; no environment is needed."""
    p = ugly()
    assert p.run("fmt", "lib.mako") == "formatted lib.mako\n" and text(p, "lib.mako") == "<%!\nx = 1\n%>\n"
    path = f"{p.environment.name}/versions/b1_x.mako"
    assert p.run("fmt", "-C", "/nowhere", path, folder=p.top) == f"formatted {path}\n"
    assert text(p, "versions/b1_x.mako") == NEAT and text(p, "env.mako") == "<%!x=1%>"
    assert p.run("-C", p.environment.name, "fmt", "--check", folder=p.top, status=1) == (
        f"{p.environment.name}/env.mako\n{p.environment.name}/versions/c1.sql\n")


def check_and_diff():
    p = ugly()
    assert p.run("fmt", "--check", status=1) == "env.mako\nversions/b1_x.mako\nversions/c1.sql\n"
    diff = p.run("fmt", "--diff", "versions/b1_x.mako")
    assert diff.startswith("--- versions/b1_x.mako\n+++ versions/b1_x.mako\n@@ -1,5 +1,10 @@\n"), diff
    assert p.run("fmt", "--diff", "--check", "versions/b1_x.mako", status=1) == diff
    assert text(p, "versions/b1_x.mako") == UGLY, "neither of them changes anything"
    all_of_it = p.run("fmt", "--diff")
    patched = subprocess.run(["git", "apply", "-p0", "-"], input=all_of_it, text=True, cwd=p.environment)
    assert patched.returncode == 0 and p.run("fmt", "--check") == "", all_of_it


def on_the_disk():
    """A file keeps its mode, a link leads to it as before; one that is right isn't touched."""
    p = ugly()
    path, link = p.environment / "versions/b1_x.mako", p.environment / "link.mako"
    path.chmod(0o640)
    link.symlink_to("versions/b1_x.mako")
    p.run("fmt", "link.mako")
    assert link.is_symlink() and path.read_text() == NEAT and stat.S_IMODE(path.stat().st_mode) == 0o640
    before = path.stat()
    p.run("fmt", "link.mako")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def owners():
    """A file stays its owner's, setuid bit and all; of several hard links none is cut, whether it grows or shrinks."""
    p = ugly()
    path, other = p.environment / "versions/b1_x.mako", p.environment / "other"
    os.chown(path, *((65534, 65534) if os.getuid() == 0 else (-1, -1)))
    path.chmod(0o4755)
    before = path.stat()
    p.run("fmt", "versions/b1_x.mako")
    after = path.stat()
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode), after
    assert path.read_text() == NEAT
    other.hardlink_to(path)
    for written in (UGLY, NEAT + 100 * "\n"):
        path.write_text(written)
        p.run("fmt", "versions/b1_x.mako")
        assert other.read_text() == NEAT and other.samefile(path), other.read_text()
    path.write_text(UGLY)
    done = subprocess.run(["sh", "-c", f"trap '' XFSZ; ulimit -f 0; exec {ALUDEL} fmt versions/b1_x.mako"],
                          cwd=p.environment, env=p.variables, capture_output=True, text=True)
    assert done.returncode == 1 and "File too large" in done.stderr and path.read_text() == UGLY, done


def errors():
    """What can't be read is left alone, and the others are done."""
    p = ugly()
    broken = UGLY.replace("</%def>", "", 1)
    (p.environment / "versions/b1_x.mako").write_text(broken)
    said = p.run("fmt", status=1)
    assert said.count("versions/b1_x.mako:2:1: error: this <%def> is never closed") == 1, said
    assert "formatted versions/c1.sql" in said and text(p, "versions/b1_x.mako") == broken
    assert p.run("fmt", "versions/d1.py", status=2) == "aludel: fmt: 'versions/d1.py' is Python: black formats it\n"
    assert p.run("fmt", "aludel.ini", status=2) == (
        "aludel: fmt: 'aludel.ini' is no migration: its name ends neither in .mako nor in .sql\n")
    assert p.run("fmt", "no.mako", status=1) == "aludel: can't read 'no.mako': No such file or directory\n"
    assert "no migrations in '.'" in p.run("fmt", folder=p.top, status=1)
    assert "[FILE...]" in p.run("fmt", "--help")


def cannot_write():
    """No byte more fits: every file stays what it was."""
    p = ugly()
    limited = f"trap '' XFSZ; ulimit -f 0; exec {ALUDEL} fmt"
    done = subprocess.run(["sh", "-c", limited], cwd=p.environment, env=p.variables, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == "", done
    for name in ("env.mako", "versions/b1_x.mako", "versions/c1.sql"):
        assert f"aludel: can't write '{name}': File too large\n" in done.stderr, done
    assert text(p, "versions/b1_x.mako") == UGLY and not list(p.environment.rglob("*.tmp")), list(p.environment.rglob("*"))


def after_revision():
    """What `aludel revision` writes is laid out already."""
    p = ugly()
    p.run("fmt")
    p.run("revision", "-m", "one more")
    p.run("revision", "-m", "another", "--sql")
    assert p.run("fmt", "--check") == ""


def as_applied():
    """The checksums of what was applied don't see the layout."""
    p = ugly()
    (p.environment / "versions/b1_x.mako").write_text(
        "<%!revision='b1';down_revision='a1'%>\n<%def name=\"upgrade()\">\n<%op.execute('SELECT 1')%>\n"
        "<% op.create_table(\"t\", sa.Column('a_long_name_of_a_column', sa.Integer()), sa.Column('another', sa.Text),\n"
        " sa.CheckConstraint('another > 0'), sa.Column('the_last_one', sa.Text())) %>\n</%def>\n"
        '<%def name="downgrade()">\n<% op.drop_table("t"); op.execute("SELECT 2") %>\n</%def>\n')
    p.run("upgrade", "head")
    p.run("fmt")
    assert "changed" not in p.run("verify"), p.run("verify")


def open_quotes():
    """A blank at a line's end is a part of a string that something else opens: the SQL stays the same."""
    quotes = ['${"\'" | n}', "${q()}", '<%include file="q.mako"/>', "${raw}", "${env_raw}", '<%call expr="q()"></%call>', "<% q() %>"]
    for quote in quotes:
        p = Place()
        (p.environment / "q.mako").write_text("'")
        (p.environment / "env.mako").write_text("<%!\nenv_raw = sa.text(\"'\")\n%>\n")
        path = p.environment / "versions/a1_x.mako"
        path.write_text('<%!revision="a1";down_revision=None;raw=sa.text("\'")%>\n<%def name="upgrade()">\nCREATE TABLE t (a TEXT);\n'
                        f"INSERT INTO t VALUES ({quote}a   \nb');\n</%def>\n<%def name=\"q()\">'</%def>\n")
        before = p.run("sql", "--at", "a1")
        assert p.run("fmt") == "formatted versions/a1_x.mako\n" and "a   \nb" in before, before
        assert p.run("sql", "--at", "a1") == before, path.read_text()


def samples():
    """Those of this repository are in the layout that they recommend."""
    for ini in sorted((pathlib.Path(os.environ["ALUDEL_SOURCE"]) / "migrations").glob("*/aludel.ini")):
        done = subprocess.run([ALUDEL, "-C", ini.parent, "fmt", "--check"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0 and not done.stdout, f"aludel -C {ini.parent} fmt: {done.stdout}"


CHECKS = [all_of_them, named, check_and_diff, on_the_disk, owners, errors, cannot_write, after_revision, as_applied,
          open_quotes, samples]


if __name__ == "__main__":
    assert ALUDEL
    sys.exit(run_checks(CHECKS))
