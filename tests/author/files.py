"""`aludel revision` and `aludel merge`: what Alembic hasn't, or does otherwise: the files, and what stays out of them.

files.py [names of checks…]
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "cli_generator"))
from place import ALUDEL, Place, run_checks  # noqa: E402

SOURCE = pathlib.Path(os.environ["ALUDEL_SOURCE"])
DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?"
MESSAGES = {  # as it was given: as history shows it
    "it's \"quoted\" and \\ 100 %": None,
    "% if not a control line:": None,
    "## no comment": None,
    "${no} <% code %> <%! at all %>": None,
    "a </%doc> within": "a </% doc> within",
    "</%doc></%doc>": "</% doc></% doc>",
    "Größe; naïve — 東京": None,
    "ends in a backslash\\": None,
    "two\nlines": "two lines",
    "a paragraph\n\nand what follows": "a paragraph",
    "  blanks  around ": "blanks around",
    "-- a comment; DROP TABLE x; /* and": None,
    "\"\"\" docstring '''": None,
}


class Empty(Place):
    """An environment without migrations."""

    def __init__(self, settings=""):
        super().__init__()
        self.versions = self.environment / "versions"
        (self.versions / "a1_x.mako").unlink()
        self.settings(f"[aludel]\ndialects = sqlite\nurl = sqlite:///app.db\n{settings}")

    def revision(self, *arguments, status=0):
        return self.run("revision", *arguments, status=status)

    def names(self):
        return sorted(str(p.relative_to(self.environment)) for p in self.environment.rglob("*") if p.is_file())

    def graph(self):
        """id -> parents, of what compiles."""
        return dict(re.findall(r"^(\S+) parents=(\S*)", self.run("lint", "--dump"), re.M))

    def refused(self, *arguments, status=1):
        """Nothing is written."""
        before = {p: p.read_bytes() for p in self.environment.rglob("*") if p.is_file()}
        output = self.run(*arguments, status=status)
        assert {p: p.read_bytes() for p in self.environment.rglob("*") if p.is_file()} == before, output
        assert "Generating" not in output, output
        return output


def texts():
    """The two forms, as they stand in migrations/README.md."""
    p = Empty()
    output = p.revision("-m", "products and their prices")
    found = re.fullmatch(r"  Generating (versions/([0-9a-f]{12})_products_and_their_prices\.mako) \.\.\.  done\n", output)
    assert found, output
    text = (p.environment / found[1]).read_text()
    assert re.fullmatch(rf'<%doc>\nproducts and their prices\n\nCreate Date: {DATE}\n</%doc>\n<%!\nrevision = "{found[2]}"\n'
                        'down_revision = None\nbranch_labels = None\ndepends_on = None\n%>\n\n<%def name="upgrade\\(\\)">\n</%def>\n'
                        '\n<%def name="downgrade\\(\\)">\n</%def>\n', text), text
    p.revision("-m", "an index", "--rev-id", "b1", "--sql", "--branch-label", "left", "--branch-label", "more left")
    text = (p.versions / "b1_an_index.sql").read_text()
    assert re.fullmatch(rf'-- an index\n--\n-- Create Date: {DATE}\n--\n-- revision: b1\n-- down_revision: {found[2]}\n'
                        '-- branch_labels: \\("left", "more left"\\)\n\n-- aludel:upgrade\n\n-- aludel:downgrade\n', text), text
    p.revision("--rev-id", "c1", "--sql", "--head", "base", "--depends-on", "left", "--depends-on", "b1")
    assert "-- empty message\n" in (p.versions / "c1_.sql").read_text()
    p.run("merge", "-m", "all", "--rev-id", "m1", "--branch-label", "whole")
    text = (p.versions / "m1_all.mako").read_text()
    assert 'down_revision = ("b1", "c1")\nbranch_labels = ("whole",)\n' in text, text
    assert p.graph() == {found[2]: "", "b1": found[2], "c1": "", "m1": "b1,c1"}
    assert "m1 (whole, left, more left) (head)" in p.run("heads"), p.run("heads")
    p.run("-q", "upgrade", "head")
    assert p.run("current").startswith("m1 "), p.run("current")


def messages():
    for form in ([], ["--sql"]):
        p = Empty()
        for i, (message, shown) in enumerate(MESSAGES.items()):
            p.revision("-m", message, "--rev-id", f"r{i:02}", *form)
            dump = p.run("lint", "--dump")
            wanted = message if form and "</%doc>" in message else shown or message
            assert f"message={wanted}\n" in dump, (message, dump)
        assert len(p.names()) == len(MESSAGES) + 1, p.names()
    assert "the message isn't UTF-8" in p.refused("revision", "-m", b"\xff")
    output = p.refused("revision", "--rev-id", "x1", "--sql", "-m", "revision: is a header")
    assert "versions/x1_revision_is_a_header.sql:5:4: error: 'revision' is given twice\n" in output, output


def heads():
    """What it says when it can't go on by itself."""
    p = Empty()
    p.revision("-m", "one", "--rev-id", "a1")
    p.revision("-m", "two", "--rev-id", "b1")
    p.revision("-m", "three", "--rev-id", "b2", "--head", "a1", "--splice")
    assert p.refused("revision", "-m", "x") == (
        "error: Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.\n"
        "    aludel merge b1 b2 -m \"…\" merges them; --head b1 goes on from one\n"
        "versions/b1_two.mako:7:12: note: a head\n    7 | revision = \"b1\"\n      |            ^~~~\n"
        "versions/b2_three.mako:7:12: note: a head\n    7 | revision = \"b2\"\n      |            ^~~~\n"), p.refused("revision", "-m", "x")
    assert "Revision a1 is not a head revision; please specify --splice to create a new branch" in p.refused("revision", "--head", "a1")
    assert "error: Duplicate head revisions specified\n    'b1' is named twice" in p.refused("merge", "b1", "b1")
    assert "error: there is nothing to merge with 'b1'\n    a merge is of two revisions or more" in p.refused("merge", "b1")
    assert "--depends-on names one revision, and 'heads' is several" in p.refused("revision", "--head", "b1", "--depends-on", "heads")
    assert "Multiple head revisions are present for given argument 'head'" in p.refused("revision", "--head", "b1", "--depends-on", "head")
    assert "--depends-on names one revision, and 'base' is none" in p.refused("revision", "--head", "b1", "--depends-on", "base")
    assert p.run("merge").startswith("  Generating versions/")
    assert "there is nothing to merge with '" in p.refused("merge")
    assert "error: there is nothing to merge\n" in Empty().refused("merge")


