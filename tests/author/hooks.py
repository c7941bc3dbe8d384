"""[post_write_hooks]: programs that are run on a new file, beside Alembic's reading of their options; those that fail.

hooks.py [names of checks…]
"""
import os
import signal
import stat
import sys

from alembic.script import write_hooks

from files import Empty
from place import run_checks

SHOW = "#!/bin/sh\necho \"$PWD\" >> \"$SHOWN\"\nfor word in \"$@\"; do printf '[%s]\\n' \"$word\" >> \"$SHOWN\"; done\n"
OPTIONS = [  # each as Alembic cuts it
    "", "-l 79", "REVISION_SCRIPT_FILENAME", "a REVISION_SCRIPT_FILENAME b", "'a b' \"c d\"", "a\\ b 'c\"d' \"e'f\"", '"a\\"b\\\\c\\d" \\n',
    "--file=REVISION_SCRIPT_FILENAME.bak -x", "''", "a'b'c\"d\"e", "'REVISION_SCRIPT_FILENAME'", "$HOME `x` *",
]


class Hooked(Empty):
    def __init__(self, hooks, settings=""):
        super().__init__(f"{settings}[post_write_hooks]\n{hooks}")
        self.shown = self.top / "shown"
        self.variables.update(SHOWN=str(self.shown), PATH=f"{self.top}/bin:{os.environ['PATH']}")
        (self.top / "bin").mkdir()
        self.program("show", SHOW)

    def program(self, name, text):
        path = self.top / "bin" / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


def exec_hook(options, extra=""):
    return f"hooks = h\nh.type = exec\nh.executable = show\nh.options = {options}\n{extra}"


def options():
    for text in OPTIONS:
        p = Hooked(exec_hook(text))
        assert p.revision("--rev-id", "a1") == ('  Generating versions/a1_.mako ...  done\n'
                                                '  Running post write hook "h" ...\n  done\n')
        path = str((p.versions / "a1_.mako").resolve())
        wanted = [f"[{word}]" for word in write_hooks._parse_cmdline_options(text, path)]
        assert p.shown.read_text().splitlines() == [str(p.environment.resolve()), *wanted], (text, p.shown.read_text(), wanted)
    p = Hooked(exec_hook("'never closed"))
    assert "aludel.ini:8:13: error: No closing quotation\n" in p.refused("revision")


def several():
    """In their order; Alembic's console_scripts is the program of that name; a folder; merges, too."""
    p = Hooked("hooks = one, two\n    three\none.type = exec\none.executable = show\none.options = 1 %(here)s\none.cwd = %(here)s/versions\n"
               "two.type = console_scripts\ntwo.entrypoint = show\ntwo.options = 2\nthree.type = exec\nthree.executable = true\nfour.type = nothing\n")
    output = p.revision("--rev-id", "a1")
    here, file = p.environment.resolve(), (p.versions / "a1_.mako").resolve()
    assert p.shown.read_text().splitlines() == [f"{here}/versions", f"[{file}]", "[1]", f"[{here}]", str(here), f"[{file}]", "[2]"]
    assert output.count("...\n  done\n") == 3, output
    p.revision("--rev-id", "b1", "--head", "base", "--sql")
    p.run("merge", "--rev-id", "m1", "-C", "db", folder=p.top)
    assert f"[{p.versions.resolve()}/m1_.mako]" in p.shown.read_text()


def settings():
    """What is missing in them is said before anything is written, in Alembic's words."""
    for hooks, said in {
        "hooks = h": "error: Key h.type is required for post write hook 'h'\n",
        "hooks = h\nh.type = exec": "error: Key h.executable is required for post write hook 'h'\n",
        "hooks = h\nh.type = console_scripts": "error: Key h.entrypoint is required for post write hook 'h'\n",
        "hooks = h\nh.type = black": "error: No formatter with name 'black' registered\n",
    }.items():
        output = Hooked(hooks + "\n").refused("revision")
        assert said in output and "aludel.ini:5:9: " in output, output
    p = Hooked("", "")
    p.revision()
    p = Hooked("")
    (p.environment / "aludel.ini").unlink()
    (p.environment / "alembic.ini").write_text("[alembic]\nscript_location = .\nsqlalchemy.url = sqlite:///x.db\n"
                                               "[post_write_hooks]\n# hooks = black\nhooks=h\nh.type=exec\nh.executable=show\nh.options=100%%\n")
    p.revision("--rev-id", "a1")
    assert "[100%]\n" in p.shown.read_text()
    assert "remark" not in p.run("lint")


def failing():
    """The file stays, those behind it don't run, and the status says so."""
    p = Hooked("hooks = bad show\nbad.type = exec\nbad.executable = bad\nshow.type = exec\nshow.executable = show\n")
    for text, why in {"#!/bin/sh\nexit 3\n": "bad: it ended with 3", "#!/bin/sh\nkill -9 $$\n": f"bad: signal {int(signal.SIGKILL)} ended it",
                      "#!/nowhere\n": "bad: No such file or directory"}.items():
        p.program("bad", text)
        output = p.run("revision", "-m", "x", "--rev-id", "a1", status=1)
        assert f"aludel: the post write hook 'bad' failed: {why}; 'versions/a1_x.mako' stays as it is\n" in output, output
        assert '"bad" ...\n  FAILED\n' in output and '"show"' not in output and not p.shown.exists()
        assert p.graph() == {"a1": ""}
        (p.versions / "a1_x.mako").unlink()
    (p.top / "bin/bad").unlink()
    assert "failed: bad: No such file or directory" in p.run("revision", status=1)
    q = Hooked(exec_hook("", "h.cwd = /nowhere\n"))
    assert "failed: show: No such file or directory" in q.run("revision", status=1)


def spoiling():
    """A hook that changes the file: what it is then is what counts."""
    p = Hooked("hooks = h\nh.type = exec\nh.executable = change\n")
    p.program("change", "#!/bin/sh\nsed -i 's/^DROP/-- DROP/; $a ## formatted' \"$1\"\n")
    p.revision("--rev-id", "a1")
    assert (p.versions / "a1_.mako").read_text().endswith("## formatted\n")
    p.program("change", "#!/bin/sh\nsed -i 's/b1/c1/' \"$1\"\n")
    output = p.run("revision", "--rev-id", "b1", status=1)
    assert "error: 'revision' isn't what was asked for in the new file" in output, output
    p.program("change", "#!/bin/sh\nrm \"$1\"\n")
    output = p.run("revision", "--rev-id", "d1", status=1)
    assert "aludel: can't read 'versions/d1_.mako': No such file or directory\n" in output, output


CHECKS = [options, several, settings, failing, spoiling]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
