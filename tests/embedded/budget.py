"""What a device says that its migrations may need of the disk: on random chains and tables what the full runtime says, number for number,
in the arena of the generated header, and no byte less of it is anything but a clean error; refused by the program, by `max_bytes`; without
memory at every allocation; never with a change of the database.

    budget.py CHAINS SEED
"""
import json
import os
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile

from device import SANITIZERS, SOURCE, Device, Wrong, build
from tools.postgres import roomy_folder
from tools.template import template

sys.path.insert(0, os.path.join(SOURCE, "tests", "budget"))
import build as full  # noqa: E402
import chains  # noqa: E402
import tables  # noqa: E402


def needs(answer):
    return [json.loads(line.removeprefix("budget ")) for line in answer.said if line.startswith("budget ")]


def as_told(lines):
    """What both say."""
    return [(n["revision"], n["certain"], n["unknown"], n["told"]) for n in lines]


def must(condition, what):
    if not condition:
        raise Wrong(what)


# ---- Beside the full runtime ----------------------------------------------------------------------------------------

class Chain:
    def __init__(self, r, folder):
        self.made, self.texts, _ = chains.chain(r, r.randint(2, 7))
        self.environment, self.file, self.other = folder / "e", folder / "x.db", folder / "y.db"
        carry = r.random() < 0.3
        full.write(self.environment, self.texts, "carry_downgrades = yes\n" if carry else "")
        self.tool = full.build(self.environment, folder, SANITIZERS)
        self.device = build(folder, {"shop": self.environment})
        self.pragmas = [f"PRAGMA case_sensitive_like = {r.choice(['on', 'off'])}", f"PRAGMA cache_size = {r.choice([10, -2000])}", f"PRAGMA foreign_keys = {r.choice(['on', 'off'])}"]

    def fill(self, r):
        loose = any(t.loose for t in self.made) # random_chains.py says why
        encoding = "UTF-8" if loose else r.choice(["UTF-8", "UTF-8", "UTF-16le"])
        with sqlite3.connect(self.file) as db:
            for pragma in (f"page_size = {r.choice([512, 1024, 4096, 65536])}", f"auto_vacuum = {r.choice([0, 0, 1])}",
                           f"encoding = '{encoding}'"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("CREATE TABLE other (a)")
            db.commit()
            db.execute(f"PRAGMA journal_mode = {r.choice(['DELETE', 'WAL'])}")
        db.close()
        full.run(self.tool, self.file, "up", "r0")
        with sqlite3.connect(self.file) as db:
            tables.fill(r, db, self.made, r.choice([0, 30, 400]))
        db.close()

    def expected(self, direction, target):
        """Of the full runtime, which then does it, to another file."""
        shutil.copy(self.file, self.other)
        steps, last = full.steps(self.tool, self.other, direction, target, *self.pragmas)
        return as_told([s.__dict__ for s in steps] + [last["all"]])

    def open(self, device):
        device.open("shop", self.file)
        for pragma in self.pragmas:
            device.do("sql", pragma)
        device.do("work", -1)

    def compare(self, device, direction, target):
        device.open("shop", ":memory:") # which closes the file
        expected = self.expected(direction, target)
        self.open(device)
        told = needs(device.do(f"needs-{direction}", None if target == "head" else target))
        must(as_told(told) == expected, f"{direction} to {target}: {as_told(told)}, the full runtime: {expected}")
        return told

    def take(self, device, target, told):
        """With the room that it was said to need, and no byte less."""
        most = max(n["told"][3] for n in told)
        before = self.file.read_bytes()
        device.do("work", most - 1)
        answer = device.ask("upgrade", target)
        must(not answer.ok and answer.message.startswith("the program refuses "), f"{most - 1} were enough: {answer}")
        must(self.file.read_bytes() == before, "it was refused, and something has changed")
        device.do("work", most)
        device.do("upgrade", target)
        self.check_size(device, told, len(before))

    def take_back(self, device):
        """One step, from the last one."""
        told = self.compare(device, "down", list(self.texts)[-2])
        before = self.file.stat().st_size
        device.do("downgrade", list(self.texts)[-2])
        self.check_size(device, told, before)

    def check_size(self, device, told, before):
        """The file itself; what the journal and temporary files need tests/budget counts, where the same is told."""
        device.open("shop", ":memory:")
        grown, all_of_it = self.file.stat().st_size - before, told[-1]
        must(not all_of_it["certain"] or grown <= all_of_it["told"][0], f"the file grew by {grown}, told {all_of_it}")


def random_chain(r, folder):
    chain = Chain(r, folder)
    chain.fill(r)
    steps = 0
    with Device(chain.device) as device:
        targets = [None] if r.random() < 0.5 else list(chain.texts)[1:]
        for target in targets:
            told = chain.compare(device, "up", target or "head")
            steps += len(told) - 1
            chain.take(device, target, told)
        chain.take_back(device)
    return steps + 1


# ---- What is refused ------------------------------------------------------------------------------------------------

FEW = {"a1": (None, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);", "DROP TABLE notes;"),
       "a2": ("a1", '<% op.alter_column("notes", "text", nullable=False, server_default="") %>', '<% op.alter_column("notes", "text", nullable=True, server_default=None) %>'),
       "a3": ("a2", "CREATE INDEX notes_text ON notes (text);", "DROP INDEX notes_text;"),
       "a4": ("a3", "CREATE VIEW texts AS SELECT text FROM notes;", "DROP VIEW texts;")}
ROWS = ("INSERT INTO notes WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 400) "
        "SELECT n, 'a text that is copied' FROM c")
HOOK = '<%def name="before_each()">\nSELECT 1;\n</%def>\n'


PLAIN = {**FEW, "a2": ("a1", "ALTER TABLE notes ADD COLUMN more TEXT;", "ALTER TABLE notes DROP COLUMN more;")}  # without a rebuild


def write(folder, settings="", more="", chain=FEW):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n" + settings)
    for revision, (parent, up, down) in chain.items():
        (folder / "versions" / f"{revision}.mako").write_text(template(revision, parent, up, down))
    if more:
        (folder / "env.mako").write_text(more)
    return folder


def at_a1(device, chain, file):
    device.open("few", file)
    device.do("upgrade", "a1")
    device.do("sql", ROWS)
    device.open(chain, file)


def check_limit(device, folder):
    """max_bytes by itself: nobody has asked for anything."""
    file = folder / "limit.db"
    at_a1(device, "limited", file)
    before = file.read_bytes()
    answer = device.ask("upgrade")
    must(not answer.ok and "and max_bytes allows 64.0 KiB" in answer.message and "the budget says" in answer.hint, str(answer))
    must(answer.detail.startswith("at most: database "), str(answer))
    must(file.read_bytes() == before, "max_bytes refused, and something has changed")
    device.open("roomy", file)
    device.do("upgrade")
    device.do("downgrade", "base")


def check_whole(device, folder):
    """Of each step its line and what it does to which tables; a caller's transaction is one for all."""
    at_a1(device, "few", folder / "whole.db")
    device.do("work", -1)
    told = needs(device.do("needs-up"))
    must([n["revision"] for n in told] == ["a2", "a3", "a4", ""], str(told))
    must(told[0]["line"].startswith("Running upgrade a1 -> a2"), told[0]["line"])
    (work, table, rows, size, line), = told[0]["rows"]
    must((work, table, rows) == (2, "notes", 400) and size > 4096 and line > 0, str(told[0]["rows"]))
    must(all(n["certain"] for n in told), str(told))
    device.do("upgrade")
    down = needs(device.do("needs-down", "a1"))
    must([n["revision"] for n in down] == ["a4", "a3", "a2", ""], str(down))
    device.do("downgrade", "a1")
    device.do("sql", "BEGIN")
    one = needs(device.do("needs-up"))
    device.do("sql", "ROLLBACK")
    must(one[2]["told"] == one[3]["told"] != told[3]["told"], "the last step of one transaction doesn't say what all of it needs")


def check_unknown(device, folder):
    at_a1(device, "hooked", folder / "hooked.db")
    device.do("work", -1)
    told = needs(device.do("needs-up", "a2"))
    must(not told[0]["certain"] and told[0]["unknown"] == "env.mako's hooks run around it", str(told))
    at_a1(device, "copying", folder / "copying.db")
    answer = device.ask("upgrade")
    must(not answer.ok and answer.message == "what 'a3' may need of the disk isn't known: how many rows a query gives with parts of its own",
         str(answer))
    must(answer.hint == "max_bytes refuses that, too; build it without that, and decide in aludel_embedded.budget", answer.hint)


def check_blind(device, folder):
    """What can't be asked on a connection isn't told as certain."""
    at_a1(device, "inserting", folder / "blind.db")
    device.do("work", -1)
    sees = needs(device.do("needs-up", "a2"))[0]
    device.do("blind")
    blind = needs(device.do("needs-up", "a2"))[0]
    must(sees["certain"] and not blind["certain"] and blind["unknown"] == "the table can't be looked at on this connection", f"{sees} {blind}")


def check_whose(device, folder):
    """Another image's work is no answer, and an image without migrations has one."""
    at_a1(device, "few", folder / "whose.db")
    device.do("work", -1, "plain")
    answer = device.ask("needs-up")
    must(answer.code == "USAGE" and "`work`" in answer.message, str(answer))
    device.open("empty", ":memory:")
    device.do("work", -1)
    must([n["revision"] for n in needs(device.do("needs-up"))] == [""], "an image without migrations")


def check_by(device, folder):
    """Each row of the log says by whom."""
    file = folder / "by.db"
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA page_size = 512")
        db.execute("CREATE TABLE other (a)")
    db.close()
    at_a1(device, "few", file)
    device.do("by", "x" * 5000)
    device.do("work", -1)
    before, told = file.stat().st_size, needs(device.do("needs-up"))[-1]
    device.do("upgrade")
    device.open("few", ":memory:")
    grown = file.stat().st_size - before
    must(told["certain"] and 15000 < grown <= told["told"][0], f"grew by {grown}, told {told}")


def check_newer(device, folder):
    """Of a newer database that may pass nothing is pending."""
    at_a1(device, "passing", folder / "newer.db")
    device.do("sql", "UPDATE alembic_version SET version_num = 'later'")
    device.do("work", -1)
    must([n["revision"] for n in needs(device.do("needs-up"))] == [""], "steps of a newer database")
    must(device.ask("needs-down", "base").code == "NEWER", "a downgrade of what isn't known")
    must(device.ask("needs-sideways").message == "a budget is of an upgrade or of a downgrade", "any command has a budget")


def check_left_out(device, folder):
    """budget = no leaves no work, and who wants to be told without one is told that."""
    at_a1(device, "without", folder / "without.db")
    must(not device.ask("needs-up").ok, "there is no work, and a budget")
    device.do("work", 1)
    answer = device.ask("upgrade")
    must(not answer.ok and answer.code == "USAGE" and "`work`" in answer.message, str(answer))


# ---- Memory ---------------------------------------------------------------------------------------------------------

def check_arena(device, folder):
    """As much as the header says; with less an error; anything else breaks the guards."""
    file = folder / "arena.db"
    at_a1(device, "plain", file)
    full_size = int(next(line for line in device.do("work", -1).said if line.startswith("lent ")).split()[1])
    enough = None
    for size in range(0, full_size + 1, 16):
        device.do("lend", size, size // 16 % 16)
        answer = device.ask("needs-up")
        must(answer.ok or answer.code == "NO_MEMORY", str(answer))
        must(answer.ok or enough is None, f"{size} is too little, {enough} wasn't")
        enough = size if answer.ok and enough is None else enough
    must(enough and full_size < 2 * enough, f"{enough} bytes are enough, and {full_size} are asked for")


def check_memory(device, folder):
    """SQLite's, at every allocation."""
    file = folder / "memory.db"
    at_a1(device, "few", file)
    device.do("work", 1 << 40)
    allocations = device.do("needs-up").allocations
    device.do("sql", "PRAGMA journal_mode = DELETE")
    failed = 0
    for always in (0, 1):
        for i in range(allocations):
            device.do("fail", i, always)
            answer = device.ask("needs-up")
            failed += not answer.ok
            must(answer.ok or answer.code == "NO_MEMORY", str(answer))
            must(not answer.open, "a transaction was left open")
    must(failed > allocations, f"{failed} failures of {2 * allocations}")
    device.do("stop", 3)
    must(device.ask("needs-up").code == "INTERRUPTED", "it wasn't stopped")
    device.do("upgrade")


def main(count, seed):
    steps = 0
    for number in range(count):
        with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
            try:
                steps += random_chain(random.Random(seed * 1000003 + number), pathlib.Path(folder))
            except (Wrong, AssertionError) as wrong:
                sys.exit(f"FAILED: chain {number}: {wrong}")
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        environments = {"few": write(folder / "few"), "plain": write(folder / "plain", chain=PLAIN),
                        "limited": write(folder / "limited", "max_bytes = 64KiB\n"),
                        "roomy": write(folder / "roomy", "max_bytes = 4MiB\n"),
                        "copying": write(folder / "copying", "max_bytes = 4MiB\n", chain={**FEW, "a3": ("a2", f"{ROWS};", "")}),
                        "inserting": write(folder / "inserting", chain={**FEW, "a2": ("a1", "INSERT INTO notes VALUES (1000, 'x');", "")}),
                        "empty": write(folder / "empty", chain={}),
                        "without": write(folder / "without", "budget = no\n"), "passing": write(folder / "passing", "newer = always\n"),
                        "hooked": write(folder / "hooked", more=HOOK)}
        with Device(build(folder, environments)) as device:
            for check in (check_whole, check_limit, check_unknown, check_blind, check_whose, check_by, check_newer, check_left_out, check_arena, check_memory):
                try:
                    check(device, folder)
                except Wrong as wrong:
                    sys.exit(f"FAILED: {check.__name__}: {wrong}")
    print(f"{count} chains, {steps} steps: as the full runtime says")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
