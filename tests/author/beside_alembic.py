"""New migrations beside the real Alembic's: the same commands in two environments, and after each of them the same
status, the same line or error, the same file with the same identifiers.

beside_alembic.py [names of chains…]
"""
import contextlib
import datetime
import io
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import zoneinfo

import alembic.config
import alembic.script.base
import alembic.util.messaging

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
alembic.util.messaging.TERMWIDTH = 10_000  # as on a terminal: two blanks, and lines that aren't wrapped


class Zones:
    """python-dateutil, as far as Alembic needs it: it may not be installed."""

    @staticmethod
    def gettz(name):
        return zoneinfo.ZoneInfo(name) if name in zoneinfo.available_timezones() else None

    @staticmethod
    def tzutc():
        return datetime.timezone.utc


alembic.script.base.tz = Zones

LONG = "a message that is so long that its end has no room in the name of a file"
ODD = "Größe, \"Maß\" und 'Länge': 3 × 4 = 12; naïve_façade — 東京 ½ ² ǅ ΑΣ İ"
# A chain: its settings, then commands. What Alembic 1.8.1 hasn't, or does otherwise, is in files.py.
CHAINS = {
    "line": ("", [
        "revision -m first --rev-id aaaa1", "revision -m second --rev-id bbbb1", "revision --rev-id cccc1",
        "revision -m x --rev-id dddd1 --head aaaa1", "revision -m x --rev-id dddd1 --head aaaa1 --splice",
        "revision -m x --rev-id eeee1", "revision -m x --rev-id eeee1 --head head", "revision -m x --rev-id eeee1 --head dddd",
        "revision -m x --rev-id ffff1 --head zzzz"]),
    "roots": ("", [
        "revision -m one --rev-id aaaa1 --head base --branch-label left", "revision -m two --rev-id bbbb1 --head base --branch-label right",
        "revision -m more --rev-id aaaa2 --head left@head", "revision -m more --rev-id bbbb2 --head right@head --depends-on left",
        "revision -m more --rev-id bbbb3 --head right@head --depends-on aaaa2", "revision -m alone --rev-id zebra1 --head base", "revision -m more --rev-id bbbb4 --head bbbb3 --depends-on zebr",
        "revision -m no --rev-id cccc1 --head middle@head", "revision -m no --rev-id cccc1 --depends-on zzzz --head bbbb4",
        "revision -m split --rev-id bbbb5 --head bbbb3 --splice", "revision -m no --rev-id cccc1 --head right@head",
        "merge bbbb4 bbbb5 -m together --rev-id mmmm1 --branch-label merged", "revision -m on --rev-id mmmm2 --head merged@head"]),
    "merges": ("", [
        "revision -m a --rev-id aaaa1", "revision -m b --rev-id bbbb1", "revision -m c --rev-id cccc1 --head aaaa1 --splice",
        "revision -m d --rev-id dddd1 --head aaaa1 --splice", "merge bbbb1 aaaa1 -m no", "merge bbbb1 bbbb1 -m no", "merge bbbb1 zzzz -m no",
        "merge bbbb cccc --rev-id mmmm1 -m 'two of three'", "merge heads --rev-id nnnn1", "revision -m behind --rev-id oooo1",
        "revision -m side --rev-id pppp1 --head mmmm --splice", "revision -m all --rev-id qqqq1 --head heads"]),
    "ids": ("", [
        "revision -m x --rev-id a-b", "revision -m x --rev-id a+b", "revision -m x --rev-id 'a@b'", "revision -m x --rev-id 1a2b",
        "revision -m x --rev-id 'ä.ö_ü'", "revision -m x --rev-id A --head 1a2b --splice"]),
    "messages": ("", [
        f"revision --rev-id a0001 -m '{LONG}'", "revision --rev-id a0002 -m " + "x" * 60, "revision --rev-id a0003 -m '_a__b c_'",
        f"revision --rev-id a0004 -m {shlex.quote(ODD)}", "revision --rev-id a0005 -m '...'", "revision --rev-id a0006 -m 'MiXed CASE'",
        "revision --rev-id a0007 -m 'aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddd'", "revision --rev-id a0008 -m '%(rev)s 100 %'",
        "revision --rev-id a0009 -m " + "ß" * 41, "revision --rev-id a0010 -m " + "İ" * 21, "revision --rev-id a0011 -m '  two  blanks  '",
        "revision --rev-id a0012 -m 'two\nlines'"]),
    "slugs": ("truncate_slug_length = 12", [f"revision --rev-id a0001 -m '{LONG}'", "revision --rev-id a0002 -m 'twelve chars'",
                                           "revision --rev-id a0003 -m 'thirteen char'"]),
    "no_slug": ("truncate_slug_length = 0", [f"revision --rev-id a0001 -m '{LONG}'"]),
    "dates": ("file_template = %(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s", [
        "revision --rev-id aaaa1 -m one", "revision --rev-id bbbb1 -m two"]),
    "numbers": ("file_template = %(slug)s-%(month)d-%(day)03d-%(hour)x-%(year)s-%(rev)r", ["revision --rev-id aaaa1 -m one"]),
    "berlin": ("timezone = Europe/Berlin\nfile_template = %(hour).2d%(minute).2d_%(rev)s", ["revision --rev-id aaaa1 -m one"]),
    "india": ("timezone = asia/kolkata", ["revision --rev-id aaaa1 -m one"]),
    "newfoundland": ("timezone = America/St_Johns\nfile_template = %(day)d%(hour).2d%(minute).2d_%(rev)s", ["revision --rev-id aaaa1 -m one"]),
    "utc": ("timezone = utc\nfile_template = %(day)d%(hour).2d_%(rev)s", ["revision --rev-id aaaa1 -m one"]),
    "no_zone": ("timezone = Europe/Atlantis", ["revision --rev-id aaaa1 -m one"]),
    "folders": ("version_locations = {here}/one {here}/two", [
        "revision -m x --rev-id aaaa1", "revision -m x --rev-id aaaa1 --version-path {here}/three", "revision -m x --rev-id aaaa1 --version-path {here}/two",
        "revision -m x --rev-id bbbb1", "revision -m x --rev-id cccc1 --version-path one", "revision -m x --rev-id dddd1",
        "revision -m x --rev-id eeee1 --head base --version-path ./two/../one/"]),
}


