"""`aludel init` and `aludel list_templates`: beside the real Alembic, and what is refused.

command.py [names of checks…]
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "cli_generator"))
from place import ALUDEL, run_checks  # noqa: E402

NAMES = ["embedded", "generic", "postgresql", "sql", "sqlite"]
AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []


class Top:
    """An empty folder."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self.temporary.name).resolve()

    def run(self, *command, status=0, folder=None, **how):
        done = subprocess.run(command, cwd=folder or self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60, **how)
        assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}"
        return done.stdout

    def aludel(self, *arguments, **how):
        return self.run(ALUDEL, *arguments, **how)

    def all(self):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.rglob("*"))

    def refused(self, *arguments, status=1, **how):
        """Nothing comes, nothing goes."""
        before = self.all()
        output = self.aludel(*arguments, status=status, **how)
        assert self.all() == before, output
        return output


def beside_alembic():
    """The same lines, for the files that both have; Alembic's are of absolute paths, and its settings stand outside."""
    ours, theirs = Top(), Top()
    for folder in ("one", "a/b/c", "here"):
        for top in (ours, theirs):
            (top.folder / "here").mkdir(exist_ok=True)
        said = ours.aludel("init", folder).splitlines()
        expected = theirs.run("alembic", "init", folder).replace(f"{theirs.folder}/", "").splitlines()
        made = [line for line in said if " Creating " in line]
        assert [line.strip() for line in made] == [line for line in expected if line.startswith("Creating ")], (said, expected)
        assert f"  Generating {folder}/script.mako ...  done" in said
        assert any(line == f"Generating {folder}/script.py.mako ...  done" for line in expected), expected
        assert expected[-1].replace("alembic.ini", f"{folder}/aludel.ini") == said[-2].strip(), (said, expected)
        assert (ours.folder / folder / "versions").is_dir() and (theirs.folder / folder / "versions").is_dir()
    for arguments in (["one"], ["a"], ["-t", "nonsense", "new"], ["--template", "nonsense", "one"]):
        ours_said = ours.refused("init", *arguments, status=2 if "new" in arguments else 1)
        expected = theirs.run("alembic", "init", *arguments, status=255)
        assert ours_said.strip().startswith(expected.strip().replace("FAILED: ", "aludel: ")), (ours_said, expected)


def listed():
    def shape(text, name):
        lines = text.replace(name, "program").splitlines()
        return [lines[0], lines[1], *lines[-4:]], lines[2:-4]
    top = Top()
    frame, templates = shape(top.aludel("list_templates"), "aludel")
    assert frame == shape(top.run("alembic", "list_templates"), "alembic")[0], frame
    assert [re.fullmatch(r"(\w+) - [A-Z][^#]+", line).group(1) for line in templates] == NAMES, templates
    assert "generic - Migrations for SQLite and PostgreSQL" in templates, templates
    assert top.aludel("list_templates", "x", status=2).startswith("aludel: list_templates: unexpected argument 'x'")
    for name in NAMES:
        top.aludel("init", f"--template={name}", name)
    assert (top.folder / "embedded/main.c").exists() and (top.folder / "sql/script.sql.mako").exists()


def not_empty():
    """Whatever is in it, even what isn't listed; a folder that is one by a link; what is no folder."""
    top = Top()
    (top.folder / "dotted").mkdir()
    (top.folder / "dotted/.git").write_text("")
    (top.folder / "file").write_text("")
    (top.folder / "nowhere").symlink_to("gone")
    (top.folder / "empty").mkdir()
    (top.folder / "link").symlink_to("empty")
    assert top.refused("init", "dotted") == "aludel: Directory dotted already exists and is not empty\n"
    assert top.refused("init", ".") == "aludel: Directory . already exists and is not empty\n"
    assert top.refused("init", "dotted/..") == "aludel: Directory . already exists and is not empty\n"
    assert top.refused("init", "file") == "aludel: can't make an environment in 'file': Not a directory\n"
    assert "can't make the folder 'file/x': Not a directory" in top.refused("init", "file/x")
    assert "can't make an environment in 'nowhere': No such file or directory" in top.refused("init", "nowhere")
    assert "name too long" in top.refused("init", "n" * 300)
    top.aludel("init", "link/")
    assert (top.folder / "empty/aludel.ini").exists()
    assert "project(empty C)" in (top.folder / "empty/CMakeLists.txt").read_text()
    assert "is not empty" in top.refused("init", "empty")


