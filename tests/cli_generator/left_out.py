"""What a build is told to leave out: downgrades, what is older than a revision, messages. The programs are run.

left_out.py [CHECK]
"""
import json
import re
import sys

from cli_generator.place import Place, run_checks
from tools.template import template


class Programs(Place):
    """The chain a1 … d4, and programs of it: each revision makes a table and fills it by a loop."""

    def __init__(self):
        super().__init__()
        (self.environment / "versions/a1_x.mako").unlink()
        for revision, down in (("a1", None), ("b2", "a1"), ("c3", "b2"), ("d4", "c3")):
            self.revision(revision, down)

    def revision(self, revision, down, more="", up=""):
        text = template(revision, down, f"CREATE TABLE {revision} (x INTEGER);\nINSERT INTO {revision} VALUES (1);\n{up}",
                        f"DROP TABLE {revision};", doc=f"anent {revision}\n\nand a description", top=more)
        (self.environment / f"versions/{revision}_file.mako").write_text(text)

    def build(self, name, *options):
        self.run("build", "-o", str(self.top / name), *options)
        return str(self.top / name)

    def at(self, database, *command, program, status=0):
        return self.run("--url", f"sqlite:///{self.top}/{database}", *command, program=program, status=status)

    def current(self, database, program):
        return self.at(database, "current", program=program).split()[0]


def contains(text, *wanted):
    for one in wanted:
        assert one in text, f"no '{one}' in:\n{text}"


# ---- --no-downgrade ----------------------------------------------------------------------------------


def no_downgrade():
    p = Programs()
    with_them, without = p.build("with"), p.build("without", "--no-downgrade")
    p.at("x.db", "upgrade", "head", program=without)
    said = p.at("x.db", "downgrade", "-1", program=without, status=1)
    contains(said, "FAILED: 'd4' can't be downgraded: this program was built without downgrades\n", "nothing has been executed",
             "hint: use a program that was built with them, or restore a backup")
    assert p.at("x.db", "plan", "--downgrade", "base", program=without, status=1).count("built without downgrades") == 1
    for command in (("verify",), ("history",), ("show", "c3"), ("log",)):
        same = [re.sub(r"\d+ ms", "", p.at("x.db", *command, program=program)) for program in (with_them, without)]
        assert same[0] == same[1], f"{command}: {same}"
    contains(p.run("--version", program=without), "left out:  downgrades\n")
    assert "left out" not in p.run("--version", program=with_them)
    p.at("x.db", "downgrade", "base", program=with_them)
    assert p.at("x.db", "downgrade", "base", program=without) == ""  # nothing to do is nothing to refuse


def no_downgrade_code():
    """Nothing of them is in the C, hooks around them included."""
    p = Programs()
    hooks = "".join(f'<%def name="{name}()">\nSELECT \'{name}\';\n</%def>\n' for name in ("before_upgrade", "before_downgrade"))
    (p.environment / "env.mako").write_text(hooks)
    p.run("generate", "-o", str(p.top / "out"), "--no-downgrade")
    text = b"".join(p.out().values()).decode()
    assert "DROP TABLE" not in text and "downgrade" not in text.replace("carry_downgrades", "") and "before_upgrade" in text, text


def carried():
    """What each upgrade leaves in the log stays without downgrades; of what is older there is none to leave it."""
    p = Programs()
    ini = p.environment / "aludel.ini"
    ini.write_text(ini.read_text() + "carry_downgrades = yes\n")
    old = p.build("old")
    p.at("x.db", "upgrade", "head", program=old)
    p.revision("e5", "d4")
    without = p.build("without", "--no-downgrade", "--since", "d4")
    p.at("x.db", "upgrade", "head", program=without)
    assert p.current("x.db", without) == "e5"
    p.at("x.db", "downgrade", "--carried", program=old)
    assert p.current("x.db", old) == "d4"
    for profile in ("full", "embedded"):
        p.run("generate", "-o", str(p.top / profile), "--dialect", "sqlite", "--profile", profile, "--no-downgrade", "--since", "d4")
        text = "".join(path.read_text() for path in (p.top / profile).iterdir())
        forms = re.findall(r"carried_(\w\w)\w*\[\] =", text)
        assert forms == ["d4", "e5"] and "DROP TABLE d4" in text and "DROP TABLE c3" not in text, (profile, forms)


