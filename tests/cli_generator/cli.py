"""The command `aludel`: generate, lint, build, the cache, usage errors.

cli.py [names of checks…]
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

from place import ALUDEL, BUILD, Place, run_checks

ROOT = pathlib.Path(__file__).resolve().parents[2]


def usage():
    p = Place()
    cases = {
        ("upgrad",): "aludel: unknown command 'upgrad'; did you mean 'upgrade'?",
        ("generat",): "aludel: unknown command 'generat'; did you mean 'generate'?",
        ("zzzzzzzz",): "aludel: unknown command 'zzzzzzzz'; see aludel --help",
        (): "aludel: which command? init, revision, build, lint, upgrade, downgrade, current …; see aludel --help",
        ("generate",): "aludel: generate: where to? name a folder with -o DIR",
        ("generate", "-o"): "aludel: generate: --output needs a value (PATH)",
        ("generate", "-o", "x", "--depfil", "y"): "aludel: generate: unknown option '--depfil'; did you mean --depfile?",
        ("generate", "-o", "x", "-z"): "aludel: generate: unknown option '-z'; see aludel generate --help",
        ("generate", "-o", "x", "more"): "aludel: generate: unexpected argument 'more'; see aludel generate --help",
        ("generate", "--list=yes"): "aludel: generate: --list takes no value",
        ("generate", "-o", "x", "--shards", "0"): "aludel: --shards is a number from 1 to 10000, not '0'",
        ("generate", "-o", "x", "--symbol", "1a"): "aludel: --symbol must be a C identifier, '1a' is none",
        ("generate", "-o", "x", "--symbol", "hooks"): "aludel: --symbol must be a name of its own, 'hooks' is one in what is generated",
        ("generate", "-o", "x", "--symbol", "int"): "aludel: --symbol must be a name of its own, 'int' is one in what is generated",
        ("build",): "aludel: build: name the program with -o FILE",
        ("completion",): "aludel: completion: for which shell? bash, zsh or fish",
        ("completion", "ksh"): "aludel: completion: for which shell? bash, zsh or fish",
        ("completion", "bash", "--program", "./a b"): "aludel: completion: --program is the name that is typed, of letters, "
                                                      "digits and . _ + -, not './a b'",
        ("lint", "-o", "x"): "aludel: lint: unknown option '-o'; see aludel lint --help",
    }
    for arguments, expected in cases.items():
        output = p.run(*arguments, status=2)
        assert output == expected + "\n", f"{arguments}: {output}"
    assert p.run("--version").startswith("aludel ") and "(layout " in p.run("--version")
    for command in ("generate", "build", "edit", "lint", "schema", "sql", "completion"):
        assert f"usage: aludel {command}" in p.run(command, "--help") and command in p.run("--help")
    assert "usage: aludel" in p.run("upgrade", "--help", folder=p.top)


def statements():
    """sql: of which revision, for which databases, up and down."""
    p = Place()
    p.write("b1", "a1")
    p.write("b2", "a1")
    assert p.run("sql", "--at", "a1") == "-- sqlite\nCREATE TABLE a1 (x INTEGER);\n"
    assert p.run("sql", "--at", "b2", "--downgrade") == "-- sqlite\nDROP TABLE b2;\n"
    assert p.run("sql", "--at", "b1", "--dialect", "sqlite,postgresql").startswith("-- postgresql, sqlite\nCREATE")
    assert p.run("sql", "--at", "b1", "--dialect", "both").startswith("-- postgresql, sqlite\nCREATE")
    assert "b1" in p.run("sql") and "b2" in p.run("sql") and p.run("sql", "--at", "base") == ""
    assert "Can't locate revision identified by 'zz'" in p.run("sql", "--at", "zz", status=1)


def errors():
    p = Place()
    p.write("b1", "zz")
    output = p.run("generate", "-o", str(p.top / "out"), status=1)
    assert "versions/b1_x.mako:6:17: error: Can't locate revision identified by 'zz'" in output, output
    assert not (p.top / "out").exists(), "nothing is written when there are errors"
    assert p.run("lint", status=1) == output
    output = p.run("lint", folder=p.top, status=1)
    assert "no migrations in '.'" in output and "-C DIR" in output, output
    output = p.run("upgrade", "head", folder=p.top, status=1)
    assert "no migrations in '.'" in output, output


def unreadable():
    """Files that can't be read are named, each with its reason."""
    p = Place()
    (p.environment / "versions/b1_gone.mako").symlink_to("nowhere.mako")
    with open(p.environment / "versions/b2_large.sql", "w") as large:
        large.truncate(2**31)  # a hole: it takes no space
    output = p.run("lint", status=1)
    assert output == ("error: can't read 'versions/b1_gone.mako': No such file or directory\n"
                      "error: can't read 'versions/b2_large.sql': File too large\n"), output


