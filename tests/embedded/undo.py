"""Older images on databases that newer ones have brought further: what aludel_embedded_undo leaves is what the full runtime's
`downgrade --carried` of a program of the same age leaves, schema, rows, version rows and log; what it refuses; what needs more of the arena than was reserved for it (undo_room).

    undo.py NAME…
"""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from carried import programs as full
from carried.programs import Times, must
from carried.systems import fill_sqlite, history
from device import BUILD, SOURCE, Device, Wrong, build, told
from same import look

MIGRATIONS = SOURCE / "migrations"


def images(times, chain, folder):
    """Of each time an environment, beside the full runtime's program."""
    kept = {name: (times.folder / "versions" / name).read_text() for _, name in chain}
    environments, programs = {}, []
    for name in kept:
        times.remove(name)
    for number, (_, name) in enumerate(chain):
        times.put(name, kept[name])
        environments[f"t{number}"] = shutil.copytree(times.folder, folder / f"t{number}")
        programs.append(times.build())
    return environments, programs


def copy_of(file, name):
    copy = file.with_name(name)
    copy.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(file)) as db, contextlib.closing(sqlite3.connect(copy)) as to:
        db.backup(to)
    return copy


def pair(device, file, older, program):
    """True: undone by both; False: refused by both, and nothing has changed."""
    ours, full = copy_of(file, "ours.db"), copy_of(file, "full.db")
    before = look(ours)
    device.open(f"t{older}", ours)
    answer = device.ask("undo")
    said = program.run(f"sqlite:///{full}", "downgrade", "--carried", status=None)
    if answer.ok == ("FAILED" in said):
        raise Wrong(f"t{older}: the device: {told(answer)}\nthe full runtime: {said}")
    if not answer.ok:
        must(look(ours) == before, f"a refusal has changed something: {told(answer)}")
        why = answer.message.split("can't be undone: ")[-1]
        must(why in said, f"another reason: {told(answer)}\n{said}")
        return False
    if look(ours) != look(full):
        raise Wrong(f"t{older}:\n{look(ours)}\n--- the full runtime:\n{look(full)}")
    device.do("upgrade")
    return True


def system(name):
    chain, done, refused = history(name), 0, 0
    with Times("sqlite", of=MIGRATIONS / name) as times, tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        environments, programs = images(times, chain, folder)
        with Device(build(folder, environments)) as device:
            for newer in range(1, len(chain)):
                file = folder / f"at_{newer}.db"
                device.open(f"t{newer}", file)
                device.do("upgrade")
                fill_sqlite(file)
                for older in range(newer):
                    undone = pair(device, file, older, programs[older])
                    done, refused = done + undone, refused + (not undone)
    must(done, "nothing was undone")
    return f"{name}: {done} pairs undone, {refused} refused by both"


# ---- What is refused ----------------------------------------------------------------------------------------

PLAIN = {"upgrade": "CREATE TABLE {0} (a INTEGER);", "downgrade": "DROP TABLE {0};"}


def write(folder, id, parent, up, down, carry="yes", more=""):
    folder.joinpath("versions").mkdir(parents=True, exist_ok=True)
    folder.joinpath("aludel.ini").write_text("[aludel]\ndialects = sqlite\ncarry_downgrades = {carry}\n".format(carry=carry))
    down_revision = f'"{parent}"' if parent else None
    folder.joinpath("versions", f"{id}.mako").write_text(
        f'<%doc>{id}</%doc>\n<%! revision = "{id}"; down_revision = {down_revision}; {more} %>\n<%def name="upgrade()">\n{up}\n</%def>\n'
        f'<%def name="downgrade()">\n{down}\n</%def>\n')


TAMPERED = {
    "a byte": "UPDATE aludel_log SET carried = replace(carried, 'DROP', 'drop')",
    "cut": "UPDATE aludel_log SET carried = substr(carried, 1, length(carried) - 3)",
    "a newer form": "UPDATE aludel_log SET carried = replace(carried, 'aludel recipe 1', 'aludel recipe 2')",
    "nothing": "UPDATE aludel_log SET carried = NULL",
    "another one's": "UPDATE aludel_log SET carried = (SELECT carried FROM aludel_log WHERE revision = 'a1')",
    "no row": "DELETE FROM aludel_log WHERE revision = 'b2'",
    "no log": "DROP TABLE aludel_log",
}
WHY = {
    "a byte": "damaged", "cut": "damaged", "a newer form": "newer form", "nothing": "doesn't hold how", "another one's": "another one's",
    "no row": "it has no row in the log", "no log": "it has no row in the log",
}