class Side:
    def __init__(self, top):
        self.here = top / "environment"
        self.here.mkdir(parents=True)

    def settings(self, text):
        return text.replace("{here}", str(self.here))

    def run(self, command):
        """Status, what was said, and the files that are new."""
        before = set(self.here.rglob("*"))
        status, said = self.call(shlex.split(command.replace("{here}", str(self.here))))
        return status, said, sorted(p for p in set(self.here.rglob("*")) - before if p.is_file() and "__pycache__" not in p.parts)


class Theirs(Side):
    def __init__(self, top, settings):
        super().__init__(top)
        (self.here / "versions").mkdir()
        template = pathlib.Path(alembic.config.__file__).parent / "templates/generic/script.py.mako"
        (self.here / "script.py.mako").write_text(template.read_text())
        (self.here / "alembic.ini").write_text(f"[alembic]\nscript_location = {self.here}\n{self.settings(settings).replace('%', '%%')}\n")

    def call(self, arguments):
        out, status = io.TextIOWrapper(io.BytesIO(), "utf-8"), 0
        with contextlib.redirect_stdout(out), contextlib.chdir(self.here):
            try:
                alembic.config.main(["-c", str(self.here / "alembic.ini"), *arguments])
            except SystemExit as left:
                status = left.code
        out.flush()
        said = out.buffer.getvalue().decode()
        failed = re.search(r"^ *FAILED: (.*)$", said, re.M)
        return status, failed.group(1) if failed else said

    def read(self, path):
        """Its docstring and its identifiers."""
        names = {"__name__": "migration"}
        exec(compile(path.read_text(), str(path), "exec"), names)
        doc = names["__doc__"]
        date = re.search(r"^Create Date: (.*)$", doc, re.M).group(1)
        return doc[:doc.index("\n\nRevision ID: ")], date, identifiers(names)


