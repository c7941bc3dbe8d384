"""The small `migrate` of the profile for firmware, built by `aludel build --profile embedded`: what it does, says and refuses."""
import contextlib
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from device import Wrong, build_small
from tools.template import template

HELP = """usage: small [options] <command> [revision]

Brings a database of 'environment' to a revision of its chain, and back.

  upgrade    REV    apply migrations up to a revision, or to heads
  downgrade  REV    undo migrations down to a revision, to base, or -N of them
  undo              undo what newer programs have done, by what they left in the log
  stamp      REV    set the version table to a revision, run nothing
  current           the revisions that the database is at
  plan              what an upgrade to heads would run
  budget            what each of it may need of the disk (of programs with max_bytes)
  history           the revisions, newest first
  heads             the newest revisions

  --url URL    the database: sqlite:///PATH, or a path
  -q, --quiet  say nothing of what is done
  -h, --help   this; --version: what this program is

Exit status: 0 done, 1 failed, 2 a command line that can't be read, 3 the database is newer than this program, 130 interrupted.
"""
CHAIN = [("a1", None, "first"), ("ab2", "a1", "second"), ("ab3", "ab2", "third")]


class Small:
    def __init__(self, top, name, chain, options=(), env="", settings="", up="CREATE TABLE t_{id} (a INTEGER);"):
        self.top, environment = top, top / name / "environment"
        (environment / "versions").mkdir(parents=True)
        (environment / "aludel.ini").write_text("[aludel]\ndialects = sqlite\ncarry_downgrades = yes\nurl_env = WHERE OTHER\n" + settings)
        if env:
            (environment / "env.mako").write_text(env)
        for id, parent, message, *depends in chain:
            (environment / "versions" / f"{id}.mako").write_text(
                template(id, "PARENT" if isinstance(parent, tuple) else parent, up.format(id=id), f"DROP TABLE t_{id};", message,
                         *(f'<%! depends_on = "{d}" %>' for d in depends)).replace('"PARENT"', repr(parent)))
        self.program = build_small(environment, top / name / "small", *options)

    def __call__(self, *words, status=0, **variables):
        environment = {k: v for k, v in os.environ.items() if k not in ("WHERE", "OTHER")}
        done = subprocess.run([self.program, *words], text=True, capture_output=True, timeout=60, check=False, cwd=self.top,
                              env={**environment, **variables})
        if done.returncode != status:
            raise Wrong(f"{' '.join(words)}: exit {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
        return done.stdout, done.stderr


def same(said, expected):
    if said != expected:
        raise Wrong(f"said\n{said}\nnot\n{expected}")


def there_and_back(small):
    info = "INFO  [aludel.migration] Running "
    at = ("--url", "x.db")
    same(small("upgrade", "a1", *at), ("", f"{info}upgrade  -> a1, first\n"))
    same(small("plan", *at), ("ab2\nab3\n", ""))
    same(small("current", *at), ("a1\n", ""))
    same(small("upgrade", "head", "--url", "sqlite:///x.db"),
         ("", f"{info}upgrade a1 -> ab2, second\n{info}upgrade ab2 -> ab3, third\n"))
    same(small("upgrade", "heads", *at), ("", ""))
    same(small("current", WHERE=str(small.top / "x.db")), ("ab3 (head)\n", ""))
    same(small("current", OTHER=str(small.top / "x.db")), ("ab3 (head)\n", ""))
    same(small("downgrade", "-2", *at), ("", f"{info}downgrade ab3 -> ab2, third\n{info}downgrade ab2 -> a1, second\n"))
    same(small("-q", "upgrade", "ab3", *at), ("", ""))
    same(small("downgrade", "-q", "base", *at), ("", ""))
    same(small("stamp", "heads", *at), ("", ""))
    same(small("current", *at), ("ab3 (head)\n", ""))
    same(small("stamp", "base", *at), ("", ""))
    same(small("current", *at), ("", ""))
    same(small("stamp", "a1", *at), ("", ""))
    same(small("current", *at), ("a1\n", ""))
    same(small("history"), ("ab2 -> ab3 (head), third\na1 -> ab2, second\n<base> -> a1, first\n", ""))
    same(small("heads"), ("ab3 (head)\n", ""))
    same(small("--help"), (HELP, ""))
    version, _ = small("--version")
    if not version.startswith("small: migrations of 'environment', aludel ") or "\nheads:     ab3\nrevisions: 3\n" not in version:
        raise Wrong(version)


REFUSED = [  # words, status, what it says
    (("upgrade", "zz"), 1, "FAILED: Can't locate revision identified by 'zz'\n  hint: 'history' lists what this program knows\n"),
    (("upgrade", "ab"), 1, "FAILED: 'ab' is the begin of several revisions\n  hint: 'history' lists what this program knows\n"),
    (("downgrade", "-9"), 1, "FAILED: there are fewer migrations than that\n"),
    (("upgrade",), 2, "small: it wants a revision: 'upgrade'\nSee `small --help`.\n"),
    (("current", "a1"), 2, "small: it takes no revision: 'current'\nSee `small --help`.\n"),
    (("frob",), 2, "small: unknown command 'frob'\nSee `small --help`.\n"),
    (("--frob",), 2, "small: unknown option '--frob'\nSee `small --help`.\n"),
    (("upgrade", "a1", "ab2"), 2, "small: one word too many: 'ab2'\nSee `small --help`.\n"),
    ((), 2, "small: which command? upgrade, downgrade, current, history …\nSee `small --help`.\n"),
]


def refusals(small):
    for words, status, said in REFUSED:
        url = ("--url", "x.db") if words and status == 1 else ()
        same(small(*words, *url, status=status)[1], said)
    same(small("current", "--url", status=2)[1], "small: --url wants a URL\nSee `small --help`.\n")
    same(small("current", status=1)[1], "FAILED: which database?\n  hint: name it with --url\n")
    for url, said in (("postgresql://h/d", "this program is for SQLite: sqlite:///PATH, or a path"),
                      ("sqlite:///x.db?mode=ro", "'/x.db?mode=ro' is more of a URL than this program reads: give it the path"),
                      ("sqlite:///", "sqlite:/// names no file"), ("/nowhere/x.db", "can't open /nowhere/x.db: unable to open database file")):
        same(small("upgrade", "head", "--url", url, status=1)[1], f"FAILED: {said}\n")


def branches(top):
    small = Small(top, "branches", [("a1", None, "a"), ("b2", "a1", "b"), ("c2", "a1", "c"), ("d3", ("b2", "c2"), "d"),
                                    ("e3", "b2", "e")])
    same(small("upgrade", "head", "--url", "z.db", status=1)[1], "FAILED: there are 2 heads: say which, or heads\n")
    small("upgrade", "heads", "--url", "z.db")
    same(small("downgrade", "-1", "--url", "z.db", status=1)[1], "FAILED: the database is at 2 revisions: say down to which\n")
    small("downgrade", "b2", "--url", "z.db")
    small("upgrade", "d3", "--url", "z.db")
    same(small("downgrade", "-1", "--url", "z.db", status=1)[1], "FAILED: 'd3' stands on several revisions: say down to which\n")

    depended = Small(top, "depended", [("a1", None, "a"), ("b2", "a1", "b"), ("c3", "a1", "c", "b2")])
    same(depended("heads"), ("b2 (head)\nc3 (head)\n", ""))
    same(depended("upgrade", "head", "--url", "d.db", status=1)[1], "FAILED: there are 2 heads: say which, or heads\n")


def hooks(top):
    """What a hook sees of the migration that it stands around: its parents, without what it depends on."""
    each = "INSERT INTO t_a1 VALUES (${revision} || ' on ' || coalesce(${down_revision}, 'nothing'));"
    small = Small(top, "hooks", [("a1", None, "a"), ("b2", "a1", "b"), ("c3", "a1", "c", "b2")],
                  env=f'<%def name="after_each()">\n{each}\n</%def>\n')
    small("upgrade", "heads", "--url", "h.db")
    with contextlib.closing(sqlite3.connect(top / "h.db")) as db:
        same([row[0] for row in db.execute("SELECT a FROM t_a1")], ["a1 on nothing", "b2 on a1", "c3 on a1"])


def newer(top, small):
    later = Small(top, "later", [*CHAIN, ("d4", "ab3", "fourth")])
    later("upgrade", "head", "--url", "w.db")
    said = small("upgrade", "head", "--url", "w.db", status=3)[1]
    same(said, "FAILED: Can't locate revision identified by 'd4'\n  hint: a newer image has migrated this database: run that one, "
               "or undo what it did\n")
    same(small("undo", "--url", "w.db"), ("", "INFO  [aludel.migration] Running downgrade d4 -> ab3, fourth\n"))
    same(small("undo", "--url", "w.db"), ("", ""))
    same(small("current", "--url", "w.db"), ("ab3 (head)\n", ""))


def passes(top, small):
    """newer = always; but the middle of a squashed migration isn't newer."""
    always = Small(top, "always", [CHAIN[0]], settings="newer = always\n")
    small("upgrade", "head", "--url", "p.db")
    same(always("upgrade", "head", "--url", "p.db"),
         ("", "INFO  [aludel.migration] the database is newer than this image ('ab3'): accepted, nothing was done\n"))
    same(always("plan", "--url", "p.db"), ("", ""))
    said = always("downgrade", "base", "--url", "p.db", status=3)[1]
    same(said.splitlines()[0], "FAILED: Can't locate revision identified by 'ab3'")


def budgets(top, small):
    """What refuses, and what that program says of it, one line each; without max_bytes it has no budgets in it."""
    bounded = Small(top, "bounded", [*CHAIN, ("d4", "ab3", "fourth")], settings="max_bytes = 20KiB\n")
    refusal = bounded("upgrade", "head", "--url", "b.db", status=1)[1]
    if "max_bytes allows 20.0 KiB" not in refusal or "\n  hint: the budget says which migration needs what" not in refusal:
        raise Wrong(refusal)
    said = bounded("budget", "--url", "b.db")[0]
    needs = re.findall(r"^(\S+): up to (\S+ \w+): database \S+ \w+, journal \S+ \w+, temporary files \S+ \w+$", said, re.M)
    if [id for id, _ in needs] != ["a1", "ab2", "ab3", "d4", "all"] or len(said.splitlines()) != len(needs):
        raise Wrong(said)
    if f"up to {needs[-1][1]} of the disk" not in refusal:
        raise Wrong(f"{said}\nand it refused\n{refusal}")
    same(bounded("budget", "--url", "b.db", status=0)[1], "")
    unknown = Small(top, "unknown", CHAIN[:1], settings="max_bytes = 20KiB\n", up="CREATE TABLE t_{id} AS SELECT name AS a FROM sqlite_master;")
    said = unknown("budget", "--url", "b.db")[0]
    if not said.startswith("a1: it isn't known: ") or "\nall: it isn't known: " not in said:
        raise Wrong(said)
    same(small("budget", "--url", "b.db", status=1)[1],
         "FAILED: this program has no budgets in it\n  hint: max_bytes in aludel.ini brings them along\n")


def left_out(top):
    small = Small(top, "left", CHAIN, ("--since", "ab2", "--no-downgrade", "--strip-messages"))
    said = small("upgrade", "head", "--url", "l.db", status=1)[1]
    same(said, "FAILED: 'a1' is older than this program's first revision, and isn't in it\n"
               "  hint: begin with an older program, which has it\n")
    small("stamp", "a1", "--url", "l.db")
    same(small("upgrade", "head", "--url", "l.db")[1],
         "INFO  [aludel.migration] Running upgrade a1 -> ab2\nINFO  [aludel.migration] Running upgrade ab2 -> ab3\n")
    same(small("downgrade", "-1", "--url", "l.db", status=1)[1],
         "FAILED: 'ab3' can't be downgraded: this program was built without downgrades\n")


def has_open(process, file):
    folder = pathlib.Path(f"/proc/{process.pid}/fd")
    return folder.exists() and any(os.path.realpath(one) == str(file) for one in folder.iterdir())


def interrupted(small, top):
    """It waits for a lock, and can be stopped meanwhile; nothing was done."""
    with sqlite3.connect(top / "lock.db", isolation_level=None) as db:
        db.execute("BEGIN EXCLUSIVE")
        process = subprocess.Popen([small.program, "upgrade", "head", "--url", top / "lock.db"], stderr=subprocess.PIPE, text=True)
        while process.poll() is None and not has_open(process, top / "lock.db"):
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[1]
        if process.returncode != 130 or "interrupted" not in said:
            raise Wrong(f"exit {process.returncode}: {said}")
        db.execute("ROLLBACK")


def main():
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        small = Small(top, "small", CHAIN)
        there_and_back(small)
        refusals(small)
        branches(top)
        hooks(top)
        newer(top, small)
        passes(top, small)
        budgets(top, small)
        left_out(top)
        interrupted(small, top)
    print("ok")


if __name__ == "__main__":
    sys.exit(main())