def refusals():
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        for name, ids in (("old", ["a1"]), ("new", ["a1", "b2", "c3"])):
            for parent, id in zip([None, *ids], ids):
                write(folder / name, id, parent, PLAIN["upgrade"].format(id), PLAIN["downgrade"].format(id))
        write(folder / "bad", "a1", None, PLAIN["upgrade"].format("a1"), PLAIN["downgrade"].format("a1"))
        write(folder / "bad", "b2", "a1", "CREATE TABLE b2 (a INTEGER PRIMARY KEY);",
              "INSERT INTO b2 VALUES (1);\nINSERT INTO b2 VALUES (1);\nDROP TABLE b2;")
        write(folder / "nolog", "a1", None, PLAIN["upgrade"].format("a1"), PLAIN["downgrade"].format("a1"), carry="no")
        with open(folder / "nolog/aludel.ini", "a", encoding="utf-8") as ini:
            ini.write("log_table =\n")
        with Device(build(folder, {name: folder / name for name in ("old", "new", "bad", "nolog")})) as device:
            file = folder / "x.db"
            device.open("new", file)
            device.do("upgrade")
            for what, sql in TAMPERED.items():
                copy = copy_of(file, "y.db")
                with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as db:
                    db.execute(sql)
                before = look(copy)
                device.open("old", copy)
                answer = device.ask("undo")
                must(not answer.ok and WHY[what] in answer.message, f"{what}: {told(answer)}")
                must(answer.code == "NEWER" and "' can't be undone: " in answer.message and "newer image" in answer.hint, told(answer))
                must(look(copy) == before, f"{what}: something has changed")
            device.open("nolog", copy_of(file, "y.db"))
            said = told(device.ask("undo"))
            must("what newer images have done can't be undone without a log table" in said, said)
            small(device, copy_of(file, "y.db"))
            failing(device, folder / "z.db")
    return f"{len(TAMPERED) + 3} refusals"


def strangers():
    """Chains that aren't a newer one of the image's own, and images that can't undo what a newer one did: nothing is touched."""
    up, down = PLAIN["upgrade"], PLAIN["downgrade"]
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        for name, ids in (("other", ["z1"]), ("old", ["a1"]), ("two", ["a1", "b2"]), ("whole", ["a1", "b2", "c3"])):
            for parent, id in zip([None, *ids], ids):
                write(folder / name, id, parent, up.format(id), down.format(id))
        write(folder / "squashed", "c3", None, "\n".join(up.format(id) for id in ("a1", "b2", "c3")), down.format("a1"),
              more='replaces = ("a1", "b2", "c3")')
        write(folder / "tail", "a1", None, up.format("a1"), down.format("a1"))
        write(folder / "tail", "c3", "a1", up.format("c3"), down.format("c3"), more='replaces = ("b2", "c3")')
        write(folder / "four", "a1", None, up.format("a1"), down.format("a1"))
        write(folder / "four", "d4", "a1", "\n".join(up.format(id) for id in ("b2", "d4")), down.format("d4"), more='replaces = ("b2", "d4")')
        write(folder / "bare", "a1", None, up.format("a1"), down.format("a1"), carry="no")
        write(folder / "rebuilds", "a1", None, up.format("a1"), down.format("a1"))
        write(folder / "rebuilds", "b2", "a1", '<% op.alter_column("a1", "a", nullable=False) %>',
              '<% op.alter_column("a1", "a", nullable=True) %>')
        write(folder / "rebuilds", "c3", "b2", up.format("c3"), down.format("c3"))
        names = ("other", "old", "two", "four", "whole", "squashed", "tail", "bare", "rebuilds")
        with Device(build(folder, {name: folder / name for name in names})) as device:
            for chain, target, image, why in (
                    ("other", None, "old", "it stands on no revision that this image knows: this may be another program's database"),
                    ("whole", "b2", "squashed", "'b2' was squashed into 'c3', and its own migration isn't in this image"),
                    ("whole", "b2", "tail", "'b2' was squashed into 'c3', and its own migration isn't in this image"),
                    ("four", None, "two", "it was squashed from others, which this image has in part and would lose"),
                    ("rebuilds", None, "bare", "this image was built without carry_downgrades, and can't rebuild tables")):
                file = folder / f"{chain}_{image}.db"
                device.open(chain, file)
                device.do("upgrade", target)
                before = look(file)
                device.open(image, file)
                said = device.ask("undo")
                must(not said.ok and why in said.message, f"{chain}, {image}: {told(said)}")
                must(look(file) == before, f"{chain}, {image}: a refusal has changed something")
                if "squashed into" in why:
                    said = device.ask("upgrade")
                    must(why in said.message and said.hint == "bring the database to 'c3' with an image that still has it", told(said))
                device.open("other", ":memory:")
    return "5 strangers"


