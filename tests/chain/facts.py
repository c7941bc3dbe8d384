"""What a schema has to be at each revision, written by hand in facts/NAME.DIALECT.txt.

    revision 02c6d98e3c62
    + queries.user_id TEXT
    - routing_decisions.metadata JSONB NN = '{}'::jsonb
"""
import pathlib

from environment import Wrong

FOLDER = pathlib.Path(__file__).parent / "facts"


def read(path):
    """For each revision what it brings and what it takes."""
    changes = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        sign, _, fact = line.strip().partition(" ")
        if sign == "revision":
            revision = changes.setdefault(fact, ([], []))
        elif sign in ("+", "-"):
            revision["+-".index(sign)].append(fact.strip())
        elif sign and not sign.startswith("#"):
            raise Wrong(f"{path.name}:{number}: neither a revision nor a fact: {line}")
    return changes


class Facts:
    """What stands, revision by revision, on top of what a database has without any."""

    def __init__(self, name, dialect, standing):
        self.path = FOLDER / f"{name}.{dialect}.txt"
        if not self.path.exists():
            raise Wrong(f"there are no facts to compare with: facts/{self.path.name}")
        self.changes, self.standing = read(self.path), set(standing)

    def add(self, revision):
        if revision not in self.changes:
            raise Wrong(f"facts/{self.path.name} says nothing of {revision}")
        brought, taken = self.changes[revision]
        unknown = [fact for fact in taken if fact not in self.standing]
        twice = [fact for fact in brought if fact in self.standing]
        if unknown or twice:
            raise Wrong(f"facts/{self.path.name}: {revision} takes what isn't there {unknown} or brings it twice {twice}")
        self.standing = (self.standing - set(taken)) | set(brought)

    def text(self):
        return "\n".join(sorted(self.standing))
