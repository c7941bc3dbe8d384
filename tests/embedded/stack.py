"""How deep the stack gets beneath the calls of aludel/embedded.h, SQLite's own frames apart, by what gcc says of each frame and of who calls
whom (-fcallgraph-info=su): on x86-64 and on a Cortex-M4, -Os. No frame has a size that only the run knows, and nothing calls
itself but what RECURSION tells of. runtime/embedded/README.md has the figures.

    stack.py [--update] [--show]
"""
import collections
import pathlib
import re
import shutil
import sys
import tempfile

from device import BUILD, SOURCE, Wrong, run

PAGE = SOURCE / "runtime/embedded/README.md"
TABLE = re.compile(r"\| beneath \|.*\n(?:\|.*\n)+")
COMPILERS = {"x86-64": ["gcc"], "Cortex-M4": ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"]}
FLAGS = ["-std=c11", "-Os", "-DNDEBUG", "-DALUDEL_EMBEDDED", "-fcallgraph-info=su"]
MOST = {"a call": 3 * 1024, "a call, with rebuilds": 4 * 1024, "a call, with functions": 7 * 1024}  # bytes, on a Cortex-M4
PROMISED = 1.05  # times what the page tells: one compiler differs from the next

# What is called through a pointer: the member's or the variable's name in the line, and who that may be. None: the caller's function.
POINTERS = {
    "resize": ["room_resize", "embedded_room_room_resize"], "event": None, "visit": None, "fn": None, "each": None,
    "send": ["al_sqlite_send"], "settle": ["nothing_to_settle"], "count": ["al_sqlite_count"],
    "query": ["al_sqlite_query"], "open_rows": ["al_sqlite_open_rows"], "next_row": ["al_sqlite_next_row"],
    "close_rows": ["al_sqlite_close_rows"], "compiles": ["al_sqlite_compiles"], "reads": ["al_sqlite_reads"],
    "schema_is_writable": ["al_device_may_write_schema"], "why": ["nobody_knows"], "server_version": ["version_of_library"],
    "count_orphans": ["count_orphans"], "check_orphans": ["check_orphans"], "run": ["embedded_parts_rebuild", "embedded_parts_call"],
    "check": ["embedded_budget_check"], "tell": ["tell_way"], "text": ["ask_text"], "numbers": ["ask_numbers"], "program": None,
    "measure": ["al_measure_columns", "al_measure_moved"],
    "ints": ["add_ints", "mul_ints", "sub_ints", "div_ints", "floordiv_ints", "mod_ints", "pow_ints"],
    "doubles": ["add_doubles", "mul_doubles", "sub_doubles", "div_doubles", "floordiv_doubles", "mod_doubles", "pow_doubles"],
    "xSectorSize": None, "xDeviceCharacteristics": None, "xFileSize": None,  # the VFS's own
    # of no device: the journal of pieces that are committed apart, offline scripts, another collation
    "alone": [], "recall": [], "remember": [], "begin": [], "finish": [], "write": [], "rollback": [], "close": [], "autocommit": [], "row": [], "getenv": [], "comment": [],
}
# How often one may be on the stack at once. Values within values (0) are as deep as the migration makes them.
RECURSION = {"put_triggers": 2}
BY_VALUES = re.compile(r"(copy_array|al_copy_value|write_items|write_value|read_value|in_values|al_lookup|al_equal|al_value_order|al_hash|"
                       r"al_hashable|write_literal|al_write_json|write_format)")


def short(name):
    """Without the file, and what the optimiser appends."""
    return re.sub(r"\.(part|isra|constprop|cold)\.?\d*|\.\d+", "", name.split(":")[-1])


class Graph:
    def __init__(self, text, source):
        self.frames, self.calls, self.pointers = {}, collections.defaultdict(set), collections.defaultdict(set)
        lines = source.read_text(encoding="utf-8").splitlines()
        for title, label in re.findall(r'node: \{ title: "([^"]+)" label: "([^"]*)"', text):
            found = re.search(r"(\d+) bytes \(([^)]*)\)", label)
            self.frames[title] = int(found[1]) if found else 0
            if found and found[2] == "dynamic":
                raise Wrong(f"{short(title)}: how large its frame is, only the run knows")
        edge = r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"(?: label: "([^"]*)")?'
        for caller, callee, label in re.findall(edge, text):
            if callee == "__indirect_call":
                self.pointers[caller].add(int(label.split(":")[-2]))
            else:
                self.calls[caller].add(callee)
        self.by_name = collections.defaultdict(set)
        for title in self.frames:
            self.by_name[short(title)].add(title)
        self.resolve(lines)
        for caller in list(self.calls):  # one of them may have been made another by the optimiser
            gone = {c for c in self.calls[caller] if c not in self.frames}
            self.calls[caller] = (self.calls[caller] - gone).union(*(self.by_name[short(c)] for c in gone))

    def resolve(self, lines):
        """In one file two of a name have been given others."""
        renamed = dict(re.findall(r"^#define (\w+) (embedded_\w+)$", "\n".join(lines), re.M))
        for caller, numbers in self.pointers.items():
            for number in numbers:
                known = [n for n in re.findall(r"(\w+)\(", lines[number - 1]) if n in POINTERS]
                named = [n for n in re.findall(r"\w+", lines[number - 1]) if self.by_name.get(n) and not known]
                for target in named:  # `(a ? one : other)(…)`
                    self.calls[caller] |= self.by_name[target] - {caller}
                if not known and not named:
                    raise Wrong(f"{short(caller)} calls through a pointer that the table doesn't know: {lines[number - 1].strip()}")
                targets = [t for n in known for t in POINTERS[n] or ()]
                found = set().union(*(self.by_name[t] | self.by_name[renamed.get(t, t)] for t in targets))
                if targets and not found:
                    raise Wrong(f"{short(caller)} calls {targets}, which are no functions: {lines[number - 1].strip()}")
                self.calls[caller] |= found

    def components(self, roots):
        """Those that call one another, each behind all that it calls."""
        sys.setrecursionlimit(20000)
        order, index, low, stack, waiting = [], {}, {}, [], set()

        def visit(node):
            index[node] = low[node] = len(index)
            stack.append(node)
            waiting.add(node)
            for callee in self.calls[node]:
                if callee not in index:
                    visit(callee)
                    low[node] = min(low[node], low[callee])
                elif callee in waiting:
                    low[node] = min(low[node], index[callee])
            if low[node] == index[node]:
                group = []
                while not group or group[-1] != node:
                    group.append(stack.pop())
                    waiting.discard(group[-1])
                order.append(group)

        for root in roots:
            if root not in index:
                visit(root)
        return order

    def times(self, group):
        if len(group) == 1 and group[0] not in self.calls[group[0]]:
            return 1
        names = sorted(short(n) for n in group)
        if all(BY_VALUES.search(n) for n in names):
            return 1
        if len(names) == 1 and names[0] in RECURSION:
            return RECURSION[names[0]]
        raise Wrong(f"they call themselves: {', '.join(names)}")

    def deepest(self, roots, without=()):
        """Bytes, and the way there."""
        best = {}
        roots = [r for r in roots if r in self.frames]
        left_out = {title for name in without for title in self.by_name[name]}
        for group in self.components(roots):
            below = max((best[c] for n in group for c in self.calls[n] if c not in group and c not in left_out),
                        default=(0, []), key=lambda b: b[0])
            own = self.times(group) * sum(self.frames[n] for n in group)
            for node in group:
                best[node] = (own + below[0], [f"{short(group[0])} {own}", *below[1]])
        return max((best[r] for r in roots), default=(0, []), key=lambda b: b[0])


def graph_of(folder, compiler):
    """The compiler gets SQLite's header alone: the rest is its own machine's."""
    shutil.copy("/usr/include/sqlite3.h", folder)
    source = BUILD / "amalgamation/aludel.c"
    run(*compiler, *FLAGS, f"-I{folder}", "-c", source, "-o", folder / "aludel.o")
    return Graph((folder / "aludel.ci").read_text(), source)


def generated_names():
    """All that the code of a function can call; a rebuild has a line of its own."""
    text = (SOURCE / "runtime/include/aludel/generated.h").read_text()
    return set(re.findall(r"\b((?:aludel|py)_\w+)\(", text)) - {"aludel_rebuild"}


REBUILDS, CALLS = ("embedded_parts_rebuild", "count_orphans", "check_orphans"), ("embedded_parts_call",)


def measure(graph):
    calls = [t for name, titles in graph.by_name.items() if name.startswith("aludel_embedded_") for t in titles]
    functions = [t for name in generated_names() | {"py_m"} for t in graph.by_name[name]]
    functions += [t for name, titles in graph.by_name.items() if name.startswith("py_") for t in titles]
    core, rebuild = graph.deepest(calls, REBUILDS + CALLS), graph.deepest(calls, CALLS)
    beneath = graph.deepest(calls, REBUILDS)
    function = graph.deepest(functions, ["aludel_rebuild"])
    return {"a call": core, "a call, with rebuilds": rebuild,
            "a call, with functions": (beneath[0] + function[0], [*beneath[1], "a function of the migration", *function[1]])}


def table(found):
    yield "| beneath | " + " | ".join(found) + " |\n"
    yield "|---|" + "---:|" * len(found) + "\n"
    for what in next(iter(found.values())):
        yield f"| {what} | " + " | ".join(str(found[machine][what][0]) for machine in found) + " |\n"


def main(update, show):
    found = {}
    for machine, compiler in COMPILERS.items():
        with tempfile.TemporaryDirectory() as name:
            found[machine] = measure(graph_of(pathlib.Path(name), compiler))
        if show:
            for what, (size, way) in found[machine].items():
                print(f"{machine}, {what}: {size}\n    " + "\n    ".join(way))
    lines = "".join(table(found))
    print(lines)
    for what, most in MOST.items():
        if found["Cortex-M4"][what][0] > most:
            raise Wrong(f"{what} takes more than {most} bytes of a Cortex-M4's stack: --show tells where")
    if update:
        PAGE.write_text(TABLE.sub(lambda _: lines, PAGE.read_text()))
    told = TABLE.search(PAGE.read_text())
    numbers = [[int(n) for n in re.findall(r"(?<=\| )\d+", text)] for text in (told[0] if told else "", lines)]
    if len(numbers[0]) != len(numbers[1]) or any(now > PROMISED * page or page > PROMISED * now for page, now in zip(*numbers)):
        raise Wrong(f"{PAGE} tells of other sizes: read these, then tests/update embedded_stack")


if __name__ == "__main__":
    try:
        main("--update" in sys.argv, "--show" in sys.argv)
    except (Wrong, FileNotFoundError) as wrong:
        sys.exit(f"FAILED: {wrong}")