# ---- --since -----------------------------------------------------------------------------------------


def since():
    p = Programs()
    whole, young = p.build("whole"), p.build("young", "--since", "c3")
    assert b"CREATE TABLE b2" not in (p.top / "young").read_bytes() and b"CREATE TABLE b2" in (p.top / "whole").read_bytes()
    said = p.at("x.db", "upgrade", "head", program=young, status=1)
    contains(said, "FAILED: the database is empty, and this program's first revision is 'c3': what is older isn't in it\n",
             "hint: begin with a program that has the whole chain, or with a copy of a database at 'b2' or behind it")
    p.at("x.db", "upgrade", "a1", program=whole)
    said = p.at("x.db", "upgrade", "head", program=young, status=1)
    contains(said, "FAILED: the database stands at 'a1', older than 'c3', this program's first revision\n",
             "nothing has been executed", "hint: bring it to 'b2' first, with an older program")
    assert p.current("x.db", young) == "a1"
    p.at("x.db", "upgrade", "b2", program=whole)
    p.at("x.db", "upgrade", "head", program=young)
    p.at("x.db", "downgrade", "b2", program=young)
    p.at("x.db", "upgrade", "head", program=young)
    assert p.current("x.db", young) == "d4" and p.at("x.db", "verify", program=young).count("same") == 4
    said = p.at("x.db", "downgrade", "a1", program=young, status=1)
    contains(said, "FAILED: 'b2' is older than 'c3', this program's first revision, and isn't in it\n", "hint: an older program has it")
    assert p.current("x.db", young) == "d4"


def since_shown():
    p = Programs()
    young = p.build("young", "--since", "c3")
    assert p.run("history", program=young) == ("c3 -> d4 (head), anent d4\nb2 -> c3, anent c3\na1 -> b2 (older)\n"
                                               "<base> -> a1 (older)\n")
    assert p.run("show", "b2", program=young) == "Rev: b2 (older)\nParent: a1\n\n\n"
    older = {r["revision"]: r.get("older") for r in json.loads(p.run("--json", "history", program=young))}
    assert older == {"a1": True, "b2": True, "c3": None, "d4": None}, older
    contains(p.run("--version", program=young), "revisions: 4\n", "left out:  older revisions\n")
    left_out = json.loads(p.run("--json", "--version", program=young))["left_out"]
    assert left_out == {"older_revisions": 2, "downgrades": False, "messages": False}, left_out


def since_scripts():
    p = Programs()
    young = p.build("young", "--since", "c3")
    contains(p.run("upgrade", "head", "--sql", program=young, status=1), "'a1' is older than 'c3', this program's first revision")
    assert "CREATE TABLE d4" in p.run("upgrade", "b2:head", "--sql", program=young)


def since_chain():
    """What would run it from its beginning."""
    p = Programs()
    (p.environment / "schema.sql").write_text("CREATE TABLE t (x INTEGER);\n")
    young = p.build("young", "--since", "c3")
    said = p.run("check", "--chain", program=young, status=1)
    contains(said, "this program has no whole chain: what is older than its first revision isn't in it",
             "hint: ask a program that was built without --since")


def since_refused():
    p = Programs()
    p.revision("e5", "a1")
    p.revision("e55", "e5")
    said = p.run("generate", "-o", str(p.top / "out"), "--since", "c3", status=1)
    contains(said, "versions/e5_file.mako", "error: --since: 'e5' is neither older than what the program begins with, nor behind it",
             "name the first revision of its branch, too: --since REV --since REV")
    said = p.run("generate", "-o", str(p.top / "out"), "--since", "x9", "--since", "e", status=1)
    contains(said, "error: --since: there is no revision 'x9'", "error: --since: several revisions begin with 'e'")
    assert not (p.top / "out").exists()