def taken():
    """Ids, labels and names that are there already."""
    p = Empty()
    p.revision("-m", "one", "--rev-id", "a1", "--branch-label", "left")
    output = p.refused("revision", "-m", "two", "--rev-id", "a1")
    assert output.startswith("versions/a1_two.mako:7:12: error: Revision a1 is present more than once\n"), output
    assert "versions/a1_one.mako:7:12: note: already defined here" in output
    assert "Branch name 'left' in revision b1 already used by revision a1" in p.refused("revision", "--rev-id", "b1", "--branch-label", "left")
    assert "'new' stands twice in 'branch_labels'" in p.refused("revision", "--branch-label", "new", "--branch-label", "new")
    assert "not allowed in branch label 'a@b'" in p.refused("revision", "--branch-label", "a@b")
    assert "'head' can't be a revision identifier" in p.refused("revision", "--rev-id", "head")
    assert "the version table holds 32" in p.refused("revision", "--rev-id", "x" * 33)
    assert "a revision id can't have a '/' in it: 'a/b'" in p.refused("revision", "--rev-id", "a/b")
    p.settings("[aludel]\ndialects = sqlite\nfile_template = same\n")
    (p.versions / "same.mako").symlink_to("nowhere")
    assert "error: can't read 'versions/same.mako'" in p.refused("revision", "-m", "x")
    (p.versions / "same.mako").unlink()
    (p.versions / "same.sql").mkdir()
    assert "error: can't read 'versions/same.sql'" in p.refused("revision", "--sql")
    (p.versions / "same.sql").rmdir()
    p.revision("-m", "two")
    assert "there is a file 'versions/same.mako' already\n    with %(rev)s in file_template" in p.refused("revision", "-m", "x")


