"""An environment to squash in."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "cli_generator"))
from place import Place  # noqa: E402


class Chain(Place):
    """An environment of these files."""

    def __init__(self, files, settings="", dialects="sqlite postgresql"):
        super().__init__()
        (self.environment / "versions" / "a1_x.mako").unlink()
        self.settings(f"[aludel]\ndialects = {dialects}\nurl = sqlite:///app.db\n{settings}")
        for name, text in files.items():
            self.put(name, text)

    def put(self, name, text):
        (self.environment / "versions" / name).write_text(text)

    def names(self):
        return sorted(p.name for p in (self.environment / "versions").iterdir())

    def squash(self, *arguments, status=0):
        before = self.names()
        output = self.run("squash", *arguments, status=status)
        new = [n for n in self.names() if n not in before]
        assert len(new) == (status == 0), f"{new}: {output}"
        self.written = new[0] if new else None
        return output

    def text(self):
        return (self.environment / "versions" / self.written).read_text()

    def refused(self, what, *arguments):
        output = self.squash(*arguments, status=1)
        assert what in output, output
