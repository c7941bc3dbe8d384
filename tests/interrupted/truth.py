"""What must stand after an interruption, whatever it was.

    truth = Truth(chain, database)      learns what each revision looks like from runs that nobody disturbs
    truth.stands(database)              at a boundary, or between two pieces, and the version table, the log, the
                                        journal and `current` say the same; gives the revision
    truth.told(...)                     what the program claimed about its end is so
    truth.finishes(database, "upgrade") the next run brings it to the end
"""
import re
import subprocess
from collections import Counter

WAIT = ("--wait", "20s")


class Wrong(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Wrong(what)


def check_equal(found, wanted, what):
    check(found == wanted, f"{what}\nfound:  {found}\nwanted: {wanted}")


def migrate(chain, url, *arguments):
    return subprocess.run([chain.program, "--url", url, *arguments], text=True, capture_output=True, timeout=60)


def go(chain, database, *arguments):
    done = migrate(chain, database.url, *arguments, *WAIT)
    check(done.returncode == 0, f"{' '.join(arguments)}: {done.returncode}\n{done.stderr}")
    return done


class Truth:
    def __init__(self, chain, database):
        self.chain = chain
        self.shapes = {}  # revision (None: base) -> shape
        self.pieces = {}  # (revision, direction) -> the shapes after 0, 1, 2 … statements
        self.learn(database)

    # ---- Learning --------------------------------------------------------------------------------

    def learn(self, database):
        database.clear()
        self.shapes[None] = database.shape()
        for revision in self.chain.ids:
            go(self.chain, database, "upgrade", revision)
            self.shapes[revision] = database.shape()
        for revision in reversed([None] + self.chain.ids[:-1]):
            go(self.chain, database, "downgrade", revision or "base")
            check_equal(database.shape(), self.shapes[revision], f"downgrade to {revision}")
        for revision, direction, statements in self.chain.pieces():
            self.pieces[revision, direction] = self.learn_pieces(database, revision, direction, statements)

    def learn_pieces(self, database, revision, direction, statements):
        self.bring_to(database, self.before(revision) if direction == "upgrade" else revision)
        shapes = [database.shape()]
        for statement in statements:
            database.execute(statement)
            shapes.append(database.shape())
        return shapes

    def before(self, revision):
        at = self.chain.ids.index(revision)
        return self.chain.ids[at - 1] if at else None

    def bring_to(self, database, revision):
        database.clear()
        if revision:
            go(self.chain, database, "upgrade", revision)

    # ---- What stands -----------------------------------------------------------------------------

    def stands(self, database, ask_current=True):
        """The program is asked first: what a crash has left in a file is its to repair."""
        said = self.current(database) if ask_current else None
        versions = database.versions()
        check(len(versions) < 2, f"version rows {versions}")
        revision = versions[0] if versions else None
        check(not ask_current or said == revision, f"current says {said}, the version row {revision}")
        self.check_log(database, revision)
        journal = database.journal()
        if journal:
            self.check_pieces(database, revision, journal)
        else:
            check_equal(database.shape(), self.shapes[revision], f"the version is {revision}")
        return revision

    def check_log(self, database, revision):
        """The log is a walk from base to where the version table says that it ended, a row a migration."""
        at, log = None, [row for row in database.log() if row[0] != "shared"]
        check(database.log().count(("shared", "env.mako")) == (1 if log else 0), f"shared files: {database.log()}")
        for action, id in log:
            wanted = self.before(id) if action == "upgrade" else id
            check_equal(at, wanted, f"the log {log} has {action} {id} at")
            at = id if action == "upgrade" else self.before(id)
        check_equal(at, revision, f"the log {log} ends at")
        runs = Counter(database.runs())
        runs.subtract(Counter(id for _, id in log))
        begun = {id: 1 for id, _ in database.journal()}
        check_equal({id: n for id, n in runs.items() if n}, begun, "before_each() has run without, or not for,")

    def check_pieces(self, database, revision, journal):
        check(len(journal) == 1, f"the journal tells of several: {journal}")
        (id, direction), states = next(iter(journal.items()))
        check_equal(revision, self.before(id) if direction == "upgrade" else id, f"{direction} of {id} is open at")
        done = [n for n, state in states.items() if state == "done"]
        started = [n for n, state in states.items() if state == "started"]
        check_equal(done, list(range(len(done))), "done are")
        check(started in ([], [len(done)]), f"the journal says {states}")
        shapes = self.pieces[id, direction]
        k = len(done) - 1
        possible = shapes[k:k + 1] + (shapes[k + 1:k + 2] if started else [])
        found = database.shape()
        if "INVALID" in repr(found):
            if started:
                found, possible = map_all(without_index, found, possible)
            else:
                found = without_cancelled_build(found, shapes[k + 1:k + 2])
        check(found in possible, f"{direction} of {id}, {states}:\nfound:  {found}\nwanted: {possible}")

    def current(self, database):
        done = migrate(self.chain, database.url, "current")
        check(done.returncode == 0, f"current: {done.returncode}\n{done.stderr}")
        said = re.fullmatch(r"(?:(\w+)( \(head\))?\n)?", done.stdout)
        check(said and (said[2] is not None) == (said[1] == self.chain.ids[-1]), f"current says {done.stdout}")
        return said[1]

    # ---- What was claimed ------------------------------------------------------------------------

    def told(self, done, direction, start, revision, database):
        """Of a run that ended by itself: it knows how it ended."""
        if done.returncode == 0:
            check_equal(revision, self.target(direction), f"it said that all was done\n{done.stderr}")
            return
        check(done.returncode in (1, 143, -15), f"exit status {done.returncode}\n{done.stderr}")
        if done.returncode == -15:  # before or after its handler was there
            return
        check("FAILED" in done.stderr and "isn't known\n" not in done.stderr, done.stderr)
        moved = abs(self.place(revision) - self.place(start))
        said = re.search(r"(\d+) migrations? (?:was|were|has been|have been) committed", done.stderr)
        check_equal(int(said.group(1)) if said else 0, moved, f"it said how many are committed\n{done.stderr}")
        for id in re.findall(r"'(\w+)' was rolled back", done.stderr):
            check_equal(revision, self.before(id) if direction == "upgrade" else id, f"rolled back\n{done.stderr}")
            check(not database.journal(), f"rolled back, but for its pieces\n{done.stderr}")
        for id in re.findall(r"of '(\w+)' what ran in autocommit stays", done.stderr):
            check((id, direction) in database.journal(), f"nothing stays of {id}\n{done.stderr}")

    def place(self, revision):
        return self.chain.ids.index(revision) + 1 if revision else 0

    def start(self, direction):
        return None if direction == "upgrade" else self.chain.ids[-1]

    def target(self, direction):
        return self.chain.ids[-1] if direction == "upgrade" else None

    # ---- What comes next -------------------------------------------------------------------------

    def finishes(self, database, direction):
        for id, way in database.journal():
            self.refuses(database, id, way)
        go(self.chain, database, *towards(direction))
        wanted = self.target(direction)
        check_equal(self.stands(database, ask_current=False), wanted, f"the next {direction} ends at")
        check_equal(database.journal(), {}, "the journal")
        check_equal(database.left(), [], "left behind")

    def refuses(self, database, id, way):
        """Nothing goes the other way from between two pieces."""
        back = towards("downgrade" if way == "upgrade" else "upgrade")
        done = migrate(self.chain, database.url, *back, *WAIT)
        if back == ("downgrade", "base") and self.before(id) is None:
            return
        check(done.returncode == 1 and f"the {way} of '{id}' was interrupted and isn't part of this run" in done.stderr,
              f"{back} from the middle of the {way} of {id}: {done.returncode}\n{done.stderr}")


def towards(direction):
    return ("upgrade", "head") if direction == "upgrade" else ("downgrade", "base")


def map_all(f, one, many):
    return f(one), [f(m) for m in many]


def without_cancelled_build(shape, next_shapes):
    """A build that was cancelled isn't "started" any more, and its index is INVALID until the next run drops it."""
    if not next_shapes:
        return shape
    built = {definition for definition, state in next_shapes[0]["schema"][1] if state == "valid"}
    indexes = [i for i in shape["schema"][1] if i[1] != "INVALID" or i[0] not in built]
    columns, _, constraints = shape["schema"]
    return {**shape, "schema": (columns, indexes, constraints)}


def without_index(shape):
    """But for the indexes, one of which may be half-built or half-dropped."""
    return {**shape, "schema": [part for i, part in enumerate(shape["schema"]) if i != 1]}