def compatible():
    """With which programs: in the default text, in both forms, by script.mako, checked as what is there already is."""
    p = Empty()
    shutil.copy(SOURCE / "templates/generic/script.mako", p.environment)
    shutil.copy(SOURCE / "templates/sql/script.sql.mako", p.environment)
    for scripts in (True, False):
        p.revision("--rev-id", f"a{scripts:d}", "--head", "base", "--compatible-with", "base")
        p.revision("--rev-id", f"b{scripts:d}", "--head", f"a{scripts:d}", "--branch-label", f"shop{scripts:d}", "--compatible-with", f"a{scripts:d}")
        p.revision("--rev-id", f"c{scripts:d}", "--sql", "--head", f"b{scripts:d}", "--compatible-with", f"shop{scripts:d}")
        p.revision("--rev-id", f"d{scripts:d}", "--head", f"c{scripts:d}")
        texts = {id: next(p.versions.glob(f"{id}{scripts:d}_*")).read_text() for id in "abcd"}
        assert 'depends_on = None\ncompatible_with = "base"\n%>' in texts["a"], texts["a"]
        assert f'\ncompatible_with = "a{scripts:d}"\n%>' in texts["b"], texts["b"]
        assert f"\n-- compatible_with: b{scripts:d}\n\n-- aludel:upgrade\n" in texts["c"], texts["c"]
        assert "compatible" not in texts["d"], texts["d"]
        if scripts:
            (p.environment / "script.mako").unlink()
            (p.environment / "script.sql.mako").unlink()
    p.run("merge", "--rev-id", "m1", "-m", "both")
    p.revision("--rev-id", "n1", "--compatible-with", "m1", "--compatible-with", "d0")
    assert 'compatible_with = ("m1", "d0")\n' in (p.versions / "n1_.mako").read_text()
    assert "\nCompatible with: m1, d0\nPath: " in p.run("show", "n1"), p.run("show", "n1")
    assert "Compatible with: a1\n" in p.run("history", "-v") and "Compatible" not in p.run("show", "d1")
    assert '"compatible_with": [\n      "m1",\n      "d0"\n    ]' in p.run("show", "--json", "n1"), p.run("show", "--json", "n1")
    p.revision("--rev-id", "y1", "--head", "base")
    assert "--compatible-with names one revision, and 'heads' is several" in p.refused("revision", "--head", "n1", "--compatible-with", "heads")
    (p.versions / "y1_.mako").unlink()
    assert "Can't locate revision identified by 'zz'" in p.refused("revision", "--compatible-with", "zz")
    output = p.refused("revision", "--rev-id", "o1", "--compatible-with", "c1")
    assert ('versions/o1_.mako:11:19: error: \'n1\', which \'o1\' follows, needs programs that have \'m1\'\n   11 | compatible_with = "c1"\n' in output), output
    (p.environment / "script.mako").write_text("<%text><%! </%text>revision = '${up_revision}'; down_revision = '${down_revision}'<%text> %></%text>")
    assert "error: 'compatible_with' isn't what was asked for in the new file" in p.refused("revision", "--compatible-with", "n1")


def templates():
    """file_template: what it may be, and folders in it."""
    p = Empty("file_template = %(nonsense)s\n")
    assert "aludel.ini:4:17: error: this gives no name: KeyError: 'nonsense'" in p.refused("revision"), p.refused("revision")
    for template, why in {"%(rev)q": "this gives no name: unsupported format character", "/tmp/%(rev)s": "it must be a path in a folder",
                          "../%(rev)s": "what begins with a dot", ".%(rev)s": "what begins with a dot", "%(slug)d": "this gives no name: %d format", "": "error: the name would be '.mako'", "a\u2028\tb%(nothing)s": "this gives no name",
                          "%(year)d/%(rev)s": "recursive_version_locations = yes only"}.items():
        p.settings(f"[aludel]\ndialects = sqlite\nfile_template = {template}\n")
        assert why in p.refused("revision", "-m", "x"), p.refused("revision", "-m", "x")
    p.settings("[aludel]\ndialects = sqlite\nversion_locations = .\nfile_template = env\n")
    assert "'env.mako' isn't a name that is read as a migration" in p.refused("revision"), p.refused("revision")
    p.settings("[aludel]\ndialects = sqlite\nrecursive_version_locations = yes\nfile_template = %(year)d/%(month).2d/%(rev)s\n")
    for rev in ("a1", "b1"):
        output = p.revision("--rev-id", rev)
        assert re.search(rf"^  Generating versions/\d{{4}}/\d\d/{rev}\.mako \.\.\.  done$", output, re.M), output
    assert p.graph() == {"a1": "", "b1": "a1"}


