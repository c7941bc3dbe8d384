"""The sample device's update, by its own script: an image that is well stays, one that isn't gives way to the older one, which
undoes the newer schema; and wherever the power is cut, in the script or in a program's write, the device comes up, with all
that it has measured.

updates.py INTERRUPT_AT [SEED]
"""
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

import durable

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
SCRIPT = SOURCE / "migrations/device/update"
SENSORS = {"battery": 3712, "temperature": 21537, "humidity": 48250}
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
CALLS = 60  # of the programs' calls, how many are cut at
SHELL = 400  # at most so many commands of the script: all of them


def images(number):
    return BUILD / f"device_{number}"


class Device:
    """A device in a folder: image 1 in slot a, with what it has measured."""

    def __init__(self, folder, master=None):
        self.root = folder
        if master:
            shutil.copytree(master.root, folder, symlinks=True)
            self.measured = master.measured
            return
        (folder / "slots/a").mkdir(parents=True)
        shutil.copy(images(1), folder / "slots/a/device")
        (folder / "current").symlink_to("slots/a")
        (folder / "sensors").mkdir()
        for name, value in SENSORS.items():
            (folder / "sensors" / name).write_text(f"{value}\n")
        for i in range(12):  # values that differ
            (folder / "sensors/temperature").write_text(f"{SENSORS['temperature'] + 7 * i}\n")
            assert self.update().returncode == 0
        self.ask("UPDATE uploads SET state = 'acknowledged' WHERE id = 1")
        self.measured = self.rows()

    def break_sensor(self):
        """Image 1 spares it; image 2 doesn't."""
        (self.root / "sensors/humidity").unlink()

    def start(self, *words, trace=False, **variables):
        """A run of the script, in a process group of its own."""
        shell = ["sh", "-x"] if trace else ["sh"]
        return subprocess.Popen([*shell, SCRIPT, self.root, *words], env={**os.environ, **variables}, start_new_session=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def update(self, *words, **variables):
        process = self.start(*words, **variables)
        process.said = process.communicate(timeout=120)[1]
        return process

    def ask(self, sql):
        database = sqlite3.connect(self.root / "device.db")
        try:
            rows = database.execute(sql).fetchall()
            database.commit()
            return rows
        finally:
            database.close()

    def revision(self):
        return self.ask("SELECT version_num FROM alembic_version")[0][0]

    def rows(self):
        """What is measured, as image 1 has it; image 2's integers are that times a thousand."""
        value = "value" if self.revision() == "d001" else "thousandths / 1000.0"
        return self.ask(f"SELECT id, sensor_id, at, {value} FROM measurements ORDER BY id")

    def slot(self):
        return os.readlink(self.root / "current")[-1]


# ---- What must stand ----------------------------------------------------------------------------------

def check(device, what, well, decided):
    """The device is up. `decided`: the update was begun, so that where it leads is known."""
    assert not (device.root / "trial").exists(), f"{what}: an image is on trial still"
    slot, revision = device.slot(), device.revision()
    assert (slot, revision) in (("a", "d001"), ("b", "d003")), f"{what}: slot {slot} with the schema of {revision}"
    if not well:
        assert slot == "a", f"{what}: the image that isn't well is in use"
    elif decided:
        assert slot == "b", f"{what}: the new image is well, and isn't in use"
    rows = device.rows()
    assert rows[:len(device.measured)] == device.measured, f"{what}: measurements are lost or changed"
    assert len(rows) > len(device.measured), f"{what}: it measures nothing any more"
    assert device.ask("PRAGMA integrity_check") == [("ok",)] and not device.ask("PRAGMA foreign_key_check"), what
    assert device.ask("SELECT state FROM uploads WHERE id = 1") == [("acknowledged",)], f"{what}: an upload's state is lost"


def power_up(device, what):
    done = device.update()
    assert done.returncode == 0, f"{what}: it doesn't come up:\n{done.said}"


# ---- Cuts ----------------------------------------------------------------------------------------------

class Lab:
    def __init__(self, folder, seed):
        self.folder, self.random, self.count = folder, random.Random(seed), 0
        self.masters = {}
        for well in (True, False):
            self.masters[well] = Device(folder / f"master{well}")
            if not well:
                self.masters[well].break_sensor()

    def device(self, well):
        self.count += 1
        return Device(self.folder / f"device{self.count}", self.masters[well])

    def done_with(self, device):
        shutil.rmtree(device.root)

    def undisturbed(self, well):
        device = self.device(well)
        done = device.update(images(2))
        assert done.returncode == 0, done.said
        assert well or "humidity doesn't answer" in done.said and "going back to slot a" in done.said, done.said
        check(device, "undisturbed", well, True)
        power_up(device, "afterwards")
        check(device, "afterwards", well, True)

    def in_script(self, well, loses):
        """The power is cut in front of each command of the script in turn, until it isn't reached any more. `loses`: and what the
        script hasn't synced is lost, all of it or all but one name."""
        for line in range(1, SHELL):
            device, what = self.device(well), f"well={well}, loses={loses}, in front of command {line} of the script"
            process, last = device.start(images(2), trace=True, **(self.watched(device) if loses else {})), ""
            for _ in range(line):
                last = process.stderr.readline()
            over = not last
            if not over:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=120)
            for left in self.losses(device) if loses else ["all"]:
                power_up(device, f"{what}, {left} is left: {last}")
                check(device, f"{what}, {left} is left: {last}", well, over)
            self.done_with(device)
            if over:
                return line - 1
        raise AssertionError("the script doesn't end")

    def losses(self, device):
        """The device as it may be behind a loss of power, again and again."""
        was = device.root.rename(device.root.with_name(device.root.name + ".was"))
        yield from durable.after_loss(was, self.state_of(device), "device.db", device.root)
        was.rename(device.root)

    def lose(self, device):
        """All that wasn't kept."""
        losses = self.losses(device)
        next(losses)
        shutil.rmtree(device.root.with_name(device.root.name + ".was"))

    @staticmethod
    def state_of(device):
        return device.root.with_name(device.root.name + ".durable")

    def watched(self, device):
        """All that is there is kept; from now on what `sync` is told of."""
        state, bin = self.state_of(device), device.root.with_name(device.root.name + ".bin")
        state.unlink(missing_ok=True)
        kept = durable.Durable(state)
        kept.keep_all(device.root)
        kept.save()
        return {"PATH": f"{durable.wrapper(bin, state)}:{os.environ['PATH']}"}

    def in_program(self, well, preload, undoing):
        """… and in front of the programs' own calls: those of image 2's first start, or of image 1's way back."""
        calls = self.calls(well, preload, undoing)
        points = sorted(self.random.sample(range(1, calls + 1), min(calls, CALLS)))
        for n in points:
            device, what = self.device(well), f"well={well}, undoing={undoing}, in front of call {n} of {calls}"
            words = [images(2)]
            if undoing:
                self.on_the_way_back(device)
                words = []
            done = device.update(*words, LD_PRELOAD=preload, INTERRUPT_GROUP="1", INTERRUPT_WITH="9", INTERRUPT_AT=str(n))
            assert done.returncode == -9, f"{what}: it wasn't cut"
            power_up(device, what)
            check(device, what, well, False)
            self.done_with(device)
        return len(points), calls

    def on_the_way_back(self, device):
        """Image 2 has brought the database to its schema and isn't well; the link points back, and image 1 hasn't started yet."""
        (device.root / "slots/b").mkdir()
        shutil.copy(images(2), device.root / "slots/b/device")
        done = subprocess.run([device.root / "slots/b/device", device.root / "device.db", device.root / "sensors", "1"],
                              stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 4 and device.revision() == "d003", done.stderr
        (device.root / "trial").write_text("a\n")

    def calls(self, well, preload, undoing):
        device, count = self.device(well), self.folder / "count"
        if undoing:
            self.on_the_way_back(device)
        words = [] if undoing else [images(2)]
        done = device.update(*words, LD_PRELOAD=preload, INTERRUPT_GROUP="1", INTERRUPT_COUNT=str(count))
        assert done.returncode == 0, done.said
        self.done_with(device)
        return len(count.read_text())


def twice(lab):
    """A second update while an image is on trial: what there is to go back to isn't overwritten."""
    for well in (True, False):
        device = lab.device(well)
        (device.root / "slots/b").mkdir()
        shutil.copy(images(2), device.root / "slots/b/device")
        (device.root / "trial").write_text("a\n")
        (device.root / "current").unlink()
        (device.root / "current").symlink_to("slots/b")
        done = device.update(images(2))
        assert done.returncode == 0, done.said
        assert (device.root / "slots/a/device").read_bytes() == images(2 if well else 1).read_bytes(), "slot a is another image"
        assert (device.slot(), device.revision()) == ("a", "d003" if well else "d001"), (device.slot(), device.revision())
        assert device.rows()[:len(device.measured)] == device.measured, "measurements are lost or changed"
        lab.done_with(device)


RESETS = """#!/bin/sh
{image} "$@"
kill -KILL 0
"""


def given_up(lab, loses):
    """An image that resets the device, when it has migrated: the fourth start goes back. `loses`: with each reset what isn't synced."""
    device = lab.device(True)
    watched = lab.watched(device) if loses else {}
    image = lab.folder / "resets"
    image.write_text(RESETS.format(image=images(2)))
    ended = []
    starts = ([image], [], [], [])
    for words in starts:
        ended.append(device.update(*words, **watched).returncode)
        if loses:
            lab.lose(device)
            watched = lab.watched(device)
    assert ended == [-signal.SIGKILL] * 3 + [0], ended
    assert (device.root / "slots/b/device").read_text() == image.read_text(), "slot b is another image"
    check(device, "an image that resets the device", False, True)
    lab.done_with(device)


def refused(lab):
    """Without the updater's consent the older image leaves a newer database alone."""
    device = lab.device(True)
    assert device.update(images(2)).returncode == 0
    before = (device.root / "device.db").read_bytes()
    done = subprocess.run([images(1), device.root / "device.db", device.root / "sensors", "1"], stderr=subprocess.PIPE, text=True,
                          check=False)
    assert done.returncode == 3 and "d003" in done.stderr, (done.returncode, done.stderr)
    assert (device.root / "device.db").read_bytes() == before, "it was changed"


def main():
    preload = sys.argv[1]
    seed = sys.argv[2] if len(sys.argv) > 2 else str(random.randrange(10 ** 6))
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        lab = Lab(pathlib.Path(name), seed)
        refused(lab)
        twice(lab)
        for loses in (False, True):
            given_up(lab, loses)
        for well in (True, False):
            lab.undisturbed(well)
            for loses in (False, True):
                print(f"well={well}, loses={loses}: {lab.in_script(well, loses)} commands of the script", flush=True)
        for well, undoing in ((True, False), (False, True)):
            cut, calls = lab.in_program(well, preload, undoing)
            print(f"well={well}: {cut} of {calls} calls", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
