"""A project of somebody's that uses aludel_add_migrations from an installation: built clean, again, with a
changed, a new and a deleted migration, a changed shared file, C, and an error.

projects.py GENERATOR
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from tools.template import template

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])

LISTS = """cmake_minimum_required(VERSION 3.22)
project(app C)
find_package(Aludel REQUIRED)
aludel_add_migrations(app_migrations ENVIRONMENT "db here" EXECUTABLE app_migrate DIALECTS sqlite SYMBOL app)
"""


class Project:
    def __init__(self, folder, generator, prefix):
        self.folder, self.build = folder, folder / "out"
        self.environment = folder / "db here"
        (self.environment / "versions").mkdir(parents=True)
        (folder / "CMakeLists.txt").write_text(LISTS)
        self.write("a1", None)
        self.write("b1", "a1")
        self.run("cmake", "-S", str(folder), "-B", str(self.build), "-G", generator,
                 f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_C_FLAGS=-Wall -Wextra -Werror")

    def write(self, rev, down, up=None, message="a table"):
        path = self.environment / "versions" / f"{rev}_x.mako"
        path.write_text(template(rev, down, up or f"CREATE TABLE {rev} (x INTEGER);", f"DROP TABLE {rev};", doc=message))
        return path

    def run(self, *command, fails=False):
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240,
                                cwd=self.folder)
        if (result.returncode != 0) != fails:
            raise AssertionError(f"{' '.join(command)}: exit {result.returncode}\n{result.stdout}")
        return result.stdout

    def make(self, fails=False):
        return self.run("cmake", "--build", str(self.build), fails=fails)

    def migrate(self, *arguments):
        return self.run(str(self.build / "app_migrate"), "--url", "sqlite:///app.db", *arguments)


def compiled(output):
    return "Building C object" in output


def check(what, condition, output):
    if not condition:
        raise AssertionError(f"{what}\n{output}")
    print(f"ok: {what}")


def ids(history):
    return [line.split(" -> ")[1].split(" ")[0].rstrip(",") for line in history.splitlines()]


def clean_and_again(p):
    p.make()
    check("a clean build upgrades", "a1 -> b1" in p.migrate("upgrade", "head"), "")
    output = p.make()
    check("a build without a change does nothing", not compiled(output) and "Compiling migrations" not in output,
          output)


def changes(p):
    path = p.write("b1", "a1", message="another message")
    output = p.make()
    check("a changed migration is compiled", compiled(output), output)
    check("and seen", "another message" in p.migrate("history"), p.migrate("history"))
    path.write_text(path.read_text())
    output = p.make()
    check("a touched one is read and not compiled", not compiled(output), output)
    output = p.make()
    check("and not read again", "Compiling migrations" not in output, output)


def coming_and_going(p):
    path = p.write("c1", "b1")
    p.make()
    check("a new migration is seen", ids(p.migrate("history")) == ["c1", "b1", "a1"], p.migrate("history"))
    path.unlink()
    p.make()
    check("a deleted one is gone", ids(p.migrate("history")) == ["b1", "a1"], p.migrate("history"))
    output = p.make()
    check("and then nothing is left to do", "Compiling migrations" not in output, output)


def shared_files(p):
    (p.environment / "env.mako").write_text('<%!\nname = "first"\n%>\n')
    p.write("d1", "b1", up="CREATE TABLE ${name | id} (x INTEGER);\nCREATE TABLE d1 (x INTEGER);")
    p.make()
    check("env.mako is read", '"first"' in p.migrate("upgrade", "b1:d1", "--sql"), "")
    (p.environment / "env.mako").write_text('<%!\nname = "second"\n%>\n')
    p.make()
    check("a change of it is seen", '"second"' in p.migrate("upgrade", "b1:d1", "--sql"), "")


def c_code(p):
    path = p.write("d1", "b1", up='<%c>\n    (void)sizeof(int);\n</%c>\nCREATE TABLE d1 (x INTEGER);')
    p.make()
    check("a migration may turn to C", "CREATE TABLE d1" in p.migrate("upgrade", "b1:d1", "--sql"), "")
    check("in a file of its own", list(p.build.rglob("app_d1_x.c")), "")
    path.unlink()
    p.make()
    check("which goes with it", not list(p.build.rglob("app_d1_x.c")), "")


def errors(p):
    path = p.write("e1", "zz")
    output = p.make(fails=True)
    check("an error names the place", "versions/e1_x.mako:6:17: error: Can't locate revision" in output, output)
    path.unlink()
    p.make()
    check("and the build recovers", ids(p.migrate("history")) == ["b1", "a1"], "")


SCRIPT = """revision = '{rev}'
down_revision = '{down}'