def times():
    """The tokens that Alembic's run beside ours can't share: the second has gone on."""
    p = Empty("file_template = %(epoch)s-%(hour).2d%(minute).2d%(second).2d-%(rev)s\ntimezone = Asia/Kolkata\n")
    for rev in ("a1", "b1"):
        p.revision("--rev-id", rev)
        name = next(p.versions.glob(f"*{rev}.mako")).name
        epoch, clock = re.fullmatch(rf"(\d+)-(\d{{6}})-{rev}\.mako", name).groups()
        assert abs(int(epoch) - time.time()) < 20
        assert time.strftime("%H%M%S", time.gmtime(int(epoch) + 19800)) == clock
        assert p.versions.joinpath(name).read_text().count("+05:30\n") == 1


def places():
    """Another folder, several locations, an alembic.ini."""
    p = Empty("version_locations = one two\n")
    assert "error: Multiple version locations present, please specify --version-path" in p.refused("revision")
    assert "error: Path versions is not represented in current version locations\n" in p.refused("revision", "--version-path", "versions")
    output = p.run("revision", "-C", "db", "--rev-id", "a1", "--version-path", "two", folder=p.top)
    assert output == ("  Creating directory db/one ...  done\n  Creating directory db/two ...  done\n"
                      "  Generating db/two/a1_.mako ...  done\n"), output
    p.run("revision", "--rev-id", "b1", folder=p.environment / "two", status=1)
    p.revision("--rev-id", "b1")
    p.run("-C", str(p.environment), "revision", "--rev-id", "c1", "--head", "base", "--version-path", "db/one", folder=p.top)
    assert p.names() == ["aludel.ini", "one/c1_.mako", "two/a1_.mako", "two/b1_.mako"]
    assert "neither aludel.ini, alembic.ini nor versions/ is there" in p.run("revision", folder=p.top, status=1)
    (p.environment / "aludel.ini").unlink()
    (p.environment / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/scripts\nsqlalchemy.url = sqlite:///x.db\n"
                                               "file_template = %%(slug)s-%%(rev)s\ntruncate_slug_length = 5\ntimezone = UTC\n")
    assert p.revision("-m", "longer than five", "--rev-id", "a1") == \
        "  Creating directory scripts/versions ...  done\n  Generating scripts/versions/longe_-a1.mako ...  done\n"
    assert "+00:00\n</%doc>" in (p.environment / "scripts/versions/longe_-a1.mako").read_text()


def zones():
    p = Empty("timezone = Mars/Olympus\n")
    assert p.refused("revision") == ("aludel.ini:4:12: error: Can't locate timezone: Mars/Olympus\n    4 | timezone = Mars/Olympus\n"
                                     "      |            ^~~~~~~~~~~~ the names are those below /usr/share/zoneinfo, as UTC or Europe/Berlin\n")
    for name in ("/etc/passwd", "../zoneinfo/UTC", "posixrules/x", "Europe"):
        p.settings(f"[aludel]\ntimezone = {name}\n")
        assert f"error: Can't locate timezone: {name}\n" in p.refused("revision")
    p.settings("[aludel]\ntimezone = America/St_Johns\n")
    p.run("revision", "--rev-id", "a1", TZ="Asia/Tokyo")
    assert re.search(r"Create Date: .*-0[23]:30$", (p.versions / "a1_.mako").read_text(), re.M)


def sequence():
    p = Empty("revision_ids = sequential\n")
    for message in ("a", "b", "c"):
        p.revision("-m", message)
    assert [n for n in p.names() if "versions" in n] == ["versions/0001_a.mako", "versions/0002_b.mako", "versions/0003_c.mako"]
    p.revision("-m", "d", "--rev-id", "00099")
    p.revision("-m", "e", "--rev-id", "7x")
    p.revision("-m", "f")
    p.revision("-m", "g", "--rev-id", "9999", "--head", "00100")
    p.run("merge", "00100", "00099", "-m", "x", status=1)
    p.revision("-m", "h")
    assert list(p.graph().items())[-1] == ("10000", "9999"), p.graph()
    p = Empty("revision_ids = sequential\n")
    p.revision("-m", "a", "--rev-id", "001")
    p.revision("-m", "b")
    assert list(p.graph().items())[-1] == ("002", "001"), p.graph()
    p.settings("[aludel]\nrevision_ids = hash\n")
    assert "'hash' is no value for 'revision_ids'" in p.refused("revision")