def rows():
    """What a parent stands on becomes no row beside it."""
    up, down = PLAIN["upgrade"], PLAIN["downgrade"]
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        for name in ("older", "newer"):
            write(folder / name, "a1", None, up.format("a1"), down.format("a1"))
            write(folder / name, "b2", "a1", up.format("b2"), down.format("b2"))
        write(folder / "newer", "c3", "a1", up.format("c3"), down.format("c3"), more='depends_on = "b2"')
        write(folder / "oldest", "a1", None, up.format("a1"), down.format("a1"))
        with Device(build(folder, {name: folder / name for name in ("older", "newer", "oldest")})) as device:
            for image, left in (("older", "b2"), ("oldest", "a1")):
                device.open("newer", folder / f"{image}.db")
                device.do("upgrade")
                device.open(image, folder / f"{image}.db")
                device.do("undo")
                must(device.do("stored").said == [f"known {left}"], f"{image}: {device.do('stored').said}")
    return "no row implies another"


def deaf():
    """Nobody wants to know of errors, and everything goes its way; what is refused is refused before anything is done."""
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        chain = [("a1", PLAIN["upgrade"].format("a1"), PLAIN["downgrade"].format("a1")),
                 ("b2", '<% op.alter_column("a1", "a", nullable=False) %>', '<% op.irreversible("it was so") %>'),
                 ("c3", '<% op.alter_column("a1", "a", nullable=True) %>', '<% op.alter_column("a1", "a", nullable=False) %>')]
        for parent, (id, up, down) in zip([None, "a1", "b2"], chain):
            write(folder / "new", id, parent, up, down)
        for parent, (id, up, down) in zip([None, "a1"], chain[:2]):
            write(folder / "old", id, parent, up, down)
        with Device(build(folder, {name: folder / name for name in ("new", "old")})) as device:
            file = folder / "x.db"
            device.open("new", file)
            said = device.do("upgrade"), device.ask("downgrade", "base")
            must("'b2' can't be downgraded: it was so" in said[1].message, told(said[1]))
            must(device.do("stored").said == ["known c3"], "what stands above an irreversible migration was undone for nothing")
            device.do("deaf")
            must(not device.ask("downgrade", "base").ok, "a downgrade past what is irreversible")
            device.open("old", file)
            must(not device.ask("upgrade").ok, "an upgrade of what a newer image did")
            device.do("undo")
            must(device.do("stored").said == ["known b2"], "undone is something else")
            device.open("new", file)
            device.do("upgrade")
    return "without errors' places"


def small(device, file):
    """Every arena that is too small is an error, and leaves the database at a revision; the next call goes on."""
    device.open("old", file)
    size, hints, messages = 100, set(), set()
    while True:
        device.do("lend", size, 0)
        answer = device.ask("undo")
        if answer.ok:
            break
        must(answer.code == "NO_MEMORY", f"{size} bytes: {told(answer)}")
        hints.add(answer.hint.split(" it ")[-1].lstrip("0123456789 "))
        messages.add(answer.message)
        size += 64
    device.do("lend", "header", 0)
    must(device.do("stored").said == ["known a1"], "it isn't where it belongs")
    must("the arena is too small to undo what a newer image has done" in messages, str(messages))
    must("bytes more than the largest row of the log" in " ".join(hints), str(hints))


def failing(device, file):
    """A statement that fails: nothing of its step stays."""
    device.open("bad", file)
    device.do("upgrade")
    before = look(file)
    device.open("old", file)
    answer = device.ask("undo")
    must(not answer.ok and "b2.a" in answer.message and answer.revision == "b2", told(answer))
    must(look(file) == before, "something of a failed step stays")


# ---- undo_room ----------------------------------------------------------------------------------------------