def all_errors():
    """An error in one file hides none in another, and what rests on a broken file isn't looked at."""
    p = Place()
    header = p.write("a2", "a1")
    header.write_text(header.read_text().replace('revision = "a2"', 'revision = "a@2"', 1))
    p.write("b1", "zz", top="<% x = %>")
    late = p.write("c1", "b1")
    late.write_text(late.read_text().replace("INTEGER", "${nothing}"))
    output = p.run("lint", status=1)
    places = [line.split(": error")[0] for line in output.splitlines() if ": error: " in line]
    assert places == ["versions/a2_x.mako:5:12", "versions/b1_x.mako:8:7", "versions/c1_x.mako:10:22"], output
    (p.environment / "env.mako").write_text("<%! def f( %>")
    output = p.run("lint", status=1)
    assert "nothing" not in output and "versions/a2_x.mako:5:12" in output, output


def generate():
    p = Place()
    p.write("b1", "a1")
    out = str(p.top / "out")
    assert p.run("generate", "-o", out, "--depfile", str(p.top / "d")) == ""
    first = p.out()
    assert sorted(first) == ["db_migrations.c", "db_migrations.h", "db_migrations_0.c"], sorted(first)
    assert sorted(p.run("generate", "--list").split()) == sorted(first)
    times = {n: os.stat(p.top / "out" / n).st_mtime_ns for n in first}
    time.sleep(0.02)
    p.run("generate", "-C", str(p.environment), "-o", out, folder="/")
    assert times == {n: os.stat(p.top / "out" / n).st_mtime_ns for n in first}, "equal files were written again"
    assert p.out() == first, "the output depends on where aludel is run"
    p.run("generate", "-o", out, "--symbol", "other", "--shards", "3")
    assert {"other.c", "other.h", "other_0.c", "other_1.c", "other_2.c"} <= set(p.out())


def same_anywhere():
    places = [Place(), Place()]
    for p in places:
        for rev, down in (("b1", "a1"), ("c1", "a1"), ("d1", "b1")):
            p.write(rev, down, top="<%c>\n#include <string.h>\n</%c>" if rev == "c1" else "")
        p.run("generate", "-o", str(p.top / "out"))
    assert places[0].out() == places[1].out()
    joined = b"".join(places[0].out().values())
    assert str(places[0].top).encode() not in joined, "the output names the folder that it was made in"


def depfile():
    p = Place("d b#1")
    (p.environment / "env.mako").write_text("<%!\none = 1\n%>\n")
    p.run("generate", "-o", str(p.top / "out"), "--depfile", str(p.top / "d"), "--stamp", str(p.top / "stamp"))
    text = (p.top / "d").read_text()
    assert (p.top / "stamp").exists() and text.startswith(str(p.top / "stamp") + ":"), text
    for name in ("aludel.ini", "env.mako", "versions/a1_x.mako", "versions"):
        assert f"d\\ b\\#1/{name}".replace("d\\ b\\#1/", "") in text, f"{name} isn't in\n{text}"
    make = f"all: stamp\nstamp:\n\ttouch stamp\n-include d\n"
    p.run("generate", "-C", p.environment.name, "-o", "out", "--depfile", "d", "--stamp", "stamp", folder=p.top)
    (p.top / "Makefile").write_text(make)
    again = lambda: subprocess.run(["make", "-q"], cwd=p.top, stdout=subprocess.DEVNULL).returncode
    assert again() == 0
    time.sleep(0.02)
    p.write("a1", None, top="## changed")
    assert again() == 1, "make doesn't see a changed migration"
    (p.environment / "env.mako").unlink()
    assert again() == 1, "make stops at a file that is gone"


