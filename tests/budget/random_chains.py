"""No migration needs more of the disk than its budget says where it says so for certain: random chains on random tables, pages of every
size, both encodings, both kinds of journal, with and without auto_vacuum, with a cache that overflows, foreign keys on and off, as one run,
step by step or in one transaction, the caller's too, with and without dbstat. What has bounds is told as certain. random_chains.py CHAINS SEED [-v]"""
import pathlib
import random
import sqlite3
import sys
import tempfile

import build
import chains
import tables


class Wrong(Exception):
    pass


def prepare(r, tool, made, file):
    page = r.choice([512, 1024, 4096, 4096, 4096, 16384, 65536])
    mode = r.choice(["DELETE", "DELETE", "WAL"])
    vacuum, encoding = r.choice([0, 0, 0, 1, 2]), r.choice(["UTF-8", "UTF-8", "UTF-16le"])
    if any(t.loose for t in made): # SQLite itself calls an index damaged there that is of text made of a BLOB
        encoding = "UTF-8"
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA page_size = {page}")
    db.execute(f"PRAGMA auto_vacuum = {vacuum}")
    db.execute(f"PRAGMA encoding = '{encoding}'")
    db.execute("CREATE TABLE other (a)")
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.commit()
    db.close()
    build.run(tool, file, "up", "r0")
    db = sqlite3.connect(file)
    tables.fill(r, db, made, r.choice([0, 30, 400, 4000]))
    db.commit()
    db.close()
    together = not any(t.children for t in made) # else some migrations can't be in one transaction
    how = [word for word, may in ((r.choice(["one", "begun"]), together), ("uncounted", True)) if may and r.random() < 0.25]
    how += [f"PRAGMA cache_size = {r.choice([10, -2000])}", f"PRAGMA foreign_keys = {r.choice(['on', 'off'])}",
            f"PRAGMA case_sensitive_like = {r.choice(['on', 'off'])}"]
    return f"page {page}, {mode}, auto_vacuum {vacuum}, {encoding}", how


def check_run(steps, last, bounded):
    """A step behind one that isn't known isn't known, either."""
    known = True
    for step in steps:
        known = known and step.revision in bounded
        if step.certain and step.over():
            raise Wrong(", ".join(step.over()), step)
        if step.revision and sorted(step.copies.split()) != sorted(step.copied.split()):
            raise Wrong(f"copies {step.copied}, told {step.copies}", step)
        if known and not step.certain:
            raise Wrong(f"isn't certain: {step.unknown}", step)
        if not step.certain and not step.unknown:
            raise Wrong("doesn't say what isn't known", step)
    if last["all"]["certain"] and last["grown"] > last["all"]["told"][0]:
        raise Wrong(f"grew by {last['grown']}, told {last['all']['told']}", steps[-1])


def one(r, folder):
    """The steps that were taken, and how."""
    made, texts, bounded = chains.chain(r, r.randint(2, 7))
    environment, file = folder / "e", folder / "x.db"
    build.write(environment, texts)
    tool = build.build(environment, folder)
    how, pragmas = prepare(r, tool, made, file)
    how, found = f"{how}, {pragmas}", []
    for target in ["head"] if r.random() < 0.5 else list(texts)[1:]:
        try:
            steps, last = build.steps(tool, file, "up", target, *pragmas)
            taken = set(texts) - {"r0"} if target == "head" else {target}
            check_run(steps, last, bounded | ({""} if taken <= bounded else set())) # "": one line for all of them
        except (Wrong, AssertionError) as wrong:
            what, step = (*wrong.args, None)[:2]
            lines = [line[:300] for line in "\n".join(texts.values()).splitlines() if not line.startswith(("%", "-- "))]
            sys.exit(f"FAILED: ({how}, to {target}): {what}\n{step and step.__dict__}\n" + "\n".join(lines))
        found += steps
    return how, found + down(tool, file, texts, pragmas, {list(texts)[-1]} if "down" in bounded else set(), how)


def down(tool, file, texts, pragmas, bounded, how):
    """One step back, from the last one."""
    try:
        steps, last = build.steps(tool, file, "down", list(texts)[-2], *pragmas)
        check_run(steps, last, bounded | ({""} if bounded else set()))
    except (Wrong, AssertionError) as wrong:
        what, step = (*wrong.args, None)[:2]
        sys.exit(f"FAILED: ({how}, down): {what}\n{step and step.__dict__}\n" + "\n".join(texts.values())[:20000])
    return steps


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    taken = certain = 0
    for number in range(count):
        r = random.Random(seed * 1000003 + number)
        with tempfile.TemporaryDirectory() as folder:
            print(f"chain {number}", flush=True)
            how, steps = one(r, pathlib.Path(folder))
            for step in steps:
                taken, certain = taken + 1, certain + step.certain
                if "-v" in sys.argv:
                    print(number, step.real, step.told, how, step.revision, step.unknown)
    print(f"{count} chains, {taken} steps, {certain} of them certain")
    if certain < taken * 0.6:
        sys.exit("FAILED: too little is certain")


if __name__ == "__main__":
    main()