def upgrade():
    op.execute("CREATE TABLE {rev} (x INTEGER)")


def downgrade():
    op.execute("DROP TABLE {rev}")
"""


def scripts(p):
    """An alembic.ini, and Alembic's scripts beside other migrations."""
    ini, folder = p.environment / "alembic.ini", p.environment / "alembic" / "versions"
    ini.write_text("[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = sqlite:///app.db\n")
    (p.environment / "alembic").mkdir()
    (p.environment / "versions").rename(folder)
    (folder / "s1_x.py").write_text(SCRIPT.format(rev="s1", down="b1"))
    (folder / "__init__.py").write_text("")
    p.make()
    check("scripts are migrations", ids(p.migrate("history")) == ["s1", "b1", "a1"], p.migrate("history"))
    (folder / "t1_x.py").write_text(SCRIPT.format(rev="t1", down="s1"))
    p.make()
    check("a new one is seen", ids(p.migrate("history")) == ["t1", "s1", "b1", "a1"], p.migrate("history"))
    output = p.make()
    check("and nothing is left to do", "Compiling migrations" not in output, output)
    for script in folder.glob("*.py"):
        script.unlink()
    folder.rename(p.environment / "versions")
    ini.unlink()
    p.make()
    check("without them all is as before", ids(p.migrate("history")) == ["b1", "a1"], p.migrate("history"))


def squashed(p):
    c = "<%c>\n    (void)sizeof(int);\n</%c>\n"
    p.write("s1", "b1")
    p.write("s2", "s1", up=c + "CREATE TABLE s2 (x INTEGER);")
    short = p.environment / "versions" / "short.mako"
    short.write_text(template("s2", "b1", f"CREATE TABLE s1 (x INTEGER);\n{c}CREATE TABLE s2 (x INTEGER);",
                              "DROP TABLE s2;\nDROP TABLE s1;", top='<%! replaces = ("s1", "s2") %>\n'))
    p.make()
    check("what is squashed is compiled, too", ids(p.migrate("history")) == ["s2", "b1", "a1"], p.migrate("history"))
    for path in (short, short.with_name("s1_x.mako"), short.with_name("s2_x.mako")):
        path.unlink()


def left_out(p):
    """What is older may hold C; the files stay as many."""
    c = p.write("d0", "b1", up="<%c>\n    (void)sizeof(int);\n</%c>\nCREATE TABLE d0 (x INTEGER);")
    d = p.write("d1", "d0")
    (p.folder / "CMakeLists.txt").write_text(LISTS.replace("SYMBOL", "SINCE d1 NO_DOWNGRADE STRIP_MESSAGES SYMBOL"))
    p.make()
    version = p.migrate("--version")
    check("what isn't wanted is left out", "left out:  older revisions, downgrades, messages" in version, version)
    output = p.run(str(p.build / "app_migrate"), "--url", "sqlite:///old.db", "upgrade", "head", fails=True)
    check("an older database is refused", "this program's first revision is 'd1'" in output, output)
    (p.folder / "CMakeLists.txt").write_text(LISTS)
    c.unlink()
    d.unlink()
    p.make()


def many(p):
    for i in range(70):
        p.write(f"m{i:02}", f"m{i - 1:02}" if i else "b1")
    p.make()
    check("more than 64 migrations take another file", list(p.build.rglob("app_1.c")), "")
    check("and all are there", len(ids(p.migrate("history"))) == 72, "")


def without_cmake(project, prefix):
    moved = prefix.with_name("moved")
    prefix.rename(moved)
    project.run(str(moved / "bin" / "aludel"), "build", "-C", str(project.environment), "-o", "here")
    output = project.run("./here", "--url", "sqlite:///here.db", "upgrade", "b1")
    check("an installation that was moved builds programs by itself", "a1 -> b1" in output, output)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        subprocess.run(["cmake", "--install", str(BUILD), "--prefix", str(folder / "prefix")], check=True,
                       stdout=subprocess.DEVNULL)
        project = Project(folder / "project", sys.argv[1], folder / "prefix")
        for step in (clean_and_again, changes, coming_and_going, shared_files, c_code, errors, scripts, squashed, left_out,
                     many):
            step(project)
        without_cmake(project, folder / "prefix")
    return 0


if __name__ == "__main__":
    sys.exit(main())