def since_branches():
    """Of two branches, and what merges them."""
    p = Programs()
    p.revision("e5", "a1")
    p.run("merge", "d4", "e5", "-m", "both", "--rev-id", "f6")
    whole, young = p.build("whole"), p.build("young", "--since", "c3", "--since", "e5")
    p.at("x.db", "upgrade", "b2", program=whole)
    p.at("x.db", "upgrade", "heads", program=young)
    assert p.current("x.db", young) == "f6"
    p.at("y.db", "upgrade", "a1", program=whole)
    contains(p.at("y.db", "upgrade", "heads", program=young, status=1), "stands at 'a1', older than", "bring it to 'b2' first")


def since_squashed():
    """It begins with a migration that stands for what is older: then an empty database is no older one."""
    p = Programs()
    whole = p.build("whole")
    p.at("x.db", "upgrade", "a1", program=whole)
    p.at("y.db", "upgrade", "b2", program=whole)
    p.run("squash", "a1:c3", "-m", "all")
    contains(p.run("generate", "-o", str(p.top / "out"), "--since", "b2", status=1), "there is no revision 'b2'",
             "another migration stands in its place: name that one")
    young = p.build("young", "--since", "c3")
    p.at("new.db", "upgrade", "head", program=young)
    assert p.current("new.db", young) == "d4"
    contains(p.at("x.db", "upgrade", "head", program=young, status=1), "stands at 'a1', older than 'c3'")
    p.at("y.db", "upgrade", "head", program=young)
    assert p.current("y.db", young) == "d4"


# ---- --strip-messages --------------------------------------------------------------------------------


def strip_messages():
    p = Programs()
    p.revision("e5", "d4", up="% for row in op.query(\"SELECT x FROM e5\"):\nUPDATE e5 SET x = ${1 // (row.x - 1)};\n% endfor")
    p.revision("f6", "d4", up="INSERT INTO nowhere VALUES (1);")
    bare = p.build("bare", "--strip-messages")
    bytes_of = (p.top / "bare").read_bytes()
    for text in (b"versions/", b"_file.mako", b"anent ", b"and a description"):
        assert text not in bytes_of, f"{text} is in it"
    assert p.run("history", "-r", ":d4", program=bare) == "c3 -> d4 (branchpoint)\nb2 -> c3\na1 -> b2\n<base> -> a1\n"
    assert p.run("show", "c3", program=bare) == "Rev: c3\nParent: b2\n\n\n"
    contains(p.at("x.db", "upgrade", "e5", program=bare, status=1), "integer division or modulo by zero\n  'e5', statement 4\n")
    contains(p.at("x.db", "upgrade", "f6", program=bare, status=1), "no such table: nowhere\n  'f6', statement 3\n",
             "INSERT INTO nowhere")
    contains(p.run("upgrade", "head", program=bare, status=1), "the heads are e5, f6; to join them: aludel merge e5 f6")
    contains(p.run("--version", program=bare), "left out:  messages\n")


def strip_messages_that_are_carried():
    p = Programs()
    with open(p.environment / "aludel.ini", "a", encoding="utf-8") as ini:
        ini.write("carry_downgrades = yes\n")
    for name, options, there in (("whole", [], True), ("bare", ["--strip-messages"], False),
                                 ("small", ["--profile", "embedded", "--strip-messages"], False)):
        p.build(name, *options)
        assert (b"anent " in (p.top / name).read_bytes()) == there, name


def all_of_them():
    p = Programs()
    whole, least = p.build("whole"), p.build("least", "--since", "c3", "--no-downgrade", "--strip-messages")
    p.at("x.db", "upgrade", "b2", program=whole)
    p.at("x.db", "upgrade", "head", program=least)
    contains(p.run("--version", program=least), "left out:  older revisions, downgrades, messages\n")
    p.at("x.db", "downgrade", "base", program=whole)


CHECKS = [no_downgrade, no_downgrade_code, carried, since, since_shown, since_scripts, since_chain, since_refused, since_branches,
          since_squashed, strip_messages, strip_messages_that_are_carried, all_of_them]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
