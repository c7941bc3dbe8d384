"""The cases of tests/language on a device: all constructs that a migration can have, up, its questions, down, up again.

    language.py [CASE…]

Left out is what a device hasn't got: variables and arguments of a run, and statements outside of transactions.
"""
import pathlib
import sys
import tempfile

from device import SOURCE, Device, build, told
from tools.postgres import roomy_folder

sys.path.insert(0, str(SOURCE / "tests/language"))
import cases  # noqa: E402
import running  # noqa: E402
from on_sqlite import Sqlite  # noqa: E402

WITHOUT = {"autocommit"}


class OnDevice(Sqlite):
    def __init__(self, device, group, folder):
        super().__init__(None, folder)
        self.device, self.group = device, group

    def call(self, command, target):
        self.device.open(self.group, self.file)
        return self.device.ask(command, target)

    def go(self, run, command, target):
        answer = self.call(command, target)
        if not answer.ok:
            raise running.Wrong(f"{command}: {told(answer)}")

    def fails(self, case, run):
        """Its message, which the full command prints with more around it."""
        before = self.schema()
        answer = self.call("upgrade", case.name)
        said = run.body.splitlines()[0].removeprefix("FAILED: ")
        if answer.ok or not running.matches([said], [answer.message.splitlines()[0]]):
            raise running.Wrong(f"upgrade: not '{said}', but {told(answer)}")
        running.equal(before, self.schema(), "the schema after the failure")


def fits(run):
    return "sqlite" in run.ways and not run.variables and not run.arguments


def check(case, run, database):
    try:
        database.fresh(case)
        (database.fails if run.kind == "fails" else database.expect)(case, run)
    except running.Wrong as wrong:
        return f"---- {case.name}\n{wrong}\n"
    return ""


def main(names):
    chosen = [c for c in cases.all_cases(names) if c.name not in WITHOUT and any(fits(r) for r in c.runs)]
    groups = cases.groups_of(chosen)
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        for group, members in groups.items():
            cases.write_group(folder / group, group, members)
        with Device(build(folder, {group: folder / group for group in groups})) as device:
            runs = [(case, run) for case in chosen for run in case.runs if fits(run)]
            wrong = [w for case, run in runs if (w := check(case, run, OnDevice(device, case.group, folder)))]
    print("\n".join(wrong))
    print(f"{len(chosen)} cases, {len(runs)} runs, {len(wrong)} wrong")
    return 1 if wrong or not runs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
