"""The completion scripts in real shells, which find them as they find installed ones.

completion.py bash|zsh|fish
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from shells import Bash, Fish, Zsh

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
KINDS = {"bash": Bash, "zsh": Zsh, "fish": Fish}
# Where each looks, below a folder of its own; the name by which it finds the script.
PLACES = {"bash": ("completions", "{}"), "zsh": ("functions", "_{}"), "fish": ("fish/completions", "{}.fish")}
IDS = {"a001": "first: its colon", "a002": "second", "c001": "beside $(touch evaluated)", "d001; touch evaluated": "last"}
# How else it is switched on.
SOURCED = {"bash": "complete -r; source <(aludel completion bash)", "zsh": "source <(aludel completion zsh)",
           "fish": "aludel completion fish | source"}
# What --help calls values that nobody can complete.
FREE = set("DIGEST ID LABEL MESSAGE N NAME NAME=VALUE OLD:NEW SECTION SIZE TEXT TIME WHO".split())
TEMPLATE = """<%doc>{message}</%doc>
<%! revision = "{id}"; down_revision = {down}; branch_labels = {labels} %>
<%def name="upgrade()">
</%def>
"""


class Place:
    """A home with the scripts in it, and an environment whose folder has a blank in its name."""

    def __init__(self, home, shell):
        self.home, self.shell = pathlib.Path(home), shell
        self.environment = self.home / "my env"
        (self.environment / "versions").mkdir(parents=True)
        (self.environment / "blank file.mako").touch()
        (self.home / "fish/generated_completions").mkdir(parents=True)  # or fish reads all manuals behind our back
        (self.environment / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nurl = sqlite:////nowhere/app.db\n")
        self.write("a001", None)
        self.write("a002", "a001")
        self.write("c001", "a001", labels=["shop"])
        self.variables = {"PATH": f"{BUILD}:{self.home}:{os.environ['PATH']}", "HOME": home, "TERM": "xterm", "LC_ALL": "C.UTF-8",
                          "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": f"{home}/cache",
                          "BASH_COMPLETION_USER_DIR": home, "FUNCTIONS": f"{home}/functions"}

    def write(self, id, down, labels=None):
        text = TEMPLATE.format(id=id, message=IDS[id], down=repr(down), labels=repr(labels[0] if labels else None))
        name = re.sub(r"\W", "_", id)
        (self.environment / f"versions/{name}_x.mako").write_text(text)

    def aludel(self, *arguments):
        return subprocess.run([BUILD / "aludel", *arguments], cwd=self.environment, check=True, text=True,
                              env={**os.environ, "XDG_CACHE_HOME": f"{self.home}/cache"}, stdout=subprocess.PIPE).stdout

    def install(self, program, text):
        folder, name = PLACES[self.shell]
        path = self.home / folder / name.format(program)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def terminal(self):
        return KINDS[self.shell](str(self.environment), self.variables)


# A line, and what TAB makes of it. Where shells differ, each has its own.
COMPLETED = {
    "aludel upg": "aludel upgrade ",
    "aludel -q upg": "aludel -q upgrade ",
    "aludel --url sqlite:///x.db upg": "aludel --url sqlite:///x.db upgrade ",
    "aludel -x upgrade=1 compl": "aludel -x upgrade=1 completion ",
    "aludel upgrade c": "aludel upgrade c001 ",
    "aludel upgrade shop@": "aludel upgrade shop@head ",
    "aludel -C ../my\\ env upgrade c": "aludel -C ../my\\ env upgrade c001 ",
    "aludel -C '../my env' upgrade c": "aludel -C '../my env' upgrade c001 ",
    "aludel revision --head c": "aludel revision --head c001 ",
    "aludel history -r a001:c": "aludel history -r a001:c001 ",
    "aludel squash c": "aludel squash c001 ",
    "aludel squash a001:c": "aludel squash a001:c001 ",
    "aludel diff c": "aludel diff c001 ",
    "aludel diff c001 bl": "aludel diff c001 blank\\ file.mako ",
    "aludel revision --autog": "aludel revision --autogenerate ",
    "aludel upgrade --dry": "aludel upgrade --dry-run ",
    "aludel upgrade a001 --dry": "aludel upgrade a001 --dry-run ",
    "aludel downgrade --dry": "aludel downgrade --dry-run ",
    "aludel log --dry": "aludel log --dry",
    "aludel generate --dialect post": "aludel generate --dialect postgresql ",
    "aludel generate --dialect=post": "aludel generate --dialect=postgresql ",
    "aludel init -t emb": "aludel init -t embedded ",
    "aludel lint --format sa": "aludel lint --format sarif ",
    "aludel completion f": "aludel completion fish ",
    "aludel upgrade --url post": "aludel upgrade --url postgresql://",
    "aludel fmt bl": "aludel fmt blank\\ file.mako ",
    "aludel build -o bl": "aludel build -o blank\\ file.mako ",
    "aludel build --output=bl": "aludel build --output=blank\\ file.mako ",
    "aludel -C ../m": "aludel -C ../my\\ env/",
    "aludel init v": "aludel init versions/",
    "aludel heads a": "aludel heads a",
    "aludel revision -m a": "aludel revision -m a",
    "aludel nonsense --he": "aludel nonsense --he",
}
REVISIONS = {"a001", "a002", "c001", "head", "heads", "base", "shop", "shop@head"}
# A line, and all that is offered.
OFFERED = {
    "aludel upgrade ": REVISIONS,
    "aludel merge a001 ": REVISIONS,
    "aludel h": {"heads", "history"},
    "aludel lint --format ": {"gcc", "json", "sarif"},
    "aludel resume --": {"--again", "--done", "--help", "--json", "--lock-timeout", "--quiet", "--statement-timeout", "--url",
                         "--wait"},
    "aludel show ": REVISIONS | {"current"},
    "aludel edit ": REVISIONS | {"current"},
    "aludel init -t ": {"embedded", "generic", "postgresql", "sql", "sqlite"},
}
BUILT = {
    "migrate downg": "migrate downgrade ",
    "./migrate upg": "./migrate upgrade ",
    "migrate upgrade c": "migrate upgrade c001 ",
    "./migrate history -r a001:c": "./migrate history -r a001:c001 ",
    "migrate upgrade --dry": "migrate upgrade --dry-run ",
    "migrate revis": "migrate revis",
    "migrate -c bl": "migrate -c blank\\ file.mako ",
}


def different(terminal, cases):
    for line, wanted in cases.items():
        found = terminal.completed(line)
        # zsh writes = behind a long option that has a value, and both take away the blank behind what is complete
        if found.rstrip() != wanted.rstrip() and found != wanted:
            yield f"{line!r} became {found!r}, not {wanted!r}"


def offered_differently(terminal, cases):
    for line, wanted in cases.items():
        found = [word.rstrip("=") for word in terminal.offered(line)]
        if set(found) != wanted or len(found) != len(wanted):
            yield f"{line!r} offers {found}, not {sorted(wanted)}"


def all_commands(place):
    """Of --help."""
    return set(re.findall(r"^  ([a-z_]+) ", place.aludel("--help"), re.M))


def itself(place):
    place.install("aludel", (BUILD / "completions" / PLACES[place.shell][1].format("aludel")).read_text())
    with place.terminal() as terminal:
        yield from different(terminal, COMPLETED)
        yield from offered_differently(terminal, {**OFFERED, "aludel ": all_commands(place)})
    if (place.home / "cache").exists():
        yield "something was compiled"


def sourced(place):
    """Not found, but read."""
    script = next(path for path in place.home.rglob("*") if path.name == PLACES[place.shell][1].format("aludel"))
    kept = script.read_text()
    script.unlink()
    with place.terminal() as terminal:
        yield from different(terminal, {"aludel upg": "aludel upg"})
        terminal.do(SOURCED[place.shell])
        yield from different(terminal, {"aludel upg": "aludel upgrade ", "aludel upgrade c": "aludel upgrade c001 "})
    script.write_text(kept)


def values(place):
    """A new word for a value is one that is completed, or nobody can: that is decided, not forgotten."""
    script = place.aludel("completion", "zsh").replace("\\:", "\0")
    found = {word.replace("\0", ":") for word in re.findall(r":([^:\n]+): ' ", script)}
    yield from (f"'{word}' is no value that cli_completion.c knows, nor one that can't be completed" for word in found - FREE)
    yield from (f"'{word}' isn't the name of any value" for word in FREE - found)


def hostile(place):
    """An id is text, whatever is in it: it isn't evaluated when it is offered, and not when it was inserted."""
    place.write("d001; touch evaluated", "a002")
    with place.terminal() as terminal:
        line = terminal.completed("aludel upgrade d")
        if "evaluated" not in line or re.search(r"(?<!\\);", line):
            yield f"not quoted: {line!r}"
    (place.environment / "versions/d001__touch_evaluated_x.mako").unlink()
    if list(place.home.rglob("evaluated")):
        yield "an id was evaluated"


