"""Databases at every point of a chain whose middle was squashed.

places.py sqlite|postgresql hand|command [names of checks…]
"""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "chain"))
import stand as stands  # noqa: E402

from squash.chain import IDS, MIDDLE, SQUASHED, programs, run  # noqa: E402

PLACES = [None] + IDS  # None: an empty database
CONTENT = "SELECT * FROM {} ORDER BY id"


class Bench:
    """The programs, and databases that the program without the squashed migration has brought to a point."""

    def __init__(self, stand, server, built):
        self.stand, self.server, self.built = stand, server, built
        self.wanted = {place: self.state(self.at(place)) for place in PLACES}

    def at(self, place):
        database = self.stand(self.server)
        if place:
            run(self.built.plain, "--url", database.url, "upgrade", place)
        return database

    def state(self, database):
        """What is in it, the version row included; ours aside."""
        schema = stands.columns_in_any_order(database.schema())
        rows = [database.rows(CONTENT.format(table)) for table in ("people", "books") if f" {table}" in schema]
        return database.versions() or [], re.sub(r"^.*alembic_version.*\n(    .*\n)*", "", schema, flags=re.M), rows

    def compare(self, database, place, what):
        found, wanted = self.state(database), self.wanted[place]
        if found != wanted:
            raise AssertionError(f"{what}: is\n{found}\nwanted\n{wanted}")


def command(start, target):
    """How one gets from a place to another."""
    up = PLACES.index(target) > PLACES.index(start)
    return "upgrade" if up else "downgrade", target or "base"


def expected_steps(start, target):
    """By the originals where one of the two is in the middle, else by the squashed one."""
    view = PLACES if {start, target} & set(MIDDLE) else [p for p in PLACES if p not in MIDDLE]
    one, other = view.index(start), view.index(target)
    low, high = sorted((one, other))
    ways = [(view[i], view[i + 1]) for i in range(low, high)]
    return ways if one < other else [(b, a) for a, b in reversed(ways)]


def lines(text):
    return [(a or None, b or None) for a, b in re.findall(r"Running (?:up|down)grade (\S*) ?-> (\S*?)(?:,|\n|$)", text)]


def steps_are_the_right_ones(bench):
    """What runs, and what `plan` says before."""
    for start in PLACES:
        for target in PLACES:
            if start == target:
                continue
            database = bench.at(start)
            way, name = command(start, target)
            options = ["--url", database.url]
            planned = run(bench.built.both, *options, "plan", *(["--downgrade"] if way == "downgrade" else []), name)
            digest = re.search(r"digest: (\S+)", planned)[1]
            output = run(bench.built.both, *options, way, name, "--expect", digest)
            wanted = expected_steps(start, target)
            assert lines(planned) == lines(output) == wanted, f"{start} to {target}: {planned}\n{output}\nwanted {wanted}"
            bench.compare(database, target, f"{start} to {target}")


def scripts_do_the_same(bench):
    for start in PLACES:
        for target in PLACES:
            if start == target:
                continue
            way, name = command(start, target)
            dialect = bench.stand.dialect
            script = run(bench.built.both, "-q", way, f"{start or 'base'}:{name}", "--sql", "--dialect", dialect)
            database = bench.at(start)
            failed = database.script(script)
            assert not failed, f"{start} to {target}: {failed}"
            bench.compare(database, target, f"{start} to {target} by script")


def as_alembic_leaves_it(bench):
    """At each id without our tables: to head and back to base."""
    for start in IDS:
        database = bench.at(start)
        database.script("DROP TABLE aludel_log")
        run(bench.built.both, "--url", database.url, "upgrade", "head")
        bench.compare(database, IDS[-1], f"{start} to head")
        run(bench.built.both, "--url", database.url, "downgrade", "base")
        bench.compare(database, None, f"{start} to head to base")


def originals_gone(bench):
    left = [p for p in PLACES if p not in MIDDLE]
    for start in left:
        for target in left:
            if start != target:
                database = bench.at(start)
                run(bench.built.gone, "--url", database.url, *command(start, target))
                bench.compare(database, target, f"{start} to {target}, originals gone")
    accepting = os.path.join(os.path.dirname(bench.built.gone), "accepting.ini")
    with open(accepting, "w", encoding="utf-8") as settings:
        settings.write("[aludel]\nnewer = always\n")
    for start in MIDDLE:
        database = bench.at(start)
        for words in (["upgrade", "head"], ["downgrade", "base"], ["current"], ["plan"], ["stamp", "head"],
                      ["-c", accepting, "upgrade", "head"]):
            output = run(bench.built.gone, "--url", database.url, *words, status=1)
            assert f"'{start}' was squashed into 'b4', and its own migration isn't in this program" in output, output
            assert f"The version table holds '{start}': the database stands in the middle of versions/b4_" in output, output
            assert ("hint: bring it to 'b4' with a program that still has the migrations that were squashed: one built "
                    "before their files were deleted") in output, output
        bench.compare(database, start, f"at {start}, originals gone")
    output = run(bench.built.gone, "--url", bench.at(None).url, "upgrade", "a2", status=1)
    assert "Can't locate revision identified by 'a2'" in output and "hint: it was squashed into 'b4' (" in output, output


