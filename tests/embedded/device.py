"""Programs over aludel/embedded.h, built from environments as a firmware's author builds them, and spoken with.

    program = build(folder, {"shop": path of its environment, …})
    with Device(program) as device:
        device.open("shop", file)
        answer = device.upgrade("9a6c"); answer.ok, answer.message, answer.said

An environment is compiled by `aludel generate --profile embedded`; device_tool.c says what there is to ask for.
"""
import os
import pathlib
import subprocess
from collections import namedtuple

HERE = pathlib.Path(__file__).parent
SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
SANITIZED = "ALUDEL_SANITIZE:BOOL=ON" in (BUILD / "CMakeCache.txt").read_text()
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"] if SANITIZED else []
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
FLAGS = ["-std=c11", "-O1", "-g", *WARNINGS, "-DALUDEL_EMBEDDED", *SANITIZERS]
COMPILER, LIBRARIES = ["gcc"], [BUILD / "libaludel_embedded.a", "-lsqlite3", "-lm"]
MACHINE = os.environ.get("ALUDEL_DEVICE")
if MACHINE:  # the devices are of that machine, whose programs run here under an emulator
    import cross.machine
    COMPILER, LIBRARIES = cross.machine.embedded(MACHINE)
CODES = ["OK", "FAILED", "USAGE", "NEWER", "INTERRUPTED", "BUSY", "READ_ONLY", "CONNECTION", "NO_MEMORY", "CHANGED"]

Answer = namedtuple("Answer", "ok code message hint detail file line statement revision touched ticks allocations open said")


class Wrong(Exception):
    """What isn't as it should be."""


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], text=True, capture_output=True, timeout=300, check=False, **options)
    if done.returncode:
        raise Wrong(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def generate(environment, folder, symbol, *options):
    """The files of C."""
    run(BUILD / "aludel", "generate", "-C", environment, "--profile", "embedded", "--symbol", symbol, "-o", folder, *options)
    return sorted(folder.glob(f"{symbol}*.c"))


def write_table(folder, names):
    """chains.h, from which the tool knows them by name."""
    lines = [f'#include "{name}.h"\n' for name in names]
    lines += ["struct chain {\n    const char *name;\n    const struct aludel_image *image;\n    size_t arena;\n",
              "    const struct aludel_image_work *work;\n    size_t work_arena;\n};\n", "static const struct chain chains[] = {\n"]
    for name in names:
        has_work = f"{name}_work;" in (folder / f"{name}.h").read_text()
        work = f"&{name}_work, {name.upper()}_WORK_ARENA" if has_work else "NULL, 0"
        lines.append(f'    {{"{name}", &{name}, {name.upper()}_ARENA, {work}}},\n')
    (folder / "chains.h").write_text("".join([*lines, "    {NULL, NULL, 0, NULL, 0},\n};\n"]))


def build(folder, environments, flags=(), libraries=None, sources=None, options=()):
    """The program; `sources`: what stands for libaludel beside `libraries`."""
    made = folder / "generated"
    files = [f for name, environment in environments.items() for f in generate(environment, made, name, *options)]
    write_table(made, environments)
    program = folder / "device"
    run(*COMPILER, *FLAGS, *flags, f"-I{SOURCE}/runtime/include", f"-I{made}", HERE / "device_tool.c", HERE / "heap.c", *files,
        *(sources or ()), *(LIBRARIES if libraries is None else libraries), "-o", program)
    return emulated(program)


def build_small(environment, program, *options):
    """The profile's small `migrate`."""
    machine = cross.machine.for_build(MACHINE) if MACHINE else {}
    run(BUILD / "aludel", "build", "-C", environment, "--profile", "embedded", "-o", program, *options, env={**os.environ, **machine})
    return emulated(program)


def emulated(program):
    """What starts it."""
    return cross.machine.emulated(MACHINE, program) if MACHINE else program


class Device:
    def __init__(self, program):
        self.program, self.process = program, None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop(error[0] is not None)

    def stop(self, in_trouble=False):
        """A device ends well, or it says why not."""
        if self.process:
            process, self.process = self.process, None
            process.stdin.close()
            said = process.stderr.read().decode("utf-8", "replace")
            process.stdout.close()
            process.stderr.close()
            if process.wait() and not in_trouble:
                raise Wrong(f"the device ended with {process.returncode}: {said}")

    def ask(self, *fields):
        if not self.process:
            self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.PIPE)
        record = "\x1f".join(str(f) for f in fields if f is not None) + "\x1e"
        self.process.stdin.write(record.encode("utf-8", "surrogateescape"))
        self.process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b"\x1e"):
            more = self.process.stdout.read1(1 << 16)
            if not more:
                self.stop()
                raise Wrong("the device ended")
            answer += more
        return self.parsed(answer[:-1].decode("utf-8", "replace").split("\x1f"))

    @staticmethod
    def parsed(fields):
        status, code, message, hint, detail, file, line, statement, revision, *rest = fields
        touched, ticks, allocations, is_open, *said = rest
        return Answer(status == "ok", CODES[int(code)], message, hint, detail, file, int(line), statement, revision,
                      int(touched), int(ticks), int(allocations), is_open == "1", said)

    def do(self, *fields):
        """What must work."""
        answer = self.ask(*fields)
        if not answer.ok:
            raise Wrong(f"{' '.join(map(str, fields))}: {told(answer)}")
        return answer

    def open(self, chain, file):
        return self.do("open", chain, file)


def told(answer):
    """An error as a person reads it."""
    lines = [f"{answer.code}: {answer.message}"]
    lines += [f"{name}: {text}" for name, text in (("hint", answer.hint), ("detail", answer.detail),
                                                   ("statement", " ".join(answer.statement.split())),
                                                   ("revision", answer.revision)) if text]
    if answer.file:
        lines.append(f"at: {answer.file}:{answer.line}")
    return "\n".join(lines)
