"""Section by section, what of ours is in a program, and what 1,000 migrations come to beside their SQL. sizes.py has the maps."""
import collections
import pathlib
import re
import subprocess
import tempfile

from tools.template import template

# A section's name, address, size and object; a long name has a line of its own.
SECTION = re.compile(r"^ \.(text|rodata|data|bss)(\S*)\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+(\S+)$", re.M)
KINDS = ["text", "rodata", "data", "bss"]
CHAIN = 1000
KEPT = {"": [], ", without downgrades and messages": ["--no-downgrade", "--strip-messages"]}


def kind_of(name, rest):
    """Constants with pointers in them (.data.rel.ro) are written by nobody but the loader."""
    return "rodata" if name == "data" and rest.startswith(".rel.ro") else name


def of_map(text, is_ours):
    """What was left out stands in front of the memory map."""
    sizes = collections.Counter()
    for name, rest, size, path in SECTION.findall(text[text.index("Linker script and memory map"):]):
        if is_ours(path):
            sizes[kind_of(name, rest)] += int(size, 16)
    return sizes


def of_objects(paths):
    text = subprocess.run(["size", "-A", *paths], check=True, text=True, capture_output=True).stdout
    sizes = collections.Counter()
    for name, rest, size in re.findall(r"^\.(text|rodata|data|bss)(\S*)\s+(\d+)", text, re.M):
        sizes[kind_of(name, rest)] += int(size)
    return sizes


def write_chain(folder):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nbudget = no\n")
    for i in range(CHAIN):
        up = f"CREATE TABLE t{i} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER);\nCREATE INDEX t{i}_at ON t{i} (at);"
        text = template(f"r{i:04}", f"r{i - 1:04}" if i else None, up, f"DROP TABLE t{i};", doc=f"the table t{i}, and its index")
        (folder / f"versions/r{i:04}_t.mako").write_text(text)


def sql_bytes(folder, without_downgrades):
    """As the programs have it, each statement with the zero at its end."""
    texts = [path.read_text() for path in (folder / "versions").iterdir()]
    defs = [d for text in texts for d in re.findall(r'<%def name="(\w+)\(\)">\n(.*?)\n</%def>', text, re.S)]
    return sum(len(line) for name, body in defs if name == "upgrade" or not without_downgrades for line in body.split("\n"))


def chain(build, include):
    """(title, bytes of SQL, sections) of the chain of a thousand, compiled with -Os."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write_chain(folder / "long")
        for title, options in KEPT.items():
            out = folder / "out"
            subprocess.run([build / "aludel", "generate", "-C", folder / "long", "-o", out, *options], check=True)
            objects = []
            for source in sorted(out.glob("*.c")):
                objects.append(source.with_suffix(".o"))
                flags = ["-Os", "-fno-asynchronous-unwind-tables", "-fno-pie", f"-I{include}"]
                subprocess.run(["cc", *flags, "-c", source, "-o", objects[-1]], check=True)
            yield f"{CHAIN:,} migrations{title}", sql_bytes(folder / "long", "--no-downgrade" in options), of_objects(objects)
