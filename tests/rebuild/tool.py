"""Rebuilds by rebuild_tool.

    tool = Tool(program)
    answer = tool.rebuild(file="x.db", table="t", edits=[edit("SET_NOT_NULL", "a")], keys=True)
    answer.ok, answer.message, answer.hint, answer.edit, answer.keys, answer.legacy, answer.statements

`edits` are lists of (field, text); see rebuild_tool.c for the fields.
"""
import subprocess
from collections import namedtuple

Answer = namedtuple("Answer", "ok message hint edit keys legacy statements")


def edit(kind, name=None, with_=None, before=None, after=None, constraint=None, columns=(), if_exists=False):
    fields = [("edit", kind), ("name", name), ("with", with_), ("before", before), ("after", after), ("constraint", constraint)]
    fields += [("column", c) for c in columns] + ([("if_exists", "1")] if if_exists else [])
    return [(field, text) for field, text in fields if text is not None]


class Killed(Exception):
    pass


class Tool:
    def __init__(self, program):
        self.program, self.process = program, None

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.stdout.close()
            if self.process.wait() not in (0, -9):
                raise AssertionError(f"{self.program} ended with {self.process.returncode}")
            self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def ask(self, fields):
        if not self.process:
            self.start()
        record = "".join(f"{field}={text}\x1f" for field, text in fields) + "\x1e"
        self.process.stdin.write(record.encode("utf-8", "surrogateescape"))
        self.process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b"\x1e"):
            more = self.process.stdout.read1(65536)
            if not more:
                self.stop()
                raise Killed
            answer += more
        status, message, hint, number, keys, legacy, *statements = answer[:-1].decode("utf-8", "replace").split("\x1f")
        return Answer(status == "ok", message, hint, int(number), keys == "1", legacy == "1", [s for s in statements if s])

    def rebuild(self, table, edits, indexes=(), triggers=(), **options):
        fields = [(name, "on" if value is True else str(value)) for name, value in options.items() if value not in (None, False)]
        fields += [("table", table), *[("index", s) for s in indexes], *[("trigger", s) for s in triggers]]
        return self.ask(fields + [field for e in edits for field in e])