class Ours(Side):
    def __init__(self, top, settings):
        super().__init__(top)
        (self.here / "aludel.ini").write_text(f"[aludel]\ndialects = sqlite\n{self.settings(settings)}\n")

    def call(self, arguments):
        done = subprocess.run([BUILD / "aludel", *arguments], cwd=self.here, capture_output=True, text=True, timeout=60)
        said = re.search(r"^(?:\S+: )?error: (.*)$", done.stderr, re.M)
        return done.returncode, said.group(1) if said else done.stdout + done.stderr

    def read(self, path):
        found = re.fullmatch(r"<%doc>\n(.*)\n\nCreate Date: (.*)\n</%doc>\n<%!\n(.*)%>\n\n<%def name=\"upgrade\(\)\">\n</%def>\n\n"
                             r"<%def name=\"downgrade\(\)\">\n</%def>\n", path.read_text(), re.S)
        names = {}
        exec(found.group(3), names)
        return found.group(1), found.group(2), identifiers(names)


def identifiers(names):
    """Alembic's "heads" come in the order of a set."""
    found = {name: names[name] for name in ("revision", "down_revision", "branch_labels", "depends_on")}
    return {name: sorted(value) if isinstance(value, (list, tuple)) else value for name, value in found.items()}


def compare(command, theirs, ours):
    """What differs."""
    (status, said, files), (own_status, own_said, own_files) = theirs.run(command), ours.run(command)
    if bool(status) != bool(own_status):
        yield f"status {status}: {said}", f"status {own_status}: {own_said}"
    if status or own_status:
        yield said, own_said
        yield files, own_files
        return
    relative = re.sub(r"(?<= )\S*?/environment/", "", said)
    yield [line for line in relative.replace(".py ...", ".mako ...").splitlines() if "Generating" in line], \
        [line.replace(f"{ours.here}/", "") for line in own_said.splitlines() if "Generating" in line]
    yield [p.relative_to(theirs.here).with_suffix("") for p in files], [p.relative_to(ours.here).with_suffix("") for p in own_files]
    for path, own in zip(files, own_files):
        (message, date, names), (own_message, own_date, own_names) = theirs.read(path), ours.read(own)
        yield message.strip(), own_message.strip()
        yield names, own_names
        date, own_date = (datetime.datetime.fromisoformat(d) for d in (date, own_date))
        yield date.utcoffset(), own_date.utcoffset()
        assert abs(own_date - date) < datetime.timedelta(seconds=20), (date, own_date)


def lint(ours):
    done = subprocess.run([BUILD / "aludel", "lint"], cwd=ours.here, capture_output=True, text=True, timeout=60)
    return done.stderr if done.returncode else ""


def wait_for_the_minute():
    """A name that has the minute in it is made twice."""
    second = datetime.datetime.now().second
    if second > 50:
        time.sleep(61 - second)


def run(name):
    settings, commands = CHAINS[name]
    if "minute" in settings:
        wait_for_the_minute()
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top).resolve()
        theirs, ours = Theirs(top / "theirs", settings), Ours(top / "ours", settings)
        for command in commands:
            for wanted, found in compare(command, theirs, ours):
                if str(wanted).replace(str(theirs.here), "") != str(found).replace(str(ours.here), ""):
                    yield f"{name}: {command}\n  Alembic: {wanted}\n  ours:    {found}"
        if lint(ours):
            yield f"{name}: {lint(ours)}"


def main(names):
    bad = [line for name in names or CHAINS for line in run(name)]
    count = sum(len(commands) for _, commands in CHAINS.values())
    print("\n".join(bad) or f"{count} commands, as Alembic carries them out")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