COLUMNS = ["id INTEGER PRIMARY KEY", *(f"a_column_of_that_table_{i:02} INTEGER" for i in range(60))]
LARGE = f"CREATE TABLE large ({', '.join(COLUMNS)});"
REBUILT = '<% op.alter_column("large", "a_column_of_that_table_07", type_=sa.{}()) %>'
NEEDS = re.compile(r"versions/d002.mako:\d+:\d+: remark: an older image that undoes 'd002"
                   r"' may need more of its arena than its header says: up to (\d+) bytes, and (\d+) are reserved for that\n(?s:.*)"
                   r"build images with 'undo_room = (\d+)KiB' before they are released, or lend them more")


def set_more(folder, settings):
    with open(folder / "aludel.ini", "a", encoding="utf-8") as ini:
        ini.write(settings)
    return folder


def growing(folder, ids, undo_room=None):
    """Two small tables, then a large one, then its rebuild."""
    ways = {id: (PLAIN["upgrade"].format(id), PLAIN["downgrade"].format(id)) for id in ("a1", "b2")}
    ways |= {"d001": (LARGE, "DROP TABLE large;"), "d002": (REBUILT.format("Text"), REBUILT.format("LargeBinary"))}
    for parent, id in zip([None, *ids], ids):
        write(folder, id, parent, *ways[id])
    return set_more(folder, f"undo_room = {undo_room}\n") if undo_room else folder


def remarks(folder, environment):
    done = subprocess.run([BUILD / "aludel", "generate", "-C", environment, "--profile", "embedded", "-o", folder / "told"],
                          text=True, capture_output=True, check=True)
    return done.stderr


def told_of(folder, environment):
    """What d002 needs, the room that the hint asks for; nothing else is told."""
    said = remarks(folder, environment)
    found = NEEDS.search(said)
    must(found and said.count("remark:") == 1, f"of d002's rebuild it says: {said}")
    need, reserved, hint = map(int, found.groups())
    must(reserved < need <= hint * 1024 < need + 1024, said)
    return need, hint


def quiet(folder, need):
    """Where nothing is to be told: small migrations, enough of a room, nothing that is carried, the only base."""
    old, new = ("a1", "b2"), ("a1", "b2", "d001", "d002")
    for name, ids, room in (("small", old, None), ("enough", new, need)):
        said = remarks(folder, growing(folder / name, ids, room))
        must(not said, f"{name}: {said}")
    must(remarks(folder, growing(folder / "short", new, need - 1)), "a byte too little, and nothing is said")
    without = growing(folder / "without", new)
    (without / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    must(not remarks(folder, without), "without carry_downgrades something is told of it")
    write(folder / "base", "a1", None, "-- it is there", '<% op.alter_column("theirs", "a", nullable=True) %>')
    must(not remarks(folder, set_more(folder / "base", "from_scratch = no\n")), "no image is without the only base")


def undo_room():
    """A newer image's rebuild of a large table: its build tells what that needs, an older one with that much undoes it in its header's
    arena; one without says so, and nothing is damaged."""
    with tempfile.TemporaryDirectory() as top:
        folder, old = pathlib.Path(top), ("a1", "b2")
        new = growing(folder / "new", (*old, "d001", "d002"))
        need, hint = told_of(folder, new)
        quiet(folder, need)
        environments = {"new": new, "plain": growing(folder / "plain", old), "exact": growing(folder / "exact", old, need),
                        "hinted": growing(folder / "hinted", old, f"{hint}KiB"), "less": growing(folder / "less", old, 1)}
        with Device(build(folder, environments)) as device:
            file, arenas = folder / "x.db", {}
            device.open("new", file)
            device.do("upgrade")
            for name in ("plain", "less", "exact", "hinted"):
                device.open(name, copy_of(file, "y.db"))
                arenas[name] = int(device.do("lend", "header", 0).said[0].split()[1])
                answer, enough = device.ask("undo"), name in ("exact", "hinted")
                must(answer.ok == enough and answer.code == ("OK" if enough else "NO_MEMORY"), f"{name}: {told(answer)}")
                must(device.do("stored").said == (["known b2"] if enough else ["unknown d002"]), f"{name}: {device.do('stored').said}")
            must(arenas["less"] == arenas["plain"] < arenas["exact"] < arenas["hinted"], str(arenas))
    return "undo_room, as it is told"


def main(names):
    failed = 0
    for test in [refusals, strangers, rows, deaf, undo_room, *(lambda name=name: system(name) for name in names)]:
        try:
            print(f"ok: {test()}")
        except (Wrong, full.Wrong) as wrong:
            failed += 1
            print(f"FAILED: {wrong}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
