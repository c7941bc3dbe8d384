"""A template of `aludel init`, in folders with names of every kind: what is written, the first migration, and the new
folder's own README.md as a session, with CMake's build in it.

templates.py TEMPLATE
"""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "docs"))
from docs import BLOCK, BUILD, ROOT, compiler_flags  # noqa: E402
from tools import console  # noqa: E402
from tools.postgres import PrivatePostgres  # noqa: E402

TEMPLATES = ROOT / "templates"
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"
# The folder, and its name as an identifier.
FOLDERS = {"generic": ("shop", "shop"), "sqlite": ("Mein Lädchen/Größe 1", "Gr____e_1"), "sql": ("1st", "_1st"),
           "embedded": ("our 'app' & more", "our__app____more"), "postgresql": ("a-b.c", "a_b_c")}


def run(*command, folder, variables=()):
    done = subprocess.run([str(c) for c in command], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=console.environment_for([BUILD], variables), timeout=240)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}"
    return done.stdout


def files_below(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


def written(top, template):
    """Every file of the template, the name in its place, and versions/."""
    path, identifier = FOLDERS[template]
    folder = top / "written" / path
    folder.parent.parent.mkdir(exist_ok=True)
    output = run("aludel", "init", "-t", template, folder, folder=top)
    wanted = {name: text.replace("@name@", identifier) for name, text in files_below(TEMPLATES / template).items()}
    assert files_below(folder) == wanted, files_below(folder).keys()
    assert {p.name for p in folder.iterdir() if p.is_dir()} == {"versions"}
    for name in wanted:
        assert f"  Generating {folder}/{name} ...  done\n" in output, output
    assert output.startswith(f"  Creating directory {folder} ...  done\n  Creating directory {folder}/versions ...  done\n")


def at_once(top, template, variables):
    """A migration, up and down, without a word of configuration; the new file is what it would be without script.mako."""
    run("aludel", "init", "-t", template, "once", folder=top)
    folder = top / "once"
    output = run("aludel", "revision", "-m", "a beginning", folder=folder)
    made = re.search(r"Generating (\S+) \.\.\.  done", output).group(1)
    assert made.endswith(".sql" if template == "sql" else ".mako"), made
    assert run("aludel", "lint", folder=folder) == "" == run("aludel", "fmt", "--check", folder=folder)
    assert "Running upgrade  -> " in run("aludel", "upgrade", "head", folder=folder, variables=variables)
    assert "(head)" in run("aludel", "current", folder=folder, variables=variables)
    assert "Running downgrade " in run("aludel", "downgrade", "base", folder=folder, variables=variables)
    with_script = (folder / made).read_text()
    (folder / made).unlink()
    (folder / ("script.sql.mako" if template == "sql" else "script.mako")).unlink()
    run("aludel", "revision", "-m", "a beginning", "--rev-id", "plain", *(["--sql"] if template == "sql" else []), folder=folder)
    plain = (folder / made).with_name("plain" + re.search(r"_.*", made).group()).read_text()
    assert normal(with_script) == normal(plain), with_script


def normal(text):
    return re.sub(r"Create Date: .*", "", re.sub(r"(revision(?: =|:) )['\"]?(?:[0-9a-f]{12}|plain)['\"]?", r"\1", text))


def readme(top, template, variables):
    """In the folder where it stands then."""
    folder = top / "readme" / FOLDERS[template][0]
    run("aludel", "init", "-t", template, folder, folder=top)
    blocks = "".join(BLOCK.findall((folder / "README.md").read_text()))
    assert "cmake" in blocks
    report = console.check_session(f"{template}/README.md", blocks, [BUILD], folder=folder, variables=variables)
    assert not report, report


def main(template):
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ.update(XDG_CACHE_HOME=str(top / "cache"), CFLAGS=f"{WARNINGS} {compiler_flags()}")
        server = stack.enter_context(PrivatePostgres()) if template == "postgresql" else None

        def database():
            return {"DATABASE_URL": server.url_of(server.new_database())} if server else {}
        written(top, template)
        at_once(top, template, database())
        readme(top, template, database())
    print(f"{template}: as its README says")


if __name__ == "__main__":
    main(*sys.argv[1:])
