"""An environment of migrations/ with its program, as the tests of a chain see it."""
import configparser
import json
import os
import pathlib
import subprocess

MIGRATIONS = pathlib.Path(os.environ["ALUDEL_SOURCE"], "migrations")
BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])


class Wrong(Exception):
    """What isn't as it should be."""


class Environment:
    def __init__(self, name):
        self.name, self.folder = name, MIGRATIONS / name
        settings = configparser.RawConfigParser()
        settings.read(self.folder / "aludel.ini")
        self.dialects = settings["aludel"].get("dialects", "sqlite postgresql").replace(",", " ").split()
        self.url_variable = settings["aludel"]["url_env"].replace(",", " ").split()[0]
        self.program = BUILD / f"{name}_migrate"
        history = json.loads(self.run("--json", "history").stdout)
        self.parents = {m["revision"]: m["down_revision"] + m["depends_on"] for m in history}
        self.heads = [m["revision"] for m in history if m["head"]]

    def run(self, *arguments, url=None, refused=None, variables=()):
        """The finished process; it may fail with `refused` in what it says, else that is wrong."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PG") and not k.endswith("_URL")}
        done = subprocess.run([self.program, *(["--url", url] if url else []), *arguments], text=True,
                              capture_output=True, env={**kept, **dict(variables)}, timeout=60)
        if done.returncode and not (refused and refused in done.stderr):
            raise Wrong(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def chain(self, head):
        """The revisions that lead to a head, each behind those that it needs."""
        order = []

        def add(revision):
            for parent in self.parents[revision]:
                add(parent)
            if revision not in order:
                order.append(revision)

        add(head)
        return order

    def go(self, target, chain, at, url):
        """From one revision of a chain to another, either way; None is the base. The place that it is at then."""
        order = [None, *chain]
        if order.index(target) > order.index(at):
            self.run("upgrade", target, url=url)
        elif order.index(target) < order.index(at):
            self.run("downgrade", target or "base", url=url)
        return target


def play(names, part):
    """The exit status: `part` gives for each name (what, a function that plays it) and these are played; each says what
    it has found, or is Wrong."""
    played = failed = 0
    for name in names:
        for what, run in part(name):
            played += 1
            try:
                print(f"ok: {name}{what}, {run()}")
            except Wrong as wrong:
                failed += 1
                print(f"FAILED: {name}{what}: {wrong}")
    return 1 if failed or not played else 0