def single_head():
    p = Empty("single_head = yes\n")
    p.revision("--rev-id", "a1")
    p.revision("--rev-id", "b1")
    for arguments in (["--head", "base"], ["--head", "a1", "--splice"]):
        assert "this would be one head more, and single_head = yes\n    base it on a head: b1" in p.refused("revision", *arguments)
    p.write("b2", "a1")
    p.run("lint", status=1)
    p.revision("--rev-id", "c1", "--head", "b1")
    p.run("merge", "--rev-id", "d1")
    assert p.graph()["d1"] == "b2,c1"


def other_file():
    """A new file that isn't read as it was meant: what the identifiers of a .sql file are is said by its first lines."""
    p = Empty()
    output = p.refused("revision", "--sql", "--rev-id", "a1", "-m", "depends_on: zz")
    assert "Can't locate revision identified by 'zz'" in output, output
    p.revision("--rev-id", "zz")
    output = p.refused("revision", "--sql", "--rev-id", "a1", "-m", "depends_on: zz")
    assert "error: 'depends_on' isn't what was asked for in the new file" in output, output


def unreadable():
    """A migration that can't be read stops it, one that doesn't compile doesn't."""
    p = Empty()
    p.revision("--rev-id", "a1")
    path = p.versions / "a1_.mako"
    text = path.read_text()
    path.write_text(text.replace('"upgrade()">', '"upgrade()">\nSELECT * FROM ${nothing};'))
    p.revision("--rev-id", "b1")
    path.write_text(text.replace("%>", ""))
    assert "versions/a1_.mako" in p.refused("revision")


def together():
    """Sixteen at a time: a chain of sixteen; one of sixteen with the same id."""
    p = Empty("revision_ids = sequential\n")

    def sixteen(*arguments):
        running = [subprocess.Popen([ALUDEL, "revision", *arguments], cwd=p.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                   for _ in range(16)]
        return [r.communicate(timeout=60) and r.returncode for r in running]
    assert sixteen("-m", "one of many") == [0] * 16
    ids = [f"{i:04}" for i in range(1, 17)]
    assert p.graph() == {rev: f"{i:04}" if i else "" for i, rev in enumerate(ids)}
    assert sorted(sixteen("--rev-id", "same", "-m", "x")) == [0] + [1] * 15
    assert p.graph()["same"] == "0016" and len(p.names()) == 18, p.names()


def usage():
    p = Empty()
    cases = {
        ("revision", "more"): "aludel: revision: unexpected argument 'more'; see aludel revision --help",
        ("revision", "-m"): "aludel: revision: --message needs a value (MESSAGE)",
        ("revision", "--depends_on", "x"): "aludel: revision: unknown option '--depends_on'; did you mean --depends-on?",
        ("merge", "--autogenerate"): "aludel: merge: unknown option '--autogenerate'; see aludel merge --help",
        ("merge", "--sql"): "aludel: merge: unknown option '--sql'; see aludel merge --help",
        ("merge", "--REV", "x"): "aludel: merge: unknown option '--REV'; see aludel merge --help",
    }
    for arguments, expected in cases.items():
        assert p.run(*arguments, status=2) == expected + "\n", p.run(*arguments, status=2)
    assert "usage: aludel merge [options] [REV...]" in p.run("merge", "--help")
    assert "--branch-label LABEL" in p.run("revision", "--help") and "REV..." not in p.run("revision", "--help")


def no_reading_of_others():
    """Where nothing is there yet, and where the folder is a link."""
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        (top / "real").mkdir()
        (top / "real/aludel.ini").write_text("[aludel]\n")
        (top / "link").symlink_to("real")
        done = subprocess.run([ALUDEL, "revision", "-C", "link", "--rev-id", "a1"], cwd=top, capture_output=True, text=True)
        assert done.stdout == "  Creating directory link/versions ...  done\n  Generating link/versions/a1_.mako ...  done\n", done
        assert (top / "real/versions/a1_.mako").exists()


CHECKS = [texts, messages, heads, taken, compatible, templates, times, places, zones, sequence, single_head, other_file, unreadable, together, usage, no_reading_of_others]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