def amalgamate():
    """The runtime beside the generated files, which then ask for nothing else."""
    p = Place()
    out, depends = p.top / "out", p.top / "d"
    p.run("generate", "-o", str(out), "--amalgamate", "--depfile", str(depends))
    names = ["aludel.c", "aludel.h", "db_migrations.c", "db_migrations.h", "db_migrations_0.c"]
    assert sorted(p.out()) == names and sorted(p.run("generate", "--amalgamate", "--list").split()) == names
    for name in ("aludel.c", "aludel.h"):
        assert p.out()[name] == (BUILD / "amalgamation" / name).read_bytes()
        target, read = depends.read_text().split(":", 1)
        assert f"{out}/{name}" in target.split() and f"{BUILD}/amalgamation/{name}" in read, depends.read_text()
    result = subprocess.run(["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", out / "db_migrations.c"],
                            text=True, stderr=subprocess.PIPE)
    assert result.returncode == 0, result.stderr
    one_error(p, "generate: --amalgamate writes aludel.h, and so would the registry of that name: --symbol gives it another "
              "one", "generate", "-o", str(out), "--amalgamate", "--symbol", "aludel")
    alone = p.top / "bin/aludel"
    alone.parent.mkdir()
    shutil.copy(ALUDEL, alone)
    conf = alone.with_name("aludel-build.conf")
    for text, wanted in (("[build]\n", "generate: --amalgamate: aludel-build.conf doesn't say where aludel.c is: "
                                       "amalgamation = FOLDER"),
                         ("[build]\namalgamation = ../no\n", f"can't read '{p.top}/no/aludel.h': No such file or directory")):
        conf.write_text(text)
        assert p.run("generate", "-o", "x", "--amalgamate", program=alone, status=1) == f"aludel: {wanted}\n"


def stale_files():
    p = Place()
    path = p.write("b1", "a1", top="<%c>\n#include <string.h>\n</%c>")
    out = p.top / "out"
    p.run("generate", "-o", str(out))
    assert (out / "db_migrations_b1_x.c").exists()
    (out / "db_migrations_mine.c").write_text("/* mine */\n")
    path.unlink()
    p.run("generate", "-o", str(out))
    assert not (out / "db_migrations_b1_x.c").exists(), "a file of a migration that is gone is left"
    assert (out / "db_migrations_mine.c").exists(), "somebody's own file was removed"


def build():
    p = Place()
    program = p.top / "migrate"
    p.run("build", "-o", str(program), CFLAGS="-O0 -Wall -Wextra -Werror")
    said = subprocess.run([program, "upgrade", "head"], cwd=p.top, stderr=subprocess.PIPE, text=True)
    assert said.returncode == 0 and "Running upgrade  -> a1, a1" in said.stderr, said.stderr
    output = p.run("build", "-o", str(p.top / "no"), CC="no-such-compiler", status=1)
    assert "can't run the C compiler 'no-such-compiler'" in output and not (p.top / "no").exists(), output
    p.write("b1", "a1", top="<%c>\nthis is no C\n</%c>")
    output = p.run("build", "-o", str(program), status=1)
    assert "versions/b1_x.mako:9" in output and "the C compiler '" in output, output
    assert subprocess.run([program, "heads"], cwd=p.top, stdout=subprocess.PIPE).stdout == b"a1 (head)\n"


def no_revision():
    """An environment with nothing in it yet is built like any other."""
    p = Place()
    (p.environment / "versions/a1_x.mako").unlink()
    p.run("build", "-o", str(p.top / "migrate"))
    for command in (["upgrade", "head"], ["current"], ["heads"], ["history"], ["verify"]):
        assert p.run(*command) == "", command


def another_layout():
    """Code of one version of the tool doesn't compile against the runtime of another."""
    p = Place()
    out, headers = p.top / "out", p.top / "include"
    p.run("generate", "-o", str(out))
    shutil.copytree(ROOT / "runtime/include", headers)

    def compile_all():
        return [subprocess.run(["cc", "-std=c11", f"-I{headers}", "-fsyntax-only", str(file)], text=True,
                               stderr=subprocess.PIPE) for file in sorted(out.glob("*.c"))]

    assert all(c.returncode == 0 for c in compile_all())
    text = (headers / "aludel/generated.h").read_text()
    layout = re.search(r"(?<=#define ALUDEL_LAYOUT )\d+", text)
    (headers / "aludel/generated.h").write_text(text[:layout.start()] + "999" + text[layout.end():])
    stale = compile_all()
    assert len(stale) == 2 and all(c.returncode != 0 for c in stale)
    assert all("generated by another version of aludel: generate it again" in c.stderr for c in stale)


def default_interrupt():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def one_error(p, wanted, *arguments, **variables):
    output = p.run(*arguments, status=1, **variables)
    assert output == f"aludel: {wanted}\n", output


