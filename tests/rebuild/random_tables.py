"""Random tables of SQLite's whole grammar, random edits, random rows: a rebuild changes what it is told to change, and
nothing else; what it refuses it leaves as it was, and it refuses nothing without a reason that can be told.

    random_tables.py PROGRAM CASES [SEED]

PROGRAM: rebuild_tool. found.py comes first: what was found once. model.py is what the edits mean, tables.py and
surroundings.py make up the cases, oracle.py says what must come of them, shrink.py makes a failing one small. A case
is done in place or by copy, now and then both ways, as a script, in an attached database. Its seed is SEED/number.
"""
import os
import random
import sqlite3
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor

import found
import oracle
import shrink
from oracle import Wish, Wrong
from surroundings import make_case
from tables import connect, stored_text
from tool import Killed, Tool, edit

ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
WORKERS = 2


def told(edits):
    return [edit(e.kind, e.name, e.sql, e.before, e.after, e.constraint, e.columns, e.if_exists) for e in edits]


class Runner:
    def __init__(self, program):
        self.tool, self.folder = Tool(program), tempfile.TemporaryDirectory(dir=ROOM)
        self.file, self.other = (os.path.join(self.folder.name, name) for name in ("x.db", "other.db"))
        self.counts = {}
        connect().execute(f"VACUUM INTO '{self.other}'")

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def rebuild(self, case, before, defensive):
        with open(self.file, "wb") as f:
            f.write(before)
        where = {"file": self.file, "own": 1 if case.own and not defensive else None}
        if case.attached:
            where = {"file": self.other, "setup": f"ATTACH '{self.file}' AS aux", "schema": "aux"}
        try:
            answer = self.tool.rebuild(case.table.name, told(case.edits), keys=case.keys, open=1 if case.open else None,
                                       defensive=1 if defensive else None, **where)
        except (Killed, AssertionError, OSError) as error:
            self.tool = Tool(self.tool.program)
            raise Wrong(f"rebuild_tool ended: {error}")
        with open(self.file, "rb") as f:
            return answer, f.read()

    def run(self, case):
        """Wrong where it fails."""
        db = case.build()
        before, wish = db.serialize(), Wish(case, db)
        in_place = self.once(wish, before, case.defensive)
        if in_place and case.twice:
            self.once(wish, before, True)
        if case.scripted and not wish.refusals:
            self.script(wish)

    def script(self, wish):
        """As a script, for which the chain knows the table."""
        case, db = wish.case, connect()
        db.deserialize(wish.before.serialize())
        own = "SELECT sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND tbl_name = ? COLLATE NOCASE ORDER BY rowid"
        indexes, triggers = ([r[0] for r in db.execute(own, (kind, case.table.name))] for kind in ("index", "trigger"))
        answer = self.tool.rebuild(case.table.name, told(case.edits), indexes, triggers, sql=stored_text(db, case.table.name))
        if answer.ok:
            self.count("as a script")
            try:
                db.executescript("".join(answer.statements))
            except sqlite3.Error as error:
                wish.accounts_for(str(error))
            else:
                oracle.compare(wish, db)
        elif "names the table itself" not in answer.message:
            raise Wrong(f"the script is refused without a reason: {answer.message}")

    def once(self, wish, before, defensive):
        """True where it was done in place."""
        answer, behind = self.rebuild(wish.case, before, defensive)
        if answer.keys != wish.case.keys or answer.legacy:
            raise Wrong("the connection's settings aren't as they were")
        if not answer.ok:
            self.refused(wish, answer, before == behind or wish.case.open and same_content(before, behind))
            return False
        return self.accepted(wish, answer, behind, defensive)

    def accepted(self, wish, answer, behind, defensive):
        db = connect()
        db.deserialize(behind)
        by_copy = any(s.startswith("INSERT OR ABORT") for s in answer.statements)
        self.count("by copy" if by_copy else "in place")
        if by_copy and wish.case.open and wish.case.keys and wish.children():
            raise Wrong("copied with foreign keys on, in an open transaction")
        if by_copy == (wish.may_stay() and not defensive):
            raise Wrong(f"{'copied' if by_copy else 'done in place'}, and should not have been")
        oracle.compare(wish, db)
        return not by_copy

    def refused(self, wish, answer, same):
        self.count("refused")
        if not same:
            raise Wrong(f"refused, and the file has changed: {answer.message}")
        held = wish.case.open and wish.case.keys and wish.children() and "open transaction" in answer.message
        if not (wish.refusals or held):
            wish.accounts_for(answer.message)

    def failure(self, case):
        try:
            self.run(case)
        except Wrong as wrong:
            return str(wrong)
        except sqlite3.Error:
            return traceback.format_exc()
        return None


def same_content(before, behind):
    """The caller's COMMIT counts up what nobody sees."""
    dumps = []
    for data in (before, behind):
        db = connect()
        db.deserialize(data)
        dumps.append((oracle.objects(db), [oracle.rows_of(db, t) for t in oracle.tables(db)]))
    return dumps[0] == dumps[1]


# ---- Many ---------------------------------------------------------------------------------------------------------


def report(seed, case, why, runner):
    small = shrink.shrink(case, lambda c: runner.failure(c), why)
    print(f"\n==== seed {seed}\n{shrink.shown(small)}\n{runner.failure(small) or why}", flush=True)


def run_some(program, seed, first, count, most):
    runner, failed = Runner(program), 0
    for number in range(first, first + count):
        case = make_case(random.Random(f"{seed}/{number}"))
        why = runner.failure(case)
        if why and failed < most:
            report(f"{seed}/{number}", case, why, runner)
        failed += why is not None
    runner.tool.stop()
    return failed, runner.counts


def run_many(program, cases, seed):
    step, failed, counts = 250, 0, {}
    with ProcessPoolExecutor(WORKERS) as pool:
        parts = [pool.submit(run_some, program, seed, at, min(step, cases - at), 2) for at in range(0, cases, step)]
        for part in parts:
            some, more = part.result()
            failed += some
            for what, n in more.items():
                counts[what] = counts.get(what, 0) + n
    return failed, counts


def try_found(program):
    runner = Runner(program)
    wrong = list(found.run(runner.tool, runner.file))
    for what in wrong:
        print(what)
    runner.tool.stop()
    return len(wrong)


def main(program, cases, seed):
    began = time.time()
    if try_found(program):
        return 1
    print(f"seed {seed}", flush=True)
    failed, counts = run_many(program, cases, seed)
    print(f"{cases} cases, {failed} failed; {', '.join(f'{n} {what}' for what, n in sorted(counts.items()))}; "
          f"{time.time() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else str(random.randrange(10 ** 6))))
