"""What `aludel generate --profile embedded` writes (image.txt), and refuses.

    generated.py [--update]
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from device import BUILD, HERE, Wrong, generate
from messages import write_chain
from tools.golden import differs
from tools.template import template

GOLDEN = HERE / "image.txt"


def refused(*options):
    done = subprocess.run([BUILD / "aludel", "generate", *options], text=True, capture_output=True, check=False)
    if done.returncode == 0:
        raise Wrong(f"{options}: not refused")
    return done.stderr


def written(folder):
    """Without the version and the layout, which are others' to know."""
    files = [folder / "out/forest.h", *generate(folder, folder / "out", "forest")]
    text = "".join(f"==== {f.name}\n{f.read_text()}" for f in files)
    text = re.sub(r"(Made by aludel |\.tool = \")[\d.]+", r"\1VERSION", text)
    return re.sub(r"ALUDEL_GENERATED_FOR\(\d+\)", "ALUDEL_GENERATED_FOR(LAYOUT)", text)


OF_ONE = re.compile(r"(up|down|carried|repeated|work|recipe|stands_for|places|rows)_")  # of a revision, a hook, a number


def check_symbols(folder):
    """No image can be called as one of its own tables is."""
    names = {n for f in folder.glob("*.c") for n in re.findall(r"^static const [^=(]*?(\w+)\[", f.read_text(), re.M)}
    for name in sorted(n for n in names if not OF_ONE.match(n)):
        if "--symbol must be a name of its own" not in refused("-C", folder.parent, "-o", folder / "no", "--symbol", name):
            raise Wrong(f"--symbol {name} isn't refused for what it is")
    if not {"migrations", "links", "sums", "functions", "repeated", "ways"} <= names:
        raise Wrong(f"hardly any table: {names}")


UNUSUAL = "max_bytes = 64MiB\ntransaction = all\nwait = 5s\nlock_timeout = 1s\nstatement_timeout = 1s\nretries = 2\n"


def refusals(folder):
    """Behind what is told of settings."""
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n" + UNUSUAL)
    block = "% with op.autocommit():\nVACUUM;\n% endwith"
    (folder / "versions/a1.mako").write_text(template("a1", None, block, ""))
    out = ["-C", folder, "-o", folder / "out"]
    yield refused(*out, "--profile", "embedded")
    yield refused(*out, "--profile", "small")
    yield refused(*out, "--profile", "embedded", "--dialect", "postgresql")
    (folder / "versions/a1.mako").write_text(template("a1", None, "SELECT 1;", ""))
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nmax_bytes = 64MiB\nbudget = no\n")
    yield refused(*out, "--profile", "embedded")
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nmax_bytes = 64MiB\n")
    (folder / "env.mako").write_text('<%def name="before_each()">\nSELECT 1;\n</%def>\n')
    yield refused(*out, "--profile", "embedded")
    if (folder / "out").exists():
        raise Wrong("something was written")


def main(update):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_chain(folder / "chain")
        images = written(folder / "chain")
        check_symbols(folder / "chain/out")
        now = images + "".join(f"==== refused\n{text}" for text in refusals(folder / "alone"))
        now = now.replace(name, "FOLDER")
    return differs(GOLDEN, now, update, f"{len(now.splitlines())} lines as expected")


if __name__ == "__main__":
    try:
        sys.exit(main("--update" in sys.argv))
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")
