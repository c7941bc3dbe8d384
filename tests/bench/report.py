"""What was measured, as tables: on the terminal, and in Markdown with a plot for README.md."""
import os
import platform
import re
import subprocess

import plot

STEPS = ["up", "down", "again", "current", "start"]
BEGIN, END = "<!-- tests/bench/run --publish writes from here -->\n", "<!-- to here -->\n"


def milliseconds(seconds):
    ms = seconds * 1000
    return f"{ms:.1f}" if ms < 100 else f"{ms:,.0f}"


def names(results):
    return list(dict.fromkeys(name for _, name in results.runs))


def show(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (text.ljust(w) if i == 0 else text.rjust(w) for i, (text, w) in enumerate(zip(row, widths)))
        print("  ".join(cells).rstrip(), flush=True)


def markdown(rows):
    head, *body = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "".join("| " + " | ".join(row) + " |\n" for row in lines)


# ---- One part, on the terminal -----------------------------------------------------------------------------

def cell(results, step, name, reference):
    """`ms xratio [least..most]`; nothing where the tool has no such step."""
    if not results.has(step, name):
        return ""
    text = milliseconds(results.median(step, name))
    if results.has(step, reference):
        text += "  x%.2f [%.2f..%.2f]" % results.ratio(step, name, reference)
    return text


def peak(results, name):
    return f"{max(results.most(step, name) for step, n in results.runs if n == name) / 1024:.0f}"


def applied(results):
    reference = names(results)[0]
    rows = [["", *STEPS, "MiB"]]
    for name in names(results):
        rows.append([name, *(cell(results, step, name, reference) for step in STEPS), peak(results, name)])
    return rows


def compiled(results):
    rows = [["", "ms", "processor ms", "MiB"]]
    for step, name in results.runs:
        label = f"{name}, {step:,} migrations" if isinstance(step, int) else f"{step}: {name}"
        rows.append([label, milliseconds(results.median(step, name)), milliseconds(results.median(step, name, "cpu")),
                     f"{results.most(step, name) / 1024:.0f}"])
    return rows


# ---- All of them, for the READMEs ----------------------------------------------------------------------------

def version(command, pattern):
    return re.search(pattern, subprocess.run(command, capture_output=True, text=True, check=True).stdout).group(1)


def short_cell(part, step, name):
    if not part or not part.has(step, name):
        return ""
    ratio = part.ratio(step, name, names(part)[0])[0] if part.has(step, names(part)[0]) else None
    return f"{milliseconds(part.median(step, name))} ms" + (f" · {ratio:.2f}" if ratio else "")


def put_between(page, written):
    text = page.read_text()
    page.write_text(text[:text.index(BEGIN) + len(BEGIN)] + written + text[text.index(END):])


class Book:
    """The parts by what they measure and for how many migrations: ("sqlite", 1000)."""

    def __init__(self, day, options):
        self.day, self.options, self.parts = day, options, {}

    def keep(self, title, key, results):
        self.parts[key] = results
        print(f"\n{title}: ms, and times the first line (the median of the rounds, the extremes)")
        show(compiled(results) if key[0] == "compiling" else applied(results))

    def keep_rows(self, title, key, rows):
        """A part that makes its own table."""
        self.parts[key] = rows
        print(f"\n{title}: ms, and times what it is compared with (the median of the rounds, the extremes)")
        show(rows)

    def part(self, kind):
        """That of most migrations."""
        counts = [count for k, count in self.parts if k == kind]
        return self.parts[kind, max(counts)] if counts else None

    def apply_table(self):
        columns = [("SQLite: up", "sqlite", "up"), ("down", "sqlite", "down"), ("`current`", "sqlite", "current"), ("start", "sqlite", "start"),
                   ("100 on a disk: up", "disk", "up"),
                   ("PostgreSQL: up", "postgresql", "up"), ("down", "postgresql", "down"),
                   ("100, 5 ms away: up", "far", "up")]
        every = dict.fromkeys(n for kind in ("postgresql", "sqlite") for n in names(self.part(kind)))
        order = sorted(every, key=lambda n: [n.startswith(w) for w in ("bare", "Aludel")], reverse=True)
        rows = [["", *(title for title, _, _ in columns), "MiB"]]
        for name in order:
            label = f"**{name}**" if name.startswith("Aludel") else name
            peaks = [peak(self.part(k), name) for k in ("sqlite", "postgresql") if name in names(self.part(k))]
            rows.append([label, *(short_cell(self.part(kind), step, name) for _, kind, step in columns), " / ".join(peaks)])
        return markdown(rows)

    def build_table(self):
        part = self.part("compiling")
        counts = sorted({step for step, _ in part.runs if isinstance(step, int)})
        rows = [["", *(f"{count:,} migrations" for count in counts)]]
        for name in dict.fromkeys(name for step, name in part.runs if isinstance(step, int)):
            rows.append([name, *(f"{milliseconds(part.median(c, name))} ms, {part.most(c, name) / 1024:.0f} MiB"
                                 for c in counts)])
        changed = [(name, part.median(step, name)) for step, name in part.runs if not isinstance(step, int)]
        return markdown(rows) + "\nOne migration of 1,000 changed, built again: " + "; ".join(
            f"`{name}` {milliseconds(seconds)} ms" for name, seconds in changed) + ".\n"

    def machine(self):
        sqlite = version(["sqlite3", "--version"], r"^(\S+)")
        postgres = version(["psql", "--version"], r"(\d+\.\d+)")
        rounds = "1 round" if self.options.rounds == 1 else f"{self.options.rounds} rounds"
        return (f"{self.day}, {rounds}, {os.cpu_count()} cores, {platform.system()} on {platform.machine()}, SQLite {sqlite}, "
                f"PostgreSQL {postgres}")

    def publish(self, readme, picture):
        """What was measured: the chains together with compiling in README.md, the rebuilds in the one beside this file."""
        if self.part("rebuild"):
            put_between(picture.with_name("README.md"), f"{self.machine()}\n\n{markdown(self.part('rebuild'))}")
        if self.part("compiling"):
            plot.draw(self.parts, picture)
            put_between(readme, f"{self.machine()}; databases in memory where nothing else is said\n\n{self.apply_table()}\n"
                        f"{self.build_table()}")