def relative(bench):
    """A step is a step of the way that the database is on."""
    for start, words, target in [("z0", "+1", "b4"), ("a1", "+1", "a2"), ("a3", "+1", "b4"), ("b4", "-1", "z0"),
                                 ("a3", "-1", "a2"), ("a1", "-1", "z0"), ("c5", "-2", "z0"), ("a2", "+3", "c5")]:
        database = bench.at(start)
        run(bench.built.both, "--url", database.url, "upgrade" if words[0] == "+" else "downgrade", words)
        bench.compare(database, target, f"{start} {words}")


def stamps(bench):
    for start in PLACES:
        for target in IDS:
            database = bench.at(start)
            run(bench.built.both, "--url", database.url, "stamp", target)
            assert database.versions() == [target], f"{start} stamped {target}: {database.versions()}"
    database = bench.at("a2")
    run(bench.built.both, "--url", database.url, "stamp", "--purge", "a3")
    assert database.versions() == ["a3"]


def verdicts(bench):
    """verify knows both texts, and where they have gone that one stands for them."""
    def verify(program, database):
        return [tuple(line.split("  ")[0].split() + [" ".join(line.split()[1:-1])])
                for line in run(program, "--url", database.url, "verify").splitlines()]

    same = [(id, "same") for id in IDS]
    short = [(id, "same") for id in IDS if id not in MIDDLE]
    fresh = bench.stand(bench.server)
    run(bench.built.both, "--url", fresh.url, "upgrade", "head")
    for database, program, wanted in [
            (bench.at("c5"), bench.built.both, same), (bench.at("a2"), bench.built.both, same[:3]),
            (fresh, bench.built.both, short), (fresh, bench.built.gone, short),
            (bench.at("c5"), bench.built.gone, [(i, "squashed since" if i == "b4" else "same") for i, _ in short])]:
        found = [(id, verdict) for id, *_, verdict in verify(program, database)]
        assert found == wanted, f"{found}\nwanted {wanted}"
    log = run(bench.built.both, "--url", fresh.url, "log")
    assert re.findall(r"upgrade +(\S+)", log) == [id for id, _ in short], log


def listings(bench):
    database = bench.at("a2")
    ask = [bench.built.both, "--url", database.url]
    shown = run(*ask, "show", "b4")
    assert "Replaces: a1, a2, a3, b4\n" in shown and "b4_squashed.mako" in shown, shown
    assert "Replaces: a1, a2, a3, b4\n" in run(*ask, "history", "-v")
    assert re.findall(r"^(\S+) -> (\w+)", run(*ask, "history"), re.M) == [("b4", "c5"), ("z0", "b4"), ("<base>", "z0")]
    assert json.loads(run(*ask, "--json", "show", "b4"))[0]["replaces"] == SQUASHED
    assert "Path: versions/a3_x.py" in run(*ask, "show", "a3")
    assert re.findall(r"-> (\w+)", run(*ask, "history", "-r", "a1:a3")) == ["a3", "a2", "a1"]
    assert "a2 (current)" in run(*ask, "history", "-i")
    assert run(*ask, "heads") == "c5 (head)\n"
    assert run(*ask, "current").startswith("a2\n")
    run(*ask, "current", "--check-heads", status=1)
    run(*ask, "wait", "a2", "--timeout", "0s")
    run(*ask, "wait", "a3", "--timeout", "0s", status=1)


def old_and_new_at_once(bench):
    """Programs with and without the squashed migration meet."""
    for place in (None, "z0", "a1", "a3"):
        for _ in range(4):
            database = bench.at(place)
            running = [subprocess.Popen([program, "--url", database.url, "upgrade", "head"], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
                       for program in (bench.built.both, bench.built.plain) * 2]
            for one in running:
                output, _ = one.communicate(timeout=120)
                assert one.returncode == 0, output
            bench.compare(database, IDS[-1], f"from {place}, together")


CHECKS = [steps_are_the_right_ones, scripts_do_the_same, as_alembic_leaves_it, originals_gone, relative, stamps, verdicts,
          listings, old_and_new_at_once]


def main(dialect, how, *names):
    stand, failed = stands.STANDS[dialect], 0
    with stand.server_class() as server, programs(dialect, how) as built:
        bench = Bench(stand, server, built)
        for check in CHECKS:
            if names and check.__name__ not in names:
                continue
            try:
                check(bench)
                print(f"ok: {check.__name__}")
            except AssertionError as error:
                failed += 1
                print(f"FAILED: {check.__name__}, line {error.__traceback__.tb_next.tb_lineno}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