def broken(place):
    """Where the chain is in no order, what can be read is offered, and nothing is said."""
    ini = place.environment / "aludel.ini"
    kept = ini.read_text()
    ini.write_text("nonsense")
    place.write("a002", "nowhere")
    with place.terminal() as terminal:
        yield from different(terminal, {"aludel upgrade hea": "aludel upgrade head", "aludel upgrade xyz": "aludel upgrade xyz"})
    place.write("a002", "a001")
    ini.write_text(kept)


def built(place):
    """A program that was built: its script asks it, and no aludel."""
    place.aludel("build", "-o", str(place.environment / "migrate"))
    (place.home / "migrate").symlink_to(place.environment / "migrate")
    place.install("migrate", place.aludel("completion", place.shell, "--program", "migrate"))
    place.variables["PATH"] = f"{place.home}:{os.environ['PATH']}"
    with place.terminal() as terminal:
        yield from different(terminal, BUILT)
        yield from offered_differently(terminal, {"migrate upgrade ": REVISIONS})


def main(shell):
    with tempfile.TemporaryDirectory() as home:
        place = Place(home, shell)
        wrong = [f"{check.__name__}: {what}" for check in (itself, sourced, values, hostile, broken, built) for what in check(place)]
    print("\n".join(wrong) or f"{len(COMPLETED) + len(OFFERED) + len(BUILT)} lines completed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