def cannot_write():
    """What is named as a place for files can't be one."""
    p = Place()
    out, file, folder = p.top / "out", p.top / "file", p.top / "folder"
    file.touch()
    folder.mkdir()
    one_error(p, f"can't make the folder '{file}': File exists", "generate", "-o", str(file))
    one_error(p, f"can't make the folder '{file}/x': Not a directory", "generate", "-o", f"{file}/x")
    one_error(p, f"can't write '{folder}': Is a directory", "generate", "-o", str(out), "--depfile", str(folder))
    one_error(p, f"can't write '{folder}': Is a directory", "generate", "-o", str(out), "--stamp", str(folder))
    one_error(p, f"can't write '{p.top}/no/d': No such file or directory",
              "generate", "-o", str(out), "--depfile", f"{p.top}/no/d")
    (out / "db_migrations.c").unlink()
    (out / "db_migrations.c").mkdir()
    one_error(p, f"can't write '{out}/db_migrations.c': Is a directory", "generate", "-o", str(out))
    one_error(p, f"can't write '{folder}': Is a directory", "build", "-o", str(folder))
    one_error(p, f"can't write '{p.top}/no/m': No such file or directory", "build", "-o", f"{p.top}/no/m")
    one_error(p, f"can't make a folder in '{file}': Not a directory (TMPDIR names another place)",
              "build", "-o", str(p.top / "m"), TMPDIR=str(file))
    left = [path for path in p.top.rglob("*") if path.suffix == ".tmp" or path.name == "m"]
    assert not left, left


def devices():
    """What isn't a file is written to, not put away; a program isn't written there."""
    p = Place()
    out, links = str(p.top / "out"), {name: p.top / name for name in ("full", "stdout", "null")}
    for name, link in links.items():  # by links, which are all that a mistake would put away
        link.symlink_to(f"/dev/{name}")
    full = f"can't write '{links['full']}': No space left on device"
    one_error(p, full, "generate", "-o", out, "--depfile", str(links["full"]))
    assert p.run("generate", "-o", out, "--depfile", str(links["stdout"])).startswith(f"{out}/db_migrations.h ")
    assert p.run("generate", "-o", out, "--stamp", str(links["null"])) == ""
    one_error(p, f"can't write '{links['null']}': it isn't a file", "build", "-o", str(links["null"]))
    assert all(link.is_symlink() for link in links.values())
    assert not list(p.top.glob("*.tmp"))


def no_toolchain():
    """The command alone, without what was installed beside it."""
    p = Place()
    alone = p.top / "bin/aludel"
    alone.parent.mkdir()
    shutil.copy(ALUDEL, alone)
    conf = alone.with_name("aludel-build.conf")
    for command in (["build", "-o", str(p.top / "m")], ["heads"]):
        output = p.run(*command, status=1, program=alone)
        assert output.split() == """aludel: the runtime's headers and libraries aren't where they were installed:
            there is no aludel-build.conf beside this program or in ../lib/aludel""".split(), output
        conf.mkdir()
        assert p.run(*command, status=1, program=alone) == f"aludel: can't read '{conf}': Is a directory\n"
        conf.rmdir()
        conf.write_text("[paths]\ninclude\n")
        assert p.run(*command, status=1, program=alone) == f"aludel: can't read '{conf}': expected 'name = value'\n"
        conf.unlink()
    assert p.run("lint", program=alone) == ""


def interrupted():
    p = Place()
    (p.top / "tmp").mkdir()
    variables = {**p.variables, "TMPDIR": str(p.top / "tmp"), "CC": str(p.top / "cc")}
    (p.top / "cc").write_text("#!/bin/sh\nexec sleep 0.3\n")
    (p.top / "cc").chmod(0o755)
    for number in (signal.SIGINT, signal.SIGTERM):
        aludel = subprocess.Popen([ALUDEL, "build", "-o", str(p.top / "no")], cwd=p.environment, env=variables,
                                  stderr=subprocess.PIPE, preexec_fn=default_interrupt)
        while not list((p.top / "tmp").glob("*/src/main.c")) and aludel.poll() is None:
            time.sleep(0.01)
        aludel.send_signal(number)
        said = aludel.communicate(timeout=60)[1]
        assert aludel.returncode == -number, (aludel.returncode, said)
        assert not list((p.top / "tmp").iterdir()), "the build's folder is left behind"
    output = p.run("lint", "-C", str(p.top / "nowhere"), status=1)
    assert "can't read the folder" in output and "No such file" in output, output


