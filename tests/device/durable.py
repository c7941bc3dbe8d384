"""What of a folder survives a loss of power: what `sync` was told of. `sync FILE` keeps a file's content and `sync FOLDER` the names in
it; all else may be as it was when it was last kept, or never there.

    durable.py STATE PATH…      what a `sync` in front of the real one does: notes each path in STATE, from the folder that it is in

Files of the database aren't its business: SQLite sees to them itself.
"""
import json
import os
import pathlib
import shutil
import sys

WRAPPER = """#!/bin/sh
{python} {script} {state} "$@" && exec {sync} "$@"
"""


class Durable:
    """Contents by a file's number, names by a folder's: both outlive a rename."""

    def __init__(self, state):
        self.state = pathlib.Path(state)
        kept = json.loads(self.state.read_text()) if self.state.exists() else {"files": {}, "folders": {}}
        self.files, self.folders = kept["files"], kept["folders"]

    def keep(self, path):
        number = str(path.stat().st_ino)
        if path.is_dir():
            self.folders[number] = {one.name: self.entry(one) for one in path.iterdir()}
        else:
            self.files[number] = [path.read_bytes().hex(), path.stat().st_mode & 0o777]

    @staticmethod
    def entry(path):
        return ["link", os.readlink(path)] if path.is_symlink() else ["folder" if path.is_dir() else "file", str(path.lstat().st_ino)]

    def keep_all(self, folder):
        self.keep(folder)
        for one in folder.rglob("*"):
            if not one.is_symlink():
                self.keep(one)

    def save(self):
        self.state.write_text(json.dumps({"files": self.files, "folders": self.folders}))

    # ---- After the loss ------------------------------------------------------------------------------------

    def changes(self, root):
        """(folder's number, name) of each name that isn't as it was kept."""
        for folder in (root, *(one for one in root.rglob("*") if one.is_dir() and not one.is_symlink())):
            kept = self.folders.get(str(folder.stat().st_ino), {})
            now = {one.name: self.entry(one) for one in folder.iterdir()}
            yield from ((str(folder.stat().st_ino), name) for name in sorted({*kept, *now}) if kept.get(name) != now.get(name))

    def survive(self, root, change):
        """That name has come through, too."""
        number, name = change
        folder = next(one for one in (root, *root.rglob("*")) if not one.is_symlink() and str(one.stat().st_ino) == number)
        kept = self.folders.setdefault(number, {})
        kept.pop(name, None)
        if os.path.lexists(folder / name):
            kept[name] = self.entry(folder / name)

    def write(self, folder, number):
        folder.mkdir()
        for name, (kind, what) in self.folders.get(number, {}).items():
            if kind == "link":
                (folder / name).symlink_to(what)
            elif kind == "folder":
                self.write(folder / name, what)
            else:
                content, mode = self.files.get(what, ["", 0o644])
                (folder / name).write_bytes(bytes.fromhex(content))
                (folder / name).chmod(mode)


def wrapper(folder, state):
    """A folder for PATH with a `sync` that notes what it is told."""
    folder.mkdir(exist_ok=True)
    program = folder / "sync"
    program.write_text(WRAPPER.format(python=sys.executable, script=__file__, state=state, sync=shutil.which("sync")))
    program.chmod(0o755)
    return folder


def after_loss(was, state, own, root):
    """Writes at `root` what may be left of the folder `was`, one possibility behind the other: nothing that wasn't kept, or one name
    alone. What `own` begins the name of is there as it was."""
    for change in (None, *Durable(state).changes(was)):
        durable = Durable(state)
        if change:
            durable.survive(was, change)
        durable.write(root, str(was.stat().st_ino))
        for one in [*root.glob(own + "*")]:
            one.unlink()
        for one in was.glob(own + "*"):
            shutil.copy(one, root)
        yield change[1] if change else "nothing"
        shutil.rmtree(root)


if __name__ == "__main__":
    durable = Durable(sys.argv[1])
    for word in sys.argv[2:]:
        durable.keep(pathlib.Path(word))
    durable.save()
