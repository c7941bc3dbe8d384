"""Random chains beside the real Alembic: commands with identifiers of every kind, one after the other.

chances.py [FIRST [COUNT]]      seeds
"""
import pathlib
import random
import re
import sys
import tempfile
import traceback

from beside_alembic import Ours, Theirs, compare, lint

COMMANDS = 14
# Where we say something else on purpose: Alembic's words, and ours.
ON_PURPOSE = [
    (r"Can't locate revision identified by '(\w+)'", r"Revision \1 is not a member of branch '.*'"),
    (r"Multiple head revisions are present for given argument '(\w*@?heads)'; .*", r"--depends-on names one revision, and '\1' is several"),
]


class Chain:
    """What there is to name."""

    def __init__(self, chance):
        self.chance, self.ids, self.labels, self.serial = chance, [], [], 0

    def identifier(self):
        """Relative ones are of later versions than 1.8.1; a branch that isn't there is an error with ours alone."""
        if not self.ids:
            return self.chance.choice(["head", "heads", "base", "zzzz"])
        c, rev = self.chance, self.chance.choice(self.ids)
        some = [rev, rev, rev, rev[:4], rev[:5], "head", "heads", "base", f"{rev}@head", "zzzz"]
        for label in c.sample(self.labels, min(1, len(self.labels))):
            some += [label, f"{label}@head", f"{label}@heads", f"{label}@base", f"{label}@{rev}", f"{label}@{rev[:5]}"]
        return c.choice(some)

    def new_id(self):
        """Its first four characters are no other's: Alembic says otherwise what it means when they are."""
        self.serial += 1
        return f"{self.serial:02}{self.chance.choice('ab')}{self.chance.choice('xy')}{self.chance.randrange(1 << 16):04x}"

    def command(self):
        c, rev, label = self.chance, self.new_id(), f"l{self.serial}"
        if c.random() < 0.25 and len(self.ids) > 1:
            parents = c.sample(self.ids, c.choice([2, 2, 3]) if len(self.ids) > 2 else 2)
            words = ["merge", *(p[:5] if c.random() < 0.2 else p for p in parents)]
        else:
            words = ["revision"]
            if c.random() < 0.7:
                words += ["--head", self.identifier()]
            if c.random() < 0.4:
                words.append("--splice")
            if c.random() < 0.25:
                words += ["--depends-on", self.identifier()]
        if c.random() < 0.3:
            words += ["--branch-label", label]
        return " ".join([*words, "--rev-id", rev, "-m", "x"]), rev, label

    def keep(self, command, rev, label):
        self.ids.append(rev)
        if "--branch-label" in command:
            self.labels.append(label)


def on_purpose(wanted, found):
    for theirs, ours in ON_PURPOSE:
        match = re.fullmatch(theirs, str(wanted))
        if match and re.fullmatch(ours.replace(r"\1", match.group(1)), str(found)):
            return True
    return False


def attempt(command, theirs, ours):
    """(Alembic crashed, what differs); a crash is no answer to compare with, and leaves nothing behind."""
    try:
        return False, list(compare(command, theirs, ours))
    except AssertionError as crash:
        if not any("/alembic/" in frame.filename for frame in traceback.extract_tb(crash.__traceback__)):
            raise
        return True, []


def run(seed):
    chain = Chain(random.Random(seed))
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top).resolve()
        theirs, ours = Theirs(top / "theirs", ""), Ours(top / "ours", "")
        for _ in range(COMMANDS):
            command, rev, label = chain.command()
            crash, differences = attempt(command, theirs, ours)
            if crash:
                continue
            for wanted, found in differences:
                if on_purpose(wanted, found):
                    break
                if str(wanted).replace(str(theirs.here), "") != str(found).replace(str(ours.here), ""):
                    return f"seed {seed}: {command}\n  Alembic: {wanted}\n  ours:    {found}\n  of {chain.ids} {chain.labels}"
            if list((ours.here / "versions").glob(f"{rev}_*")):
                chain.keep(command, rev, label)
        return lint(ours) and f"seed {seed}: {lint(ours)}"


def main(first="1", count="25"):
    seeds = range(int(first), int(first) + int(count))
    bad = [line for line in map(run, seeds) if line]
    print("\n".join(bad) or f"{len(seeds)} chains, as Alembic makes them")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