def here():
    top = Top()
    (top.folder / "my shop").mkdir()
    output = top.aludel("init", ".", folder=top.folder / "my shop")
    assert output.startswith("  Creating directory versions ...  done\n  Generating .gitignore ...  done\n"), output
    assert output.endswith("settings in 'aludel.ini' before proceeding.\n  'README.md' says how to go on.\n"), output
    assert "sqlite:///my_shop.db" in (top.folder / "my shop/aludel.ini").read_text()


def not_permitted():
    """A folder that isn't writable; one that is there and empty stays so."""
    top = Top()
    top.folder.chmod(0o777)
    (top.folder / "closed").mkdir(mode=0o555)
    (top.folder / "unread").mkdir(mode=0o333)
    (top.folder / "unread").chmod(0o333)

    def nobody(*arguments):
        return top.refused(*arguments, preexec_fn=become) if become else top.refused(*arguments)
    become = (lambda: (os.setgroups([]), os.setgid(65534), os.setuid(65534))) if AS_NOBODY else None
    if become and subprocess.run([*AS_NOBODY, "test", "-x", ALUDEL], check=False).returncode:
        print("a build that nobody else may enter: left out")
        return
    assert "can't make the folder 'closed/x': Permission denied" in nobody("init", "closed/x")
    assert "can't make the folder 'closed/versions': Permission denied" in nobody("init", "closed")
    assert "can't make an environment in 'unread': Permission denied" in nobody("init", "unread")


def usage():
    top = Top()
    cases = {
        ("init",): "aludel: init: in which folder? aludel init DIR takes one",
        ("init", ""): "aludel: init: in which folder? aludel init DIR takes one",
        ("init", "a", "b"): "aludel: init: in which folder? aludel init DIR takes one",
        ("init", "-t"): "aludel: init: --template needs a value (NAME)",
        ("init", "-t", "sqlit", "x"): "aludel: No such template 'sqlit'; did you mean 'sqlite'? There are embedded, generic, postgresql, sql and sqlite",
        ("init", "-t", "zzz", "x"): "aludel: No such template 'zzz'; there are embedded, generic, postgresql, sql and sqlite",
        ("init", "--package", "x"): "aludel: init: unknown option '--package'; see aludel init --help",
        ("list_template",): "aludel: unknown command 'list_template'; did you mean 'list_templates'?",
    }
    for arguments, expected in cases.items():
        assert top.refused(*arguments, status=2) == expected + "\n", top.refused(*arguments, status=2)
    assert top.aludel("init", "--help").startswith("usage: aludel init [options] DIR\n")
    assert "no migrations in '.'" in top.refused("revision") and "`aludel init DIR` makes one" in top.refused("revision")


def together():
    """Sixteen at once in one folder: one makes it, and nobody takes away what is another's."""
    for _ in range(5):
        top = Top()
        running = [subprocess.Popen([ALUDEL, "init", "x"], cwd=top.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                   for _ in range(16)]
        assert sorted(r.wait(60) for r in running) == [0] + [1] * 15
        assert {p.name for p in (top.folder / "x").iterdir()} == {".gitignore", "CMakeLists.txt", "README.md", "aludel.ini", "script.mako", "versions"}


def built_in():
    """What is built in depends on the files alone, and not on where they are."""
    made = pathlib.Path(os.environ["ALUDEL_BUILD"]) / "generator/made/template_folders.c"
    text = made.read_text()
    assert os.environ["ALUDEL_SOURCE"] not in text and os.environ["ALUDEL_BUILD"] not in text
    files = sorted(p for p in (pathlib.Path(os.environ["ALUDEL_SOURCE"]) / "templates").rglob("*") if p.is_file() and p.parent.name != "templates")
    assert len(re.findall(r"^static const unsigned char ", text, re.M)) == len(files)


CHECKS = [beside_alembic, listed, not_empty, here, not_permitted, usage, together, built_in]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
