"""No migration needs more of the disk than its budget says: random chains on random tables, pages of every size, both kinds of
journal, with and without auto_vacuum, with a cache that overflows, in one transaction, with and without dbstat. random_chains.py CHAINS SEED"""
import pathlib
import random
import sqlite3
import sys
import tempfile

import build
import chains


def fail(r, what, environment, step):
    text = "\n".join(path.read_text() for path in sorted((environment / "versions").glob(f"{step.revision}*.mako")))
    print(f"FAILED: {what}\n{step.__dict__}\n{text}")
    sys.exit(1)


def prepare(r, tool, tables, file):
    page = r.choice([512, 1024, 4096, 4096, 4096, 16384, 65536])
    mode = r.choice(["DELETE", "DELETE", "WAL"])
    vacuum = r.choice([0, 0, 0, 1, 2])
    cache = r.choice([10, -2000])
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA page_size = {page}")
    db.execute(f"PRAGMA auto_vacuum = {vacuum}")
    db.execute("CREATE TABLE other (a)")
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.commit()
    db.close()
    build.run(tool, file, "up", "r0")
    db = sqlite3.connect(file)
    chains.fill(r, db, tables, r.choice([0, 30, 400, 4000]))
    db.commit()
    db.close()
    how = [word for word in ("one", "uncounted") if r.random() < 0.2]
    return f"page {page}, {mode}, auto_vacuum {vacuum}, cache {cache}, {how}", [*how, f"PRAGMA cache_size = {cache}"]


def one(r, number, folder):
    tables, texts = chains.chain(r, r.randint(2, 7))
    environment, file = folder / "e", folder / "x.db"
    build.write(environment, texts)
    tool = build.build(environment, folder)
    how, pragmas = prepare(r, tool, tables, file)
    steps, last = build.steps(tool, file, "up", "head", *pragmas)
    for step in steps:
        if step.over():
            fail(r, f"chain {number} ({how}): {', '.join(step.over())}", environment, step)
        if step.revision and sorted(step.copies.split()) != sorted(step.copied.split()):
            fail(r, f"chain {number} ({how}): copies {step.copied}, told {step.copies}", environment, step)
        if not step.certain:
            fail(r, f"chain {number}: not certain: {step.unknown}", environment, step)
    if last["grown"] > last["all"]["told"][0]:
        fail(r, f"chain {number} ({how}): grew by {last['grown']}, told {last['all']['told']}", environment, steps[-1])
    return [(step.real, step.told, how, step.revision) for step in steps]


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    for number in range(count):
        r = random.Random(seed * 1000003 + number)
        with tempfile.TemporaryDirectory() as folder:
            told = one(r, number, pathlib.Path(folder))
            if "-v" in sys.argv:
                for row in told:
                    print(number, *row)
    print(f"{count} chains")


if __name__ == "__main__":
    main()