def killed():
    """What a killed run leaves is taken away by the next one; what one at work has isn't, nor what is none of ours."""
    p = Place()
    top = p.top / "tmp"
    top.mkdir()
    (p.top / "cc").write_text("#!/bin/sh\nexec sleep 30\n")
    (p.top / "cc").chmod(0o755)
    aludel = subprocess.Popen([ALUDEL, "build", "-o", str(p.top / "no")], cwd=p.environment, start_new_session=True,
                              env={**p.variables, "TMPDIR": str(top), "CC": str(p.top / "cc")}, stderr=subprocess.DEVNULL)
    while not list(top.glob("*/src/main.c")) and aludel.poll() is None:
        time.sleep(0.01)
    p.run("build", "-o", str(p.top / "m"), TMPDIR=str(top))
    assert len(list(top.glob("*/src/main.c"))) == 1 and aludel.poll() is None, "the one at work keeps its own"
    os.killpg(aludel.pid, signal.SIGKILL)
    aludel.communicate(timeout=60)
    others = ["aludel-notour", "aludel-scratch-notour", "aludel-scratch-notours"]  # none has our lock in it
    for name in others:
        (top / name).mkdir()
    p.run("build", "-o", str(p.top / "m"), TMPDIR=str(top))
    assert sorted(path.name for path in top.iterdir()) == others


def cache():
    p = Place()
    calls = p.top / "calls"
    compiler = p.top / "cc"
    compiler.write_text(f'#!/bin/sh\necho "$@" >>"{calls}"\nexec cc "$@"\n')
    compiler.chmod(0o755)
    p.variables["CC"] = str(compiler)
    count = lambda: len(calls.read_text().splitlines())
    assert "Running upgrade  -> a1" in p.run("upgrade", "head")
    assert count() == 5, "what the compiler is for, the registry, the migrations, main and the program"
    assert p.run("current") == "a1 (head)\n" and count() == 5, "compiled again without a change"
    p.write("a1", None, top="## a comment")
    assert p.run("current") == "a1 (head)\n"
    before = count()
    p.write("b1", "a1")
    assert p.run("heads") == "b1 (head)\n" and count() == before + 3, "more was compiled than had changed"
    assert p.run("-C", str(p.environment), "--url", f"sqlite:///{p.environment}/app.db", "current",
                 folder=p.top) == "a1\n"
    assert p.run("-c", str(p.environment / "aludel.ini"), "heads", folder=p.top) == "b1 (head)\n"
    sections(p)
    shutil.rmtree(p.top / "cache")


def cannot_cache():
    """The cache can't stand where it should, or what is in it can't be used."""
    p = Place()
    file, elsewhere = p.top / "file", "(XDG_CACHE_HOME names another place)"
    file.touch()
    one_error(p, "no place for compiled migrations: set XDG_CACHE_HOME or HOME, or use aludel build",
              "heads", XDG_CACHE_HOME="", HOME="")
    assert p.run("heads") == "a1 (head)\n"
    work = next((p.top / "cache/aludel").iterdir())
    one_error(p, f"can't make the folder '{file}/aludel/{work.name}': Not a directory {elsewhere}",
              "heads", XDG_CACHE_HOME=str(file))
    program = next((work / "bin").iterdir())
    program.chmod(0o644)  # as on a file system from which nothing is executed
    one_error(p, f"can't execute '{program}': Permission denied {elsewhere}", "heads")
    for name, wanted in (("src/main.c", "can't write '{}'"), ("lock", "can't lock '{}'")):
        (work / name).unlink()
        (work / name).mkdir()
        one_error(p, wanted.format(work / name) + ": Is a directory", "heads")
        (work / name).rmdir()
    shutil.rmtree(work / "obj")
    (work / "obj").touch()
    one_error(p, f"can't make the folder '{work}/obj': File exists", "heads")


def sections(p):
    """-n: another section of the same file, for another database."""
    p.settings("[aludel]\ndialects = sqlite\nurl = sqlite:///app.db\n[other]\nurl = sqlite:///other.db\n")
    ini = str(p.environment / "aludel.ini")
    assert p.run("-n", "aludel", "current").startswith("a1\n") and p.run("-c", ini, "-naludel", "current")
    assert "upgrade a1 -> b1" not in p.run("-n", "other", "upgrade", "a1")
    assert (p.environment / "other.db").exists()
    p.run("-c", ini, "--name=other", "upgrade", "b1", folder=p.environment)
    assert p.run("--name", "other", "current").startswith("b1 (head)\n")
    assert p.run("current").startswith("a1\n"), "the other section's database is the one that was meant"
    assert "aludel.ini has no section [nope]" in p.run("-n", "nope", "current", status=1)


def crowd():
    p = Place()
    results = []
    threads = [threading.Thread(target=lambda: results.append(p.run("heads"))) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == ["a1 (head)\n"] * 6, results
    assert not list((p.top / "cache").rglob("*.tmp"))


CHECKS = [usage, statements, errors, unreadable, all_errors, generate, same_anywhere, depfile, amalgamate, stale_files, build,
          no_revision, another_layout, cannot_write, devices, no_toolchain, interrupted, killed, cache, cannot_cache, crowd]


if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
