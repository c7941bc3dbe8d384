"""Alembic's own planning, without a database: random graphs in a ScriptDirectory without files, and the
version rows in a HeadMaintainer whose context executes nothing."""

import warnings
from types import SimpleNamespace

from alembic.runtime.migration import HeadMaintainer
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Column, MetaData, String, Table

warnings.simplefilter("ignore")

VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def upgrade():
    pass


def downgrade():
    pass


class FakeScript(Script):
    """A script whose module is made here."""

    def __init__(self, revision, file, doc, down, depends_on, labels):
        self.made_of = (revision, file, doc, tuple(down), tuple(depends_on), tuple(labels))
        module = SimpleNamespace(upgrade=upgrade, downgrade=downgrade, __doc__=doc, down_revision=down or None,
                                 depends_on=depends_on or None, branch_labels=labels or None)
        super().__init__(module, revision, file)
        self.file = file

    def without(self, other):
        """The same script in a graph without the other one, whose parents take its place."""
        revision, file, doc, down, depends_on, labels = self.made_of
        parents = [p for d in down for p in (other.made_of[3] if d == other.revision else (d,))]
        gone = {other.revision, *other.made_of[5]}
        return FakeScript(revision, file, doc, tuple(dict.fromkeys(parents)),
                          tuple(d for d in depends_on if d not in gone), labels)


class Graph(ScriptDirectory):
    """Revisions in the order of their files."""

    def __init__(self, scripts):
        self.scripts = sorted(scripts, key=lambda s: s.file)
        super().__init__(".")
        self.map = self.revision_map
        self.map._revision_map  # builds it now, with its errors
        self.order = self._topological()
        self.position = {s.revision: i for i, s in enumerate(self.order)}

    def _load_revisions(self):
        return iter(self.scripts)

    def without(self, script):
        return Graph([s.without(script) for s in self.scripts if s is not script])

    def _topological(self):
        """Parents first; otherwise in the order of the files."""
        done, order = set(), []
        while len(order) < len(self.scripts):
            for s in self.scripts:
                if s.revision not in done and done.issuperset(s._normalized_down_revisions):
                    done.add(s.revision)
                    order.append(s)
        return order

    def text(self):
        """What oracle.c reads (graph_text.h)."""
        lines = ["graph %d" % len(self.order)]
        for s in self.order:
            children = [c.revision for c in self.scripts if c.revision in s.nextrev]
            dependents = [
                c.revision for c in self.scripts
                if s.revision in c._normalized_down_revisions and c.revision not in s.nextrev
            ]
            lines.append("\t".join([
                s.revision, s.file, s.doc, self._at(s._versioned_down_revisions),
                self._at(s._normalized_down_revisions), self._at(children), self._at(dependents),
                ",".join(s._orig_branch_labels), ",".join(sorted(s.branch_labels)), ",".join(s.made_of[4]),
            ]))
        return "\n".join(lines) + "\n"

    def _at(self, revisions):
        return ",".join(str(self.position[r]) for r in revisions)

    def sort_rows(self, rows):
        """As oracle.c prints them: by position."""
        return tuple(sorted(rows, key=self.position.__getitem__))


class FakeContext:
    as_sql = True  # row counts aren't looked at
    _version = VERSION
    impl = SimpleNamespace(_exec=lambda statement: None)


class Crash(Exception):
    """Alembic itself fell over: an assertion, a KeyError …"""


def message_of(error):
    """The message that we keep: the cause's, where Alembic hides a good one."""
    cause = str(error.__cause__)
    if cause.startswith("Multiple revisions start with") or "is not a member of branch" in cause:
        return cause
    return str(error)


def guarded(question):
    """(True, what the question gave), (False, message), or Crash."""
    try:
        return True, question()
    except CommandError as error:
        return False, message_of(error)
    except Exception as error:
        raise Crash(repr(error)) from error


def run_steps(graph, rows, steps):
    """[(line, rows after it)], and whether Alembic fell over on the way."""
    maintainer = HeadMaintainer(FakeContext(), rows)
    done = []
    for step in steps:
        try:
            maintainer.update_to_step(step)
        except Exception:
            return done, True
        done.append(("Running %s" % step, graph.sort_rows(maintainer.heads)))
    return done, False
